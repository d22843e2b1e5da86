/**
 * How far the ledger was when it was last written to, signed by the terminal: whoever starts need not verify
 * seven years again, and whoever cuts records off the end is found out.
 *
 *     checkpoint      slot 0, 1024 bytes: {"topic":"shogo/1/..","envelope":base64}, blanks, line feed
 *                     slot 1, 1024 bytes: the same
 *
 * The slots take turns, so that a cut while one is written leaves the other. A checkpoint lies behind the
 * records, never before them: it is written when they are safe.
 */
import { closeSync, existsSync, fdatasyncSync, openSync, readFileSync, writeSync } from "node:fs";
import { join } from "node:path";
import type { SigningKeyPair } from "../keys.js";
import type { TerminalCrypto } from "../native-crypto.js";
import type { Statement } from "../shared/statements.js";
import type { TerminalAddress } from "./keyring.js";
import { openStatement, signStatement } from "./open-record.js";
import { parseSigned, spellSigned } from "./signed-json.js";

export type Checkpoint = Extract<Statement, { kind: "checkpoint" }>;

/** A checkpoint as it can be shown to others. */
export interface SignedCheckpoint {
	readonly checkpoint: Checkpoint;
	readonly topic: string;
	readonly envelope: Uint8Array;
}

const SLOT_BYTES = 1024;

export interface CheckpointFile {
	write(checkpoint: Checkpoint): SignedCheckpoint;
	/** What was written last survives a power cut once this returns. */
	sync(): void;
	close(): void;
}

export function checkpointPath(folder: string): string {
	return join(folder, "checkpoint");
}

export function openCheckpointFile(
	crypto: TerminalCrypto,
	folder: string,
	key: SigningKeyPair,
	address: TerminalAddress,
): CheckpointFile {
	const path = checkpointPath(folder);
	const file = openSync(path, existsSync(path) ? "r+" : "wx+", 0o600);
	let turn = 0;
	return {
		write(checkpoint) {
			const { topic, envelope } = signStatement(crypto, key, address, checkpoint);
			const slot = spellSigned({ topic, envelope }).padEnd(SLOT_BYTES - 1);
			writeSync(file, `${slot}\n`, turn * SLOT_BYTES);
			turn = 1 - turn;
			return { checkpoint, topic, envelope };
		},
		sync: () => fdatasyncSync(file),
		close: () => closeSync(file),
	};
}

/** The file as it is now; empty where there is none. */
export function checkpointText(folder: string): string {
	const path = checkpointPath(folder);
	return existsSync(path) ? readFileSync(path, "latin1") : "";
}

/** The later of the two slots that is signed by one of `publicKeyOf`'s. */
export function readCheckpoint(
	crypto: TerminalCrypto,
	text: string,
	publicKeyOf: (kid: Uint8Array) => Uint8Array | undefined,
): SignedCheckpoint | undefined {
	const found = [0, 1].flatMap((slot) => {
		const signed = parseSigned(text.slice(slot * SLOT_BYTES, (slot + 1) * SLOT_BYTES));
		if (signed === undefined) return [];
		const opened = openStatement(crypto, publicKeyOf, signed.topic, signed.envelope);
		if (opened.kind === "refused" || opened.meaning.kind !== "statement") return [];
		const { statement } = opened.meaning;
		return statement.kind === "checkpoint" ? [{ ...signed, checkpoint: statement }] : [];
	});
	const isLater = (a: Checkpoint, b: Checkpoint) =>
		a.month > b.month || (a.month === b.month && a.size > b.size);
	return found.reduce<SignedCheckpoint | undefined>(
		(best, next) => (best === undefined || isLater(next.checkpoint, best.checkpoint) ? next : best),
		undefined,
	);
}
