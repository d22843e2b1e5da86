/** Loops of modules/protection beside their twins; runs in XS. */
import { packCellsPlainly, sumPeaksPlainly } from "../../modules/protection/word-peaks.js";
import { type Draw, differences } from "./loops.js";

export interface ProtectionKernels {
	readonly packCells: typeof packCellsPlainly;
	readonly sumPeaksInto: typeof sumPeaksPlainly;
}

/** Differing values of each kernel. */
export function protectionDifferences(kernels: ProtectionKernels, seed: number): readonly number[] {
	// The twin works in memory that the machine code leaves alone.
	const soft = new Int32Array(32);
	return [
		differences(kernels.packCells, packCellsPlainly, seed, (draw) => {
			const [cells, step] = [draw.soft(5 + draw.below(400)), 1 + draw.below(2)];
			return [new Int32Array(cells.length), cells, step];
		}),
		differences(kernels.sumPeaksInto, sumPeaksPlainly, seed, (draw) => peaksOf(draw, soft)),
	];
}

function peaksOf(draw: Draw, soft: Int32Array) {
	const cells = draw.soft(5 + draw.below(400));
	const packed = new Int32Array(cells.length);
	packCellsPlainly(packed, cells, 1 + draw.below(2));
	const blocks = draw.below(32);
	const at = Int16Array.from({ length: 32 * blocks }, () => 1 + draw.below(cells.length - 3));
	const signs = Int8Array.from(at, () => (draw.below(2) === 0 ? 1 : -1));
	return [new Int32Array(3), soft, packed, at, signs, draw.about(1), at.length] as const;
}
