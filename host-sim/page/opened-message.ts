/** A message from the wire, opened and checked here in the browser with the firmware's own decoders. */
import { p256 } from "@noble/curves/nist.js";
import { sha256 } from "@noble/hashes/sha2.js";
import { toHex } from "../../modules/bytes/bytes.js";
import { encodeUtf8 } from "../../modules/bytes/utf8.js";
import { decodeCbor } from "../../modules/codec/cbor.js";
import { decodeSign1, type SigningDoor, verifySign1 } from "../../modules/codec/cose.js";
import { diagnosticLines, shortBytes, typeOfContent } from "../../terminal/shared/diagnostic.js";
import type { KeyShown, WireItem } from "../shared/world-state.js";
import { bytesOf } from "./pictures.js";

export type Verdict = "good" | "unsigned" | "bad" | "malformed";

export interface OpenedMessage {
	readonly item: WireItem;
	readonly bytes: number;
	readonly channel: string;
	readonly verdict: Verdict;
	/** Of a good signature its owner; of another whom its key id names, if anybody. */
	readonly signer: KeyShown["owner"] | undefined;
	/** "challenge", "result" ... */
	readonly type: string;
	/** The body, one line a field. */
	readonly lines: readonly string[];
}

export function openItem(item: WireItem, keys: readonly KeyShown[]): OpenedMessage {
	const payload = bytesOf(item.payload);
	const channel = item.topic.slice(item.topic.lastIndexOf("/") + 1);
	const common = { item, bytes: payload.length, channel };
	if (channel === "evt") {
		const body = decodeCbor(payload);
		const lines = body.kind === "decoded" ? diagnosticLines("hint", payload) : [];
		const verdict = body.kind === "decoded" ? "unsigned" : "malformed";
		return { ...common, verdict, signer: undefined, type: "hint", lines };
	}
	const envelope = decodeSign1(payload);
	if (envelope.kind === "malformed") {
		const lines = [`${envelope.reason}, byte ${envelope.offset}`];
		return { ...common, verdict: "malformed", signer: undefined, type: "?", lines };
	}
	const { message } = envelope;
	const kid = toHex(message.kid);
	const key = keys.find((known) => known.kid === kid);
	const isGood =
		key !== undefined && verifySign1(door, bytesOf(key.publicKey), encodeUtf8(item.topic), message);
	const type = typeOfContent(message.contentType);
	const lines = [
		`protected: alg ES256, kid h'${kid}'`,
		...diagnosticLines(type, message.payload),
		`signature: ${shortBytes(message.signature)}`,
	];
	return { ...common, verdict: isGood ? "good" : "bad", signer: key?.owner, type, lines };
}

/** Checking needs no secret; signing is nobody's business here. */
const door: SigningDoor = {
	sha256Into: (out, bytes) => {
		out.set(sha256(bytes));
	},
	verify: (publicKey, digest, signature) => p256.verify(signature, digest, publicKey, { prehash: false }),
	signInto: () => {
		throw new Error("a browser signs nothing");
	},
};
