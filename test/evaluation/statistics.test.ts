import { test } from "uvu";
import * as assert from "uvu/assert";
import { equalErrorRate, fnmrAt, operatingPoints } from "../../host-sim/evaluation/detection-error.js";
import { numberText, percent } from "../../host-sim/evaluation/html.js";
import { linkabilityOf, systemLinkability } from "../../host-sim/evaluation/linkability.js";
import {
	bootstrapInterval,
	meanAndDeviation,
	quantile,
	rateOf,
	ruleOfThree,
	wilsonInterval,
} from "../../host-sim/evaluation/statistics.js";
import { createPrng } from "../../host-sim/world/prng.js";

const prng = () => createPrng("statistics");

function near(actual: number, expected: number, tolerance: number): void {
	assert.ok(Math.abs(actual - expected) <= tolerance, `${actual} is not within ${tolerance} of ${expected}`);
}

// Newcombe, Statistics in Medicine 17 (1998), table I, method 3: score method without continuity correction.
test("Wilson's interval equals Newcombe's published examples", () => {
	for (const [errors, trials, low, high] of [
		[81, 263, 0.2553, 0.3662],
		[15, 148, 0.0624, 0.1605],
		[0, 20, 0, 0.1611],
		[1, 29, 0.0061, 0.1718],
	] as const) {
		const interval = wilsonInterval(errors, trials);
		near(interval[0], low, 5e-5);
		near(interval[1], high, 5e-5);
	}
	assert.equal(wilsonInterval(0, 0), [0, 1]);
	assert.is(wilsonInterval(0, 39_600)[0], 0);
	assert.is(wilsonInterval(7, 7)[1], 1);
});

test("no error in 3,000 trials leaves 0.1 % possible, as the exact bound 1 - 0.05^(1/n) nearly says", () => {
	assert.is(ruleOfThree(3000), 0.001);
	near(ruleOfThree(3000), 1 - 0.05 ** (1 / 3000), 2e-6);
	assert.is(ruleOfThree(2), 1);
});

test("quantiles lie between neighbours and the deviation is the population's", () => {
	assert.is(quantile([1, 2, 3, 4], 0.5), 2.5);
	assert.is(quantile([1, 2, 3, 4], 0), 1);
	assert.is(quantile([1, 2, 3, 4], 1), 4);
	assert.equal(meanAndDeviation([2, 4, 4, 4, 5, 5, 7, 9]), { mean: 5, deviation: 2 });
});

test("the bootstrap over persons is wider than Wilson where errors fall on few persons", () => {
	const even = Array.from({ length: 100 }, (_, a) => ({ a, b: a, errors: a % 10 === 0 ? 1 : 0, trials: 10 }));
	const clustered = even.map((cell) => ({ ...cell, errors: cell.a === 0 ? 10 : 0 }));
	const wilson = wilsonInterval(10, 1000);
	const ofEven = bootstrapInterval(even, 100, prng());
	const ofClustered = bootstrapInterval(clustered, 100, prng());
	// Ten persons of a hundred with one error each: binomial(100, 0.1) / 1000 has its quantiles at 5 and 16.
	assert.equal(ofEven, [0.005, 0.016]);
	// One person with ten errors: Poisson-like, quantiles at 0 and 3 draws.
	assert.equal(ofClustered, [0, 0.03]);
	assert.ok(ofClustered[1] > wilson[1]);
});

test("an impostor comparison counts as often as both its persons were drawn together", () => {
	const cells = [
		{ a: 0, b: 1, errors: 1, trials: 1 },
		{ a: 1, b: 0, errors: 0, trials: 1 },
	];
	// Whatever is drawn, both cells weigh the same; draws without both persons say nothing.
	assert.equal(bootstrapInterval(cells, 2, prng()), [0.5, 0.5]);
});

test("a rate without errors is bounded by the rule of three, one without trials is unknown", () => {
	const [none] = [rateOf([{ a: 0, b: 0, errors: 0, trials: 600 }], 1, prng())];
	assert.equal([none.rate, none.interval, none.method], [0, [0, 0.005], "rule of three"]);
	const unknown = rateOf([], 3, prng());
	assert.equal([unknown.rate, unknown.interval], [null, [0, 1]]);
});

test("operating points of hand-counted distances", () => {
	const points = operatingPoints([0.1, 0.2, 0.3, 0.6], [0.25, 0.5, 0.6, 0.7]);
	assert.equal(points, [
		{ threshold: -1, fmr: 0, fnmr: 1 },
		{ threshold: 0.1, fmr: 0, fnmr: 0.75 },
		{ threshold: 0.2, fmr: 0, fnmr: 0.5 },
		{ threshold: 0.25, fmr: 0.25, fnmr: 0.5 },
		{ threshold: 0.3, fmr: 0.25, fnmr: 0.25 },
		{ threshold: 0.5, fmr: 0.5, fnmr: 0.25 },
		{ threshold: 0.6, fmr: 0.75, fnmr: 0 },
		{ threshold: 0.7, fmr: 1, fnmr: 0 },
	]);
	assert.is(equalErrorRate(points), 0.25);
	assert.is(fnmrAt(points, 0.1), 0.5);
	assert.is(fnmrAt(points, 0.25), 0.25);
});

test("D_sys is 1 for scores that never meet and for scores beyond all others on either side", () => {
	const nonMated = Array.from({ length: 1000 }, (_, i) => i / 1000);
	assert.is(systemLinkability([2, 3, 4], nonMated), 1);
	assert.is(systemLinkability([-1, -2], nonMated), 1);
	near(systemLinkability([-1, 0.5, 0.5001, 2], nonMated), 0.5 + 0.5 * (0.4 / 0.6), 0.02);
});

test("D_sys of two flat densities equals the integral done by hand", () => {
	// Non-mated flat over 0..1, mated flat over 0..0.5: LR = 2 where mated lies, D = 2 * 2 / 3 - 1 = 1/3.
	const nonMated = Array.from({ length: 10_000 }, (_, i) => (i + 0.5) / 10_000);
	const mated = Array.from({ length: 5000 }, (_, i) => (i + 0.5) / 10_000);
	near(systemLinkability(mated, nonMated), 1 / 3, 0.001);
});

test("D_sys of scores that say nothing is what chance alone gives, and constant scores say nothing", () => {
	const random = prng();
	const draw = (count: number) => Array.from({ length: count }, () => random.nextNormal());
	const { dSys, dSysByChance } = linkabilityOf(draw(1000), draw(10_000), random);
	assert.ok(dSys < 0.05, `${dSys}`);
	assert.ok(Math.abs(dSys - dSysByChance) < 0.02, `${dSys} ${dSysByChance}`);
	assert.is(systemLinkability([1, 1, 1], [1, 1, 1, 1]), 0);
});

test("a rate is written with two digits of its distance from 0 or 100 %", () => {
	assert.equal([0, 0.00001, 0.005, 0.5, 0.995, 1].map(percent), [
		"0 %",
		"0.0010 %",
		"0.50 %",
		"50 %",
		"99.50 %",
		"100 %",
	]);
	assert.equal([0, 0.0283, 2.5, 124.4, undefined, Number.NaN].map(numberText), [
		"0",
		"0.028",
		"2.5",
		"124",
		"–",
		"–",
	]);
});

test.run();
