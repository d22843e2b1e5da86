import { test } from "uvu";
import * as assert from "uvu/assert";
import { paddedHeight, paddedLength, paddedWidth } from "../../modules/modality/modality.js";
import { palmVein } from "../../modules/modality/palm-vein/palm-vein.js";
import { SampleMean } from "../../modules/pipeline/sample-mean.js";
import { codeOf, drawTexture, fieldOf, type Placement, UPRIGHT } from "../modality/palm-field.js";

const { grid } = palmVein;
const BARE = grid.planes * grid.width * grid.height;

/** The bare cells of a posed code at a shift, by the definition of the grid. */
function bareCells(code: Int8Array, pose: number, shiftX: number, shiftY: number): number[] {
	const cells = new Int8Array(paddedLength(grid));
	palmVein.poseInto(cells, code, pose);
	return Array.from({ length: BARE }, (_, i) => {
		const plane = Math.floor(i / (grid.width * grid.height));
		const y = Math.floor(i / grid.width) % grid.height;
		const x = i % grid.width;
		const row = plane * paddedHeight(grid) + y + grid.shiftY + shiftY;
		return cells[row * paddedWidth(grid) + x + grid.shiftX + shiftX];
	});
}

/** Correlation with the signs of the mean, over the cells both know, -1..1. */
function agreement(sum: ArrayLike<number>, sample: readonly number[]): number {
	let together = 0;
	let size = 0;
	for (const [i, value] of sample.entries()) {
		if (sum[i] === 0) continue;
		together += Math.sign(sum[i]) * value;
		size += Math.abs(value);
	}
	return together / size;
}

/** The best of all poses and shifts. */
function bestPlacement(sum: ArrayLike<number>, code: Int8Array): { agreement: number; cells: number[] } {
	let best: { agreement: number; cells: number[] } = { agreement: -1, cells: [] };
	for (let pose = 0; pose < palmVein.poses.count; pose++) {
		for (let y = -grid.shiftY; y <= grid.shiftY; y++) {
			for (let x = -grid.shiftX; x <= grid.shiftX; x++) {
				const cells = bareCells(code, pose, x, y);
				const found = agreement(sum, cells);
				if (found > best.agreement) best = { agreement: found, cells };
			}
		}
	}
	return best;
}

function codeAt(seed: number, placement: Placement): Int8Array {
	return codeOf(fieldOf(drawTexture(seed), placement));
}

function add(samples: SampleMean, code: Int8Array): boolean {
	return samples.add(code, new Int8Array(paddedLength(grid)));
}

test("the first sample is taken as it came", () => {
	const samples = new SampleMean(palmVein);
	const code = codeAt(1, UPRIGHT);
	assert.ok(add(samples, code));
	assert.equal([...samples.sum], bareCells(code, 0, 0, 0));
	assert.equal([...samples.unanimity], bareCells(code, 0, 0, 0).map(Math.sign));
});

test("a further sample is added where it agrees best of all poses and shifts", () => {
	const first = codeAt(2, UPRIGHT);
	for (const placement of [
		{ degrees: 3, scale: 1, shiftX: 6, shiftY: -4 },
		{ degrees: -5, scale: 1.05, shiftX: -3, shiftY: 1 },
	]) {
		const samples = new SampleMean(palmVein);
		add(samples, first);
		const before = [...samples.sum];
		const code = codeAt(2, placement);
		assert.ok(add(samples, code));
		const { cells } = bestPlacement(before, code);
		assert.equal(
			[...samples.sum],
			before.map((value, i) => value + cells[i]),
		);
		assert.equal(
			[...samples.unanimity],
			before.map((value, i) => Math.sign(value) + Math.sign(cells[i])),
		);
		assert.is(samples.count, 2);
	}
});

test("a sample that agrees nowhere changes nothing", () => {
	const samples = new SampleMean(palmVein);
	add(samples, codeAt(3, UPRIGHT));
	const before = [...samples.sum];
	const stranger = codeAt(4, UPRIGHT);
	assert.ok(bestPlacement(before, stranger).agreement < 300 / 1024);
	assert.not(add(samples, stranger));
	assert.equal([...samples.sum], before);
	assert.is(samples.count, 1);
});

test("reliability is strength times the count and four times the unanimity", () => {
	const samples = new SampleMean(palmVein);
	const reliability = new Int32Array(BARE);
	for (const degrees of [0, 1, -1]) add(samples, codeAt(5, { ...UPRIGHT, degrees }));
	assert.is(samples.count, 3);
	samples.reliabilityInto(reliability);
	for (let i = 0; i < BARE; i++) {
		const expected = Math.abs(samples.sum[i]) * (3 + 4 * Math.abs(samples.unanimity[i]));
		assert.is(reliability[i], expected);
		assert.ok(expected < 2 ** 26, "the range that selection allows");
	}
});

test("wiping leaves no sample behind", () => {
	const samples = new SampleMean(palmVein);
	add(samples, codeAt(6, UPRIGHT));
	samples.wipe();
	assert.is(samples.count, 0);
	assert.ok(samples.sum.every((value) => value === 0));
	assert.ok(samples.unanimity.every((value) => value === 0));
});

test.run();
