/** Loops of modules/modality/palm-vein beside their twins; runs in XS. */
import {
	brightnessPlainly,
	edgePlainly,
	followRaysPlainly,
	levelsPlainly,
} from "../../modules/modality/palm-vein/hand/outline.js";
import { lowestPlainly } from "../../modules/modality/palm-vein/hand/valleys.js";
import {
	centrePlainly,
	meanSizePlainly,
	mixPlainly,
	softenPlainly,
} from "../../modules/modality/palm-vein/orientation.js";
import { layOutPlainly } from "../../modules/modality/palm-vein/pose.js";
import { detailPlainly, foursPlainly } from "../../modules/modality/palm-vein/sharpness.js";
import { strikeOutPlainly } from "../../modules/modality/palm-vein/skin.js";
import { type Draw, differences } from "./loops.js";

export interface PalmKernels {
	readonly brightnessInto: typeof brightnessPlainly;
	readonly levelsInto: typeof levelsPlainly;
	readonly followRays: typeof followRaysPlainly;
	readonly lowestInto: typeof lowestPlainly;
	readonly edgeAlong: typeof edgePlainly;
	readonly centreInto: typeof centrePlainly;
	readonly mixInto: typeof mixPlainly;
	readonly meanSize: typeof meanSizePlainly;
	readonly softenPlane: typeof softenPlainly;
	readonly layOutInto: typeof layOutPlainly;
	readonly foursInto: typeof foursPlainly;
	readonly secondDifferences: typeof detailPlainly;
	readonly strikeOut: typeof strikeOutPlainly;
}

/** Differing values of each kernel. */
export function palmDifferences(kernels: PalmKernels, seed: number): readonly number[] {
	return [
		...outlineDifferences(kernels, seed),
		...planeDifferences(kernels, seed),
		...squareDifferences(kernels, seed),
		differences(kernels.layOutInto, layOutPlainly, seed, (draw) => {
			const [size, side] = [1 + draw.below(20), 1 + draw.below(30)];
			const code = draw.soft(3 * side * side);
			return [new Int8Array(3 * size * size + 4), code, size, side, draw.about(2 << 16), draw.about(2 << 16)];
		}),
	];
}

function outlineDifferences(kernels: PalmKernels, seed: number): readonly number[] {
	const sines = Int32Array.from({ length: 60 }, (_, ray) =>
		Math.round(65536 * Math.sin((Math.PI * ray) / 30)),
	);
	const pictureOf = (draw: Draw) => [draw.picture(64 * 48), 64, 48] as const;
	const inside = (draw: Draw) =>
		[(20 << 16) + draw.below(20 << 16), (16 << 16) + draw.below(16 << 16)] as const;
	const reach = (draw: Draw) => [draw.below(9), draw.below(60)] as const;
	return [
		differences(kernels.brightnessInto, brightnessPlainly, seed, (draw) => {
			const [grey, width] = pictureOf(draw);
			return [new Int16Array(60), grey, width, ...inside(draw), draw.below(16 << 16), sines];
		}),
		differences(kernels.followRays, followRaysPlainly, seed, (draw) => {
			const levels = Int16Array.from({ length: 60 }, () => draw.below(200));
			return [levels, ...pictureOf(draw), ...inside(draw), ...reach(draw), sines];
		}),
		differences(kernels.levelsInto, levelsPlainly, seed, (draw) => {
			const rays = 4 + draw.below(60);
			return [new Int16Array(rays), draw.samples(rays, 255), rays, draw.below(256), draw.below(60)];
		}),
		differences(kernels.lowestInto, lowestPlainly, seed, (draw) => {
			const [rays, flank] = [20 + draw.below(60), 3 + draw.below(10)];
			const span = draw.below(rays - flank);
			// Few different lengths: many are as low as their neighbours.
			const lengths = draw.samples(rays, 1 + draw.below(7));
			const smooth = new Int16Array(2 * (span + flank) + 1 + 2 * (2 * span + 1));
			return [smooth, lengths, rays, span, flank, draw.below(flank)];
		}),
		differences(kernels.edgeAlong, edgePlainly, seed, (draw) => {
			const place = [
				draw.about(70 << 16),
				draw.about(50 << 16),
				draw.about(80_000),
				draw.about(80_000),
			] as const;
			return [...pictureOf(draw), ...place, ...reach(draw), draw.below(200)];
		}),
	];
}

function planeDifferences(kernels: PalmKernels, seed: number): readonly number[] {
	const planeOf = (draw: Draw) => {
		const [start, area] = [draw.below(60), draw.below(300)];
		return { start, area, samples: draw.samples(start + area, 9000), mask: draw.mask(area, 3) };
	};
	return [
		differences(kernels.centreInto, centrePlainly, seed, (draw) => {
			const pixels = draw.picture(draw.below(300));
			return [new Int16Array(300), pixels, pixels.length];
		}),
		differences(kernels.mixInto, mixPlainly, seed, (draw) => {
			const area = draw.below(300);
			return [draw.samples(3 * area, 9000), area];
		}),
		differences(kernels.meanSize, meanSizePlainly, seed, (draw) => {
			const { start, area, samples, mask } = planeOf(draw);
			return [samples, mask, start, area];
		}),
		differences(kernels.softenPlane, softenPlainly, seed, (draw) => {
			const { start, area, samples, mask } = planeOf(draw);
			return [new Int8Array(start + area), samples, mask, start, area, 1 + draw.below(30_000), 15];
		}),
	];
}

function squareDifferences(kernels: PalmKernels, seed: number): readonly number[] {
	const squareOf = (draw: Draw) => {
		const [side, reach] = [16 + draw.below(20), draw.below(5)];
		const size = draw.below(side - 2 * reach - 2);
		return { side, reach, size, mask: draw.mask(side * side, 3) };
	};
	return [
		differences(kernels.foursInto, foursPlainly, seed, (draw) => {
			const { side, reach, size } = squareOf(draw);
			return [new Int16Array(side * side), draw.picture(side * side), side, reach, reach + size];
		}),
		differences(kernels.secondDifferences, detailPlainly, seed, (draw) => {
			const { side, reach, size, mask } = squareOf(draw);
			const step = [1, side, side + 1, side - 1][draw.below(4)] * reach;
			return [draw.samples(side * side, 1020), mask, side, reach, reach + size, step];
		}),
		differences(kernels.strikeOut, strikeOutPlainly, seed, (draw) => {
			const mask = draw.mask(draw.below(400), 3);
			return [new Int32Array(4), draw.picture(mask.length), mask, draw.below(40), 255 - draw.below(40)];
		}),
	];
}
