/** Seeded mistakes, and the checks that must catch each of them: `npm run mutants -- --help`. */
import { availableParallelism } from "node:os";
import { parseArgs } from "node:util";
import { stopBundler } from "./engines/bundle.js";
import { FULL, runCheck } from "./mutants/checks.js";
import { MUTANTS } from "./mutants/list.js";
import type { CheckName } from "./mutants/mutant.js";
import { mutatedSources } from "./mutants/mutated-bundle.js";
import { wholeNumber } from "./powercut/options.js";
import { inProcesses, serveAsWorker, WORKER_ARGUMENT } from "./processes.js";
import "../terminal/reader-gone.js";

const USAGE = `npm run mutants -- [options]

Makes one mistake at a time in the store, the order of effects, the lockout or the queue, in memory, and runs
the checks that ought to notice, until one does. First the checks run on the sources as they are.

  --only TEXT   mutants whose name contains TEXT
  --jobs N      processes side by side (as many as there are cores)
  --json        one JSON object a line, the summary last
  --help        this text

Exits 1 when a mutant gets away, and 2 when a text to be changed is no longer in the sources.
`;

/** -1: the sources as they are. */
interface Task {
	readonly mutant: number;
	readonly checks: readonly CheckName[];
}

interface Verdict {
	readonly by?: CheckName;
	readonly text?: string;
	readonly wallMs: number;
}

if (process.argv[2] === WORKER_ARGUMENT) serveAsWorker(perform);
else process.exitCode = await main();

async function perform({ mutant, checks }: Task): Promise<Verdict> {
	const startMs = performance.now();
	const replacements = mutant < 0 ? [] : [MUTANTS[mutant]];
	try {
		for (const by of checks) {
			const text = await runCheck(by, replacements, FULL);
			if (text !== undefined) return { by, text, wallMs: Math.round(performance.now() - startMs) };
		}
		return { wallMs: Math.round(performance.now() - startMs) };
	} finally {
		await stopBundler();
	}
}

async function main(): Promise<number> {
	try {
		const { values } = parseArgs({
			options: {
				only: { type: "string" },
				jobs: { type: "string" },
				json: { type: "boolean" },
				help: { type: "boolean" },
			},
		});
		if (values.help) {
			console.log(USAGE);
			return 0;
		}
		const jobs = wholeNumber("jobs", values.jobs ?? String(availableParallelism()), 1, 64);
		mutatedSources(MUTANTS);
		return await run(values.only ?? "", jobs, values.json ? "json" : "text");
	} catch (error) {
		console.error(`mutants: ${error instanceof Error ? error.message : error}`);
		return 2;
	}
}

async function run(only: string, jobs: number, output: "text" | "json"): Promise<number> {
	const startMs = performance.now();
	const chosen = MUTANTS.flatMap(({ name, checks }, mutant) =>
		name.includes(only) ? [{ mutant, checks }] : [],
	);
	if (chosen.length === 0) throw new RangeError(`no mutant's name contains "${only}"`);
	const used = new Set(chosen.flatMap(({ checks }) => checks));
	const unchanged: Task[] = [...used].map((check) => ({ mutant: -1, checks: [check] }));
	let caught = 0;
	const escaped: string[] = [];
	let complaint: string | undefined;
	await inProcesses<Task, Verdict>(
		[...unchanged, ...chosen].values(),
		jobs,
		({ by, text, wallMs }, { mutant }) => {
			if (mutant < 0) {
				if (by !== undefined) complaint = `${by} objects to the sources as they are: ${text}`;
				return complaint === undefined ? "go-on" : "stop";
			}
			const { name } = MUTANTS[mutant];
			if (by === undefined) escaped.push(name);
			else caught++;
			if (output === "json")
				console.log(JSON.stringify({ event: "mutant", name, by: by ?? null, text, wallMs }));
			else console.log(by === undefined ? `ESCAPED  ${name}` : `caught   ${name}\n         ${by}: ${text}`);
			return "go-on";
		},
	);
	if (complaint !== undefined) throw new Error(complaint);
	const summary = {
		mutants: chosen.length,
		caught,
		escaped,
		wallMs: Math.round(performance.now() - startMs),
	};
	if (output === "json") console.log(JSON.stringify({ event: "summary", ...summary }));
	else console.log(`${caught} of ${chosen.length} mutants caught`);
	return escaped.length === 0 ? 0 : 1;
}
