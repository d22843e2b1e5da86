/** Every decoder that meets bytes from outside, what feeds it, and who else judges what it accepts. */
import { type DecodeOptions, decode, Tag } from "cbor2";
import { equalConstantTime, toHex } from "../../modules/bytes/bytes.js";
import { encodeUtf8 } from "../../modules/bytes/utf8.js";
import { decodeCbor, encodeCbor } from "../../modules/codec/cbor.js";
import { decodeSign1 } from "../../modules/codec/cose.js";
import { ENVELOPE_LIMITS } from "../../modules/codec/limits.js";
import { encodeFrame, FrameDecoder, FrameKind } from "../../modules/device/console-frame.js";
import { BODY_RULES, CONTENT_TYPES } from "../../modules/messages/messages.generated.js";
import { type BodyType, decodeBody } from "../../modules/messages/messages.js";
import { parseTopic, topicOf } from "../../modules/messages/topics.js";
import { decodeSectorHeader, encodeSectorHeader } from "../../modules/store/layout.js";
import type { Prng } from "../world/prng.js";
import { randomBody, randomBytes, randomValue } from "./generate.js";

export interface Decoder {
	/** A valid input, or nearly. */
	readonly seed: (prng: Prng) => Uint8Array;
	/** Feeds the decoder. @returns whether it accepts. */
	readonly accepts: (bytes: Uint8Array) => boolean;
	/** Does the oracle, which shares no code with the decoder, accept too? */
	readonly oracle: (bytes: Uint8Array) => boolean;
}

const TYPES = Object.keys(BODY_RULES).filter(isBodyType);
const PROVISIONING: readonly BodyType[] = ["provision-request", "provision-reply", "provision-refusal"];

export const DECODERS: Readonly<Record<string, Decoder>> = {
	cbor: {
		seed: (prng) => encodeCbor(randomValue(prng, 5)),
		accepts: (bytes) => decodeCbor(bytes, ENVELOPE_LIMITS).kind === "decoded",
		oracle: (bytes) => strictly(bytes) !== REFUSED,
	},
	cose: {
		seed: randomEnvelope,
		accepts: (bytes) => decodeSign1(bytes).kind === "decoded",
		oracle: isEnvelope,
	},
	bodies: bodiesOf(TYPES),
	provisioning: bodiesOf(PROVISIONING),
	frames: {
		seed: (prng) =>
			encodeFrame({
				kind: prng.nextBelow(2) === 0 ? FrameKind.data : FrameKind.acknowledgement,
				session: randomBytes(prng, 4),
				sequence: prng.nextBelow(256),
				payload: randomBytes(prng, prng.nextBelow(4) === 0 ? prng.nextBelow(600) : prng.nextBelow(20)),
			}),
		accepts: (bytes) => framesIn(bytes).length > 0,
		// A frame has one encoding: what was found must stand in the line.
		oracle(bytes) {
			const line = `00${toHex(bytes)}`;
			return framesIn(bytes).every((encoded) => line.includes(encoded));
		},
	},
	sectors: {
		seed(prng) {
			const out = new Uint8Array(32);
			const version = prng.nextBelow(256);
			const [count, distance] = [prng.nextBelow(256), prng.nextBelow(65536)];
			encodeSectorHeader(out, { version, count, distance, sequence: prng.nextUint32() });
			return out;
		},
		accepts: (bytes) => bytes.length >= 32 && decodeSectorHeader(bytes) !== undefined,
		oracle(bytes) {
			const header = decodeSectorHeader(bytes);
			const out = new Uint8Array(32);
			if (header !== undefined) encodeSectorHeader(out, header);
			const copies = [bytes.subarray(0, 16), bytes.subarray(16, 32)];
			return copies.some((copy) => equalConstantTime(copy, out.subarray(0, 16)));
		},
	},
	topics: {
		seed: (prng) =>
			encodeUtf8(
				`shogo/1/s${prng.nextBelow(99)}/t/u/${["cmd", "res", "evt", "log", "state"][prng.nextBelow(5)]}`,
			),
		accepts: (bytes) => parseTopic(textOf(bytes)) !== undefined,
		oracle(bytes) {
			const parsed = parseTopic(textOf(bytes));
			return parsed !== undefined && topicOf(parsed.address, parsed.channel) === textOf(bytes);
		},
	},
};

/** The first byte says which type the rest is to be. */
function bodiesOf(types: readonly BodyType[]): Decoder {
	const typeOf = (bytes: Uint8Array): BodyType => types[(bytes[0] ?? 0) % types.length];
	return {
		seed(prng) {
			const index = prng.nextBelow(types.length);
			return Uint8Array.of(index, ...randomBody(prng, types[index]));
		},
		accepts: (bytes) => decodeBody(typeOf(bytes), bytes.subarray(1)).kind === "decoded",
		oracle: (bytes) => strictly(bytes.subarray(1)) instanceof Map,
	};
}

function randomEnvelope(prng: Prng): Uint8Array {
	const type = TYPES[prng.nextBelow(TYPES.length)];
	const names = Object.values(CONTENT_TYPES);
	const header = encodeCbor(
		new Map<number, number | string | Uint8Array>([
			[1, -7],
			[3, names[prng.nextBelow(names.length)]],
			[4, randomBytes(prng, 8)],
		]),
	);
	const signature = randomBytes(prng, 64);
	// Half of all s are high, and refused for that alone.
	signature[32] &= 0x7f;
	return encodeCbor({ tag: 18, value: [header, new Map(), randomBody(prng, type), signature] });
}

/** dCBOR, but for Unicode normalisation: RFC 8949 leaves text as it is, and so do we. */
const STRICT: DecodeOptions = {
	dcbor: true,
	rejectStringsNotNormalizedAs: null,
	preferMap: true,
	ignoreGlobalTags: true,
};

const REFUSED = Symbol("refused");

function strictly(bytes: Uint8Array): unknown {
	try {
		return decode(bytes, STRICT);
	} catch {
		return REFUSED;
	}
}

/** messages.cddl's envelope, as cbor2 reads it. */
function isEnvelope(bytes: Uint8Array): boolean {
	const envelope = strictly(bytes);
	if (!(envelope instanceof Tag) || envelope.tag !== 18 || !Array.isArray(envelope.contents)) return false;
	const [header, unprotected, payload, signature] = envelope.contents;
	if (!(header instanceof Uint8Array) || !(payload instanceof Uint8Array)) return false;
	const fields = strictly(header);
	if (!(fields instanceof Map) || fields.size !== 3 || fields.get(1) !== -7) return false;
	const kid: unknown = fields.get(4);
	return (
		envelope.contents.length === 4 &&
		typeof fields.get(3) === "string" &&
		kid instanceof Uint8Array &&
		kid.length === 8 &&
		unprotected instanceof Map &&
		unprotected.size === 0 &&
		signature instanceof Uint8Array &&
		signature.length === 64
	);
}

function framesIn(bytes: Uint8Array): string[] {
	const found: string[] = [];
	const decoder = new FrameDecoder((frame) => found.push(toHex(encodeFrame(frame))));
	decoder.push(bytes);
	return found;
}

function textOf(bytes: Uint8Array): string {
	return Buffer.from(bytes).toString("latin1");
}

function isBodyType(name: string): name is BodyType {
	return name in BODY_RULES;
}
