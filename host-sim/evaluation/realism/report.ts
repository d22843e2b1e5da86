import { countText, escapeHtml, numberText, percent, table } from "../html.js";
import { renderPage } from "../report-page.js";
import type { Interval } from "../statistics.js";
import { type HistogramSeries, histogramPlot, rangePlot } from "../svg-plot.js";
import { bandDifferencesDb, type Comparison, type Measure, TOLERANCE } from "./comparison.js";
import type { Distribution } from "./distribution.js";
import type { BandFigures, ExtractorFigures, SetFigures } from "./set-figures.js";

/** What was compared, and how to do it again. */
export interface RealismOrigin {
	readonly command: string;
	/** ISO 8601 date. */
	readonly date: string;
	readonly manifest: string;
}

export function renderRealismReport(comparisons: readonly Comparison[], origin: RealismOrigin): string {
	const name = escapeHtml(origin.manifest);
	const sections = [...comparisons.map(comparisonSections), methodSection(origin)];
	return renderPage(`Realism: ${name}`, "Synthetic pictures beside real ones", name, sections.join("\n"));
}

function comparisonSections(comparison: Comparison): string {
	const { kind, look, real, synthetic } = comparison;
	const counts = ({ persons, pictures, refused }: SetFigures): string =>
		`${countText(persons)} persons, ${countText(pictures)} pictures, ${countText(refused)} refused`;
	return `<h2>Pictures of kind “${escapeHtml(kind)}”</h2>
<p>Real: ${counts(real)}. Synthetic, look “${escapeHtml(look)}”: ${counts(synthetic)}; drawn after the real
set's plan, with as many days and pictures a person.</p>
${measureTable(comparison)}
${distancePlots(comparison)}
${extractorTable(comparison)}
${bandSection(comparison)}`;
}

function measureTable({ measures }: Comparison): string {
	const rows = measures.map((measure) => {
		const { name, real, realInterval, synthetic, syntheticInterval } = measure;
		return [
			name,
			`${figure(real)}<br><small>${interval(realInterval)}</small>`,
			`${figure(synthetic)}<br><small>${interval(syntheticInterval)}</small>`,
			verdict(measure),
		];
	});
	return `${table(["", "real", "synthetic", "deviation"], rows)}
<p class="note">The goal is ${percent(TOLERANCE)} or less. Intervals are 95 %, by the bootstrap over persons;
a real set of few persons fixes its own degrees of freedom no better than its interval says. Degrees of
freedom are m (1 − m) / v of the distances of two persons' codes as captured (Daugman 2004); the other
distances are those at the best of all poses and shifts.</p>`;
}

function verdict({ deviation, isWithin }: Measure): string {
	const text = `${deviation < 0 ? "−" : "+"}${percent(Math.abs(deviation))}`;
	return isWithin ? text : `<span class="missed">${text} (missed)</span>`;
}

function distancePlots({ real, synthetic }: Comparison): string {
	const [ofReal] = real.extractors;
	const [ofSynthetic] = synthetic.extractors;
	const plots = PLOTS.map(({ title, of }) => distancePlot(title, of(ofReal), of(ofSynthetic)));
	return `<div class="pair">${plots.join("")}</div>`;
}

const PLOTS: readonly { readonly title: string; readonly of: (figures: ExtractorFigures) => Distribution }[] =
	[
		{ title: "Genuine pairs, best pose and shift", of: ({ genuine }) => genuine },
		{ title: "Impostor pairs, best pose and shift", of: ({ impostor }) => impostor },
		{ title: "Genuine pairs as captured", of: ({ genuineAsCaptured }) => genuineAsCaptured },
		{ title: "Impostor pairs as captured", of: ({ impostorAsCaptured }) => impostorAsCaptured },
	];

function distancePlot(title: string, real: Distribution, synthetic: Distribution): string {
	let low = 1;
	let high = 0;
	for (const value of [...real.values, ...synthetic.values]) {
		if (value < low) low = value;
		if (value > high) high = value;
	}
	const from = Math.floor(20 * low) / 20;
	const to = Math.ceil(20 * high) / 20;
	const series = (
		style: "real" | "synthetic",
		{ values, mean, deviation }: Distribution,
	): HistogramSeries => ({
		style,
		name: `${style}, ${countText(values.length)}: ${figure(mean)} ± ${figure(deviation)}`,
		shares: shares(values, from, to),
	});
	return histogramPlot(title, "share of differing bits", from, to, [
		series("real", real),
		series("synthetic", synthetic),
	]);
}

const BINS = 40;

function shares(values: readonly number[], low: number, high: number): number[] {
	const bins = new Array<number>(BINS).fill(0);
	for (const value of values) {
		const bin = Math.floor((BINS * (value - low)) / (high - low));
		bins[Math.max(0, Math.min(BINS - 1, bin))] += 1 / values.length;
	}
	return bins;
}

function extractorTable({ real, synthetic, ranking }: Comparison): string {
	const rows = real.extractors.flatMap((one, i) => [
		extractorRow(`${one.name}, real`, one),
		extractorRow(`${one.name}, synthetic`, synthetic.extractors[i]),
	]);
	const heads = ["", "genuine", "impostor", "d′", "EER", "degrees of freedom"];
	const order =
		ranking === undefined
			? ""
			: `<p>By d′ real pictures rank ${ranking.real.join(" before ")}, synthetic ones
${ranking.synthetic.join(" before ")}: ${
					ranking.isSame ? "the same order" : `<span class="missed">another order (missed)</span>`
				}. By equal error rate: ${errorsVerdict(ranking.isSameByErrors)}.</p>`;
	return `<h3>Extractors</h3>
${table(heads, rows)}
${order}`;
}

function errorsVerdict(isSame: boolean | undefined): string {
	if (isSame === undefined) return "not told apart on one of the two sets, which is too easy or too small";
	return isSame ? "the same order" : "another order";
}

function extractorRow(name: string, figures: ExtractorFigures): string[] {
	const { genuine, impostor, impostorAsCaptured, eer, decidability } = figures;
	const spread = ({ mean, deviation }: Distribution): string => `${figure(mean)} ± ${figure(deviation)}`;
	return [
		escapeHtml(name),
		spread(genuine),
		spread(impostor),
		decidability.toFixed(2),
		percent(eer),
		figure(impostorAsCaptured.degreesOfFreedom),
	];
}

function bandSection(comparison: Comparison): string {
	const { real, synthetic } = comparison;
	const decibels = (value: number): number => 10 * Math.log10(Math.max(value, 1e-12));
	const ranges = ({ bands }: SetFigures) =>
		bands.map(({ low, median, high }: BandFigures) => ({
			low: decibels(low),
			middle: decibels(median),
			high: decibels(high),
		}));
	const plot = rangePlot(
		"Energies by octave: median and 10 to 90 % of the pictures",
		"period, region pixels",
		"variance over squared mean level, dB",
		real.bands.map(({ name }) => name),
		[
			{ style: "real", name: "real", ranges: ranges(real) },
			{ style: "synthetic", name: "synthetic", ranges: ranges(synthetic) },
		],
	);
	const rows = bandDifferencesDb(comparison).map(({ name, differenceDb }, i) => [
		`${name} px`,
		decibels(real.bands[i].median).toFixed(1),
		decibels(synthetic.bands[i].median).toFixed(1),
		`${differenceDb < 0 ? "−" : "+"}${Math.abs(differenceDb).toFixed(1)}`,
	]);
	return `<h3>Band energies</h3>
<div class="pair">${plot}${table(["period", "real, dB", "synthetic, dB", "difference"], rows)}</div>`;
}

function methodSection({ command, date }: RealismOrigin): string {
	const rows = [
		["Command", `<code>${escapeHtml(command)}</code>`],
		["Date", escapeHtml(date)],
	];
	return `<h2>How to read this</h2>
<ul>
<li>Codes are the firmware's own feature codes, before protection. The second extractor lives in the
evaluation only; a simulated world that ranked extractors otherwise than people do would mislead whoever
improves one.</li>
<li>Synthetic pictures are for demonstrations and tests. However close they come here, they are never evidence
of error rates: their tails are as good as their author's guesses.</li>
<li>The generator was tuned on persons at odd places of the sets; report on <code>--persons even</code>.</li>
</ul>
${table(["", ""], rows)}`;
}

function figure(value: number): string {
	return value < 1 ? value.toFixed(3) : numberText(value);
}

function interval([low, high]: Interval): string {
	return `${figure(low)} to ${figure(high)}`;
}
