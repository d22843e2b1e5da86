/** A message's body as people read it: RFC 8949 8, with the fields' names and what their numbers mean. */
import { toHex } from "../../modules/bytes/bytes.js";
import {
	type CborKey,
	type CborValue,
	decodeCbor,
	isCborArray,
	isCborMap,
	isCborTag,
} from "../../modules/codec/cbor.js";
import * as messages from "../../modules/messages/messages.generated.js";

/**
 * One line a field; of what is no CBOR, why.
 * @param type "challenge", "hint" ...; another one's fields go by their labels.
 */
export function diagnosticLines(type: string, body: Uint8Array): readonly string[] {
	const decoding = decodeCbor(body);
	if (decoding.kind === "malformed") return [decoding.reason];
	const { value } = decoding;
	if (!isCborMap(value)) return [diagnostic(value)];
	const rules = Object.entries(messages.BODY_RULES).find(([name]) => name === type)?.[1] ?? [];
	return [...value].map(([label, field]) => {
		const name = rules.find((known) => known.label === label)?.name;
		if (name === undefined) return `${labelOf(label)}: ${diagnostic(field)}`;
		return `${labelOf(label)} ${name}: ${diagnostic(field)}${meaningOf(name, field)}`;
	});
}

/** "challenge" for "application/vnd.shogo.challenge+cbor". */
export function typeOfContent(contentType: string): string {
	return /^application\/vnd\.shogo\.(.+)\+cbor$/.exec(contentType)?.[1] ?? contentType;
}

/** The first bytes in hexadecimal, and how many there are. */
export function shortBytes(bytes: Uint8Array): string {
	const hex = toHex(bytes.subarray(0, SHORT_BYTES));
	return bytes.length <= SHORT_BYTES ? `h'${hex}'` : `h'${hex}…' (${bytes.length})`;
}

const SHORT_BYTES = 12;

function diagnostic(value: CborValue): string {
	if (value instanceof Uint8Array) return shortBytes(value);
	if (typeof value === "string") return JSON.stringify(value);
	if (isCborArray(value)) return `[${value.map(diagnostic).join(", ")}]`;
	if (isCborMap(value))
		return `{${[...value].map(([key, one]) => `${labelOf(key)}: ${diagnostic(one)}`).join(", ")}}`;
	if (isCborTag(value)) return `${value.tag}(${diagnostic(value.value)})`;
	return String(value);
}

function labelOf(key: CborKey): string {
	return typeof key === "string" ? JSON.stringify(key) : String(key);
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
