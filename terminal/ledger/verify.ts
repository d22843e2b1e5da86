/** Verifies a ledger, or the file of one month, from its first record to what vouches for its last. */
import { existsSync, statSync } from "node:fs";
import { basename, dirname } from "node:path";
import { equalConstantTime, toHex } from "../../modules/bytes/bytes.js";
import { leafCount, rootOf } from "../merkle.js";
import type { TerminalCrypto } from "../native-crypto.js";
import type { MonthEnd, Statement } from "../shared/statements.js";
import {
	type Audit,
	beginMonth,
	endOf,
	type LedgerBad,
	newAudit,
	nextEntry,
	takeStretch,
} from "./auditor.js";
import type { Stretch } from "./check-lines.js";
import { checkpointText, readCheckpoint } from "./checkpoint.js";
import { monthPath, monthsOf, readLines } from "./files.js";
import { keysInForce, type LedgerKey, withKey } from "./keyring.js";
import { type Opening, openingOf, statementOfLine } from "./opening.js";
import { checkHere, checkInThreads, type StretchChecker } from "./threads.js";

export interface VerifyOptions {
	/** A folder, or the file of a month. */
	readonly path: string;
	/** The terminal's key of today, as known from elsewhere; else the ledger's own word is taken. */
	readonly terminalKey?: Uint8Array;
	/** How to check stretches; by the ledger's size when left out. Closed in the end. */
	readonly checker?: StretchChecker;
	readonly onProgress?: (entries: number, month: string) => void;
}

export interface LedgerVerdict {
	/** Good ones before the first bad one. */
	readonly entries: number;
	readonly months: readonly string[];
	/** Hexadecimal, of the key that everything hangs on. */
	readonly terminalKey: string;
	readonly end: MonthEnd | undefined;
	readonly firstBad: (LedgerBad & { readonly month: string }) | undefined;
}

/** Records that a thread takes at a time: few, as all wait for the last at the end of a month. */
const STRETCH_LINES = 256;
/** Below, starting threads takes longer than checking. */
const THREADS_FROM_BYTES = 4 * 2 ** 20;

/** @throws with a sentence when there is no such ledger. */
export async function verifyLedger(crypto: TerminalCrypto, options: VerifyOptions): Promise<LedgerVerdict> {
	const scope = scopeOf(options.path);
	const opening = anyOpeningOf(crypto, scope, options.terminalKey);
	const [month] = scope.months;
	if (opening.kind === "bad") {
		const firstBad = { month, entry: opening.entry, fault: { kind: "wrong-month" } } as const;
		return { entries: 0, months: scope.months, terminalKey: "", end: undefined, firstBad };
	}
	const checker = options.checker ?? (scope.bytes < THREADS_FROM_BYTES ? checkHere() : checkInThreads());
	try {
		const run = new VerifyRun(crypto, options, scope, opening, checker);
		const firstBad = await run.verify();
		const { audit } = run;
		return {
			entries: nextEntry(audit) - opening.first,
			months: scope.months,
			terminalKey: toHex(opening.key.publicKey),
			end: audit.month && endOf(audit.month),
			firstBad,
		};
	} finally {
		await checker.close();
	}
}

/** Where the key record of the first file is spoiled, the other files have it too. */
function anyOpeningOf(
	crypto: TerminalCrypto,
	{ folder, months, all }: Scope,
	pinned: Uint8Array | undefined,
) {
	const own = openingOf(crypto, folder, months[0], pinned === undefined ? [] : [pinned]);
	if (own.kind === "found") return own;
	const others = all.filter((month) => month !== months[0]).map((month) => openingOf(crypto, folder, month));
	const keys = others.flatMap((other) => (other.kind === "found" ? [other.key.publicKey] : []));
	return openingOf(crypto, folder, months[0], keys);
}

interface Scope {
	readonly folder: string;
	readonly months: readonly string[];
	readonly all: readonly string[];
	readonly bytes: number;
}

function scopeOf(path: string): Scope {
	if (!existsSync(path)) throw new Error(`${path}: there is no such file or folder`);
	const isFolder = statSync(path).isDirectory();
	const folder = isFolder ? path : dirname(path);
	const all = monthsOf(folder);
	const months = isFolder ? all : all.filter((month) => basename(path) === `${month}.ledger`);
	if (months.length === 0) throw new Error(`${path}: no ledger; its files are called YYYY-MM.ledger`);
	const bytes = months.reduce((sum, month) => sum + statSync(monthPath(folder, month)).size, 0);
	return { folder, months, all, bytes };
}

class VerifyRun {
	readonly audit: Audit;
	readonly #crypto: TerminalCrypto;
	readonly #options: VerifyOptions;
	readonly #scope: Scope;
	readonly #opening: Opening;
	readonly #checker: StretchChecker;
	/** With those that later stretches claim: who claims wrongly is found out before they count. */
	#keys: readonly LedgerKey[];
	/** Read before the records, as a terminal may be writing: of those that come meanwhile it says nothing. */
	readonly #checkpoint: string;
	#removed: Extract<Statement, { kind: "months-removed" }>[] = [];

	constructor(
		crypto: TerminalCrypto,
		options: VerifyOptions,
		scope: Scope,
		opening: Opening,
		checker: StretchChecker,
	) {
		[this.#crypto, this.#options, this.#scope] = [crypto, options, scope];
		[this.#opening, this.#checker] = [opening, checker];
		this.#keys = [opening.key];
		this.#checkpoint = checkpointText(scope.folder);
		this.audit = newAudit(this.#keys);
	}

	/** @returns the first record that is bad. */
	async verify(): Promise<LedgerVerdict["firstBad"]> {
		const { months, folder } = this.#scope;
		for (const month of months) {
			const missing = this.#missingBefore(month);
			if (missing !== undefined) return { month: this.audit.month?.name ?? month, ...missing };
			const bad = await this.#verifyMonth(month);
			if (bad !== undefined) return { month, ...bad };
		}
		const last = months[months.length - 1];
		const bad = this.#faultOfEnd(folder, last) ?? this.#faultOfBeginning() ?? this.#faultOfKey();
		return bad && { month: last, ...bad };
	}

	/** The next file says how the one before it ended. */
	#missingBefore(month: string): LedgerBad | undefined {
		const { month: audited } = this.audit;
		if (audited === undefined) return undefined;
		const next = openingOf(this.#crypto, this.#scope.folder, month);
		if (next.kind === "bad" || next.previous === undefined) return undefined;
		const entry = nextEntry(this.audit);
		if (next.previous.month !== audited.name)
			return { entry, fault: { kind: "file-missing", month: next.previous.month } };
		if (next.previous.size > leafCount(audited.tree))
			return { entry, fault: { kind: "truncated", signedFor: audited.first + next.previous.size } };
		return undefined;
	}

	async #verifyMonth(month: string): Promise<LedgerBad | undefined> {
		const { audit } = this;
		const before = audit.month && endOf(audit.month);
		const first = audit.month === undefined ? this.#opening.first : nextEntry(audit);
		let chain = before?.chain ?? this.#opening.chain;
		beginMonth(audit, month, first, chain);
		const pending: ReturnType<StretchChecker["check"]>[] = [];
		const takeOne = async () => {
			const checked = await pending.shift();
			const bad = checked && takeStretch(this.#crypto, audit, before, checked);
			for (const { statement } of checked?.statements ?? [])
				if (statement.kind === "months-removed") this.#removed.push(statement);
			this.#options.onProgress?.(nextEntry(audit), month);
			return bad;
		};
		let [next, torn] = [first, 0];
		for (const read of readLines(monthPath(this.#scope.folder, month), STRETCH_LINES)) {
			const { lines } = read;
			torn = read.torn;
			if (lines.length === 0) continue;
			pending.push(this.#checker.check(this.#stretch(lines, next, chain)));
			next += lines.length;
			chain = chainOf(lines[lines.length - 1]);
			const bad = pending.length > this.#checker.ahead ? await takeOne() : undefined;
			if (bad !== undefined) return this.#drained(pending, bad);
		}
		while (pending.length > 0) {
			const bad = await takeOne();
			if (bad !== undefined) return this.#drained(pending, bad);
		}
		if (torn === 0) return undefined;
		return (
			this.#faultOfEnd(this.#scope.folder, month) ?? { entry: nextEntry(audit), fault: { kind: "torn" } }
		);
	}

	/** Those that nobody waits for any more. */
	async #drained(pending: readonly Promise<unknown>[], bad: LedgerBad): Promise<LedgerBad> {
		await Promise.all(pending);
		return bad;
	}

	#stretch(lines: readonly string[], first: number, chain: Uint8Array): Stretch {
		const { address } = this.#opening;
		const stretch: Stretch = { lines, first, chain, keys: this.#keys, address, signatures: "verify" };
		for (const [i, text] of lines.entries()) {
			if (!text.includes('/ledger","envelope"')) continue;
			const claimed = statementOfLine(text);
			if (claimed?.kind === "key") this.#keys = withKey(this.#crypto, this.#keys, claimed, first + i);
		}
		return { ...stretch, keys: this.#keys };
	}

	/** The month is closed, or what came after says how far it went, or the checkpoint does. */
	#faultOfEnd(folder: string, name: string): LedgerBad | undefined {
		const { month } = this.audit;
		if (month === undefined) return undefined;
		const entry = nextEntry(this.audit);
		const following = this.#scope.all.find((other) => other > name);
		const next = following === undefined ? undefined : openingOf(this.#crypto, folder, following);
		const after = next?.kind === "found" ? next.previous : undefined;
		const signed = readCheckpoint(this.#crypto, this.#checkpoint, (kid) => {
			const key = this.audit.keys.find((known) => known.use === "terminal" && known.kid === toHex(kid));
			return key?.publicKey;
		});
		const word = after ?? signed?.checkpoint;
		if (word === undefined)
			return month.state === "closed" ? undefined : { entry, fault: { kind: "no-checkpoint" } };
		if (word.month > name) return following === undefined ? gone(entry, word.month) : undefined;
		if (word.month < name) return undefined;
		if (word.size > leafCount(month.tree))
			return { entry, fault: { kind: "truncated", signedFor: month.first + word.size } };
		if (equalConstantTime(word.root, rootOf(month.tree, word.size))) return undefined;
		return { entry: month.vouched, fault: { kind: "other-root", since: month.vouched } };
	}

	#faultOfKey(): LedgerBad | undefined {
		const { terminalKey } = this.#options;
		const inForce = keysInForce(this.audit.keys, nextEntry(this.audit));
		const isTheirs = inForce.some(
			({ use, publicKey }) => use === "terminal" && isSame(publicKey, terminalKey),
		);
		if (terminalKey === undefined || isTheirs) return undefined;
		return { entry: this.#opening.first, fault: { kind: "foreign-key" } };
	}

	/** Files that are gone must have been removed by the rule, on record. */
	#faultOfBeginning(): LedgerBad | undefined {
		const { first, previous } = this.#opening;
		if (previous === undefined || this.#scope.months.length !== this.#scope.all.length) return undefined;
		const isOnRecord = this.#removed.some(
			({ to, root }) => to === previous.month && equalConstantTime(root, previous.root),
		);
		return isOnRecord ? undefined : gone(first, previous.month);
	}
}

function isSame(a: Uint8Array, b: Uint8Array | undefined): boolean {
	return b !== undefined && equalConstantTime(a, b);
}

function gone(entry: number, month: string): LedgerBad {
	return { entry, fault: { kind: "file-missing", month } };
}

/** Of a line that need not be good: what it says, for the line after it. */
function chainOf(text: string): Uint8Array {
	const match = /"chain":"([^"]{44})"\}$/.exec(text);
	return match === null ? new Uint8Array(32) : Uint8Array.from(Buffer.from(match[1], "base64"));
}
