/**
 * The ledger that a terminal writes: every signed message, once, in the order in which it came.
 *
 *     append: lines -> disk -> checkpoint            a month's first record names how the month before ended
 *
 * One process writes (the folder's lock). What is read again on start is the last two months; signatures are
 * verified only behind the checkpoint.
 */
import {
	closeSync,
	fdatasyncSync,
	fsyncSync,
	ftruncateSync,
	mkdirSync,
	openSync,
	rmSync,
	writeSync,
} from "node:fs";
import { join } from "node:path";
import { assert } from "../../modules/bytes/assert.js";
import { equalConstantTime } from "../../modules/bytes/bytes.js";
import type { Signed } from "../audit-keeper.js";
import { type FileLock, lockFile } from "../file-lock.js";
import type { SigningKeyPair } from "../keys.js";
import { appendLeafHash, leafCount, rootOf } from "../merkle.js";
import type { TerminalCrypto } from "../native-crypto.js";
import type { Statement } from "../shared/statements.js";
import {
	type Audit,
	type AuditedMonth,
	beginMonth,
	endOf,
	type LedgerBad,
	newAudit,
	nextEntry,
} from "./auditor.js";
import { monthAfter, monthOf } from "./calendar.js";
import { type CheckpointFile, openCheckpointFile, type SignedCheckpoint } from "./checkpoint.js";
import { monthPath, monthsOf, syncFolder } from "./files.js";
import { keysInForce, ledgerKey, type TerminalAddress, withKey } from "./keyring.js";
import { CHAIN_START, chainAfter, type LedgerLine, leafOfContent, spellLine } from "./line.js";
import { loadLatest } from "./loading.js";
import { type Meaning, openRecord, signStatement } from "./open-record.js";

export type { Signed };

export type KeyStatement = Omit<Extract<Statement, { kind: "key" }>, "kind">;

export interface LedgerOptions {
	readonly folder: string;
	readonly address: TerminalAddress;
	readonly terminalKey: SigningKeyPair;
	/** The terminal's key before this one: it introduces the new one where the ledger does not know it. */
	readonly formerKey?: SigningKeyPair;
	/** Of the units and the authority. */
	readonly keys: readonly KeyStatement[];
	/** Seconds since 1970. */
	readonly nowSeconds: number;
	/** Hears of the records of the last two months, oldest first. */
	readonly onRecord?: (line: LedgerLine, meaning: Meaning) => void;
}

export type OpenedLedger =
	/** `repairedBytes`: of a record that a cut left unfinished; nobody had a receipt for it. */
	| { readonly kind: "opened"; readonly ledger: Ledger; readonly repairedBytes: number }
	| { readonly kind: "in-use"; readonly path: string }
	| { readonly kind: "damaged"; readonly path: string; readonly bad: LedgerBad };

/** Records between two heads that the terminal signs: how near a rewritten past can be located. */
const HEAD_EVERY = 256;

/** @throws when the file system refuses. */
export function openLedger(crypto: TerminalCrypto, options: LedgerOptions): OpenedLedger {
	const { folder, terminalKey, formerKey } = options;
	mkdirSync(folder, { recursive: true, mode: 0o700 });
	const lock = lockFile(join(folder, "lock"));
	if (lock === undefined) return { kind: "in-use", path: folder };
	try {
		const publicKeys = [terminalKey, ...(formerKey === undefined ? [] : [formerKey])].map(
			(key) => key.publicKey,
		);
		const loaded = loadLatest(crypto, folder, publicKeys, options.onRecord ?? (() => {}));
		if (loaded.kind === "damaged") {
			lock.close();
			return { kind: "damaged", path: monthPath(folder, loaded.month), bad: loaded.bad };
		}
		const ledger = new Ledger(crypto, options, lock);
		if (loaded.kind === "empty") ledger.begin(options.nowSeconds);
		else ledger.goOn(loaded.audit, loaded.bytes, loaded.checkpoint, options.nowSeconds);
		const repairedBytes = loaded.kind === "loaded" ? loaded.torn : 0;
		if (repairedBytes > 0) ledger.state({ kind: "repaired", bytes: repairedBytes }, options.nowSeconds);
		return { kind: "opened", ledger, repairedBytes };
	} catch (error) {
		lock.close();
		throw error;
	}
}

export class Ledger {
	readonly folder: string;
	readonly #crypto: TerminalCrypto;
	readonly #options: LedgerOptions;
	readonly #lock: FileLock;
	readonly #checkpoints: CheckpointFile;
	#audit: Audit = newAudit([]);
	#signing: SigningKeyPair;
	#signed: SignedCheckpoint | undefined;
	#file = -1;
	#bytes = 0;
	#state: "open" | "failed" | "closed" = "open";

	constructor(crypto: TerminalCrypto, options: LedgerOptions, lock: FileLock) {
		[this.#crypto, this.#options, this.#lock] = [crypto, options, lock];
		const { folder, terminalKey, address } = options;
		this.folder = folder;
		this.#signing = terminalKey;
		this.#checkpoints = openCheckpointFile(crypto, folder, terminalKey, address);
	}

	/** What vouches for everything up to now. */
	get checkpoint(): SignedCheckpoint {
		assert(this.#signed !== undefined, "Ledger: no checkpoint yet");
		return this.#signed;
	}

	/** Number of the next record. */
	get next(): number {
		return nextEntry(this.#audit);
	}

	/** The first file of all. */
	begin(nowSeconds: number): void {
		const { publicKey } = this.#options.terminalKey;
		for (const unborn of monthsOf(this.folder)) rmSync(monthPath(this.folder, unborn));
		this.#audit = newAudit([ledgerKey(this.#crypto, { use: "terminal", publicKey }, -1)]);
		this.#beginMonth(monthOf(nowSeconds), nowSeconds);
	}

	goOn(audit: Audit, bytes: number, signed: SignedCheckpoint, nowSeconds: number): void {
		const { month } = audit;
		assert(month !== undefined, "Ledger: nothing was read");
		[this.#audit, this.#signed, this.#bytes] = [audit, signed, bytes];
		if (month.state === "closed") {
			this.#beginMonth(laterOf(monthOf(nowSeconds), monthAfter(month.name)), nowSeconds);
			return;
		}
		this.#file = openSync(monthPath(this.folder, month.name), "r+");
		ftruncateSync(this.#file, bytes);
		this.#introduceKeys(nowSeconds);
	}

	/**
	 * Returns when the messages would survive a power cut.
	 * @throws when they may not; the ledger then takes no more and has to be opened again.
	 */
	append(messages: readonly Signed[], nowSeconds: number): void {
		if (messages.length === 0) return;
		const month = this.#month();
		if (monthOf(nowSeconds) > month.name) this.#turnOver(month, monthOf(nowSeconds), nowSeconds);
		this.#write(messages, nowSeconds);
	}

	/** Whether a message from elsewhere, put on record now, would be found good. */
	takes({ topic, envelope }: Signed): boolean {
		const { address } = this.#options;
		const content = { receivedAt: 0, topic, envelope };
		return openRecord(this.#crypto, this.#audit.keys, address, this.next, content).kind === "opened";
	}

	/** Puts a statement of the terminal's own on record. */
	state(statement: Statement, nowSeconds: number): Signed {
		const signed = this.#sign(statement);
		this.append([signed], nowSeconds);
		return signed;
	}

	/** May be called twice. */
	close(): void {
		if (this.#state === "closed") return;
		this.#state = "closed";
		this.#checkpoints.sync();
		this.#checkpoints.close();
		if (this.#file >= 0) closeSync(this.#file);
		this.#lock.close();
	}

	#turnOver(month: AuditedMonth, next: string, nowSeconds: number): void {
		const close = { kind: "close", size: leafCount(month.tree), root: rootOf(month.tree) } as const;
		this.#write([this.#sign(close)], nowSeconds, "plain");
		month.state = "closed";
		this.#beginMonth(next, nowSeconds);
	}

	#beginMonth(name: string, nowSeconds: number): void {
		const before = this.#audit.month && endOf(this.#audit.month);
		if (this.#file >= 0) closeSync(this.#file);
		this.#file = openSync(monthPath(this.folder, name), "w", 0o600);
		this.#bytes = 0;
		const first = nextEntry(this.#audit);
		beginMonth(this.#audit, name, first, before?.chain ?? CHAIN_START);
		const previous = before === undefined ? {} : { previous: before };
		const keys = keysInForce(this.#audit.keys, first);
		const known = keys.map(({ use, publicKey, unit }) =>
			statementOfKey({ use, publicKey, ...(unit && { unit }) }),
		);
		const opening: Statement[] = [{ kind: "month", month: name, first, ...previous }, ...known];
		this.#write(
			opening.map((statement) => this.#sign(statement)),
			nowSeconds,
		);
		fsyncSync(this.#file);
		this.#checkpoints.sync();
		syncFolder(this.folder);
		this.#introduceKeys(nowSeconds);
	}

	/** Signs for those of the office's keys that the ledger does not know yet. */
	#introduceKeys(nowSeconds: number): void {
		const { terminalKey, formerKey, keys } = this.#options;
		const own: KeyStatement = { use: "terminal", publicKey: terminalKey.publicKey };
		if (this.#knows(own)) this.#signing = terminalKey;
		else {
			assert(formerKey !== undefined, "the ledger knows another key of the terminal: its old one is needed");
			this.#signing = formerKey;
			this.#introduce(own, nowSeconds);
			this.#signing = terminalKey;
		}
		for (const key of keys) if (!this.#knows(key)) this.#introduce(key, nowSeconds);
	}

	#introduce(key: KeyStatement, nowSeconds: number): void {
		const entry = this.next;
		this.append([this.#sign(statementOfKey(key))], nowSeconds);
		this.#audit.keys = withKey(this.#crypto, this.#audit.keys, statementOfKey(key), entry);
	}

	#knows({ use, publicKey }: KeyStatement): boolean {
		return keysInForce(this.#audit.keys, this.next).some(
			(key) => key.use === use && equalConstantTime(key.publicKey, publicKey),
		);
	}

	#sign(statement: Statement): Signed {
		return signStatement(this.#crypto, this.#signing, this.#options.address, statement);
	}

	#write(messages: readonly Signed[], receivedAt: number, heads: "heads" | "plain" = "heads"): void {
		if (this.#state !== "open") throw new Error(`the ledger is ${this.#state}; open it again`);
		const month = this.#month();
		this.#state = "failed";
		const lines: string[] = [];
		const add = ({ topic, envelope }: Signed) => {
			const content = { receivedAt, topic, envelope };
			const leaf = leafOfContent(content);
			month.chain = chainAfter(month.chain, leaf);
			lines.push(`${spellLine({ entry: this.next, ...content, chain: month.chain })}\n`);
			appendLeafHash(month.tree, leaf);
		};
		for (const message of messages) {
			add(message);
			const size = leafCount(month.tree);
			if (heads === "heads" && size % HEAD_EVERY === HEAD_EVERY - 1)
				add(this.#sign({ kind: "head", size, root: rootOf(month.tree) }));
		}
		const text = Buffer.from(lines.join(""));
		for (let done = 0; done < text.length; )
			done += writeSync(this.#file, text, done, text.length - done, this.#bytes + done);
		fdatasyncSync(this.#file);
		this.#bytes += text.length;
		const end = endOf(month);
		this.#signed = this.#checkpoints.write({ kind: "checkpoint", bytes: this.#bytes, ...end });
		this.#state = "open";
	}

	#month(): AuditedMonth {
		const { month } = this.#audit;
		assert(month !== undefined, "Ledger: no month begun");
		return month;
	}
}

function statementOfKey(key: KeyStatement): Extract<Statement, { kind: "key" }> {
	return { kind: "key", ...key };
}

function laterOf(a: string, b: string): string {
	return a > b ? a : b;
}
