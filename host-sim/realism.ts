/**
 * `npm run realism -- --manifest FILE`: the simulated world's pictures beside a set of real ones. Writes
 * report.html and report.json.
 */
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { numberText, percent } from "./evaluation/html.js";
import { MODALITY_OF_PICTURE } from "./evaluation/modalities.js";
import { ProgressBar } from "./evaluation/progress.js";
import { bandDifferencesDb, type Comparison, compareSets } from "./evaluation/realism/comparison.js";
import { DRAW_TRAIT, usualLook } from "./evaluation/realism/drawn-picture.js";
import { extractorsOf } from "./evaluation/realism/extractors.js";
import { parseRealismOptions, REALISM_USAGE, type RealismOptions } from "./evaluation/realism/options.js";
import { measureReal, measureSynthetic, type SetPlan, setPlanOf } from "./evaluation/realism/picture-set.js";
import { renderRealismReport } from "./evaluation/realism/report.js";
import { figuresOf, searchesOf } from "./evaluation/realism/set-figures.js";
import { describeRefusal } from "./images/image-file.js";
import { type ImageModality, type ManifestRow, MODALITIES, parseManifest } from "./images/manifest.js";
import "../terminal/reader-gone.js";

function main(args: readonly string[]): number {
	const parsed = parseRealismOptions(args);
	if (parsed.kind === "help") {
		process.stdout.write(REALISM_USAGE);
		return 0;
	}
	if (parsed.kind === "refused") {
		process.stderr.write(`${parsed.reason}\n\n${REALISM_USAGE}`);
		return 2;
	}
	const { options } = parsed;
	const rows = readRows(options.manifest);
	if (rows === undefined) return 1;
	const comparisons = MODALITIES.flatMap((kind) => compareKind(rows, kind, options));
	if (comparisons.length === 0) {
		process.stderr.write(`${options.manifest}: no kind of picture with two persons that can also be drawn\n`);
		return 1;
	}
	write(comparisons, options, args);
	return 0;
}

/** Says on stderr why there is nothing to compare with. */
function readRows(manifest: string): readonly ManifestRow[] | undefined {
	let text: string;
	try {
		text = readFileSync(manifest, "utf8");
	} catch (error) {
		const why = error instanceof Error && "code" in error ? String(error.code) : String(error);
		process.stderr.write(`${manifest}: cannot be read (${why})\n`);
		return undefined;
	}
	const parsed = parseManifest(text, manifest);
	if (parsed.kind === "manifest") {
		for (const refusal of parsed.refused) process.stderr.write(`${describeRefusal(refusal)}\n`);
		return parsed.rows;
	}
	process.stderr.write(`${parsed.reason}\n`);
	return undefined;
}

function compareKind(
	rows: readonly ManifestRow[],
	kind: ImageModality,
	{ persons, people, seed, ...options }: RealismOptions,
): Comparison[] {
	const plan = setPlanOf(rows, kind, persons);
	const modality = MODALITY_OF_PICTURE.get(kind);
	if (plan.length < 2 || modality === undefined || !DRAW_TRAIT.has(kind)) return [];
	const extractors = extractorsOf(modality);
	const count = Math.max(people, plan.length);
	const look = options.look ?? usualLook(kind);
	const real = withBar(picturesIn(plan, plan.length), `real ${kind}`, (step) => measureReal(plan, step));
	const synthetic = withBar(picturesIn(plan, count), `synthetic ${kind}`, (step) =>
		measureSynthetic(plan, { people: count, seed, look }, step),
	);
	const sets = [real, synthetic];
	const searches = extractors.length * (searchesOf(real) + searchesOf(synthetic));
	const [ofReal, ofSynthetic] = withBar(searches, "distances", (step) =>
		sets.map((set) => figuresOf(set, extractors, step)),
	);
	return [compareSets(kind, look, ofReal, ofSynthetic)];
}

/** Pictures of `people` persons who take the plan's places in turn. */
function picturesIn(plan: SetPlan, people: number): number {
	let pictures = 0;
	for (let i = 0; i < people; i++) pictures += plan[i % plan.length].flat().length;
	return pictures;
}

function withBar<T>(steps: number, what: string, work: (step: () => void) => T): T {
	const bar = new ProgressBar(process.stderr, steps, 0);
	return work(() => bar.advance(what));
}

function write(comparisons: readonly Comparison[], options: RealismOptions, args: readonly string[]): void {
	const { manifest, out, output } = options;
	const command = `npm run realism -- ${args.join(" ")}`;
	const date = new Date().toISOString().slice(0, 10);
	mkdirSync(out, { recursive: true });
	writeFileSync(join(out, "report.html"), renderRealismReport(comparisons, { command, date, manifest }));
	writeFileSync(join(out, "report.json"), `${JSON.stringify({ command, date, comparisons })}\n`);
	const lines = output === "json" ? [JSON.stringify(lastLine(comparisons))] : textOf(comparisons, out);
	process.stdout.write(`${lines.join("\n")}\n`);
}

function lastLine(comparisons: readonly Comparison[]) {
	const sets = comparisons.map((comparison) => {
		const { kind, look, real, synthetic, measures, ranking } = comparison;
		return {
			kind,
			look,
			realPersons: real.persons,
			syntheticPersons: synthetic.persons,
			measures,
			bandsDb: bandDifferencesDb(comparison),
			ranking: ranking ?? null,
		};
	});
	return { event: "summary", sets };
}

function textOf(comparisons: readonly Comparison[], out: string): string[] {
	const lines = comparisons.flatMap((comparison) => {
		const { kind, look, real, synthetic, measures, ranking } = comparison;
		const told = measures.map(({ name, real, synthetic, deviation, isWithin }) => {
			const figures = `${figure(real)} real, ${figure(synthetic)} synthetic`;
			return `  ${name.padEnd(37)} ${figures}, ${signed(deviation)} ${isWithin ? "" : "(missed)"}`.trimEnd();
		});
		const bands = bandDifferencesDb(comparison).map(({ name, differenceDb }) => {
			return `${name} px ${differenceDb > 0 ? "+" : ""}${differenceDb.toFixed(1)} dB`;
		});
		return [
			`${kind}, ${look}: ${real.persons} real persons, ${synthetic.persons} synthetic`,
			...told,
			`  ${"energies by octave".padEnd(37)} ${bands.join(", ")}`,
			...(ranking === undefined
				? []
				: [`  extractors, best first: real ${ranking.real.join(", ")}; ${drawn(ranking.synthetic)}`]),
		];
	});
	return [...lines, `report: ${join(out, "report.html")}`];
}

function drawn(names: readonly string[]): string {
	return `synthetic ${names.join(", ")}`;
}

function figure(value: number): string {
	return value < 1 ? value.toFixed(3) : numberText(value);
}

function signed(share: number): string {
	return `${share < 0 ? "-" : "+"}${percent(Math.abs(share))}`;
}

try {
	process.exitCode = main(process.argv.slice(2));
} catch (error) {
	process.stderr.write(`\n${error instanceof Error ? error.message : String(error)}\n`);
	process.exitCode = 1;
}
