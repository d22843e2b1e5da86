/** Offices by the seed, in virtual time, with everything that can go wrong: `npm run sim -- --help`. */
import { EngineUnavailable } from "./engines/engine.js";
import { inProcesses, serveAsWorker, WORKER_ARGUMENT } from "./processes.js";
import type { Seen } from "./sim/journal.js";
import { parseSimOptions, type SimOptions, USAGE } from "./sim/options.js";
import { performWorld, type WorldTask } from "./sim/perform.js";
import { Total } from "./sim/total.js";
import type { WorldOutcome } from "./sim/world.js";
import "../terminal/reader-gone.js";

if (process.argv[2] === WORKER_ARGUMENT) serveAsWorker((task: WorldTask) => performWorld(task));
else process.exitCode = await main();

async function main(): Promise<number> {
	const parsed = parseSimOptions(process.argv.slice(2));
	if (parsed.kind === "help") {
		console.log(USAGE);
		return 0;
	}
	try {
		if (parsed.kind === "refused") throw new RangeError(`${parsed.reason}; --help lists the options`);
		return await run(parsed.options);
	} catch (error) {
		if (!(error instanceof RangeError || error instanceof EngineUnavailable)) throw error;
		console.error(`sim: ${error.message}`);
		return 2;
	}
}

async function run(options: SimOptions): Promise<number> {
	const { engine, hours, jobs, events } = options;
	const startMs = performance.now();
	const total = new Total();
	const onOutcome = (outcome: WorldOutcome): "go-on" => {
		total.add(outcome);
		show(options, outcome);
		return "go-on";
	};
	const tasks = tasksOf(options);
	if (jobs > 1) await inProcesses(tasks, jobs, onOutcome);
	else
		for (const task of tasks) onOutcome(await performWorld(task, events === "shown" ? showEvent : undefined));
	const summary = total.summary(performance.now() - startMs);
	if (options.output === "json") console.log(JSON.stringify({ event: "summary", engine, hours, ...summary }));
	else
		console.log(
			`${summary.seeds} seeds, ${summary.virtualHours} virtual hours, ${summary.failures} failures; ` +
				`${summary.virtualHoursPerWallSecond} virtual hours a second; trace ${summary.traceHash}\n` +
				`faults: ${list(summary.faults)}`,
		);
	return summary.failures === 0 ? 0 : 1;
}

function* tasksOf({ firstSeed, lastSeed, hours, engine }: SimOptions): Generator<WorldTask> {
	for (let seed = firstSeed; seed <= lastSeed; seed++) yield { seed, hours, engine };
}

function show({ hours, engine, output }: SimOptions, outcome: WorldOutcome): void {
	const { seed, virtualMs, traceHash, faults, failure } = outcome;
	const replay = `npm run sim -- --seed ${seed} --hours ${hours} --engine ${engine}`;
	if (output === "json")
		console.log(JSON.stringify({ event: "world", ...outcome, ...(failure === undefined ? {} : { replay }) }));
	else
		console.log(
			`seed ${seed}: ${(virtualMs / 3_600_000).toFixed(1)} h, ${traceHash.slice(0, 16)}, ${list(faults)}`,
		);
	if (failure === undefined) return;
	console.error(`seed ${seed}, ${failure.atMs} ms: ${failure.checker}: ${failure.text}`);
	console.error(`replay: ${replay}`);
}

function showEvent(event: Seen): void {
	console.log(
		JSON.stringify(event, (_key, value: unknown) =>
			value instanceof Uint8Array ? Buffer.from(value).toString("hex") : value,
		),
	);
}

function list(counts: Readonly<Record<string, number>>): string {
	return Object.entries(counts)
		.map(([name, count]) => `${name} ${count}`)
		.join(", ");
}
