/** The ledger of a running terminal: goes on where it stopped, proves what it shows, lets old months go. */
import { existsSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { toHex } from "../../modules/bytes/bytes.js";
import { Action, EndReason } from "../../modules/messages/messages.generated.js";
import { type LedgerBook, openBook } from "../../terminal/ledger/book.js";
import { DEFAULT_CONFIG } from "../../terminal/ledger/config.js";
import { monthPath, monthsOf } from "../../terminal/ledger/files.js";
import { planRemoval, removeMonths } from "../../terminal/ledger/retention.js";
import { spoolMessage } from "../../terminal/ledger/spool.js";
import { verifyLedger } from "../../terminal/ledger/verify.js";
import { checkEntry } from "../../terminal/shared/entry-proof.js";
import type { EntryShown, LedgerState } from "../../terminal/shared/ledger-state.js";
import { crypto, DAY_S, NINE, OPERATOR, optionsOf, type Written, writeTwoMonths } from "./written.js";

/** Timers run when the test says so. */
function bookAt(office: Written, nowSeconds: number, onState?: (state: LedgerState) => void) {
	const timers: (() => void)[] = [];
	const clock = {
		nowSeconds: () => nowSeconds,
		setTimer(_delayMs: number, onTimer: () => void) {
			timers.push(onTimer);
			return { close() {} };
		},
	};
	const opened = openBook(crypto, {
		...{ ...optionsOf(office), unit: office.unit.known, clock, config: DEFAULT_CONFIG },
		...{ nameOf: () => undefined, ...(onState === undefined ? {} : { onState }) },
	});
	if (opened.kind !== "opened") throw new Error(JSON.stringify(opened));
	const tick = () => {
		for (const onTimer of timers.splice(0)) onTimer();
	};
	return { book: opened.book, tick };
}

function removed({ folder }: Written): void {
	rmSync(dirname(folder), { recursive: true });
}

function shownOf(book: LedgerBook, position: number): EntryShown {
	const shown = book.entry(position);
	if (shown === undefined) throw new Error(`no record ${position}`);
	return shown;
}

const later = NINE + 31 * DAY_S;

test("a book that is opened again goes on with the unit's chain, even after months of silence", () => {
	const office = writeTwoMonths();
	const { book } = bookAt(office, later);
	const { sequence } = book.mirror.next;
	assert.ok(sequence > 0);
	book.close();
	for (const months of [2, 4, 6]) bookAt(office, later + months * 31 * DAY_S).book.close();
	const silent = bookAt(office, later + 8 * 31 * DAY_S).book;
	assert.is(silent.mirror.next.sequence, sequence);
	silent.close();
	removed(office);
});

test("what is told is told once for all that came together, and what was found of it all", async () => {
	const office = writeTwoMonths();
	const told: LedgerState[] = [];
	const { book, tick } = bookAt(office, later, (state) => told.push(state));
	const { unit } = office;
	book.append(unit.present({ token: OPERATOR, action: Action.logIn, nowSeconds: later }), later);
	book.append(unit.endSession(EndReason.logoff, later + 60), later + 60);
	assert.is(told.length, 0);
	tick();
	assert.is(told.length, 1);
	const [{ months, entries, head, registers }] = told;
	assert.equal(
		months.map(({ month, first, entries: count }) => [month, first, count]),
		[
			["2027-01", 0, months[1].first],
			["2027-02", months[1].first, head.size],
		],
	);
	assert.is(entries, months[1].first + head.size);
	assert.is(registers.length, 8);
	await book.verify();
	tick();
	assert.equal(told[told.length - 1].check, { kind: "good", at: later, entries });
	book.close();
	removed(office);
});

test("every record is shown with what proves it, in the open month and in a closed one", () => {
	const office = writeTwoMonths();
	const { book } = bookAt(office, later);
	const { entries, terminalKey, months } = book.state();
	const kinds = new Set<string>();
	for (let position = 0; position < entries; position++) {
		const shown = shownOf(book, position);
		kinds.add(shown.voucher.kind);
		assert.equal(checkEntry(crypto, shown, terminalKey), GOOD, `record ${position}, ${shown.type}`);
	}
	assert.equal([...kinds].sort(), ["checkpoint", "month"]);
	assert.is(book.entry(entries), undefined);
	const [shown, other] = [shownOf(book, months[1].first + 3), shownOf(book, 2)];
	const bad = (change: Partial<EntryShown>, key = terminalKey) =>
		checkEntry(crypto, { ...shown, ...change }, key);
	assert.equal(bad({ receivedAt: shown.receivedAt + 1 }), { ...GOOD, inclusion: false });
	assert.equal(bad({ topic: `${shown.topic}x` }), { ...GOOD, signature: false, inclusion: false });
	assert.equal(bad({ envelope: other.envelope }).inclusion, false);
	assert.equal(bad({ proof: { ...shown.proof, index: shown.proof.index + 1 } }), {
		...GOOD,
		inclusion: false,
	});
	assert.equal(bad({ proof: { ...shown.proof, size: shown.proof.size - 1 } }).voucher, false);
	assert.equal(bad({ voucher: other.voucher }), { ...GOOD, voucher: false });
	assert.equal(bad({ voucher: { ...shown.voucher, envelope: shown.envelope } }), { ...GOOD, voucher: false });
	assert.equal(bad({ month: "2027-03" }), { ...GOOD, voucher: false });
	assert.equal(bad({}, toHex(office.unit.keys.authority.publicKey)), { ...GOOD, voucher: false });
	book.close();
	removed(office);
});

const GOOD = { signature: true, inclusion: true, voucher: true };

test("what another process asked comes before its answer; what is not ours stays out", async () => {
	const office = writeTwoMonths();
	const { folder, unit } = office;
	const { book } = bookAt(office, later);
	const before = book.state().entries;
	const [request, answer] = unit.present({ token: OPERATOR, action: Action.logIn, nowSeconds: later });
	spoolMessage(folder, request);
	spoolMessage(folder, { ...request, topic: "shogo/1/site/t2/u1/cmd" });
	writeFileSync(join(folder, "waiting", "0.json"), "nonsense");
	book.append([answer], later);
	assert.equal([book.entry(before)?.type, book.entry(before + 1)?.type], ["challenge", "result"]);
	book.append(unit.endSession(EndReason.logoff, later + 60), later + 60);
	assert.is(book.state().entries, before + 3, "once");
	book.close();
	assert.is((await verifyLedger(crypto, { path: folder })).firstBad, undefined);
	removed(office);
});

test("months go seven years after their end, not before, and the rest still verifies", async () => {
	const office = writeTwoMonths();
	const { folder } = office;
	const at = (year: number, month: number) => Date.UTC(year, month - 1, 10) / 1000;
	assert.is(planRemoval(crypto, folder, 7, at(2034, 1)), undefined);
	const { book } = bookAt(office, at(2034, 2));
	book.append(
		office.unit.present({ token: OPERATOR, action: Action.logIn, nowSeconds: at(2034, 2) }),
		at(2034, 2),
	);
	const plan = planRemoval(crypto, folder, 7, at(2034, 2));
	if (plan === undefined) throw new Error("January 2027 is over");
	assert.equal(plan.months, ["2027-01"]);
	assert.is(plan.statement.records, book.months()[1].first);
	removeMonths(book, folder, plan);
	book.close();
	assert.equal(monthsOf(folder), ["2027-02", "2034-02"]);
	const { terminal } = office.unit.keys;
	const verdict = await verifyLedger(crypto, { path: folder, terminalKey: terminal.publicKey });
	assert.is(verdict.firstBad, undefined);
	assert.is(planRemoval(crypto, folder, 7, at(2034, 2)), undefined);
	const again = bookAt(office, at(2034, 4));
	assert.equal(planRemoval(crypto, folder, 7, at(2034, 4))?.months, ["2027-02"]);
	again.book.close();
	rmSync(monthPath(folder, "2027-02"));
	const { firstBad } = await verifyLedger(crypto, { path: folder });
	assert.is(firstBad?.fault.kind, "file-missing", "nobody has signed for that");
	assert.not(existsSync(monthPath(folder, "2027-01")));
	removed(office);
});

test.run();
