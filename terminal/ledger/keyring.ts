/** Whose signatures the ledger takes, and from which record on. */
import { toHex } from "../../modules/bytes/bytes.js";
import { kidOf } from "../../modules/messages/envelope.js";
import type { UnitAddress } from "../../modules/messages/topics.js";
import type { TerminalCrypto } from "../native-crypto.js";
import type { KeyUse, Statement } from "../shared/statements.js";

/** Plain data: it goes to the worker threads. */
export interface LedgerKey {
	readonly use: KeyUse;
	/** P-256, SEC 1 uncompressed, 65 bytes. */
	readonly publicKey: Uint8Array;
	readonly kid: string;
	/** Of a unit: the last level of its topics, and its identity. */
	readonly unit?: { readonly label: string; readonly ueid: Uint8Array };
	/** The records that it may sign: above `after`, up to `until`. */
	readonly after: number;
	readonly until: number;
}

/** The terminal of the ledger, as its topics name it. */
export type TerminalAddress = Pick<UnitAddress, "site" | "terminal">;

type KeyStatement = Extract<Statement, { kind: "key" }>;

/** @param after the record that says so; -1 for the key that everything begins with. */
export function ledgerKey(
	crypto: TerminalCrypto,
	{ use, publicKey, unit }: Omit<KeyStatement, "kind">,
	after: number,
): LedgerKey {
	const kid = toHex(kidOf(crypto, publicKey));
	return {
		use,
		publicKey,
		kid,
		after,
		until: Number.MAX_SAFE_INTEGER,
		...(unit === undefined ? {} : { unit }),
	};
}

/** With the key that `statement`, record `entry`, brings into force. A terminal has one at a time. */
export function withKey(
	crypto: TerminalCrypto,
	keys: readonly LedgerKey[],
	statement: KeyStatement,
	entry: number,
): readonly LedgerKey[] {
	const added = ledgerKey(crypto, statement, entry);
	const inForce = keys.find((key) => key.use === added.use && key.kid === added.kid && key.until > entry);
	if (inForce !== undefined) return keys;
	const kept = keys.map((key) =>
		added.use === "terminal" && key.use === "terminal" && key.until > entry ? { ...key, until: entry } : key,
	);
	return [...kept, added];
}

/** The key of that name that may sign record `entry`. */
export function keyAt(keys: readonly LedgerKey[], kid: Uint8Array, entry: number): LedgerKey | undefined {
	const name = toHex(kid);
	return keys.find((key) => key.kid === name && entry > key.after && entry <= key.until);
}

/** Of whoever may sign at record `entry`. */
export function keysInForce(keys: readonly LedgerKey[], entry: number): readonly LedgerKey[] {
	return keys.filter((key) => entry > key.after && entry <= key.until);
}
