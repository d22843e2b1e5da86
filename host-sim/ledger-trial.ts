/** Years of a ledger, verified whole and then spoiled a thousand times: `npm run ledger-trial -- --help`. */
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { loadavg, tmpdir } from "node:os";
import { join } from "node:path";
import { EXIT, everyTwoSeconds, type Report, runCommand, wholeNumber } from "../terminal/command-line.js";
import { monthPath, monthsOf } from "../terminal/ledger/files.js";
import { leafOfContent } from "../terminal/ledger/line.js";
import { openReader } from "../terminal/ledger/reader.js";
import { checkHere } from "../terminal/ledger/threads.js";
import { type LedgerVerdict, verifyLedger } from "../terminal/ledger/verify.js";
import { verifyInclusion } from "../terminal/merkle.js";
import { createNativeCrypto } from "../terminal/native-crypto.js";
import { EDITS, type EditKind, type Spoiled, spoil } from "./ledger-trial/edits.js";
import { remembering } from "./ledger-trial/remembering.js";
import { writeYears } from "./ledger-trial/years.js";
import { createPrng } from "./world/prng.js";

interface TrialOptions {
	readonly entries: number;
	readonly edits: number;
	readonly seed: number;
	readonly keep: string | undefined;
}

process.exitCode = await runCommand<TrialOptions>(
	{
		name: "ledger-trial",
		usage: `npm run ledger-trial -- [options]

Writes a ledger of so many records with real signatures (ten operators, thirty messages of each on every
working day), verifies all of it, then spoils one record at a time in a copy of one month's file: a character
edited, the time edited, a record dropped, swapped with another, written twice; the file truncated before a
record, or in the middle of it. Each must be found at the first record that is wrong. Exits 1 when one is not.

  --entries N    records (20000; seven years are 514500)
  --edits N      spoiled copies (200)
  --seed N       where they are spoiled (1)
  --keep DIR     leaves the ledger there, for verify-ledger; it must not exist
  --json         progress and the summary as JSON, one object a line, the summary last
  --help         this text
`,
		options: {
			...{ entries: { type: "string" }, edits: { type: "string" } },
			...{ seed: { type: "string" }, keep: { type: "string" } },
		},
		understand: (values) => ({
			entries: wholeNumber(values, "entries", 20_000, [100, 1e7]),
			edits: wholeNumber(values, "edits", 200, [0, 1e6]),
			seed: wholeNumber(values, "seed", 1, [0, 1e9]),
			keep: values["keep"] === undefined ? undefined : String(values["keep"]),
		}),
		run,
	},
	process.argv.slice(2),
);

async function run({ entries, edits, seed, keep }: TrialOptions, report: Report): Promise<number> {
	const scratch = keep === undefined ? mkdtempSync(join(tmpdir(), "shogo-ledger-")) : undefined;
	const folder = keep ?? join(scratch ?? "", "ledger");
	try {
		const writeMs = write(folder, entries, report);
		const { verdict, verifyMs, cpuMs } = await verifyAll(folder, report);
		const tally = verdict.firstBad === undefined ? await spoilMany(folder, edits, seed, report) : newTally();
		const missed = [...tally.values()].reduce((sum, { missed }) => sum + missed, 0);
		const unproved = proveSome(folder, seed);
		const bytes = monthsOf(folder).reduce((sum, month) => sum + statSync(monthPath(folder, month)).size, 0);
		const load = Math.round(10 * loadavg()[0]) / 10;
		const kinds = Object.fromEntries(
			[...tally].map(([kind, { tried, missed }]) => [kind, { tried, missed }]),
		);
		report(
			{
				...{
					event: "summary",
					entries: verdict.entries,
					valid: verdict.firstBad === undefined,
					edits,
					missed,
					unproved,
				},
				...{ kinds, writeMs, verifyMs, verifyCpuMs: cpuMs, bytes, loadAverage: load },
			},
			`${verdict.entries} records, verified in ${verifyMs} ms (${cpuMs} ms of CPU, load ${load}); ` +
				`${edits - missed} of ${edits} spoiled copies located`,
		);
		return missed + unproved === 0 && verdict.firstBad === undefined ? EXIT.passed : EXIT.failed;
	} finally {
		if (scratch !== undefined) rmSync(scratch, { recursive: true });
	}
}

function write(folder: string, entries: number, report: Report): number {
	const startMs = performance.now();
	let written = 0;
	const tell = everyTwoSeconds(() =>
		report({ event: "progress", written }, `${written} of ${entries} written`),
	);
	writeYears(createNativeCrypto(), folder, entries, (count) => {
		written = count;
		tell();
	});
	return Math.round(performance.now() - startMs);
}

async function verifyAll(folder: string, report: Report) {
	const startMs = performance.now();
	const before = process.cpuUsage();
	let verified = 0;
	const tell = everyTwoSeconds(() => report({ event: "progress", verified }, `${verified} verified`));
	const onProgress = (count: number) => {
		verified = count;
		tell();
	};
	const verdict: LedgerVerdict = await verifyLedger(createNativeCrypto(), { path: folder, onProgress });
	const { user, system } = process.cpuUsage(before);
	const verifyMs = Math.round(performance.now() - startMs);
	return { verdict, verifyMs, cpuMs: Math.round((user + system) / 1000) };
}

/** @returns how many of a hundred records of the last month are not shown to be in its tree. */
function proveSome(folder: string, seed: number): number {
	const prng = createPrng(seed, "proofs");
	const reader = openReader(createNativeCrypto(), folder);
	const months = reader.months();
	const { month, first, records } = reader.read(months[months.length - 1]);
	const sample = Array.from({ length: 100 }, () => prng.nextBelow(records.length));
	return sample.filter((at) => {
		const proof = reader.prove(month, first + at);
		if (proof === undefined) return true;
		return !verifyInclusion(proof.root, proof.size, proof.index, leafOfContent(records[at]), proof.path);
	}).length;
}

type Tally = Map<EditKind, { tried: number; missed: number }>;

function newTally(): Tally {
	return new Map(EDITS.map((kind) => [kind, { tried: 0, missed: 0 }]));
}

/** Each copy takes the file's place in its folder, as what vouches for it stands beside it. */
async function spoilMany(folder: string, edits: number, seed: number, report: Report): Promise<Tally> {
	const prng = createPrng(seed, "edits");
	const crypto = remembering(createNativeCrypto());
	const months = monthsOf(folder);
	const tally = newTally();
	let done = 0;
	const tell = everyTwoSeconds(() => report({ event: "progress", spoiled: done }, `${done} spoiled copies`));
	for (; done < edits; done++) {
		// A file's signatures are verified once: what is remembered is of one file at a time.
		const path = monthPath(folder, months[Math.floor((done / edits) * months.length)]);
		const original = readFileSync(path, "utf8");
		const lines = original.trimEnd().split("\n");
		const spoiled = spoil(prng, EDITS[done % EDITS.length], lines);
		try {
			writeFileSync(path, spoiled.text);
			const verdict = await verifyLedger(crypto, { path, checker: checkHere(crypto) });
			count(tally, spoiled, lines, verdict, report);
		} finally {
			writeFileSync(path, original);
		}
		tell();
	}
	return tally;
}

function count(
	tally: Tally,
	{ kind, line }: Spoiled,
	lines: readonly string[],
	{ firstBad }: LedgerVerdict,
	report: Report,
): void {
	const sum = tally.get(kind);
	if (sum === undefined) return;
	sum.tried++;
	const first = Number(/"entry":(\d+)/.exec(lines[0])?.[1]);
	const [expected, found] = [first + line, firstBad?.entry];
	if (found === expected) return;
	sum.missed++;
	const fault = firstBad?.fault;
	report({ event: "missed", kind, expected, found, fault }, `${kind} of ${expected}: found ${found}`);
}
