/** A message from the wire, opened and checked here in the browser with the firmware's own decoders. */
import { p256 } from "@noble/curves/nist.js";
import { sha256 } from "@noble/hashes/sha2.js";
import { toHex } from "../../modules/bytes/bytes.js";
import { encodeUtf8 } from "../../modules/bytes/utf8.js";
import type { CborValue } from "../../modules/codec/cbor.js";
import { decodeCbor, isCborArray, isCborMap, isCborTag } from "../../modules/codec/cbor.js";
import { decodeSign1, type SigningDoor, verifySign1 } from "../../modules/codec/cose.js";
import * as messages from "../../modules/messages/messages.generated.js";
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
		const lines = body.kind === "decoded" ? linesOf("hint", body.value) : [];
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
	const type = /^application\/vnd\.shogo\.(.+)\+cbor$/.exec(message.contentType)?.[1] ?? message.contentType;
	const body = decodeCbor(message.payload);
	const lines = [
		`protected: alg ES256, kid h'${kid}'`,
		...(body.kind === "decoded" ? linesOf(type, body.value) : [body.reason]),
		`signature: ${short(message.signature)}`,
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

function linesOf(type: string, body: CborValue): readonly string[] {
	if (!isCborMap(body)) return [diagnostic(body)];
	const rules = Object.entries(messages.BODY_RULES).find(([name]) => name === type)?.[1] ?? [];
	return [...body].map(([label, value]) => {
		const rule = rules.find((known) => known.label === label);
		const meaning = rule === undefined ? "" : meaningOf(rule.name, value);
		return `${label} ${rule?.name ?? "?"}: ${diagnostic(value)}${meaning}`;
	});
}

function meaningOf(field: string, value: CborValue): string {
	const names: Readonly<Record<string, number>> | undefined = ENUMERATIONS[field];
	const name = names && Object.entries(names).find(([, number]) => number === value)?.[0];
	if (name !== undefined) return ` / ${name}`;
	const isTime = typeof value === "number" && (field === "issuedAt" || field === "expiresAt");
	return isTime ? ` / ${new Date(value * 1000).toISOString()}` : "";
}

const ENUMERATIONS: Readonly<Record<string, Readonly<Record<string, number>>>> = {
	decision: messages.Decision,
	reason: messages.RefusalReason,
	action: messages.Action,
	modality: messages.Demand,
	clockSource: messages.ClockSource,
	role: messages.Role,
	hintReason: messages.HintReason,
	endReason: messages.EndReason,
	incidentKind: messages.IncidentKind,
	revocationReason: messages.RevocationReason,
};

/** RFC 8949 8, with long byte strings cut short. */
function diagnostic(value: CborValue): string {
	if (value instanceof Uint8Array) return short(value);
	if (typeof value === "string") return JSON.stringify(value);
	if (isCborArray(value)) return `[${value.map(diagnostic).join(", ")}]`;
	if (isCborMap(value)) return `{${[...value].map(([key, one]) => `${key}: ${diagnostic(one)}`).join(", ")}}`;
	if (isCborTag(value)) return `${value.tag}(${diagnostic(value.value)})`;
	return String(value);
}

function short(bytes: Uint8Array): string {
	const hex = toHex(bytes.subarray(0, SHORT_BYTES));
	return bytes.length <= SHORT_BYTES ? `h'${hex}'` : `h'${hex}…' (${bytes.length})`;
}

const SHORT_BYTES = 12;
