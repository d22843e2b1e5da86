/** Signing with a nonce made beforehand: never twice, whatever the entropy, the boots and the aborts do. */
import { createHash, createHmac } from "node:crypto";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { nobleCurve, verifyP256 } from "../../host-sim/doors/p256-signing.js";
import { type P256Curve, signInto } from "../../modules/device/ecdsa-p256.js";
import { P256Signer } from "../../modules/device/p256-signer.js";
import type { Hmac } from "../../modules/device/rfc6979.js";
import { RFC6979 } from "../../modules/selftest/vectors.js";

const KEY = new Uint8Array(Buffer.from(RFC6979.privateKey, "hex"));
const PUBLIC_KEY = new Uint8Array(Buffer.from(RFC6979.publicKey, "hex"));
const digestOf = (text: string) => new Uint8Array(createHash("sha256").update(text).digest());

const hmac: Hmac = (out, key, ...parts) => {
	const mac = createHmac("sha256", key);
	for (const part of parts) mac.update(part);
	out.set(mac.digest());
};

/** A signer after a restart whose entropy is as good as `entropy`, over a curve that is watched. */
function restarted(entropy: (out: Uint8Array) => void) {
	const pairs: Uint8Array[] = [];
	const nonces: string[] = [];
	const curve: P256Curve = {
		...nobleCurve,
		pairInto(pair, k) {
			pairs.push(pair);
			nonces.push(Buffer.from(k).toString("hex"));
			return nobleCurve.pairInto(pair, k);
		},
	};
	const signer = new P256Signer(curve, hmac, entropy);
	const sign = (text: string, key = KEY) => {
		const signature = new Uint8Array(64);
		signer.signInto(signature, key, digestOf(text));
		return signature;
	};
	return { signer, sign, pairs, nonces };
}

const broken = (out: Uint8Array) => void out.fill(0);

function fullWay(text: string, key = KEY): Uint8Array {
	const signature = new Uint8Array(64);
	signInto(signature, nobleCurve, hmac, key, digestOf(text));
	return signature;
}

test("a prepared signature verifies, and no point is multiplied for it any more", () => {
	const { signer, sign, nonces } = restarted((out) => void out.fill(7));
	signer.prepare(KEY, 1);
	assert.is(nonces.length, 1);
	const signature = sign("a result");
	assert.is(nonces.length, 1);
	assert.ok(verifyP256(PUBLIC_KEY, digestOf("a result"), signature));
	assert.is.not(Buffer.compare(signature, fullWay("a result")), 0);
});

test("one pair serves one signature; the next takes the full way by RFC 6979", () => {
	const { signer, sign, pairs } = restarted((out) => void out.fill(7));
	assert.equal(sign("before any pair"), fullWay("before any pair"));
	signer.prepare(KEY, 1);
	const waiting = pairs[pairs.length - 1];
	assert.ok(waiting.some((byte) => byte !== 0));
	sign("first");
	assert.equal(waiting, new Uint8Array(64), "a pair in use is wiped");
	assert.equal(sign("second"), fullWay("second"));
});

test("with entropy that is always the same no nonce comes twice, within a boot and over restarts", () => {
	const seen = new Set<string>();
	for (let boot = 1; boot <= 5; boot++) {
		const { signer, sign, nonces } = restarted(broken);
		for (let message = 0; message < 4; message++) {
			signer.prepare(KEY, boot);
			sign(`message ${message}`);
		}
		for (const nonce of nonces) seen.add(nonce);
	}
	assert.is(seen.size, 20);
});

test("with counts that are always the same, entropy keeps nonces apart", () => {
	const nonces = [1, 2, 3].map((byte) => {
		const restart = restarted((out) => void out.fill(byte));
		restart.signer.prepare(KEY, 1);
		return restart.nonces[0];
	});
	assert.is(new Set(nonces).size, 3);
});

test("a nonce hangs on the private key, so that entropy and counts known to all do not tell it", () => {
	const another = KEY.map((byte) => byte ^ 1);
	const [one, other] = [KEY, another].map((key) => {
		const restart = restarted(broken);
		restart.signer.prepare(key, 1);
		return restart.nonces[0];
	});
	assert.is.not(one, other);
});

test("a pair made and not used waits for the next signature, and is not made again", () => {
	const { signer, sign, nonces } = restarted(broken);
	signer.prepare(KEY, 1);
	signer.prepare(KEY, 1);
	assert.is(nonces.length, 1);
	assert.ok(verifyP256(PUBLIC_KEY, digestOf("later"), sign("later")));
	assert.is(nonces.length, 1);
});

test("a pair is of no use to another key, and lost to its own by the attempt", () => {
	const another = KEY.map((byte) => byte ^ 1);
	const { signer, sign } = restarted(broken);
	signer.prepare(KEY, 1);
	assert.equal(sign("text", another), fullWay("text", another));
	assert.equal(sign("text"), fullWay("text"));
});

test("a pair in which a bit fell over is not used: a faulty signature would tell the key", () => {
	const { signer, sign, pairs } = restarted(broken);
	signer.prepare(KEY, 1);
	pairs[0][40] ^= 1;
	assert.equal(sign("text"), fullWay("text"));
});

test("a signature that failed half-way does not give its pair back", () => {
	let isFailing = true;
	const curve: P256Curve = {
		...nobleCurve,
		finishInto(...values) {
			if (isFailing) throw new Error("the board lost power for a moment");
			return nobleCurve.finishInto(...values);
		},
	};
	const signer = new P256Signer(curve, hmac, broken);
	const signature = new Uint8Array(64);
	signer.prepare(KEY, 1);
	assert.throws(() => signer.signInto(signature, KEY, digestOf("text")));
	isFailing = false;
	signer.signInto(signature, KEY, digestOf("text"));
	assert.equal(signature, fullWay("text"));
});

test.run();
