/**
 * Envelopes read by a stranger: no line of the firmware's codec, messages or cryptography is used here, so
 * that a checker sees what is on the wire and not what the firmware thinks of it.
 */
import { createHash, createPublicKey, type KeyObject, verify } from "node:crypto";
import { Encoder, Tag } from "cbor-x";
import { Demand } from "../../modules/messages/messages.generated.js";

/** Labels of messages.cddl that checkers look at. */
export const LABEL = {
	nonce: 10,
	bootCount: 267,
	subjectToken: -70001,
	modality: -70002,
	sequence: -70007,
	requestHash: -70008,
	decision: -70009,
	reason: -70010,
	hintReason: -70014,
	progress: -70015,
	action: -70016,
	auditHead: -70023,
	sessionNonce: -70024,
} as const;

export const DECISION = { accepted: 1, refused: 2 } as const;
export const HINT = { accepted: 8 } as const;
export const REASON = { mismatch: 1, notEnrolled: 2, noCapture: 3, otherBoot: 22 } as const;

export interface Envelope {
	/** "challenge", "result" ... */
	readonly type: string;
	readonly body: ReadonlyMap<unknown, unknown>;
	/** SHA-256 of all of it, hexadecimal. */
	readonly hash: string;
	/** Hexadecimal. */
	readonly signature: string;
}

const codec = new Encoder({ mapsAsObjects: false, useRecords: false, tagUint8Array: false });

/** @returns undefined for bytes that are no envelope of ours, whoever signed it. */
export function readEnvelope(bytes: Uint8Array): Envelope | undefined {
	try {
		const { protectedHeader, payload, signature } = partsOf(bytes);
		const contentType: unknown = mapOf(codec.decode(protectedHeader)).get(3);
		const type = /^application\/vnd\.shogo\.([a-z-]+)\+cbor$/.exec(String(contentType))?.[1];
		if (type === undefined) return undefined;
		const hash = createHash("sha256").update(bytes).digest("hex");
		return {
			type,
			body: mapOf(codec.decode(payload)),
			hash,
			signature: Buffer.from(signature).toString("hex"),
		};
	} catch {
		return undefined;
	}
}

/** Labels and values of a message that nobody signs; undefined for anything else. */
export function readUnsigned(bytes: Uint8Array): Envelope["body"] | undefined {
	try {
		return mapOf(codec.decode(bytes));
	} catch {
		return undefined;
	}
}

/** Whether `publicKey` (SEC 1 uncompressed) has signed it for `topic` (RFC 9052 4.4). */
export function isSignedBy(publicKey: KeyObject, topic: string, bytes: Uint8Array): boolean {
	const { protectedHeader, payload, signature } = partsOf(bytes);
	const signed = codec.encode(["Signature1", protectedHeader, Buffer.from(topic), payload]);
	return verify("sha256", signed, { key: publicKey, dsaEncoding: "ieee-p1363" }, signature);
}

export function keyObjectOf(publicKey: Uint8Array): KeyObject {
	const part = (from: number) => Buffer.from(publicKey.subarray(from, from + 32)).toString("base64url");
	return createPublicKey({ format: "jwk", key: { kty: "EC", crv: "P-256", x: part(1), y: part(33) } });
}

export function hexIn(body: Envelope["body"], label: number): string | undefined {
	const value = body.get(label);
	return value instanceof Uint8Array ? Buffer.from(value).toString("hex") : undefined;
}

/** Whether it is an entry of the unit's audit chain. */
export function isEntry({ type, body }: Envelope): boolean {
	return ENTRY_TYPES.includes(type) && body.has(LABEL.sequence);
}

const ENTRY_TYPES = ["result", "enrol-result", "order-result", "session-end", "incident", "chain-head"];

export function numberIn(body: Envelope["body"], label: number): number | undefined {
	const value = body.get(label);
	return typeof value === "number" ? value : undefined;
}

/** What a request asks for; palms when it names no trait. */
export function demandIn(body: Envelope["body"]): Demand {
	const value = numberIn(body, LABEL.modality);
	return Object.values(Demand).find((demand) => demand === value) ?? Demand.palmVein;
}

interface Parts {
	readonly protectedHeader: Uint8Array;
	readonly payload: Uint8Array;
	readonly signature: Uint8Array;
}

/** @throws for anything but a tagged COSE_Sign1. */
function partsOf(bytes: Uint8Array): Parts {
	const tagged: unknown = codec.decode(bytes);
	const parts: unknown = tagged instanceof Tag && tagged.tag === 18 ? tagged.value : undefined;
	if (!Array.isArray(parts)) throw new TypeError("no COSE_Sign1");
	const [protectedHeader, , payload, signature] = parts;
	return {
		protectedHeader: bytesOf(protectedHeader),
		payload: bytesOf(payload),
		signature: bytesOf(signature),
	};
}

function bytesOf(value: unknown): Uint8Array {
	if (value instanceof Uint8Array) return value;
	throw new TypeError("no byte string");
}

function mapOf(value: unknown): ReadonlyMap<unknown, unknown> {
	if (value instanceof Map) return value;
	throw new TypeError("no map");
}
