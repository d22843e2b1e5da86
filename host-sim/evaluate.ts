/**
 * `npm run evaluate -- --manifest FILE`: biometric performance after ISO/IEC 19795-1 and template protection
 * after ISO/IEC 24745 and 30136, of the firmware's own pipeline on a set of pictures. Writes report.html and
 * report.json.
 */
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { cpus } from "node:os";
import { join } from "node:path";
import type { AttackResult } from "./evaluation/attack-trial.js";
import { errorsText, intervalText, numberText, rateText } from "./evaluation/html.js";
import type { FunctionResult, LinkageResult } from "./evaluation/linkage-trial.js";
import { type Options, parseOptions, USAGE } from "./evaluation/options.js";
import { PartialResults } from "./evaluation/partial-results.js";
import type { PersonResult } from "./evaluation/person-trial.js";
import { type Plan, planOf, subjectCount } from "./evaluation/plan.js";
import { ProgressBar } from "./evaluation/progress.js";
import { renderReport } from "./evaluation/report.js";
import type { ShapeResult } from "./evaluation/shape-trial.js";
import type { Rate } from "./evaluation/statistics.js";
import { type Summary, summarise } from "./evaluation/summary.js";
import { type TaskResult, taskName, tasksOf } from "./evaluation/tasks.js";
import { performTasks, serveAsWorker, WORKER_ARGUMENT } from "./evaluation/workers.js";
import { describeRefusal } from "./images/image-file.js";
import { parseManifest } from "./images/manifest.js";

const KEPT = "\nThe results so far are kept; the same command goes on from there.\n";

async function main(args: readonly string[]): Promise<number> {
	const parsed = parseOptions(args);
	if (parsed.kind === "help") {
		process.stdout.write(USAGE);
		return 0;
	}
	if (parsed.kind === "refused") {
		process.stderr.write(`${parsed.reason}\n\n${USAGE}`);
		return 2;
	}
	const plan = readPlan(parsed.options);
	if (plan === undefined) return 1;
	const results = await perform(plan, parsed.options);
	const summary = summarise(plan, ...sorted(results));
	write(summary, parsed.options, args);
	return 0;
}

/** Says on stderr why there is nothing to evaluate. */
function readPlan({ settings }: Options): Plan | undefined {
	let text: string;
	try {
		text = readFileSync(settings.manifest, "utf8");
	} catch (error) {
		const why = error instanceof Error && "code" in error ? String(error.code) : String(error);
		process.stderr.write(`${settings.manifest}: cannot be read (${why})\n`);
		return undefined;
	}
	const manifest = parseManifest(text, settings.manifest);
	if (manifest.kind === "refused") {
		process.stderr.write(`${manifest.reason}\n`);
		return undefined;
	}
	for (const refusal of manifest.refused) process.stderr.write(`${describeRefusal(refusal)}\n`);
	const plan = planOf(manifest.rows, settings);
	for (const sentence of plan.leftOut) process.stderr.write(`left out: ${sentence}\n`);
	const persons = subjectCount(plan);
	if (persons >= 2) return plan;
	process.stderr.write(`${settings.manifest}: ${persons} persons can take part; 2 are needed\n`);
	return undefined;
}

async function perform(plan: Plan, { out, jobs }: Options): Promise<TaskResult[]> {
	const partial = new PartialResults(join(out, "partial"), plan);
	const tasks = tasksOf(plan);
	const results: TaskResult[] = [];
	const missing = tasks.filter((task) => {
		const known = partial.load(task);
		if (known !== undefined) results.push(known);
		return known === undefined;
	});
	const bar = new ProgressBar(process.stderr, tasks.length, results.length);
	await performTasks(plan, missing, jobs, (task, result) => {
		partial.save(task, result);
		results.push(result);
		bar.advance(taskName(task));
	});
	return results;
}

type SortedResults = [PersonResult[], AttackResult[], LinkageResult | undefined, ShapeResult | undefined];

/** By kind and place, however the processes raced. */
function sorted(results: readonly TaskResult[]): SortedResults {
	const persons = results.flatMap((result) => (result.kind === "person" ? [result] : []));
	const attacks = results.flatMap((result) => (result.kind === "attack" ? [result] : []));
	const [linkage] = results.flatMap((result) => (result.kind === "linkage" ? [result] : []));
	const [shape] = results.flatMap((result) => (result.kind === "shape" ? [result] : []));
	const byPlace = (a: { readonly place: number }, b: { readonly place: number }) => a.place - b.place;
	return [persons.sort(byPlace), attacks.sort(byPlace), linkage, shape];
}

function write(summary: Summary, { out, output }: Options, args: readonly string[]): void {
	const command = `npm run evaluate -- ${args.join(" ")}`;
	const machine = `${cpus()[0]?.model ?? "unknown processor"}, Node ${process.version}`;
	const date = new Date().toISOString().slice(0, 10);
	mkdirSync(out, { recursive: true });
	writeFileSync(join(out, "report.html"), renderReport(summary, { command, date, machine }));
	writeFileSync(join(out, "report.json"), `${JSON.stringify({ command, date, machine, ...summary })}\n`);
	const lines = output === "json" ? [JSON.stringify(lastLine(summary))] : textOf(summary, out);
	process.stdout.write(`${lines.join("\n")}\n`);
}

function lastLine(summary: Summary) {
	const { fnmr, fmr, fte, fta, transactionFrr, linkage, attack } = summary;
	return {
		event: "summary",
		fnmr: fnmr.rate,
		fnmrInterval: fnmr.interval,
		fmr: fmr.rate,
		fmrInterval: fmr.interval,
		genuine: fnmr.trials,
		impostor: fmr.trials,
		fte: fte.rate,
		fta: fta.rate,
		transactionFrr: transactionFrr.rate,
		fmrCodeAlone: summary.limits[0].fmr.rate,
		dSysSealed: mostLinkable(linkage, "stored records")?.dSys ?? null,
		dSysSealedByChance: mostLinkable(linkage, "stored records")?.dSysByChance ?? null,
		dSysLeaked: mostLinkable(linkage, "records and all keys")?.dSys ?? null,
		attackOpened: attack.opened,
		attackRecords: attack.records,
		attackCpuSeconds: attack.meanCpuSecondsPerOpened ?? null,
		recordBytes: summary.recordBytes,
		shapeFnmr: summary.shape?.fittedFnmr.rate ?? null,
		shapeFmr: summary.shape?.fittedFmr.rate ?? null,
	};
}

/** The linkage function that does best with what it needs; undefined without pairs. */
function mostLinkable(
	linkage: LinkageResult | undefined,
	needs: FunctionResult["needs"],
): FunctionResult | undefined {
	const those = (linkage?.functions ?? []).filter((one) => one.needs === needs);
	return those.sort((a, b) => b.dSys - a.dSys).at(0);
}

function textOf(summary: Summary, out: string): string[] {
	const line = (name: string, rate: Rate) => {
		const detail = `${errorsText(rate)}, 95 %: ${intervalText(rate.interval)}`;
		return `${name.padEnd(10)} ${rateText(rate).padStart(8)}   ${detail}`;
	};
	const { fnmr, fmr, fte, fta, attack, linkage } = summary;
	const dSys = mostLinkable(linkage, "stored records")?.dSys;
	return [
		line("FNMR", fnmr),
		line("FMR", fmr),
		line("FTE", fte),
		line("FTA", fta),
		...shapeLines(summary, line),
		`D_sys of sealed records ${dSys === undefined ? "not measured" : numberText(dSys)}`,
		`with all keys leaked, ${attack.opened} of ${attack.records} records opened without the person, ${numberText(
			attack.meanCpuSecondsPerOpened,
		)} CPU s each`,
		`report: ${join(out, "report.html")}`,
	];
}

/** The gate by itself, with parameters fitted to the other half of the persons. */
function shapeLines({ shape }: Summary, line: (name: string, rate: Rate) => string): string[] {
	return shape === undefined
		? []
		: [line("shape FNMR", shape.fittedFnmr), line("shape FMR", shape.fittedFmr)];
}

if (process.argv.includes(WORKER_ARGUMENT)) {
	serveAsWorker();
} else {
	process.once("SIGINT", () => {
		process.stderr.write(KEPT);
		process.exit(130);
	});
	try {
		process.exitCode = await main(process.argv.slice(2));
	} catch (error) {
		process.stderr.write(`\n${error instanceof Error ? error.message : String(error)}${KEPT}`);
		process.exitCode = 1;
	}
}
