import type { Interval, Rate } from "./statistics.js";

/** Text as it stands in a page. */
export function escapeHtml(text: string): string {
	return text
		.replaceAll("&", "&amp;")
		.replaceAll("<", "&lt;")
		.replaceAll(">", "&gt;")
		.replaceAll('"', "&quot;");
}

/** @param rows of cells that are HTML already; the first column is a heading */
export function table(heads: readonly string[], rows: readonly (readonly string[])[]): string {
	const head = heads.map((text) => `<th scope="col">${text}</th>`).join("");
	const body = rows.map(([first, ...rest]) => {
		return `<tr><th scope="row">${first}</th>${rest.map((cell) => `<td>${cell}</td>`).join("")}</tr>`;
	});
	const whole = `<thead><tr>${head}</tr></thead><tbody>${body.join("\n")}</tbody>`;
	return `<div class="scroll"><table>${whole}</table></div>`;
}

/** A share as a percentage, to two digits of its distance from 0 or 100 %: `0.010 %`, `50 %`, `99.50 %`. */
export function percent(share: number): string {
	if (share === 0 || share === 1) return `${100 * share} %`;
	const digits = Math.max(0, 1 - Math.floor(Math.log10(100 * Math.min(share, 1 - share))));
	return `${(100 * share).toFixed(Math.min(digits, 6))} %`;
}

export function intervalText([low, high]: Interval): string {
	return `${percent(low)} to ${percent(high)}`;
}

export function countText(count: number): string {
	return count.toLocaleString("en-GB");
}

/** `0.50 %`, or a dash without trials. */
export function rateText({ rate }: Rate): string {
	return rate === null ? "–" : percent(rate);
}

/** `2 of 400`. */
export function errorsText({ errors, trials }: Rate): string {
	return `${countText(errors)} of ${countText(trials)}`;
}

/** Two significant digits, or a dash for what was not measured. */
export function numberText(value: number | undefined): string {
	if (value === undefined || !Number.isFinite(value)) return "–";
	if (value === 0) return "0";
	const digits = Math.max(0, 1 - Math.floor(Math.log10(Math.abs(value))));
	return value.toFixed(Math.min(digits, 6));
}
