import { test } from "uvu";
import * as assert from "uvu/assert";
import type { Doors, LinkMessage, LinkOptions } from "../../hal/hal.js";
import { bootClock } from "../../host-sim/doors/clock.js";
import { Scheduler } from "../../host-sim/doors/scheduler.js";
import { Limit } from "../../modules/policy/limits.js";
import { Uplink } from "../../modules/unit/uplink.js";

/** A link whose connection the test makes and breaks, what was published on it, and what waits. */
function openUplink(...waiting: string[]) {
	const published: string[] = [];
	const heard: string[] = [];
	let options: LinkOptions | undefined;
	const openLink: Doors["openLink"] = (given) => {
		options = given;
		return { publish: ({ payload }) => published.push(new TextDecoder().decode(payload)), close() {} };
	};
	const scheduler = new Scheduler();
	const uplink = new Uplink(
		{ openLink, clock: bootClock(scheduler) },
		{
			topic: "cmd",
			will: messageOf("will", 1),
			announce: () => messageOf("birth", 1),
			hasBacklog: () => waiting.length > 0,
			forBacklog: (count, publish) => {
				for (const text of waiting.slice(0, count)) publish(messageOf(text, 1));
			},
			onRequest: () => {},
			onLink: (link) => heard.push(link),
			onError: () => {},
		},
	);
	if (options === undefined) throw new Error("no link was opened");
	const pass = (durationMs: number) => {
		const untilMs = scheduler.nowMs() + durationMs;
		while (scheduler.step(untilMs));
	};
	return { uplink, published, heard, waiting, link: options, pass };
}

function messageOf(text: string, qos: 0 | 1): LinkMessage {
	return { topic: "t", payload: new TextEncoder().encode(text), qos, retain: false };
}

test("every connection begins with a birth and is told of", () => {
	const { published, heard, link } = openUplink();
	assert.equal(published, []);
	link.onOpen();
	link.onClose();
	link.onClose();
	link.onOpen();
	assert.equal(published, ["birth", "birth"]);
	assert.equal(heard, ["up", "down", "up"]);
});

test("what waits is published after every birth in order, and nothing is while the link is down", () => {
	const { uplink, published, link, waiting } = openUplink("entry 1", "entry 2");
	uplink.send(messageOf("hint", 0));
	uplink.sendEntry(messageOf("entry 2", 1));
	assert.equal(published, []);
	link.onOpen();
	assert.equal(published, ["birth", "entry 1", "entry 2"]);
	uplink.send(messageOf("hint", 0));
	link.onClose();
	waiting.shift();
	link.onOpen();
	assert.equal(published.slice(3), ["hint", "birth", "entry 2"]);
});

test("without receipts a few of the oldest are sent again, ever more seldom, until a receipt comes", () => {
	const entries = Array.from({ length: Limit.resendEntries + 2 }, (_, i) => `entry ${i}`);
	const { uplink, published, link, waiting, pass } = openUplink(...entries);
	link.onOpen();
	const oldest = entries.slice(0, Limit.resendEntries);
	published.length = 0;
	pass(Limit.resendFirstMs - 1);
	assert.equal(published, []);
	pass(1);
	assert.equal(published, oldest);
	pass(2 * Limit.resendFirstMs - 1);
	assert.equal(published, oldest);
	pass(1);
	assert.equal(published, [...oldest, ...oldest]);
	waiting.shift();
	uplink.receipted();
	published.length = 0;
	pass(Limit.resendFirstMs);
	assert.equal(published, entries.slice(1, 1 + Limit.resendEntries));
});

test("when nothing waits, and while the link is down, nothing is sent again", () => {
	const { uplink, published, link, waiting, pass } = openUplink("entry");
	link.onOpen();
	link.onClose();
	pass(10 * Limit.resendLongestMs);
	assert.equal(published, ["birth", "entry"]);
	link.onOpen();
	waiting.shift();
	uplink.receipted();
	pass(10 * Limit.resendLongestMs);
	assert.equal(published, ["birth", "entry", "birth", "entry"]);
});

test.run();
