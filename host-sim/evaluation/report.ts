import { countText, errorsText, escapeHtml, intervalText, percent, rateText, table } from "./html.js";
import { accuracySections } from "./report-accuracy.js";
import { renderPage } from "./report-page.js";
import { protectionSections } from "./report-protection.js";
import type { Rate } from "./statistics.js";
import type { Summary } from "./summary.js";

/** Where and how a report came about. */
export interface ReportOrigin {
	readonly command: string;
	/** ISO 8601 date. */
	readonly date: string;
	readonly machine: string;
}

/** The whole report. */
export function renderReport(summary: Summary, origin: ReportOrigin): string {
	const name = escapeHtml(summary.plan.settings.manifest);
	const sections = [
		headline(summary),
		setSection(summary),
		accuracySections(summary),
		protectionSections(summary),
		refusalSection(summary),
		methodSection(summary, origin),
	];
	return renderPage(
		`Evaluation: ${name}`,
		"Biometric performance and template protection",
		name,
		sections.join("\n"),
	);
}

function headline({ fte, fta, fnmr, fmr }: Summary): string {
	const card = (name: string, rate: Rate) => `<div class="card"><span>${name}</span><b>${rateText(rate)}</b>
<small>${errorsText(rate)}<br>95 %: ${intervalText(rate.interval)}</small></div>`;
	return `<section class="cards">
${card("FNMR", fnmr)}
${card("FMR", fmr)}
${card("FTE", fte)}
${card("FTA", fta)}
</section>`;
}

function setSection({ set, plan }: Summary): string {
	const { settings, leftOut } = plan;
	const within = set.persons - set.acrossSessions;
	const half = settings.persons === "all" ? "all persons" : `persons at ${settings.persons} places`;
	const rows = [
		["Trait", escapeHtml(set.modality)],
		["Persons", `${countText(set.persons)} (${half} of the manifest)`],
		["Enrolments", countText(set.enrolments)],
		["Enrolment pictures", `${countText(set.enrolPictures)}, up to ${settings.samples} a person`],
		["Probe pictures", countText(set.probePictures)],
		["Sessions", `${set.acrossSessions} persons across sessions, ${within} within one`],
		["Impostors", `every record against all probes of up to ${countText(settings.impostors)} other persons`],
	];
	const missing = leftOut.length === 0 ? "" : list("Persons left out", leftOut);
	return `<h2>What was measured</h2>
<p>A technology evaluation after ISO/IEC 19795-1 on stored pictures, one classification of comparisons for
all rates.
</p>
${table(["", ""], rows)}
${missing}`;
}

function refusalSection({ refusals, enrolmentFailures }: Summary): string {
	if (refusals.length + enrolmentFailures.length === 0) return "";
	const told = (all: Summary["refusals"]) => all.map(({ id, reason }) => `${id}: ${reason}`);
	const failures = enrolmentFailures.length === 0 ? "" : list("Not enrolled", told(enrolmentFailures));
	const pictures = refusals.length === 0 ? "" : list("Pictures refused", told(refusals));
	return `<h2>Failures to enrol and to acquire</h2>${failures}${pictures}`;
}

function methodSection({ distances }: Summary, { command, date, machine }: ReportOrigin): string {
	const rows = [
		["Command", `<code>${escapeHtml(command)}</code>`],
		["Date", escapeHtml(date)],
		["Machine", escapeHtml(machine)],
	];
	return `<h2>How to read this</h2>
<ul>
<li>FNMR and FMR count comparisons of acquired probes with records; FTA counts pictures that the quality
gates refused; FTE counts persons for whom too few pictures were usable and agreed.</li>
<li>A probe that fails to be acquired is a failed attempt of its transaction.</li>
<li>Rates below about ${percent(3 / Math.max(3, distances.impostor.length))} cannot be told from this many
comparisons by any distance; the protected rates have their own counts beside them.</li>
<li>Figures hold for these pictures, this sensor and these people. A set on which parameters were chosen
says little: choose on <code>--persons even</code>, report on <code>--persons odd</code>, and prefer
people nobody has seen.</li>
<li>Synthetic pictures are never evidence of error rates.</li>
</ul>
${table(["", ""], rows)}`;
}

function list(title: string, lines: readonly string[]): string {
	const items = lines.map((line) => `<li>${escapeHtml(line)}</li>`).join("\n");
	return `<details><summary>${title} (${lines.length})</summary><ul>${items}</ul></details>`;
}
