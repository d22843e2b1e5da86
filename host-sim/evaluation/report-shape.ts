import { countText, errorsText, intervalText, numberText, percent, rateText, table } from "./html.js";
import type { PairOfRates, ShapeSummary } from "./shape-summary.js";
import type { Rate } from "./statistics.js";

/** The report's section on the palm's shape; empty where no picture shows an outline. */
export function shapeSection(shape: ShapeSummary | undefined): string {
	if (shape === undefined) return "";
	const row = (name: string, { fnmr, fmr }: PairOfRates) => [name, ...cells(fnmr), ...cells(fmr)];
	const rows = [
		row("Shape alone, as shipped", shape),
		row("Shape alone, fitted to the other half of the persons", {
			fnmr: shape.fittedFnmr,
			fmr: shape.fittedFmr,
		}),
		row("Veins without shape", shape.veins),
		row("Veins and shape", shape.veinsAndShape),
		row("Code alone without shape", shape.codeAlone),
		row("Code alone and shape", shape.codeAloneAndShape),
	];
	const { parameters, fittedLimits, known, pictures } = shape;
	return `<h2>Palm shape</h2>
<p>${parameters.spreads.length} lengths of the outline, each over the gap beside the middle finger, are
compared beside the veins. It is a gate, set where nearly every genuine probe passes; a shape of which
fewer than ${parameters.knownMin} lengths are known passes too (${countText(pictures - known)} of
${countText(pictures)} pictures here). Equal error rate of its distance by itself: ${percent(shape.eer)}.</p>
${table(["", "FNMR", "of", "95 %", "FMR", "of", "95 %"], rows)}
<p>The shipped limit (${numberText(parameters.distanceMax)}) was chosen on all persons of the development sets
of whole hands, so the first line flatters on those. The second line fits spreads and limit to each half of
this set's persons (limits ${fittedLimits.map(numberText).join(" and ")}) and counts errors on the other half
only. "Code alone" is what whoever holds the unit's keys has to beat.</p>`;
}

function cells(rate: Rate): string[] {
	return [rateText(rate), errorsText(rate), intervalText(rate.interval)];
}
