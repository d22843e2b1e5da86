/**
 * The store beside its model, under power cuts: `node --import tsx host-sim/powercut.ts [--sequences N]
 * [--steps N] [--seed N] [--exhaustive N] [--json]`. Exits 1 at the first difference and prints the line
 * that replays it.
 */
import { parseArgs } from "node:util";
import { runExhaustive } from "./powercut/exhaustive.js";
import { bookFault, GEOMETRIES, newTally, StoreFault } from "./powercut/rig.js";
import { runSequence } from "./powercut/sequence.js";

const { values } = parseArgs({
	options: {
		sequences: { type: "string", default: "2000" },
		steps: { type: "string", default: "50" },
		seed: { type: "string", default: "1" },
		exhaustive: { type: "string", default: "2" },
		json: { type: "boolean", default: false },
	},
});
const sequences = numberOf("sequences");
const steps = numberOf("steps");
const firstSeed = numberOf("seed");
const exhaustive = numberOf("exhaustive");
const tally = newTally();
const startMs = Date.now();
let lastReportMs = startMs;

for (let i = 0; i < exhaustive; i++) {
	for (const geometry of GEOMETRIES) {
		const options = { geometry, seed: firstSeed + i, prefix: 24, steps: 3, draws: 2 };
		check(`--exhaustive 1 --sequences 0 --seed ${options.seed}`, () => runExhaustive(options, tally));
		report("exhaustive", i + 1, exhaustive);
	}
}
for (let i = 0; i < sequences; i++) {
	const seed = firstSeed + i;
	check(`--exhaustive 0 --sequences 1 --steps ${steps} --seed ${seed}`, () =>
		runSequence(seed, steps, tally),
	);
	report("sequences", i + 1, sequences);
}
finish();

function numberOf(name: "sequences" | "steps" | "seed" | "exhaustive"): number {
	const value = Number(values[name]);
	if (Number.isSafeInteger(value) && value >= 0) return value;
	console.error(`--${name} must be a whole number, not "${values[name]}"`);
	process.exit(2);
}

function check(replay: string, run: () => void): void {
	try {
		run();
	} catch (error) {
		bookFault(tally, error instanceof StoreFault ? error : new StoreFault(String(error), 0));
		console.error(error instanceof StoreFault ? error.message : error);
		console.error(`replay: node --import tsx host-sim/powercut.ts ${replay}`);
		finish();
	}
}

function report(what: string, done: number, all: number): void {
	if (Date.now() - lastReportMs < 2000) return;
	lastReportMs = Date.now();
	const line = { event: "progress", what, done, all, operations: tally.operations, cuts: tally.cuts };
	if (values.json) console.log(JSON.stringify(line));
	else console.log(`${what} ${done}/${all}: ${tally.operations} flash operations, ${tally.cuts} cuts`);
}

function finish(): never {
	const summary = { event: "summary", sequences, steps, geometries: GEOMETRIES.length, ...tally };
	if (values.json) console.log(JSON.stringify({ ...summary, wallMs: Date.now() - startMs }));
	else
		console.log(
			`${tally.operations} flash operations, ${tally.cuts} cuts: ${tally.lost} lost, ` +
				`${tally.refunded} refunded, ${tally.reused} reused`,
		);
	process.exit(tally.lost + tally.refunded + tally.reused === 0 ? 0 : 1);
}
