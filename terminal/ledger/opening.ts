/** What the first records of a file say of themselves; nothing of it is believed before it is verified. */
import { toHex } from "../../modules/bytes/bytes.js";
import { decodeSign1 } from "../../modules/codec/cose.js";
import { kidOf } from "../../modules/messages/envelope.js";
import type { TerminalCrypto } from "../native-crypto.js";
import { decodeStatement, type MonthEnd, type Statement } from "../shared/statements.js";
import { monthPath, readLines } from "./files.js";
import { type LedgerKey, ledgerKey, type TerminalAddress } from "./keyring.js";
import { CHAIN_START, type LedgerLine, parseLine } from "./line.js";
import { addressOf } from "./open-record.js";

export interface Opening {
	/** Number of the file's first record. */
	readonly first: number;
	readonly address: TerminalAddress;
	/** Before the first record. */
	readonly chain: Uint8Array;
	/** Signs the first record. */
	readonly key: LedgerKey;
	readonly previous: MonthEnd | undefined;
	/** That says so. */
	readonly record: LedgerLine;
}

export type OpeningFound =
	| ({ readonly kind: "found" } & Opening)
	/** The first record is none, or the one that brings the key is not. */
	| { readonly kind: "bad"; readonly entry: number };

/**
 * One of the first records may have been spoiled: what they agree on tells which.
 * @param otherKeys of the terminal, from elsewhere: where the file's own key record is spoiled.
 */
export function openingOf(
	crypto: TerminalCrypto,
	folder: string,
	month: string,
	otherKeys: readonly Uint8Array[] = [],
): OpeningFound {
	const [batch] = readLines(monthPath(folder, month), OPENING_LINES);
	const lines = batch.lines.map(parseLine);
	const first = agreedFirst(lines);
	const [line] = lines;
	const address = addressOf(line?.topic ?? "");
	const statement = line && claimedStatement(line.envelope);
	if (line === undefined || address === undefined || statement?.kind !== "month")
		return { kind: "bad", entry: first };
	const kid = agreedKid(lines);
	const own = lines.flatMap((candidate) => terminalKeyOf(candidate) ?? []);
	const publicKey = [...own, ...otherKeys].find(
		(key) => crypto.isPublicKey(key) && toHex(kidOf(crypto, key)) === kid,
	);
	if (publicKey === undefined) return { kind: "bad", entry: first + 1 };
	const { previous } = statement;
	const key = ledgerKey(crypto, { use: "terminal", publicKey }, first - 1);
	return {
		kind: "found",
		first,
		address,
		key,
		previous,
		chain: previous?.chain ?? CHAIN_START,
		record: line,
	};
}

/** A month begins with its keys. */
const OPENING_LINES = 64;

/** By the second record, or what others there are. */
function agreedFirst(lines: readonly (LedgerLine | undefined)[]): number {
	const [first, ...others] = lines.flatMap((line, i) => (line === undefined ? [] : [line.entry - i]));
	return others.includes(first) ? first : (others[0] ?? first ?? 0);
}

/** Who signed most of the first three. */
function agreedKid(lines: readonly (LedgerLine | undefined)[]): string | undefined {
	const kids = lines.slice(0, 3).flatMap((line) => {
		const decoding = decodeSign1(line?.envelope ?? new Uint8Array(0));
		return decoding.kind === "decoded" ? [toHex(decoding.message.kid)] : [];
	});
	return kids.find((kid, i) => kids.indexOf(kid) !== i) ?? kids[0];
}

/** @returns what an envelope would state, were its signature good. */
export function claimedStatement(envelope: Uint8Array): Statement | undefined {
	const decoding = decodeSign1(envelope);
	return decoding.kind === "decoded" ? decodeStatement(decoding.message.payload) : undefined;
}

/** Of a line that need not be good: the statement that it would be. */
export function statementOfLine(text: string): Statement | undefined {
	const line = parseLine(text);
	return line && claimedStatement(line.envelope);
}

function terminalKeyOf(line: LedgerLine | undefined): Uint8Array | undefined {
	const claimed = line && claimedStatement(line.envelope);
	return claimed?.kind === "key" && claimed.use === "terminal" ? claimed.publicKey : undefined;
}
