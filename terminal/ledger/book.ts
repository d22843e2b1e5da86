/**
 * The ledger as a running terminal has it: written to by the line to the unit, looked into by the page.
 *
 *     line to the unit --append--> Ledger (files) <--read-- Excerpts --rows, proofs--> page
 *                                     |
 *                                     +-- changed --> LedgerState, told once for all that came together
 */
import { toHex } from "../../modules/bytes/bytes.js";
import type { MessageLedger } from "../audit-keeper.js";
import type { AuditMirror } from "../audit-mirror.js";
import type { KnownUnit } from "../exchange.js";
import { sha256 } from "../merkle.js";
import type { TerminalCrypto } from "../native-crypto.js";
import type { TerminalClock } from "../session.js";
import type { LedgerCheck, LedgerState } from "../shared/ledger-state.js";
import type { RegisterId } from "../shared/registers.js";
import type { Statement } from "../shared/statements.js";
import type { LedgerConfig } from "./config.js";
import { type Excerpts, openExcerpts } from "./excerpts.js";
import { faultSentence, NEXT_STEP } from "./fault-sentences.js";
import { type Ledger, type LedgerOptions, type OpenedLedger, openLedger } from "./ledger.js";
import { shapesOf } from "./registers.js";
import { readSpool } from "./spool.js";
import { mirrorFromFiles, newUnitMirror } from "./unit-mirror.js";
import { verifyLedger } from "./verify.js";

export interface BookOptions extends Omit<LedgerOptions, "nowSeconds" | "onRecord"> {
	readonly unit: KnownUnit;
	readonly clock: TerminalClock;
	readonly config: LedgerConfig;
	readonly nameOf: (person: string) => string | undefined;
	/** Something has changed. */
	readonly onState?: (state: LedgerState) => void;
}

export type OpenedBook =
	| { readonly kind: "opened"; readonly book: LedgerBook }
	| Exclude<OpenedLedger, { readonly kind: "opened" }>;

export interface LedgerBook extends MessageLedger, Excerpts {
	/** Of the unit's chain, to go on with. */
	readonly mirror: AuditMirror;
	readonly repairedBytes: number;
	state(): LedgerState;
	/** Puts on record what is to be confirmed. @returns what the challenge has to bind: the record's hash. */
	present(id: RegisterId, month: string): Uint8Array;
	/** Puts a statement of the terminal's own on record. */
	declare(statement: Statement): void;
	/** Everything, from the first record on; what comes of it is in the state. One at a time. */
	verify(): Promise<void>;
	close(): void;
}

/** @throws when the file system refuses. */
export function openBook(crypto: TerminalCrypto, options: BookOptions): OpenedBook {
	const { unit, clock, folder } = options;
	const found = newUnitMirror(crypto, unit);
	const nowSeconds = clock.nowSeconds();
	const opened = openLedger(crypto, { ...options, nowSeconds, onRecord: found.take });
	if (opened.kind !== "opened") return opened;
	const mirror = found.mirror() ?? mirrorFromFiles(crypto, folder, unit);
	const { ledger, repairedBytes } = opened;
	return { kind: "opened", book: bookOf(crypto, options, { ledger, mirror, repairedBytes }) };
}

interface Opened {
	readonly ledger: Ledger;
	readonly mirror: AuditMirror;
	readonly repairedBytes: number;
}

function bookOf(crypto: TerminalCrypto, options: BookOptions, opened: Opened): LedgerBook {
	const { folder, config, nameOf, clock, terminalKey } = options;
	const { ledger, mirror, repairedBytes } = opened;
	const excerpts = openExcerpts({ crypto, folder, config, nameOf });
	const registers = shapesOf(config);
	let months = excerpts.months();
	let check: LedgerCheck = { kind: "running", since: clock.nowSeconds(), checked: 0 };
	let telling: { close(): void } | undefined;
	let verifying: Promise<void> | undefined;

	const state = (): LedgerState => {
		const { month, size, root } = ledger.checkpoint.checkpoint;
		const last = months[months.length - 1];
		// Counting what is in a file means reading it; what was added since is known without.
		if (last?.month === month) months = [...months.slice(0, -1), { ...last, entries: size }];
		else months = excerpts.months();
		return {
			...{ office: config.office, months, repairedBytes, registers, check },
			entries: months.reduce((sum, { entries }) => sum + entries, 0),
			head: { month, size, root: toHex(root) },
			terminalKey: toHex(terminalKey.publicKey),
		};
	};
	const changed = () => {
		if (options.onState === undefined) return;
		telling ??= clock.setTimer(0, () => {
			telling = undefined;
			options.onState?.(state());
		});
	};
	const become = (next: LedgerCheck) => {
		check = next;
		changed();
	};
	const declare = (statement: Statement) => {
		const signed = ledger.state(statement, clock.nowSeconds());
		changed();
		return signed;
	};

	return {
		...excerpts,
		...{ mirror, repairedBytes, state },
		append(messages, nowSeconds) {
			const spooled = readSpool(folder);
			const taken = spooled.messages.filter((message) => ledger.takes(message));
			ledger.append([...taken, ...messages], nowSeconds);
			spooled.clear();
			changed();
		},
		present(id, month) {
			const { rowsHash, total } = excerpts.rows(id, month, {});
			const rows = { rows: total, rowsHash: Uint8Array.from(Buffer.from(rowsHash, "hex")) };
			return sha256(declare({ kind: "confirmation", form: id, period: month, ...rows }).envelope);
		},
		declare,
		verify() {
			verifying ??= verifyAll(crypto, { folder, terminalKey, clock }, become).finally(() => {
				verifying = undefined;
			});
			return verifying;
		},
		close() {
			telling?.close();
			ledger.close();
		},
	};
}

async function verifyAll(
	crypto: TerminalCrypto,
	{ folder, terminalKey, clock }: Pick<BookOptions, "folder" | "terminalKey" | "clock">,
	become: (check: LedgerCheck) => void,
): Promise<void> {
	const since = clock.nowSeconds();
	become({ kind: "running", since, checked: 0 });
	const { entries, firstBad } = await verifyLedger(crypto, {
		...{ path: folder, terminalKey: terminalKey.publicKey },
		onProgress: (checked) => become({ kind: "running", since, checked }),
	});
	const at = clock.nowSeconds();
	if (firstBad === undefined) return become({ kind: "good", at, entries });
	const { month, entry, fault } = firstBad;
	const words = { what: faultSentence(fault), next: NEXT_STEP[fault.kind] };
	become({ kind: "bad", at, file: `${month}.ledger`, position: entry, ...words });
}
