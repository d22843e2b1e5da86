import { test } from "uvu";
import * as assert from "uvu/assert";
import { seededEntropy, systemEntropy } from "../../host-sim/doors/entropy.js";
import { driveInRealTime } from "../../host-sim/doors/real-time.js";
import { Scheduler } from "../../host-sim/doors/scheduler.js";
import { TopicRouter, topicMatches } from "../../host-sim/doors/topic-router.js";

/**
 * NIST CAVP, drbgvectors_no_reseed/HMAC_DRBG.rsp, [SHA-256] without prediction resistance, entropy input 256
 * bits, nonce 128 bits, no personalisation string, COUNT = 0: the seed, and what the second request of 128
 * bytes returns.
 */
const HMAC_DRBG = {
	entropyInput: "ca851911349384bffe89de1cbdc46e6831e44d34a4fb935ee285dd14b71a7488",
	nonce: "659ba96c601dc69fc902940805ec0ca8",
	returned:
		"e528e9abf2dece54d47c7e75e5fe302149f817ea9fb4bee6f4199697d04d5b89d54fbb978a15b5c443c9ec21036d2460" +
		"b6f73ebad0dc2aba" +
		"6e624abf07745bc107694bb7547bb0995f70de25d6b29e2d3011bb19d27676c07162c8b5ccde0668961df86803482cb3" +
		"7ed6d5c0bb8d50cf" +
		"1f50d476aa0458bdaba806f48be9dcb8",
} as const;

test("seeded entropy is NIST's HMAC_DRBG", () => {
	const entropy = seededEntropy(Buffer.from(HMAC_DRBG.entropyInput + HMAC_DRBG.nonce, "hex"));
	const out = new Uint8Array(128);
	entropy(out);
	entropy(out);
	assert.is(Buffer.from(out).toString("hex"), HMAC_DRBG.returned);
});

test("seeds that differ in one bit give different bytes, equal seeds the same", () => {
	const draw = (first: number): string => {
		const out = new Uint8Array(40);
		seededEntropy(Uint8Array.from({ length: 32 }, (_, i) => (i === 0 ? first : i)))(out);
		return Buffer.from(out).toString("hex");
	};
	assert.is(draw(1), draw(1));
	assert.is.not(draw(1), draw(0));
});

test("a seed shorter than 32 bytes is a defect", () => {
	assert.throws(() => seededEntropy(new Uint8Array(31)), "at least 32 bytes");
});

test("the system's entropy fills its output", () => {
	const out = new Uint8Array(1000);
	systemEntropy(out);
	assert.ok(new Set(out).size > 200);
});

test("time stands still within a callback and moves from one callback to the next", () => {
	const scheduler = new Scheduler();
	const log: number[] = [];
	scheduler.schedule(5, () => log.push(scheduler.nowMs()));
	scheduler.schedule(3, () => {
		log.push(scheduler.nowMs());
		scheduler.schedule(0, () => log.push(scheduler.nowMs()));
	});
	assert.is(scheduler.nextAtMs(), 3);
	scheduler.advance(10);
	assert.equal(log, [3, 3, 5]);
	assert.is(scheduler.nowMs(), 10);
	assert.is(scheduler.nextAtMs(), undefined);
});

test("a settled advance waits for the unit after every callback", async () => {
	const scheduler = new Scheduler();
	const log: string[] = [];
	for (const name of ["a", "b"]) scheduler.schedule(1, () => log.push(name));
	await scheduler.advanceSettled(1, async () => {
		await Promise.resolve();
		log.push("settled");
	});
	assert.equal(log, ["settled", "a", "settled", "b", "settled"]);
});

test("a delay that is not a natural number is a defect", () => {
	const scheduler = new Scheduler();
	for (const delayMs of [-1, 0.5, Number.NaN]) {
		assert.throws(() => scheduler.schedule(delayMs, () => {}), "natural number");
	}
});

test("real time runs callbacks when they are due, also those scheduled from outside meanwhile", async () => {
	const scheduler = new Scheduler();
	const log: string[] = [];
	scheduler.schedule(30, () => log.push("30"));
	const driver = driveInRealTime(scheduler, () => Promise.resolve());
	const outside = setTimeout(() => scheduler.schedule(0, () => log.push("outside")), 5);
	await new Promise((resolve) => {
		scheduler.schedule(60, () => resolve(undefined));
	});
	clearTimeout(outside);
	driver.close();
	await driver.stopped;
	assert.equal(log, ["outside", "30"]);
	assert.ok(scheduler.nowMs() >= 60);
});

test("real time stops with what the unit threw", async () => {
	const scheduler = new Scheduler();
	let settled = 0;
	const driver = driveInRealTime(scheduler, async () => {
		if (settled++ > 0) throw new Error("the unit died");
	});
	scheduler.schedule(1, () => {});
	let reason = "";
	await driver.stopped.catch((error: Error) => {
		reason = error.message;
	});
	assert.is(reason, "the unit died");
});

test("topic filters match as MQTT 3.1.1 4.7 has it", () => {
	const cases: readonly (readonly [string, string, boolean])[] = [
		["sport/tennis/player1", "sport/tennis/player1", true],
		["sport/tennis/player1/#", "sport/tennis/player1", true],
		["sport/tennis/player1/#", "sport/tennis/player1/score/wimbledon", true],
		["sport/tennis/+", "sport/tennis/player1", true],
		["sport/tennis/+", "sport/tennis/player1/ranking", false],
		["sport/+", "sport", false],
		["sport/+", "sport/", true],
		["+/+", "/finance", true],
		["/+", "/finance", true],
		["+", "/finance", false],
		["#", "a/b", true],
	];
	for (const [filter, topic, expected] of cases) {
		assert.is(topicMatches(filter, topic), expected, `${filter} ${topic}`);
	}
});

test("a retained message reaches later subscribers until an empty one clears it", () => {
	const router = new TopicRouter();
	const heard: string[] = [];
	const hear = (topic: string, payload: Uint8Array): void => {
		heard.push(`${topic} ${payload.join()}`);
	};
	router.publish({ topic: "a/state", payload: Uint8Array.of(1), qos: 1, retain: true });
	router.subscribe(["a/+"], hear)();
	router.publish({ topic: "a/state", payload: new Uint8Array(0), qos: 1, retain: true });
	router.subscribe(["a/+"], hear);
	assert.equal(heard, ["a/state 1"]);
});

test.run();
