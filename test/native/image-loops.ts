/** Loops of modules/image and modules/bytes beside their twins; runs in XS. */
import { clearPlainly } from "../../modules/bytes/clear.js";
import { widenPlainly } from "../../modules/image/blemish.js";
import { fillHolesPlainly, keepLargestPlainly } from "../../modules/image/components.js";
import { continuePlainly } from "../../modules/image/continue.js";
import { greatestDistancePlainly, ridgePlainly } from "../../modules/image/inscribed-disc.js";
import { filterEvenPlainly, filterOddPlainly } from "../../modules/image/line-filter.js";
import { openPlainly } from "../../modules/image/open.js";
import { resamplePlainly } from "../../modules/image/resample.js";
import { shrinkPlainly } from "../../modules/image/shrink.js";
import { blemishPlainly } from "../../modules/image/stencil.js";
import { histogramPlainly, splitPlainly, thresholdPlainly } from "../../modules/image/threshold.js";
import { type Draw, differences } from "./loops.js";

export interface ImageKernels {
	readonly widenBlemishes: typeof widenPlainly;
	readonly keepLargest: typeof keepLargestPlainly;
	readonly fillHoles: typeof fillHolesPlainly;
	readonly continueOutside: typeof continuePlainly;
	readonly greatestDistance: typeof greatestDistancePlainly;
	readonly ridgeInto: typeof ridgePlainly;
	readonly filterEven: typeof filterEvenPlainly;
	readonly filterOdd: typeof filterOddPlainly;
	readonly openInPlace: typeof openPlainly;
	readonly resampleFrom: typeof resamplePlainly;
	readonly shrinkBlocks: typeof shrinkPlainly;
	readonly blemishFrom: typeof blemishPlainly;
	readonly histogramInto: typeof histogramPlainly;
	readonly splitAt: typeof splitPlainly;
	readonly thresholdInto: typeof thresholdPlainly;
	readonly clearBytes: typeof clearPlainly;
}

/** Differing values of each kernel. */
export function imageDifferences(kernels: ImageKernels, seed: number): readonly number[] {
	return [
		differences(kernels.clearBytes, clearPlainly, seed, (draw) => {
			const [from, length] = [draw.below(50), draw.below(50)];
			return [draw.samples(from + length + draw.below(9), 9000), 2 * from, 2 * (from + length)];
		}),
		...maskDifferences(kernels, seed),
		...gridDifferences(kernels, seed),
		differences(kernels.filterEven, filterEvenPlainly, seed, (draw) => linesOf(draw, 6)),
		differences(kernels.filterOdd, filterOddPlainly, seed, (draw) => linesOf(draw, 5)),
	];
}

function maskDifferences(kernels: ImageKernels, seed: number): readonly number[] {
	const maskOf = (draw: Draw) => {
		const [width, height] = [1 + draw.below(40), 1 + draw.below(30)];
		return [draw.mask(width * height, 2), width, height] as const;
	};
	// Seldom too few runs.
	const runsOf = (draw: Draw) => [...maskOf(draw), new Int16Array(4 * draw.below(2000))] as const;
	const columnsOf = (draw: Draw) => {
		const [mask, width, height] = maskOf(draw);
		const best = greatestDistancePlainly(mask, width, height);
		return [new Int32Array(3), mask, width, height, 1 + draw.below(best + 1)] as const;
	};
	const pixelsOf = (draw: Draw) => {
		const pixels = draw.picture(draw.below(500));
		return [pixels, pixels.length] as const;
	};
	// Seldom of one grey value alone.
	const splitOf = (draw: Draw) => {
		const histogram = new Int16Array(256);
		const [pixels, count] = pixelsOf(draw);
		histogramPlainly(histogram, pixels, count);
		return [new Int32Array(3), histogram, count, draw.below(257)] as const;
	};
	return [
		differences(kernels.openInPlace, openPlainly, seed, maskOf),
		differences(kernels.keepLargest, keepLargestPlainly, seed, runsOf),
		differences(kernels.fillHoles, fillHolesPlainly, seed, runsOf),
		differences(kernels.greatestDistance, greatestDistancePlainly, seed, maskOf),
		differences(kernels.ridgeInto, ridgePlainly, seed, columnsOf),
		differences(kernels.histogramInto, histogramPlainly, seed, (draw) => [
			draw.samples(256, 9),
			...pixelsOf(draw),
		]),
		differences(kernels.splitAt, splitPlainly, seed, splitOf),
		differences(kernels.thresholdInto, thresholdPlainly, seed, (draw) => [
			new Uint8Array(500),
			...pixelsOf(draw),
			draw.below(256),
		]),
	];
}

function gridDifferences(kernels: ImageKernels, seed: number): readonly number[] {
	const squareOf = (draw: Draw) => {
		const side = 1 + draw.below(33);
		const step = () => draw.about(3 * 65536);
		const at = () => draw.about(60 * 65536);
		return { side, mask: draw.mask(side * side, 3), place: [at(), at(), step(), step()] as const };
	};
	const viewOf = (draw: Draw) => {
		const [width, height] = [1 + draw.below(40), 1 + draw.below(30)];
		const [offset, stride] = [draw.below(50), width + draw.below(9)];
		return [draw.picture(offset + stride * height), offset, stride, width, height] as const;
	};
	return [
		differences(kernels.widenBlemishes, widenPlainly, seed, (draw) => {
			const { side, mask } = squareOf(draw);
			return [mask, side, draw.below(5)];
		}),
		differences(kernels.continueOutside, continuePlainly, seed, (draw) => {
			const { side, mask } = squareOf(draw);
			return [draw.picture(side * side), mask, side];
		}),
		differences(kernels.resampleFrom, resamplePlainly, seed, (draw) => {
			const { side, mask, place } = squareOf(draw);
			return [new Uint8Array(side * side), mask, ...viewOf(draw), side, ...place];
		}),
		differences(kernels.blemishFrom, blemishPlainly, seed, (draw) => {
			const { side, mask } = squareOf(draw);
			// To the right of and below the stencil too, but not before it, where XS would make up names.
			const place = [80, 80].map((first) => (first + draw.below(30)) << 16);
			const [x, y] = place;
			return [mask, side, draw.mask(200 * 90, 2), 200, x, y, draw.about(65_536), draw.about(65_536)];
		}),
		differences(kernels.shrinkBlocks, shrinkPlainly, seed, (draw) => [
			new Uint8Array(1200),
			...viewOf(draw),
			1 + draw.below(6),
		]),
	];
}

function linesOf(draw: Draw, taps: number) {
	const [lines, count] = [draw.below(9), 6 + draw.below(draw.below(2) === 0 ? 60 : 251)];
	const start = draw.below(20);
	const samples = draw.samples(start + (lines + 1) * (count + 3), 1000);
	const [apart, step] = draw.below(2) === 0 ? [count + 2, 1] : [1, lines + 1];
	return [samples, start, apart, lines, step, count, draw.samples(taps, 300), 5 + draw.below(12)] as const;
}
