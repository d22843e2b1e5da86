import { effectiveBits, effectiveBitsText } from "./effective-bits.js";
import { countText, errorsText, intervalText, numberText, percent, rateText, table } from "./html.js";
import type { FunctionResult, LinkageResult } from "./linkage-trial.js";
import type { Summary } from "./summary.js";
import { histogramPlot } from "./svg-plot.js";

/** The report's sections on template protection, after ISO/IEC 24745 and 30136. */
export function protectionSections(summary: Summary): string {
	const { linkage } = summary;
	return [
		`<h2>Template protection</h2>
<p>A record opens only with the unit's secret and the subject's token, kept in two places. The table of
attacks:</p>`,
		leakedSection(summary),
		linkage === undefined ? "" : linkageSection(linkage),
		linkage === undefined ? "" : renewalSection(linkage),
		annealingSection(summary),
	].join("\n");
}

function leakedSection({ limits }: Summary): string {
	const [code] = limits;
	return `<h3>Somebody else, all keys leaked</h3>
<p>Whoever has record and keys need not keep the limit on the bit error rate: the error-correcting code
decides alone. A person of the set opened another's record in ${errorsText(code.fmr)} trials,
${rateText(code.fmr)} (${intervalText(code.fmr.interval)}). As −log<sub>2</sub>(FMR) that is worth
${effectiveBitsText(effectiveBits(code.fmr))}.</p>`;
}

function linkageSection(linkage: LinkageResult): string {
	const { functions, matedPairs, nonMatedPairs, fromOtherPictures, fromSamePictures } = linkage;
	return `<h3>Unlinkability</h3>
<p>D<sub>sys</sub> (Gomez-Barrero et al. 2018) is 0 when a linkage function tells nothing and 1 when it
tells everything. ${countText(matedPairs)} pairs of records of one person, under different subjects and
keys, against ${countText(nonMatedPairs)} pairs of two persons; the second records of ${fromOtherPictures}
persons come from other pictures than the first, of ${fromSamePictures} from the same. “By chance” is what
the estimator gives with shuffled labels: a value near it shows no link.</p>
${functionTable(functions)}
<div class="pair">${pickedPlots(functions)}</div>
<p class="note">With all keys leaked the offsets and positions are in the clear, and the annealing attack
below recovers the very bits: sealing is what makes records unlinkable, not the code offset.</p>`;
}

/** Of each kind the function that links best. */
function pickedPlots(functions: readonly FunctionResult[]): string {
	const kinds: readonly FunctionResult["needs"][] = ["stored records", "records and all keys"];
	return kinds
		.flatMap((needs) => {
			const best = functions.filter((one) => one.needs === needs).sort((a, b) => b.dSys - a.dSys);
			return best.slice(0, 1);
		})
		.map(({ name, needs, histogram }) => {
			const { low, high, mated, nonMated } = histogram;
			return histogramPlot(`Best linkage with ${needs}: ${name}`, name, low, high, [
				{ style: "genuine", name: "one person", shares: mated },
				{ style: "impostor", name: "two persons", shares: nonMated },
			]);
		})
		.join("");
}

function renewalSection({ renewal }: LinkageResult): string {
	const { probes, acceptedByFirst, acceptedBySecond, acceptedByBoth, pairs, functions } = renewal;
	const of = (count: number) => `${countText(count)} (${percent(probes === 0 ? 0 : count / probes)})`;
	const linked =
		functions.length === 0
			? ""
			: `<p>Whether a record can be linked with the one that replaced it, of the same subject and pictures
(${countText(pairs)} pairs):</p>
${functionTable(functions)}`;
	return `<h3>Renewability</h3>
<p>Everybody was enrolled twice from the same pictures, as generation 1 and 2 with fresh key and salt. Of
${countText(probes)} genuine probes, ${of(acceptedByFirst)} were accepted by the first record,
${of(acceptedBySecond)} by the second, ${of(acceptedByBoth)} by both. Bit positions depend on the pictures
only; the committed key, the salt, the sealing key and the identifier are new each time.</p>
${linked}`;
}

function functionTable(functions: readonly FunctionResult[]): string {
	const rows = functions.map(({ name, needs, dSys, dSysByChance }) => [
		name,
		needs,
		numberText(dSys),
		numberText(dSysByChance),
	]);
	return table(["linkage function", "its user holds", "D<sub>sys</sub>", "by chance"], rows);
}

function annealingSection({ attack, plan }: Summary): string {
	if (attack.records === 0) return "";
	const { cpuSecondsPerOpened: cost, attemptsPerOpened: attempts } = attack;
	const rows = attack.results.map(({ outcome, attempts, annealingCpuS, couplingsCpuS }, i) => [
		String(i + 1),
		outcome,
		countText(attempts),
		numberText(annealingCpuS),
		numberText(couplingsCpuS),
	]);
	const share = `${attack.opened} of ${attack.records}`;
	const verdict =
		attack.opened === 0
			? `Within the bound on attempts none of ${attack.records} records was opened; that is no proof of
strength.`
			: `<strong>${share} records were opened, in ${numberText(cost.median)} CPU seconds each</strong>
(median; 95 % below ${numberText(cost.p95)}; median ${numberText(attempts.median)} attempts;
counting the held ones,
${numberText(attack.meanCpuSecondsPerOpened)} CPU seconds for each opened record).`;
	return `<h3>Nobody at all, all keys leaked</h3>
<p>The best attack known to us: among the bit patterns that the code offset allows, find the likeliest for
the trait, by simulated annealing over the inner code's words. Its model of the trait was learnt from
${attack.learntFrom} pictures of
<em>other</em> persons${plan.settings.persons === "all" ? "" : ` of the ${plan.settings.persons} half`}.
${verdict}</p>
<p class="note">So once both secrets are out, a stolen record must be taken as open. Neither the length of
the committed key nor −log<sub>2</sub>(FMR) is a measure of offline strength, and this report takes
neither for one: the effective bits above count guesses with other people's traits only.</p>
<details><summary>Each record</summary>
${table(["record", "outcome", "attempts", "annealing, CPU s", "model for its positions, CPU s"], rows)}
</details>`;
}
