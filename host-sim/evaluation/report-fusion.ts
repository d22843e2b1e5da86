import { effectiveBits, effectiveBitsText } from "./effective-bits.js";
import type { FusedRates, FusionSummary } from "./fusion.js";
import { countText, errorsText, escapeHtml, intervalText, rateText, table } from "./html.js";
import type { ReportOrigin } from "./report.js";
import { renderPage } from "./report-page.js";
import type { Rate } from "./statistics.js";

/** The page that sets both traits together beside each alone. */
export function renderFusion(fusion: FusionSummary, { command, date, machine }: ReportOrigin): string {
	const [first, second] = fusion.manifests.map(escapeHtml);
	const origin = [
		["Command", `<code>${escapeHtml(command)}</code>`],
		["Date", escapeHtml(date)],
		["Machine", escapeHtml(machine)],
	];
	const sections = `<h2>Both must match</h2>
<p>${countText(fusion.persons)} chimeric persons: each has one trait of a person of ${first} and the other
of a person of ${second}. An attempt shows one probe of each and counts where both were acquired; every line
counts the same attempts. Not enrolled with both: ${errorsText(fusion.notEnrolled)}.</p>
${rateTable(fusion.product)}
<h2>Both, all keys leaked</h2>
<p>The error-correcting codes decide alone. Effective bits are −log<sub>2</sub>(FMR): what it takes to open
both records with traits of other people.</p>
${rateTable(fusion.codeAlone)}
<p class="note">The pairs are drawn from two sets of strangers: in one body, a bad day or a bad sensor may
spoil both traits at once. Intervals draw whole chimeric persons with replacement; without an error they end
at three over the number of trials.</p>
${table(["", ""], origin)}`;
	return renderPage(
		"Evaluation: both traits",
		"Two traits, both must match",
		`${first}, ${second}`,
		sections,
	);
}

/** Lines for a terminal. */
export function fusionText({ product, codeAlone, persons }: FusionSummary): string[] {
	const lines = (title: string, all: readonly FusedRates[]) => [
		title,
		...all.flatMap(({ name, fnmr, fmr }) => [line(name, "FNMR", fnmr), line(name, "FMR", fmr)]),
	];
	return [
		`${countText(persons)} chimeric persons`,
		...lines("at the product's limit", product),
		...lines("all keys leaked: the code alone", codeAlone),
	];
}

function line(name: string, what: string, rate: Rate): string {
	const figures = `${errorsText(rate)}, 95 %: ${intervalText(rate.interval)}`;
	return `  ${name.padEnd(10)} ${what.padEnd(5)} ${rateText(rate).padStart(8)}   ${figures}`;
}

function rateTable(all: readonly FusedRates[]): string {
	const rows = all.map(({ name, fnmr, fmr }) => [
		escapeHtml(name),
		...cells(fnmr),
		...cells(fmr),
		effectiveBitsText(effectiveBits(fmr)),
	]);
	return table(["", "FNMR", "of", "95 %", "FMR", "of", "95 %", "effective bits"], rows);
}

function cells(rate: Rate): string[] {
	return [rateText(rate), errorsText(rate), intervalText(rate.interval)];
}
