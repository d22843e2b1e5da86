/** Loops of modules/modality/iris beside their twins; runs in XS. */
import { COSINE } from "../../modules/modality/iris/circle.js";
import { limbusPlainly, pupilPlainly, rimPlainly } from "../../modules/modality/iris/circle-search.js";
import { RAY_LENGTH, raysPlainly, STEPS_LENGTH, stepsPlainly } from "../../modules/modality/iris/edges.js";
import { occlusionPlainly } from "../../modules/modality/iris/occlusion.js";
import { COLUMNS, EDGE_RAYS, ROWS } from "../../modules/modality/iris/parameters.js";
import {
	bandPlainly,
	meanPlainly,
	measuredPlainly,
	softenPlainly,
	waveletPlainly,
} from "../../modules/modality/iris/phase.js";
import { DISC, darkDiscsPlainly, takeAwayPlainly } from "../../modules/modality/iris/pupil.js";
import { layRingsPlainly } from "../../modules/modality/iris/rings.js";
import { unwrapPlainly } from "../../modules/modality/iris/unwrap.js";
import { WAVELETS } from "../../modules/modality/iris/wavelets.js";
import { type Draw, differences, filled } from "./loops.js";

export interface IrisKernels {
	readonly raysInto: typeof raysPlainly;
	readonly stepsInto: typeof stepsPlainly;
	readonly pupilInto: typeof pupilPlainly;
	readonly limbusInto: typeof limbusPlainly;
	readonly rimInto: typeof rimPlainly;
	readonly darkDiscsInto: typeof darkDiscsPlainly;
	readonly takeAwayGlare: typeof takeAwayPlainly;
	readonly unwrapFrom: typeof unwrapPlainly;
	readonly occlusionInto: typeof occlusionPlainly;
	readonly bandInto: typeof bandPlainly;
	readonly waveletInto: typeof waveletPlainly;
	readonly meanOfPlane: typeof meanPlainly;
	readonly measuredInto: typeof measuredPlainly;
	readonly softenCells: typeof softenPlainly;
	readonly layRingsInto: typeof layRingsPlainly;
}

/** Differing values of each kernel. */
export function irisDifferences(kernels: IrisKernels, seed: number): readonly number[] {
	return [
		...pictureDifferences(kernels, seed),
		...edgeDifferences(kernels, seed),
		...ringDifferences(kernels, seed),
		...cellDifferences(kernels, seed),
	];
}

function pictureDifferences(kernels: IrisKernels, seed: number): readonly number[] {
	const smallOf = (draw: Draw) => {
		const [width, height] = [1 + draw.below(50), 1 + draw.below(40)];
		return [draw.picture(width * height), width, height] as const;
	};
	return [
		differences(kernels.takeAwayGlare, takeAwayPlainly, seed, smallOf),
		differences(kernels.darkDiscsInto, darkDiscsPlainly, seed, (draw) => [
			new Int16Array(4 * DISC),
			...smallOf(draw),
			draw.below(80),
			COSINE,
		]),
		differences(kernels.raysInto, raysPlainly, seed, (draw) => {
			const at = [draw.about(70 << 8), draw.about(70 << 8), 1 + draw.below(900)] as const;
			const first = draw.below(EDGE_RAYS);
			const sector = [first, first + draw.below(9), draw.below(161)] as const;
			return [new Uint8Array(EDGE_RAYS * RAY_LENGTH), ...viewOf(draw), COSINE, ...at, ...sector];
		}),
		differences(kernels.unwrapFrom, unwrapPlainly, seed, (draw) => {
			const circles = Int32Array.from({ length: 6 }, () => draw.below(60 << 8));
			return [
				new Uint8Array(ROWS * COLUMNS),
				new Uint8Array(ROWS * COLUMNS),
				...viewOf(draw),
				circles,
				COSINE,
			];
		}),
	];
}

function viewOf(draw: Draw) {
	const [width, height] = [2 + draw.below(60), 2 + draw.below(50)];
	const [offset, stride] = [draw.below(50), width + draw.below(9)];
	return [draw.picture(offset + stride * height), offset, stride, width, height] as const;
}

function edgeDifferences(kernels: IrisKernels, seed: number): readonly number[] {
	const found = (draw: Draw) => Int32Array.from({ length: 4 }, () => draw.about(9));
	const stepsOf = (draw: Draw) => filled(new Int8Array(EDGE_RAYS * STEPS_LENGTH), () => draw.about(48));
	const searchOf = (draw: Draw) => {
		const radius = draw.below(140);
		return [draw.below(4), draw.below(4), 1 + draw.below(3), radius, radius + draw.about(9)] as const;
	};
	return [
		differences(kernels.stepsInto, stepsPlainly, seed, (draw) => {
			const first = draw.about(EDGE_RAYS);
			const sector = [first, first + draw.below(9), draw.below(161)] as const;
			const rays = draw.picture(EDGE_RAYS * RAY_LENGTH);
			return [new Int8Array(EDGE_RAYS * STEPS_LENGTH), rays, ...sector, 1 + draw.below(7)];
		}),
		differences(kernels.pupilInto, pupilPlainly, seed, (draw) => [
			found(draw),
			stepsOf(draw),
			COSINE,
			...searchOf(draw),
		]),
		differences(kernels.limbusInto, limbusPlainly, seed, (draw) => {
			const [reachX, reachY, stride, radiusMin, radiusMax] = searchOf(draw);
			const search = [reachX, reachY, stride, radiusMin + 1, radiusMax + 1] as const;
			return [found(draw), stepsOf(draw), COSINE, ...search, draw.about(9), draw.about(9)];
		}),
		differences(kernels.rimInto, rimPlainly, seed, (draw) => {
			const [one, radius] = [draw.below(EDGE_RAYS), draw.below(140)];
			const other = draw.below(2) === 0 ? one : one + 64;
			return [found(draw), stepsOf(draw), one, other, radius, radius + draw.about(9)];
		}),
	];
}

function ringDifferences(kernels: IrisKernels, seed: number): readonly number[] {
	const ringOf = (draw: Draw) => [draw.picture(ROWS * COLUMNS), draw.mask(ROWS * COLUMNS, 3)] as const;
	return [
		differences(kernels.occlusionInto, occlusionPlainly, seed, (draw) => [
			new Int32Array(5),
			...ringOf(draw),
		]),
		differences(kernels.bandInto, bandPlainly, seed, (draw) => [
			new Int16Array(8 * COLUMNS),
			...ringOf(draw),
			draw.below(8),
		]),
		differences(kernels.measuredInto, measuredPlainly, seed, (draw) => [
			new Int16Array(1024),
			draw.mask(ROWS * COLUMNS, draw.below(9) === 0 ? 3 : 2),
		]),
	];
}

function cellDifferences(kernels: IrisKernels, seed: number): readonly number[] {
	return [
		differences(kernels.waveletInto, waveletPlainly, seed, (draw) => {
			const { even, odd } = WAVELETS[draw.below(2)];
			const start = draw.below(30);
			return [new Int16Array(1300), draw.below(40), draw.samples(start + COLUMNS, 4080), start, even, odd];
		}),
		differences(kernels.meanOfPlane, meanPlainly, seed, (draw) => {
			const plane = draw.below(3);
			return [draw.samples(1024 * (plane + 1), 32_767), plane];
		}),
		differences(kernels.softenCells, softenPlainly, seed, (draw) => {
			const plane = draw.below(2);
			const responses = draw.samples(1024 * (plane + 1), 9000);
			const measured = filled(new Int16Array(1024), () => draw.below(2));
			return [new Int8Array(1024 * (plane + 1)), responses, measured, plane, 1 + draw.below(5000)];
		}),
		differences(kernels.layRingsInto, layRingsPlainly, seed, (draw) => {
			const [rows, width, shift] = [draw.below(9), 1 << draw.below(6), draw.below(9)];
			return [new Int8Array(rows * (width + 2 * shift)), draw.soft(rows * width), rows, width, shift];
		}),
	];
}
