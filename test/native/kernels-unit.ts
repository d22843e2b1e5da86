/** Runs in XS: each kernel beside its twin on the same random inputs; answers with what differed. */
import { layOutPlainly } from "../../modules/modality/palm-vein/pose.js";
import {
	packCells,
	packCellsPlainly,
	sumPeaksInto,
	sumPeaksPlainly,
} from "../../modules/protection/word-peaks.js";

declare const nativeKernels: { readonly layOutInto: typeof layOutPlainly } | undefined;

globalThis.onHostEvent = (event) => {
	const seed = new Uint8Array(event)[0];
	const differences = typeof nativeKernels === "undefined" ? -1 : compare(seed, nativeKernels.layOutInto);
	hostPost(Int32Array.of(differences).buffer);
};

function compare(seed: number, layOutInto: typeof layOutPlainly): number {
	const prng = xorshift(seed);
	const draw = (size: number) => prng.nextBelow(2 * size + 1) - size;
	const length = 5 + prng.nextBelow(400);
	const step = 1 + prng.nextBelow(2);
	const cells = Int8Array.from({ length }, () => draw(15));
	const packed = [new Int32Array(length), new Int32Array(length)];
	packCells(packed[0], cells, step);
	packCellsPlainly(packed[1], cells, step);

	const blocks = prng.nextBelow(32);
	const at = Int16Array.from({ length: 32 * blocks }, () => 1 + prng.nextBelow(length - 3));
	const signs = Int8Array.from(at, () => (prng.nextBelow(2) === 0 ? 1 : -1));
	const peaks = [new Int32Array(3), new Int32Array(3)];
	const shift = draw(1);
	sumPeaksInto(peaks[0], new Int32Array(32), packed[1], at, signs, shift, at.length);
	sumPeaksPlainly(peaks[1], new Int32Array(32), packed[1], at, signs, shift, at.length);

	const pixels = Int16Array.from({ length: prng.nextBelow(300) }, () => prng.nextBelow(101) - 1);
	const code = Int8Array.from({ length: 300 }, () => draw(15));
	const laidOut = [new Int8Array(3 * pixels.length + 4), new Int8Array(3 * pixels.length + 4)];
	layOutInto(laidOut[0], code, pixels, 100);
	layOutPlainly(laidOut[1], code, pixels, 100);
	return differing(packed) + differing(peaks) + differing(laidOut);
}

/** Marsaglia 2003; the simulator's own generator needs Node. */
function xorshift(seed: number): { nextBelow(limit: number): number } {
	let state = (seed * 0x9e3779b1) | 1;
	return {
		nextBelow(limit) {
			state ^= state << 13;
			state ^= state >>> 17;
			state ^= state << 5;
			return (state >>> 0) % limit;
		},
	};
}

function differing([a, b]: readonly (Int32Array | Int8Array)[]): number {
	let count = 0;
	for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) count++;
	return count;
}
