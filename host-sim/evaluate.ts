/**
 * `npm run evaluate -- --manifest FILE`: biometric performance after ISO/IEC 19795-1 and template protection
 * after ISO/IEC 24745 and 30136, of the firmware's own pipeline on a set of pictures. Writes report.html and
 * report.json. With `--and FILE` a second set of another trait: what it does that both must match.
 */
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { cpus } from "node:os";
import { join } from "node:path";
import type { AttackResult } from "./evaluation/attack-trial.js";
import { effectiveBits, effectiveBitsText } from "./evaluation/effective-bits.js";
import { type EvaluatedSet, type FusionSummary, fuse } from "./evaluation/fusion.js";
import { errorsText, intervalText, numberText, rateText } from "./evaluation/html.js";
import type { FunctionResult, LinkageResult } from "./evaluation/linkage-trial.js";
import { type Options, parseOptions, setName, USAGE } from "./evaluation/options.js";
import { PartialResults } from "./evaluation/partial-results.js";
import type { PersonResult } from "./evaluation/person-trial.js";
import { type Plan, planOf, subjectCount } from "./evaluation/plan.js";
import { ProgressBar } from "./evaluation/progress.js";
import { type ReportOrigin, renderReport } from "./evaluation/report.js";
import { fusionText, renderFusion } from "./evaluation/report-fusion.js";
import type { ShapeResult } from "./evaluation/shape-trial.js";
import type { Rate } from "./evaluation/statistics.js";
import { type Summary, summarise } from "./evaluation/summary.js";
import { type TaskResult, taskName, tasksOf } from "./evaluation/tasks.js";
import { performTasks, serveAsWorker, WORKER_ARGUMENT } from "./evaluation/workers.js";
import { describeRefusal } from "./images/image-file.js";
import { parseManifest } from "./images/manifest.js";
import "../terminal/reader-gone.js";

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
	const { options } = parsed;
	const origin = originOf(args);
	return options.and === undefined
		? evaluateOne(options, origin)
		: evaluateBoth(options, options.and, origin);
}

async function evaluateOne(options: Options, origin: ReportOrigin): Promise<number> {
	const evaluated = await evaluateSet(options, origin);
	if (evaluated === undefined) return 1;
	const { summary } = evaluated;
	const isJson = options.output === "json";
	print(isJson ? [JSON.stringify(lastLine(summary))] : textOf(summary, options.out));
	return 0;
}

/** Each set has its own report in a folder of its name; what both come to together stands beside them. */
async function evaluateBoth(options: Options, and: string, origin: ReportOrigin): Promise<number> {
	const { settings, out, output } = options;
	const sets: EvaluatedSet[] = [];
	for (const manifest of [settings.manifest, and]) {
		const own = { ...options, settings: { ...settings, manifest }, out: join(out, setName(manifest)) };
		const evaluated = await evaluateSet(own, origin);
		if (evaluated === undefined) return 1;
		sets.push(evaluated);
	}
	const fusion = fuse(sets[0], sets[1]);
	const page = join(out, "fusion.html");
	writeFileSync(page, renderFusion(fusion, origin));
	writeFileSync(join(out, "fusion.json"), `${JSON.stringify({ ...origin, ...fusion })}\n`);
	const text = [...fusionText(fusion), `report: ${page}`];
	print(output === "json" ? [JSON.stringify(fusionLine(fusion))] : text);
	return 0;
}

/** Performs what is missing and writes the report; undefined when there is nothing to evaluate. */
async function evaluateSet(options: Options, origin: ReportOrigin) {
	const plan = readPlan(options);
	if (plan === undefined) return undefined;
	const [persons, ...others] = sorted(await perform(plan, options));
	const summary = summarise(plan, persons, ...others);
	mkdirSync(options.out, { recursive: true });
	writeFileSync(join(options.out, "report.html"), renderReport(summary, origin));
	writeFileSync(join(options.out, "report.json"), `${JSON.stringify({ ...origin, ...summary })}\n`);
	return { trait: summary.set.modality, plan, persons, summary };
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

function originOf(args: readonly string[]): ReportOrigin {
	const machine = `${cpus()[0]?.model ?? "unknown processor"}, Node ${process.version}`;
	const date = new Date().toISOString().slice(0, 10);
	return { command: `npm run evaluate -- ${args.join(" ")}`, date, machine };
}

function print(lines: readonly string[]): void {
	process.stdout.write(`${lines.join("\n")}\n`);
}

function lastLine(summary: Summary) {
	const { fnmr, fmr, fte, fta, transactionFrr, linkage, attack } = summary;
	const codeAlone = summary.limits[0].fmr;
	const renewal = linkage?.renewal;
	return {
		event: "summary",
		modality: summary.set.modality,
		fnmr: fnmr.rate,
		fnmrInterval: fnmr.interval,
		fmr: fmr.rate,
		fmrInterval: fmr.interval,
		genuine: fnmr.trials,
		impostor: fmr.trials,
		fte: fte.rate,
		fta: fta.rate,
		transactionFrr: transactionFrr.rate,
		eer: Number.isFinite(summary.distances.eer) ? summary.distances.eer : null,
		fmrCodeAlone: codeAlone.rate,
		fmrCodeAloneInterval: codeAlone.interval,
		effectiveBitsLeaked: effectiveBits(codeAlone).bits,
		effectiveBitsLeakedAtLeast: effectiveBits(codeAlone).atLeast,
		dSysSealed: mostLinkable(linkage, "stored records")?.dSys ?? null,
		dSysSealedByChance: mostLinkable(linkage, "stored records")?.dSysByChance ?? null,
		dSysLeaked: mostLinkable(linkage, "records and all keys")?.dSys ?? null,
		renewalProbes: renewal?.probes ?? null,
		renewalAcceptedByBoth: renewal?.acceptedByBoth ?? null,
		attackOpened: attack.opened,
		attackRecords: attack.records,
		attackCpuSeconds: attack.meanCpuSecondsPerOpened ?? null,
		recordBytes: summary.recordBytes,
		shapeFnmr: summary.shape?.fittedFnmr.rate ?? null,
		shapeFmr: summary.shape?.fittedFmr.rate ?? null,
	};
}

function fusionLine({ persons, notEnrolled, product, codeAlone }: FusionSummary) {
	const figures = (all: FusionSummary["product"]) =>
		all.map(({ name, fnmr, fmr }) => ({
			name,
			fnmr: fnmr.rate,
			fnmrInterval: fnmr.interval,
			genuine: fnmr.trials,
			fmr: fmr.rate,
			fmrInterval: fmr.interval,
			impostor: fmr.trials,
		}));
	const fused = { product: figures(product), codeAlone: figures(codeAlone) };
	return { event: "summary", persons, notEnrolled: notEnrolled.rate, ...fused };
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
	const attackText = `${attack.opened} of ${attack.records}`;
	const cpuText = `${numberText(attack.meanCpuSecondsPerOpened)} CPU s`;
	return [
		line("FNMR", fnmr),
		line("FMR", fmr),
		line("FTE", fte),
		line("FTA", fta),
		...shapeLines(summary, line),
		`D_sys of sealed records ${dSys === undefined ? "not measured" : numberText(dSys)}`,
		`with all keys leaked, other people's traits open a record as by ${effectiveBitsText(
			effectiveBits(summary.limits[0].fmr),
		)}`,
		`with all keys leaked, ${attackText} records opened without the person, ${cpuText} each`,
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
