import { createHash, createHmac } from "node:crypto";
import { p256 } from "@noble/curves/nist.js";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { BackOff } from "../../modules/device/back-off.js";
import {
	curveOf,
	generateKeyInto,
	isPublicKey,
	P256_ORDER,
	type P256Group,
	signInto,
	verify,
} from "../../modules/device/ecdsa-p256.js";
import { ExposureLog } from "../../modules/device/exposure.js";
import { ProgressGuard } from "../../modules/device/progress-guard.js";
import { Vl53l0x } from "../../modules/device/vl53l0x.js";
import { RFC6979 } from "../../modules/selftest/vectors.js";

const hex = (text: string): Uint8Array => Uint8Array.from(Buffer.from(text, "hex"));
const sha256 = (text: string): Uint8Array => Uint8Array.from(createHash("sha256").update(text).digest());

function hmac(out: Uint8Array, key: Uint8Array, ...parts: readonly Uint8Array[]): void {
	const mac = createHmac("sha256", key);
	for (const part of parts) mac.update(part);
	out.set(mac.digest());
}

/** The arithmetic that the unit's native curve does. */
const group: P256Group = {
	multiplyBase: (k) => p256.Point.BASE.multiply(k).toAffine(),
	multiplyAdd(j, k, q) {
		const at = (k: bigint, point: typeof p256.Point.BASE): typeof point =>
			k === 0n ? p256.Point.ZERO : point.multiply(k);
		const sum = at(j, p256.Point.BASE).add(at(k, p256.Point.fromAffine(q)));
		return sum.is0() ? undefined : sum.toAffine();
	},
	invert: (a) => p256.Point.Fn.inv(a),
};

test("the unit's ECDSA gives RFC 6979's P-256 signatures, with s made low, and verifies both forms", () => {
	for (const { message, r, s } of RFC6979.signatures) {
		const signature = new Uint8Array(64);
		signInto(signature, curveOf(group), hmac, hex(RFC6979.privateKey), sha256(message));
		const high = BigInt(`0x${s}`);
		const low = (high > P256_ORDER / 2n ? P256_ORDER - high : high).toString(16).padStart(64, "0");
		assert.is(Buffer.from(signature).toString("hex"), r + low);
		assert.ok(verify(group, hex(RFC6979.publicKey), sha256(message), signature));
		assert.ok(verify(group, hex(RFC6979.publicKey), sha256(message), hex(r + s)));
	}
});

test("a digest above the group order is reduced for the nonce, as RFC 6979 2.3.4 has it", () => {
	const digest = new Uint8Array(32).fill(0xff);
	const signature = new Uint8Array(64);
	signInto(signature, curveOf(group), hmac, hex(RFC6979.privateKey), digest);
	const expected = p256.sign(digest, hex(RFC6979.privateKey), { prehash: false, lowS: true });
	assert.is(Buffer.from(signature).toString("hex"), Buffer.from(expected).toString("hex"));
});

test("what is no signature is refused: zero, the order, a flipped bit, the key of another", () => {
	const { message, r, s } = RFC6979.signatures[0];
	const key = hex(RFC6979.publicKey);
	const zero = "00".repeat(32);
	const order = P256_ORDER.toString(16);
	for (const bad of [zero + s, r + zero, zero + zero, order + s, r + order, `${r.slice(0, -1)}0${s}`]) {
		assert.is(verify(group, key, sha256(message), hex(bad)), false, bad);
	}
	assert.is(verify(group, key, sha256("another"), hex(r + s)), false);
	const off = key.slice();
	off[64] ^= 1;
	assert.is(isPublicKey(off), false);
	assert.is(verify(group, off, sha256(message), hex(r + s)), false);
});

test("key generation draws again when a candidate is not below the order", () => {
	const draws = [new Uint8Array(32), new Uint8Array(32).fill(0xff), hex(RFC6979.privateKey)];
	const privateKey = new Uint8Array(32);
	const publicKey = new Uint8Array(65);
	generateKeyInto(privateKey, publicKey, group, (out) => out.set(draws.shift() ?? []));
	assert.is(draws.length, 0);
	assert.is(Buffer.from(publicKey).toString("hex"), RFC6979.publicKey);
});

test("a frame that saw the light change is neither lit nor dark", () => {
	const log = new ExposureLog(40);
	assert.is(log.of(0), "dark");
	log.lightChanged("on", 1000);
	assert.is(log.of(1000), "mixed");
	assert.is(log.of(1079), "mixed");
	assert.is(log.of(1080), "lit");
	log.lightChanged("on", 2000);
	assert.is(log.of(2001), "lit", "a light that stays on changes nothing");
	log.lightChanged("off", 3000);
	assert.is(log.of(3079), "mixed");
	assert.is(log.of(3080), "dark");
});

test("waits double up to the longest, never fall below half, and begin anew after a success", () => {
	for (const byte of [0, 255]) {
		const backOff = new BackOff(1000, 60_000, (out) => out.fill(byte));
		const waits = Array.from({ length: 9 }, () => backOff.wait());
		const bases = [1000, 2000, 4000, 8000, 16_000, 32_000, 60_000, 60_000, 60_000];
		for (const [i, wait] of waits.entries()) assert.ok(wait >= bases[i] / 2 && wait <= bases[i], `${wait}`);
		backOff.reset();
		assert.ok(backOff.wait() <= 1000);
	}
});

test("a working machine feeds the watchdog by its steps only, a resting one by its heartbeat", () => {
	let fed = 0;
	const guard = new ProgressGuard(() => fed++);
	guard.step("idle", 0);
	guard.heartbeat(1_000_000);
	assert.is(fed, 2);
	guard.step("capturing", 1_000_000);
	guard.heartbeat(1_149_999);
	assert.is(fed, 4);
	guard.heartbeat(1_150_000);
	guard.heartbeat(2_000_000);
	assert.is(fed, 4, "a capture that hangs is not fed");
});

/** Registers of a range sensor that behaves as ST's driver expects, as far as the driver looks. */
class FakeSensor {
	readonly registers = new Map<number, number>([
		[0xc0, 0xee],
		[0x92, 0x05],
		[0x91, 0x3c],
	]);
	readonly written: [number, number][] = [];
	distanceMm = 300;
	status = 11;

	read(register: number): number {
		if (register === 0x83) return 1;
		if (register === 0x14) return this.status << 3;
		if (register === 0x1e) return this.distanceMm >> 8;
		if (register === 0x1f) return this.distanceMm & 0xff;
		if (register >= 0xb0 && register <= 0xb5) return this.registers.get(register) ?? 0xff;
		return this.registers.get(register) ?? 0;
	}

	write(register: number, value: number): void {
		this.written.push([register, value]);
		this.registers.set(register, value);
		// A measurement or a calibration is finished at once; clearing takes its flag away.
		if (register === 0x00 && (value & 1) === 1) this.registers.set(0x13, 4);
		if (register === 0x0b) this.registers.set(0x13, 0);
	}
}

test("the range sensor is set up once, and every sample starts the next measurement", () => {
	const fake = new FakeSensor();
	const sensor = new Vl53l0x(fake);
	const enabled = [0, 1, 2, 3, 4, 5].map((i) => fake.registers.get(0xb0 + i) ?? 0);
	assert.equal(enabled, [0b11111, 0, 0, 0, 0, 0], "five detectors, none behind an aperture");
	assert.equal(fake.written.at(-1), [0x00, 1]);
	assert.ok(
		fake.written.some(([register, value]) => register === 0x91 && value === 0x3c),
		"stop variable",
	);
	assert.equal(sensor.sample(), { kind: "distance", distanceMm: 300 });
	fake.registers.set(0x13, 0);
	assert.equal(sensor.sample(), { kind: "measuring" });
	fake.registers.set(0x13, 4);
	fake.distanceMm = 8190;
	assert.equal(sensor.sample(), { kind: "nothing" });
	fake.distanceMm = 120;
	fake.status = 4;
	assert.equal(sensor.sample(), { kind: "nothing" }, "a range that the sensor itself doubts");
});

test("another part in the sensor's place, or one that does not calibrate, is named", () => {
	const other = new FakeSensor();
	other.registers.set(0xc0, 0xea);
	assert.throws(() => new Vl53l0x(other), /not a VL53L0X/);
	const dead = new FakeSensor();
	dead.write = (register, value) => {
		if (register !== 0x13) dead.registers.set(register, value);
	};
	assert.throws(() => new Vl53l0x(dead), /does not calibrate/);
});

test.run();
