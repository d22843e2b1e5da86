/** The ledger's files: written, opened again, verified, spoiled. */
import { appendFileSync, existsSync, readFileSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { EDITS, spoil } from "../../host-sim/ledger-trial/edits.js";
import { remembering } from "../../host-sim/ledger-trial/remembering.js";
import { createPrng } from "../../host-sim/world/prng.js";
import { runTerminal } from "../../terminal/cli/commands.js";
import { createSigningKey } from "../../terminal/keys.js";
import { monthPath, monthsOf } from "../../terminal/ledger/files.js";
import { openLedger } from "../../terminal/ledger/ledger.js";
import { openReader } from "../../terminal/ledger/reader.js";
import { checkHere, checkInThreads } from "../../terminal/ledger/threads.js";
import { verifyLedger } from "../../terminal/ledger/verify.js";
import { crypto, DAY_S, NINE, newOffice, open, optionsOf, session, writeTwoMonths } from "./written.js";

const test = suite("ledger");

test("a ledger of two months verifies from its first record to its last", async () => {
	const { folder } = writeTwoMonths();
	assert.equal(monthsOf(folder), ["2027-01", "2027-02"]);
	const verdict = await verifyLedger(crypto, { path: folder });
	assert.is(verdict.firstBad, undefined);
	// 4 opening records, 4 of enrolments, 36 of sessions, the close, 4 opening records, 12 of sessions.
	assert.is(verdict.entries, 4 + 4 + 36 + 1 + 4 + 12);
	for (const month of monthsOf(folder))
		assert.is((await verifyLedger(crypto, { path: monthPath(folder, month) })).firstBad, undefined);
});

test("threads and this thread come to the same verdict", async () => {
	const { folder } = writeTwoMonths();
	const here = await verifyLedger(crypto, { path: folder, checker: checkHere(crypto) });
	const inThreads = await verifyLedger(crypto, { path: folder, checker: checkInThreads(2) });
	assert.equal(inThreads, here);
});

test("what is appended after an opening goes on where the last run ended", async () => {
	const office = writeTwoMonths();
	const before = (await verifyLedger(crypto, { path: office.folder })).entries;
	const ledger = open(office, NINE + 31 * DAY_S);
	assert.is(ledger.next, before);
	session(office, ledger, NINE + 31 * DAY_S);
	ledger.close();
	const verdict = await verifyLedger(crypto, { path: office.folder });
	assert.is(verdict.firstBad, undefined);
	assert.is(verdict.entries, before + 3);
});

test("one process writes: a second one is told so", () => {
	const office = newOffice();
	const ledger = open(office);
	assert.is(openLedger(crypto, optionsOf(office)).kind, "in-use");
	ledger.close();
	open(office).close();
});

test("a record that a cut left unfinished is cut off, said aloud and on record", async () => {
	const office = writeTwoMonths();
	const path = monthPath(office.folder, "2027-02");
	appendFileSync(path, '{"entry":61,"receivedAt":18');
	const torn = await verifyLedger(crypto, { path: office.folder });
	assert.is(torn.firstBad?.fault.kind, "torn");
	const opened = openLedger(crypto, optionsOf(office, NINE + 31 * DAY_S));
	assert.is(opened.kind, "opened");
	if (opened.kind !== "opened") return;
	assert.is(opened.repairedBytes, 27);
	opened.ledger.close();
	assert.is((await verifyLedger(crypto, { path: office.folder })).firstBad, undefined);
	const { records } = openReader(crypto, office.folder).read("2027-02");
	const last = records[records.length - 1].meaning;
	assert.equal(last.kind === "statement" && last.statement, { kind: "repaired", bytes: 27 });
});

test("what the terminal has signed for cannot pass for a torn tail", () => {
	const office = writeTwoMonths();
	const path = monthPath(office.folder, "2027-02");
	truncateSync(path, readFileSync(path).length - 40);
	const opened = openLedger(crypto, optionsOf(office));
	assert.is(opened.kind, "damaged");
	assert.is(opened.kind === "damaged" && opened.bad.fault.kind, "truncated");
});

test("a forged record behind the checkpoint is found on the next start", () => {
	const office = writeTwoMonths();
	const path = monthPath(office.folder, "2027-02");
	const lines = readFileSync(path, "utf8").trimEnd().split("\n");
	const saved = readFileSync(join(office.folder, "checkpoint"));
	const ledger = open(office, NINE + 31 * DAY_S);
	session(office, ledger, NINE + 31 * DAY_S);
	ledger.close();
	const longer = readFileSync(path, "utf8").trimEnd().split("\n");
	// The checkpoint of before, and behind it a record whose signature is not the unit's.
	writeFileSync(join(office.folder, "checkpoint"), saved);
	const forged = longer[lines.length + 1].replace(
		/"envelope":"(.{200})(.)/,
		(_, a, b) => `"envelope":"${a}${b === "A" ? "B" : "A"}`,
	);
	writeFileSync(path, [...longer.slice(0, lines.length + 1), forged].map((line) => `${line}\n`).join(""));
	const opened = openLedger(crypto, optionsOf(office));
	assert.is(opened.kind === "damaged" && opened.bad.entry, 61 + 1);
});

test("whatever is done to one record is found at the first record that is wrong", async () => {
	const { folder } = writeTwoMonths();
	const prng = createPrng(7, "edits");
	const door = remembering(crypto);
	for (const month of monthsOf(folder)) {
		const path = monthPath(folder, month);
		const original = readFileSync(path, "utf8");
		const lines = original.trimEnd().split("\n");
		const first = Number(/"entry":(\d+)/.exec(lines[0])?.[1]);
		for (let i = 0; i < 2 * EDITS.length; i++) {
			const { kind, line, text } = spoil(prng, EDITS[i % EDITS.length], lines);
			writeFileSync(path, text);
			const { firstBad } = await verifyLedger(door, { path: folder, checker: checkHere(door) });
			assert.is(
				firstBad?.entry,
				first + line,
				`${month}: ${kind} of ${first + line}: ${JSON.stringify(firstBad)}`,
			);
		}
		writeFileSync(path, original);
	}
});

test("a file that is taken away is missed, the last one and one in between", async () => {
	const office = writeTwoMonths();
	const ledger = open(office, NINE + 60 * DAY_S);
	session(office, ledger, NINE + 60 * DAY_S);
	ledger.close();
	assert.equal(monthsOf(office.folder), ["2027-01", "2027-02", "2027-03"]);
	for (const month of ["2027-01", "2027-02", "2027-03"]) {
		const path = monthPath(office.folder, month);
		const saved = readFileSync(path);
		rmSync(path);
		const { firstBad } = await verifyLedger(crypto, { path: office.folder });
		assert.is(firstBad?.fault.kind, "file-missing", month);
		assert.is(firstBad?.fault.kind === "file-missing" && firstBad.fault.month, month);
		writeFileSync(path, saved);
	}
});

test("without the checkpoint nothing vouches for the end", async () => {
	const { folder } = writeTwoMonths();
	rmSync(join(folder, "checkpoint"));
	const { firstBad } = await verifyLedger(crypto, { path: folder });
	assert.is(firstBad?.fault.kind, "no-checkpoint");
	const opened = openLedger(crypto, optionsOf({ folder, unit: newOffice().unit }));
	assert.is(opened.kind, "damaged");
});

test("a ledger that another terminal signed is not taken for ours", async () => {
	const { folder } = writeTwoMonths();
	const verdict = await verifyLedger(crypto, {
		path: folder,
		terminalKey: createSigningKey(crypto).publicKey,
	});
	assert.is(verdict.firstBad?.fault.kind, "foreign-key");
});

test("a new key of the terminal is introduced by the old one, which then signs nothing more", async () => {
	const office = writeTwoMonths();
	const terminalKey = createSigningKey(crypto);
	const renewed = {
		...optionsOf(office, NINE + 31 * DAY_S),
		terminalKey,
		formerKey: office.unit.keys.terminal,
	};
	const opened = openLedger(crypto, renewed);
	assert.is(opened.kind, "opened");
	if (opened.kind !== "opened") return;
	opened.ledger.state({ kind: "repaired", bytes: 0 }, NINE + 31 * DAY_S);
	opened.ledger.close();
	const verdict = await verifyLedger(crypto, { path: office.folder, terminalKey: terminalKey.publicKey });
	assert.is(verdict.firstBad, undefined);
	assert.is(openLedger(crypto, optionsOf(office)).kind, "damaged", "by the old key alone");
});

test("a cut between two months leaves a ledger that goes on", async () => {
	const office = writeTwoMonths();
	// March was begun, and the cut came before its first record was whole.
	writeFileSync(monthPath(office.folder, "2027-03"), '{"entry":62,"rec');
	const ledger = open(office, NINE + 60 * DAY_S);
	session(office, ledger, NINE + 60 * DAY_S);
	ledger.close();
	assert.is((await verifyLedger(crypto, { path: office.folder })).firstBad, undefined);
});

test("a clock that was set back writes on in the month that is open", async () => {
	const office = writeTwoMonths();
	const ledger = open(office, NINE);
	session(office, ledger, NINE);
	ledger.close();
	assert.not(existsSync(monthPath(office.folder, "2027-03")));
	assert.is((await verifyLedger(crypto, { path: office.folder })).firstBad, undefined);
});

test("every 256 records the terminal signs the root, also where a month has just that many", async () => {
	const office = newOffice();
	const ledger = open(office);
	for (let i = 0; ledger.next < 255; i++) ledger.state({ kind: "repaired", bytes: i }, NINE);
	// The next month closes this one at a size at which a head would be due.
	ledger.state({ kind: "repaired", bytes: 1 }, NINE + 31 * DAY_S);
	for (let i = 0; ledger.next < 1100; i++) ledger.state({ kind: "repaired", bytes: i }, NINE + 31 * DAY_S);
	ledger.close();
	const verdict = await verifyLedger(crypto, { path: office.folder });
	assert.is(verdict.firstBad, undefined);
	const { records } = openReader(crypto, office.folder).read("2027-02");
	const heads = records.filter(
		({ meaning }) => meaning.kind === "statement" && meaning.statement.kind === "head",
	);
	assert.is(heads.length, 3);
});

test("the command says that all is well, or which record is wrong, and exits accordingly", async () => {
	const { folder } = writeTwoMonths();
	const run = async (...words: readonly string[]) => {
		const lines: string[] = [];
		const io = { input: process.stdin, print: (line: string) => lines.push(line), complain: () => {} };
		const code = await runTerminal(["verify-ledger", ...words, "--json"], io);
		return { code, last: lines[lines.length - 1] };
	};
	assert.equal(await run(folder), {
		code: 0,
		last: '{"event":"summary","entries":61,"valid":true,"firstBad":null}',
	});
	const path = monthPath(folder, "2027-02");
	const lines = readFileSync(path, "utf8").trimEnd().split("\n");
	writeFileSync(path, `${[...lines.slice(0, 6), ...lines.slice(7)].join("\n")}\n`);
	const { code, last } = await run(folder);
	const { valid, firstBad } = JSON.parse(last);
	assert.equal(
		[code, valid, firstBad.file, firstBad.entry, firstBad.kind],
		[...[1, false, "2027-02.ledger", 45 + 6, "out-of-order"]],
	);
	assert.is((await run(join(folder, "nowhere"))).code, 2);
});

test.run();
