/**
 * Plots as SVG text; colours come from the page's style (classes `genuine`, `impostor`, `axis`, `grid`,
 * `mark`).
 */

/** From values to pixels of the plot's inside. */
interface Axis {
	readonly label: string;
	readonly ticks: readonly { readonly at: number; readonly text: string }[];
	/** 0..1 along the axis. */
	readonly place: (value: number) => number;
}

const WIDTH = 560;
const HEIGHT = 340;
const LEFT = 72;
const RIGHT = 26;
const TOP = 12;
const BOTTOM = 48;
const INNER_WIDTH = WIDTH - LEFT - RIGHT;
const INNER_HEIGHT = HEIGHT - TOP - BOTTOM;

export type SeriesStyle = "genuine" | "impostor" | "real" | "synthetic";

export interface HistogramSeries {
	readonly style: SeriesStyle;
	readonly name: string;
	/** Share in each of equally wide bins between `low` and `high`. */
	readonly shares: readonly number[];
}

/** Two histograms over each other, each as a filled step line. */
export function histogramPlot(
	title: string,
	label: string,
	low: number,
	high: number,
	series: readonly HistogramSeries[],
): string {
	// A fifth is left free above the highest bin: the legend stands there.
	const most = 1.2 * Math.max(1e-9, ...series.flatMap(({ shares }) => shares));
	const top = niceStep(most / 4) * Math.ceil(most / niceStep(most / 4));
	const x = linearAxis(label, low, high, 6, number);
	const y = linearAxis("share of comparisons", 0, top, 4, percent);
	const shapes = series.map(({ style, shares }) => {
		const wide = INNER_WIDTH / shares.length;
		const steps = shares.map((share, i) => {
			const height = pixelY(y.place(share));
			return `L${fixed(LEFT + i * wide)} ${fixed(height)}H${fixed(LEFT + (i + 1) * wide)}`;
		});
		const ground = fixed(pixelY(0));
		const path = `M${LEFT} ${ground}${steps.join("")}L${LEFT + INNER_WIDTH} ${ground}Z`;
		return `<path class="area ${style}" d="${path}"/>`;
	});
	return figure(title, x, y, [...shapes, legend(series)]);
}

export interface RangeSeries {
	readonly style: SeriesStyle;
	readonly name: string;
	/** One for each category. */
	readonly ranges: readonly { readonly low: number; readonly middle: number; readonly high: number }[];
}

/** For each category and series a middle and the range about it, side by side. */
export function rangePlot(
	title: string,
	label: string,
	valueLabel: string,
	categories: readonly string[],
	series: readonly RangeSeries[],
): string {
	const values = series.flatMap(({ ranges }) => ranges.flatMap(({ low, high }) => [low, high]));
	const step = niceStep((Math.max(...values) - Math.min(...values)) / 4);
	const bottom = step * Math.floor(Math.min(...values) / step);
	const y = linearAxis(valueLabel, bottom, step * Math.ceil(Math.max(...values) / step), 5, number);
	const place = (category: number): number => (category + 0.5) / categories.length;
	const ticks = categories.map((text, at) => ({ at, text }));
	const shapes = series.flatMap(({ style, ranges }, i) =>
		ranges.map(({ low, middle, high }, category) => {
			const x = fixed(pixelX(place(category)) + 16 * (i - (series.length - 1) / 2));
			const [from, dot, to] = [low, middle, high].map((value) => fixed(pixelY(y.place(value))));
			const mark = `<circle class="range ${style}" cx="${x}" cy="${dot}" r="4"/>`;
			return `<path class="range ${style}" d="M${x} ${from}V${to}"/>${mark}`;
		}),
	);
	return figure(title, { label, ticks, place }, y, [...shapes, legend(series, INNER_WIDTH - 130)]);
}

export interface RatePoint {
	readonly fmr: number;
	readonly fnmr: number;
	readonly text?: string;
}

/** Bottom of both logarithmic axes; rates below, zero too, are drawn on it. */
const RATE_FLOOR = 1e-5;

/**
 * A DET curve on logarithmic axes, and marked operating points beside it.
 * @param curve by rising FMR
 */
export function detPlot(title: string, curve: readonly RatePoint[], marks: readonly RatePoint[]): string {
	const x = rateAxis("false match rate (FMR)");
	const y = rateAxis("false non-match rate (FNMR)");
	const at = ({ fmr, fnmr }: RatePoint): [string, string] => [
		fixed(pixelX(x.place(fmr))),
		fixed(pixelY(y.place(fnmr))),
	];
	const line = curve.map((point, i) => {
		const [px, py] = at(point);
		return i === 0 ? `M${px} ${py}` : `H${px}V${py}`;
	});
	const dots = marks.map((mark) => {
		const [px, py] = at(mark);
		const label = mark.text === undefined ? "" : markText(px, py, mark.text);
		return `<circle class="mark" cx="${px}" cy="${py}" r="4"/>${label}`;
	});
	const diagonal = `M${LEFT} ${pixelY(0)}L${LEFT + INNER_WIDTH} ${pixelY(1)}`;
	return figure(title, x, y, [
		`<path class="grid diagonal" d="${diagonal}"/>`,
		`<path class="line genuine" d="${line.join("")}"/>`,
		...dots,
	]);
}

function markText(x: string, y: string, text: string): string {
	const isRight = Number(x) > LEFT + INNER_WIDTH * 0.7;
	const shift = isRight ? -8 : 8;
	const anchor = isRight ? "end" : "start";
	const place = `x="${Number(x) + shift}" y="${Number(y) - 6}" text-anchor="${anchor}"`;
	return `<text class="tick" ${place}>${text}</text>`;
}

function figure(title: string, x: Axis, y: Axis, content: readonly string[]): string {
	const verticals = x.ticks.map(({ at, text }) => {
		const px = fixed(pixelX(x.place(at)));
		const place = `x="${px}" y="${HEIGHT - BOTTOM + 18}" text-anchor="middle"`;
		const tick = `<text class="tick" ${place}>${text}</text>`;
		return `<path class="grid" d="M${px} ${TOP}V${TOP + INNER_HEIGHT}"/>${tick}`;
	});
	const horizontals = y.ticks.map(({ at, text }) => {
		const py = fixed(pixelY(y.place(at)));
		const tick = `<text class="tick" x="${LEFT - 8}" y="${py}" dy=".35em" text-anchor="end">${text}</text>`;
		return `<path class="grid" d="M${LEFT} ${py}H${LEFT + INNER_WIDTH}"/>${tick}`;
	});
	const middle = TOP + INNER_HEIGHT / 2;
	const placeX = `x="${LEFT + INNER_WIDTH / 2}" y="${HEIGHT - 8}" text-anchor="middle"`;
	const placeY = `transform="translate(12 ${middle}) rotate(-90)" text-anchor="middle"`;
	const labels = [
		`<text class="axis" ${placeX}>${x.label}</text>`,
		`<text class="axis" ${placeY}>${y.label}</text>`,
	];
	const parts = [...verticals, ...horizontals, ...content, ...labels];
	const svg = `<svg viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label="${title}">`;
	return `<figure>${svg}${parts.join("")}</svg>
<figcaption>${title}</figcaption></figure>`;
}

function legend(series: readonly Pick<HistogramSeries, "style" | "name">[], indent = 10): string {
	return series
		.map(({ style, name }, i) => {
			const y = TOP + 14 + 18 * i;
			const x = LEFT + indent;
			const box = `<rect class="area ${style}" x="${x}" y="${y - 9}" width="14" height="10"/>`;
			return `${box}<text class="tick" x="${x + 20}" y="${y}">${name}</text>`;
		})
		.join("");
}

function linearAxis(
	label: string,
	low: number,
	high: number,
	about: number,
	text: (value: number, step: number) => string,
): Axis {
	const range = high > low ? high - low : 1;
	const step = niceStep(range / about);
	const ticks: { at: number; text: string }[] = [];
	for (let n = Math.ceil(low / step - 1e-9); n * step <= low + range * (1 + 1e-9); n++) {
		ticks.push({ at: n * step, text: text(n * step, step) });
	}
	return { label, ticks, place: (value) => (value - low) / range };
}

function rateAxis(label: string): Axis {
	const decades = -Math.log10(RATE_FLOOR);
	const ticks = Array.from({ length: decades + 1 }, (_, i) => {
		const at = 10 ** (i - decades);
		return { at, text: i === 0 ? "0" : percent(at, at) };
	});
	return { label, ticks, place: (value) => 1 + Math.log10(Math.max(value, RATE_FLOOR)) / decades };
}

/** 1, 2 or 5 times a power of ten, at least `step`. */
function niceStep(step: number): number {
	const power = 10 ** Math.floor(Math.log10(step));
	const factor = [1, 2, 5, 10].find((candidate) => candidate * power >= step * (1 - 1e-9)) ?? 10;
	return factor * power;
}

function number(value: number, step: number): string {
	return value.toFixed(Math.max(0, -Math.floor(Math.log10(step) + 1e-9)));
}

function percent(share: number, step: number): string {
	return `${number(100 * share, 100 * step)} %`;
}

function pixelX(place: number): number {
	return LEFT + INNER_WIDTH * place;
}

function pixelY(place: number): number {
	return TOP + INNER_HEIGHT * (1 - place);
}

function fixed(value: number): string {
	return value.toFixed(1);
}
