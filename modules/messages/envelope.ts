import { assert } from "../bytes/assert.js";
import { encodeUtf8 } from "../bytes/utf8.js";
import { decodeSign1, KID_LENGTH, type SigningDoor, signSign1, verifySign1 } from "../codec/cose.js";
import { MESSAGE_BYTES_MAX } from "../codec/limits.js";
import { type BodyByType, CONTENT_TYPES, type SignedType } from "./messages.generated.js";
import { decodeBody, encodeBody } from "./messages.js";

/**
 * A body, signed for one topic:
 *
 *     type --> content type --. kid  -------------------+--> COSE_Sign1 (codec/cose.ts) --> bytes on the link
 *     body --> encodeBody ----'        ^ topic --> UTF-8 --> external_aad '    (signed, not carried: the
 *     receiver takes it from where it listened)
 */
export interface SigningKey {
	/** `kidOf` the public half. */
	readonly kid: Uint8Array;
	/** P-256, 32 bytes. */
	readonly privateKey: Uint8Array;
}

export type Opened<T extends SignedType> = {
	[K in T]: {
		readonly kind: "opened";
		readonly type: K;
		readonly body: BodyByType[K];
		readonly kid: Uint8Array;
	};
}[T];

export interface OpenRefusal {
	readonly kind: "refused";
	readonly reason:
		| "too-long"
		/** Not our envelope, or a signed body that is not what its content type says. */
		| "malformed"
		/** The receiver has no key of this kid. */
		| "unknown-key"
		/** Altered, or signed for another topic, or by another key. */
		| "bad-signature"
		/** Signed, but of a type that this receiver does not take here. */
		| "unexpected-type";
}

/** First 8 bytes of the SHA-256 of the public key (SEC 1 uncompressed, 65 bytes). */
export function kidOf(crypto: SigningDoor, publicKey: Uint8Array): Uint8Array {
	const digest = new Uint8Array(32);
	crypto.sha256Into(digest, publicKey);
	return digest.slice(0, KID_LENGTH);
}

/** Asserts that `body` is what messages.cddl allows and that the envelope fits in a message. */
export function signMessage<T extends SignedType>(
	crypto: SigningDoor,
	key: SigningKey,
	topic: string,
	type: T,
	body: BodyByType[T],
): Uint8Array {
	const content = { contentType: CONTENT_TYPES[type], kid: key.kid, payload: encodeBody(type, body) };
	const bytes = signSign1(crypto, key.privateKey, encodeUtf8(topic), content);
	assert(bytes.length <= MESSAGE_BYTES_MAX, `signMessage: ${type}: too long`);
	return bytes;
}

/**
 * Checks a message in this order: length, form, key, signature, type, body. What is returned was signed by
 * the holder of the key `kid` for exactly this topic; whether it is fresh is for the caller to decide.
 */
export function openMessage<T extends SignedType>(
	crypto: SigningDoor,
	publicKeyOf: (kid: Uint8Array) => Uint8Array | undefined,
	topic: string,
	accepted: readonly T[],
	bytes: Uint8Array,
): Opened<T> | OpenRefusal;
/** The compiler cannot follow that `body` belongs to `type`: only the declaration above shows. */
export function openMessage(
	crypto: SigningDoor,
	publicKeyOf: (kid: Uint8Array) => Uint8Array | undefined,
	topic: string,
	accepted: readonly SignedType[],
	bytes: Uint8Array,
): { kind: "opened"; type: SignedType; body: BodyByType[SignedType]; kid: Uint8Array } | OpenRefusal {
	const envelope = decodeSign1(bytes);
	if (envelope.kind === "malformed")
		return refused(envelope.reason === "too-long" ? "too-long" : "malformed");
	const { message } = envelope;
	const publicKey = publicKeyOf(message.kid);
	if (publicKey === undefined) return refused("unknown-key");
	if (!verifySign1(crypto, publicKey, encodeUtf8(topic), message)) return refused("bad-signature");
	const type = accepted.find((candidate) => CONTENT_TYPES[candidate] === message.contentType);
	if (type === undefined) return refused("unexpected-type");
	const decoding = decodeBody(type, message.payload);
	if (decoding.kind === "malformed") return refused("malformed");
	return { kind: "opened", type, body: decoding.body, kid: message.kid };
}

function refused(reason: OpenRefusal["reason"]): OpenRefusal {
	return { kind: "refused", reason };
}
