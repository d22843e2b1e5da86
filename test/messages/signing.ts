/** Keys, topic and signed samples for the tests of envelopes. */
import { createPublicKey, type KeyObject, verify as verifyWithNode } from "node:crypto";
import type { Crypto } from "../../hal/hal.js";
import { seededEntropy } from "../../host-sim/doors/entropy.js";
import { createNodeCrypto } from "../../host-sim/doors/node-crypto.js";
import { concat, equalConstantTime } from "../../modules/bytes/bytes.js";
import { kidOf, type SigningKey, signMessage } from "../../modules/messages/envelope.js";
import type { SignedType } from "../../modules/messages/messages.generated.js";
import { topicOf } from "../../modules/messages/topics.js";
import { SAMPLES } from "./samples.js";

export const crypto = createNodeCrypto({
	entropy: seededEntropy(new Uint8Array(32).fill(7)),
	deviceRoot: new Uint8Array(32),
});

export const TOPIC = topicOf({ site: "site0", terminal: "terminal0", unit: "unit0" }, "res");

export const PUBLIC_KEY = new Uint8Array(65);
export const KEY: SigningKey = makeKey(PUBLIC_KEY);

export function makeKey(publicKey: Uint8Array): SigningKey {
	const privateKey = new Uint8Array(32);
	crypto.generateSigningKeyInto(privateKey, publicKey);
	return { kid: kidOf(crypto, publicKey), privateKey };
}

export function publicKeyOf(kid: Uint8Array): Uint8Array | undefined {
	return equalConstantTime(kid, KEY.kid) ? PUBLIC_KEY : undefined;
}

export function signSample<T extends SignedType>(type: T, index: number): Uint8Array {
	return signMessage(crypto, KEY, TOPIC, type, SAMPLES[type][index]);
}

/**
 * The door with OpenSSL's verification, ten times as fast: the tests of hostile bytes verify thousands of
 * times. It hashes by itself, so the door remembers what the last digest was made of.
 */
export function withNativeVerify(publicKey: Uint8Array): Crypto {
	const key = keyObject(publicKey);
	let hashed: Uint8Array = new Uint8Array(0);
	return {
		...crypto,
		sha256Into(out, ...parts) {
			hashed = concat(...parts);
			crypto.sha256Into(out, ...parts);
		},
		verify: (_publicKey, _digest, signature) =>
			verifyWithNode("sha256", hashed, { key, dsaEncoding: "ieee-p1363" }, signature),
	};
}

function keyObject(publicKey: Uint8Array): KeyObject {
	const coordinate = (from: number): string =>
		Buffer.from(publicKey.slice(from, from + 32)).toString("base64url");
	return createPublicKey({
		key: { kty: "EC", crv: "P-256", x: coordinate(1), y: coordinate(33) },
		format: "jwk",
	});
}
