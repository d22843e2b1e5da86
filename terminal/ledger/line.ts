/**
 * The ledger's files, one a month, a line a record, only ever added to:
 *
 *     2027-01.ledger  {"entry":0,"receivedAt":1800000000,"topic":"shogo/..","envelope":base64,"chain":base64}
 *                     {"entry":1,..
 *
 * `entry` counts on from file to file; `chain` as in shared/ledger-record.ts. A record has one spelling:
 * whatever else stands in a line is damage, were it a blank.
 */
import { leafHash, sha256 } from "../merkle.js";
import { contentBytes, type LedgerContent } from "../shared/ledger-record.js";

export interface LedgerLine extends LedgerContent {
	readonly entry: number;
	readonly chain: Uint8Array;
}

export const CHAIN_START = new Uint8Array(32);

export function spellLine({ entry, receivedAt, topic, envelope, chain }: LedgerLine): string {
	const signed = `"topic":"${topic}","envelope":"${base64(envelope)}"`;
	return `{"entry":${entry},"receivedAt":${receivedAt},${signed},"chain":"${base64(chain)}"}`;
}

/** @returns undefined for what `spellLine` does not write. */
export function parseLine(text: string): LedgerLine | undefined {
	const fields = LINE.exec(text);
	if (fields === null) return undefined;
	const [, entry, receivedAt, topic, envelope, chain] = fields;
	const line = {
		entry: Number(entry),
		receivedAt: Number(receivedAt),
		topic,
		envelope: bytesOf(envelope),
		chain: bytesOf(chain),
	};
	return line.chain.length === 32 && spellLine(line) === text ? line : undefined;
}

const LINE = new RegExp(
	`^\\{"entry":(\\d{1,15}),"receivedAt":(\\d{1,15}),"topic":"([a-z0-9/]{1,64})",` +
		`"envelope":"([^"]+)","chain":"([^"]+)"\\}$`,
);

/** What stands in the month's tree for a record. */
export function leafOfContent(content: LedgerContent): Uint8Array {
	return leafHash(contentBytes(content));
}

export function chainAfter(chain: Uint8Array, leaf: Uint8Array): Uint8Array {
	return sha256(Buffer.concat([chain, leaf]));
}

function base64(bytes: Uint8Array): string {
	return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString("base64");
}

function bytesOf(text: string): Uint8Array {
	return new Uint8Array(Buffer.from(text, "base64"));
}
