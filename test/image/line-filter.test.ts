import { test } from "uvu";
import * as assert from "uvu/assert";
import { createPrng, type Prng } from "../../host-sim/world/prng.js";
import { filterEven, filterOdd } from "../../modules/image/line-filter.js";

/** Convolution of a line with 11 taps, its ends continued by their last sample, rounded half up. */
function convolve(line: readonly number[], taps: readonly number[], shift: number): number[] {
	return line.map((_, i) => {
		let sum = 0;
		for (let k = -5; k <= 5; k++) {
			const at = Math.min(Math.max(i + k, 0), line.length - 1);
			sum += taps[k + 5] * line[at];
		}
		return Math.floor(sum / 2 ** shift + (shift === 0 ? 0 : 0.5));
	});
}

const evenKernel = (t: Int16Array) => [t[5], t[4], t[3], t[2], t[1], t[0], t[1], t[2], t[3], t[4], t[5]];
const oddKernel = (t: Int16Array) => [-t[4], -t[3], -t[2], -t[1], -t[0], 0, t[0], t[1], t[2], t[3], t[4]];

function drawTap(prng: Prng, size: number): number {
	return prng.nextBelow(2 * size + 1) - size;
}

function drawTaps(prng: Prng, length: number): Int16Array {
	return Int16Array.from({ length }, () => drawTap(prng, 300));
}

/**
 * Runs a filter in place on a line of `count` samples, `step` apart, inside a larger memory it must leave
 * alone.
 */
function runInPlace(
	line: readonly number[],
	step: number,
	filter: (memory: Int16Array, start: number, step: number) => void,
): number[] {
	const start = 3;
	const memory = new Int16Array(start + line.length * step + 7).fill(12345);
	for (const [i, value] of line.entries()) memory[start + i * step] = value;
	filter(memory, start, step);
	const out = line.map((_, i) => memory[start + i * step]);
	for (let i = 0; i < line.length; i++) memory[start + i * step] = 12345;
	assert.ok(
		memory.every((value) => value === 12345),
		"a sample beside the line was changed",
	);
	return out;
}

const LENGTHS = [6, 7, 11, 12, 13, 64, 96];

for (const step of [1, 2, 96]) {
	test(`both filters equal direct convolution along a line of step ${step}`, () => {
		const prng = createPrng(step, "line-filter");
		for (const count of LENGTHS) {
			for (let trial = 0; trial < 30; trial++) {
				const line = Array.from({ length: count }, () => drawTap(prng, 255));
				const shift = prng.nextBelow(12) + 5;
				const even = drawTaps(prng, 6);
				assert.equal(
					runInPlace(line, step, (memory, start) =>
						filterEven(memory, start, 0, 1, step, count, even, shift),
					),
					convolve(line, evenKernel(even), shift),
				);
				const odd = drawTaps(prng, 5);
				assert.equal(
					runInPlace(line, step, (memory, start) => filterOdd(memory, start, 0, 1, step, count, odd, shift)),
					convolve(line, oddKernel(odd), shift),
				);
			}
		}
	});
}

test("sums stay exact at the ends of the range", () => {
	const taps = Int16Array.of(2978, 2979, 2979, 2979, 2979, 2979);
	for (const value of [32_767, -32_767]) {
		const line = new Array<number>(20).fill(value);
		const out = runInPlace(line, 1, (memory, start) => filterEven(memory, start, 0, 1, 1, 20, taps, 15));
		assert.equal(out, convolve(line, evenKernel(taps), 15));
	}
	const odd = Int16Array.of(3276, 3277, 3277, 3277, 3277);
	const edge = Array.from({ length: 20 }, (_, i) => (i < 10 ? -32_767 : 32_767));
	const out = runInPlace(edge, 1, (memory, start) => filterOdd(memory, start, 0, 1, 1, 20, odd, 16));
	assert.equal(out, convolve(edge, oddKernel(odd), 16));
});

test("without a shift nothing is rounded", () => {
	const line = [1, -2, 3, -4, 5, -6, 7];
	const taps = Int16Array.of(1, 0, 0, 0, 0, 1);
	const out = runInPlace(line, 1, (memory, start) => filterEven(memory, start, 0, 1, 1, 7, taps, 0));
	assert.equal(out, convolve(line, evenKernel(taps), 0));
});

test("rows and columns of a plane are filtered each for itself", () => {
	const prng = createPrng(5, "planes");
	const [width, height] = [11, 8];
	const plane = Array.from({ length: width * height }, () => drawTap(prng, 255));
	const taps = drawTaps(prng, 5);
	const rows = Int16Array.from([12345, ...plane, 12345]);
	filterOdd(rows, 1, width, height, 1, width, taps, 6);
	const columns = Int16Array.from([12345, ...plane, 12345]);
	filterOdd(columns, 1, 1, width, width, height, taps, 6);
	for (let y = 0; y < height; y++) {
		const row = plane.slice(y * width, (y + 1) * width);
		const out = [...rows.subarray(1 + y * width, 1 + (y + 1) * width)];
		assert.equal(out, convolve(row, oddKernel(taps), 6));
	}
	for (let x = 0; x < width; x++) {
		const of = (values: readonly number[]) => Array.from({ length: height }, (_, y) => values[y * width + x]);
		assert.equal(of([...columns].slice(1)), convolve(of(plane), oddKernel(taps), 6));
	}
});

test("a line too short for its taps or longer than machine code holds is refused, as it is there", () => {
	const taps = new Int16Array(6);
	for (const filter of [filterEven, filterOdd]) {
		for (const count of [6, 256]) filter(new Int16Array(count), 0, count, 1, 1, count, taps, 0);
		for (const count of [5, 257])
			assert.throws(() => filter(new Int16Array(count), 0, count, 1, 1, count, taps, 0), /samples in a line/);
	}
});

test.run();
