import { operatingPoints } from "./detection-error.js";
import {
	countText,
	errorsText,
	escapeHtml,
	intervalText,
	numberText,
	percent,
	rateText,
	table,
} from "./html.js";
import { shapeSection } from "./report-shape.js";
import type { Rate } from "./statistics.js";
import type { Summary } from "./summary.js";
import { detPlot, histogramPlot } from "./svg-plot.js";

/** The report's sections on errors and time. */
export function accuracySections(summary: Summary): string {
	return [
		ratesSection(summary),
		limitsSection(summary),
		shapeSection(summary.shape),
		developmentSection(summary),
		timeSection(summary),
	].join("\n");
}

function ratesSection({
	plan,
	set,
	fte,
	fta,
	fnmr,
	fmr,
	transactionFrr,
	transactionFar,
	worst,
}: Summary): string {
	const { attempts } = plan.settings;
	const row = (name: string, rate: Rate): string[] => [
		name,
		rateText(rate),
		errorsText(rate),
		`${intervalText(rate.interval)}<br><small>${rate.method}</small>`,
		intervalText(rate.wilson),
	];
	const rows = [
		row("Failure to enrol (FTE)", fte),
		row("Failure to acquire (FTA)", fta),
		row("False non-match (FNMR)", fnmr),
		row("False match (FMR)", fmr),
		row(`Rejected in ${attempts} attempts (FRR)`, transactionFrr),
		row(`Accepted in ${attempts} attempts (FAR)`, transactionFar),
	];
	const persons = worst
		.slice(0, 10)
		.map(({ id, errors, trials }) => `${escapeHtml(id)} (${errors} of ${trials})`);
	const more = worst.length > persons.length ? ", …" : "";
	const shares = `${worst.length} of ${set.persons} persons: ${persons.join(", ")}${more}`;
	const uneven = worst.length === 0 ? "" : `<p>Non-matches fall on ${shares}.</p>`;
	return `<h2>Errors through the protected path</h2>
<p>Every decision below was made by the firmware's own pipeline against a sealed record: unseal, search
the pose, decode, compare the keyed hash. No similarity score exists on this path.</p>
${table(["", "rate", "errors", "95 % interval", "Wilson 95 %"], rows)}
${uneven}
<p class="note">Comparisons that share a person are not independent. The interval draws whole persons with
replacement (2,000 times); where no error was seen it ends at three over the number of trials, which is
too good when persons are few. Wilson's interval takes comparisons as independent and stands here for
comparison with other reports.</p>`;
}

function limitsSection({ limits }: Summary): string {
	const rows = limits.map(({ bitErrorMax, isProduct, fnmr, fmr }) => [
		`${bitErrorMax === undefined ? "none: the code alone" : bitErrorMax.toFixed(3)}${
			isProduct ? " <strong>(product)</strong>" : ""
		}`,
		rateText(fnmr),
		intervalText(fnmr.interval),
		rateText(fmr),
		intervalText(fmr.interval),
		errorsText(fmr),
	]);
	return `<h2>Other limits on the bit error rate</h2>
<p>After decoding, the share of wrong bits against the opened reference must stay below a limit. The same
comparisons under other limits:</p>
${table(["limit", "FNMR", "95 %", "FMR", "95 %", "false matches"], rows)}`;
}

function developmentSection({ distances, limits, set }: Summary): string {
	const { genuine, impostor } = distances;
	if (genuine.length === 0 || impostor.length === 0) return "";
	const low = Math.floor(10 * Math.min(...genuine, ...impostor.slice(0, 50_000))) / 10;
	const high = 0.6;
	const histogram = histogramPlot(
		"Development distance of genuine and impostor pairs (unprotected)",
		"share of differing bits at the best pose",
		low,
		high,
		[
			{ style: "genuine", name: `genuine, ${countText(genuine.length)}`, shares: shares(genuine, low, high) },
			{
				style: "impostor",
				name: `impostor, ${countText(impostor.length)}`,
				shares: shares(impostor, low, high),
			},
		],
	);
	const marks = limits.flatMap(({ fmr, fnmr, isProduct }) =>
		fmr.rate === null || fnmr.rate === null
			? []
			: [{ fmr: fmr.rate, fnmr: fnmr.rate, ...(isProduct ? { text: "product" } : {}) }],
	);
	const det = detPlot(
		"DET: the curve is the unprotected development distance, the dots the protected path under each limit",
		operatingPoints(genuine, impostor),
		marks,
	);
	const at = distances.fnmrAt.map(({ fmr, fnmr }) => `${percent(fnmr)} at FMR ${percent(fmr)}`).join(", ");
	return `<h2>Development distance <span class="tag">unprotected</span></h2>
<p>To tell a weak feature from a weak code, bits of <em>one</em> enrolment picture were compared with each
probe in the clear, over all poses and shifts. No unit computes this, and none of it is an error rate of
the product. ${set.persons} persons: genuine ${numberText(distances.genuineMean)} ±
${numberText(distances.genuineDeviation)}, impostor ${numberText(distances.impostorMean)} ±
${numberText(distances.impostorDeviation)}; EER
${percent(distances.eer)}${at === "" ? "" : `, FNMR ${at}`}.</p>
<div class="pair">${histogram}${det}</div>`;
}

function timeSection({ times, recordBytes }: Summary): string {
	const rows = [
		["Enrolment from codes", numberText(times.enrolMs.median), numberText(times.enrolMs.p95)],
		["One comparison, all poses", numberText(times.comparisonMs.median), numberText(times.comparisonMs.p95)],
	];
	return `<h2>Time and size</h2>
<p>Wall time in Node on this machine, other work included; the unit's own time is measured elsewhere. A
record has ${recordBytes} bytes.</p>
${table(["", "median ms", "95 % below, ms"], rows)}`;
}

function shares(values: readonly number[], low: number, high: number): number[] {
	const bins = new Array<number>(60).fill(0);
	for (const value of values) {
		const bin = Math.floor((bins.length * (value - low)) / (high - low));
		bins[Math.max(0, Math.min(bins.length - 1, bin))] += 1 / values.length;
	}
	return bins;
}
