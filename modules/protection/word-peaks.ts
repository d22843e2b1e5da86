/**
 * How codeword-like soft values look at three alignments at once: the sum over the blocks of the largest
 * correlation with any word of the inner code, the loop that comparison spends most of its time in.
 *
 * Each integer holds three signed lanes of ten bits, low + 2^10 middle + 2^20 high. Sums and differences of
 * such packed integers act on all lanes at once, with borrows that are undone at the end, as long as every
 * lane's result stays within -511..511: 32 x 15 = 480 does.
 */
import { WORD_BITS } from "./reed-muller.js";

/** What a board brings of word-peaks.c; it need not. */
declare const nativeKernels:
	| {
			readonly sumPeaksInto: typeof sumPeaksPlainly;
			readonly packCells: typeof packCellsPlainly;
			readonly padCells: typeof padCellsPlainly;
	  }
	| undefined;

/** As `sumPeaksPlainly`, in machine code where the board has it. */
export const sumPeaksInto: typeof sumPeaksPlainly =
	typeof nativeKernels === "undefined" ? sumPeaksPlainly : nativeKernels.sumPeaksInto;

/** As `packCellsPlainly`, in machine code where the board has it. */
export const packCells: typeof packCellsPlainly =
	typeof nativeKernels === "undefined" ? packCellsPlainly : nativeKernels.packCells;

/** As `padCellsPlainly`, in machine code where the board has it. */
export const padCells: typeof padCellsPlainly =
	typeof nativeKernels === "undefined" ? padCellsPlainly : nativeKernels.padCells;

/**
 * Adds up the peaks of the first `bits / 32` blocks.
 *
 * @param peaks 3 sums, one of each lane
 * @param soft working memory of 32 values, overwritten with what a secret record says of the probe
 * @param packed soft values -15..15, three lanes each, see `packCellsPlainly`
 * @param at index in `packed` of each bit at shift 0
 * @param signs +1 or -1 for each bit, parallel to `at`
 * @param shift added to every index; none may leave `packed`
 * @param bits a multiple of 32
 */
export function sumPeaksPlainly(
	peaks: Int32Array,
	soft: Int32Array,
	packed: Int32Array,
	at: Int16Array,
	signs: Int8Array,
	shift: number,
	bits: number,
): void {
	let low = 0;
	let middle = 0;
	let high = 0;
	for (let first = 0; first < bits; first += WORD_BITS) {
		transformEighths(soft, packed, at, signs, shift, first);
		const best = largestSizes(soft);
		low += best & LANE;
		middle += (best >> 10) & LANE;
		high += best >> 20;
	}
	peaks[0] = low;
	peaks[1] = middle;
	peaks[2] = high;
}

/** Packs each cell with those `step` and 2 `step` to its right; the last 2 `step` are left out. */
export function packCellsPlainly(packed: Int32Array, cells: Int8Array, step: number): void {
	const end = cells.length - 2 * step;
	for (let i = 0; i < end; i++) {
		packed[i] = cells[i] + cells[i + step] * 1024 + cells[i + 2 * step] * 1048576;
	}
}

/**
 * From indices of cells of a grid's planes of `width` x `height` to those in the grid that is padded by
 * `padX` and `padY` cells on each side; parallel to `cells`.
 */
export function padCellsPlainly(
	at: Int16Array,
	cells: Int16Array,
	width: number,
	height: number,
	padX: number,
	padY: number,
): void {
	const row = width + 2 * padX;
	const area = width * height;
	// What a plane's padding and a row's add, beside what lies before the first cell.
	const perPlane = row * (height + 2 * padY) - row * height;
	const first = padY * row + padX;
	for (let i = 0; i < cells.length; i++) {
		const cell = cells[i];
		const plane = (cell / area) | 0;
		at[i] = cell + ((cell / width) | 0) * 2 * padX + plane * perPlane + first;
	}
}

/** The last three stages of a Hadamard transform of the 32 values of one block, gathered on the way. */
function transformEighths(
	soft: Int32Array,
	packed: Int32Array,
	at: Int16Array,
	signs: Int8Array,
	shift: number,
	first: number,
): void {
	for (let j = 0, i = first; j < 4; j++, i++) {
		const v0 = packed[at[i] + shift] * signs[i];
		const v1 = packed[at[i + 4] + shift] * signs[i + 4];
		const v2 = packed[at[i + 8] + shift] * signs[i + 8];
		const v3 = packed[at[i + 12] + shift] * signs[i + 12];
		const v4 = packed[at[i + 16] + shift] * signs[i + 16];
		const v5 = packed[at[i + 20] + shift] * signs[i + 20];
		const v6 = packed[at[i + 24] + shift] * signs[i + 24];
		const v7 = packed[at[i + 28] + shift] * signs[i + 28];
		const a0 = v0 + v1 + v2 + v3;
		const a1 = v0 - v1 + v2 - v3;
		const a2 = v0 + v1 - v2 - v3;
		const a3 = v0 - v1 - v2 + v3;
		const b0 = v4 + v5 + v6 + v7;
		const b1 = v4 - v5 + v6 - v7;
		const b2 = v4 + v5 - v6 - v7;
		const b3 = v4 - v5 - v6 + v7;
		soft[j] = a0 + b0;
		soft[j + 4] = a1 + b1;
		soft[j + 8] = a2 + b2;
		soft[j + 12] = a3 + b3;
		soft[j + 16] = a0 - b0;
		soft[j + 20] = a1 - b1;
		soft[j + 24] = a2 - b2;
		soft[j + 28] = a3 - b3;
	}
}

/**
 * The first two stages, and of each lane the largest size. The last butterfly of a transform yields a + b and
 * a - b; the larger of their sizes is |a| + |b|. All without a branch: sizes are as good as random.
 */
function largestSizes(soft: Int32Array): number {
	let best = 0;
	for (let j = 0; j < WORD_BITS; j += 4) {
		const v0 = soft[j];
		const v1 = soft[j + 1];
		const v2 = soft[j + 2];
		const v3 = soft[j + 3];
		// Lane by lane: with 512 added bit 9 says "not negative"; |v| is v, or else ~v + 1.
		let a = v0 + v1 + HALVES;
		let b = v2 + v3 + HALVES;
		let negative = (~a >>> 9) & ONES;
		a = (a ^ (negative * LANE)) + negative - HALVES;
		negative = (~b >>> 9) & ONES;
		let size = a + (b ^ (negative * LANE)) + negative - HALVES;
		let larger = ((best | HALVES) - size) & HALVES;
		larger -= larger >>> 9;
		best = size ^ ((best ^ size) & larger);

		a = v0 - v1 + HALVES;
		b = v2 - v3 + HALVES;
		negative = (~a >>> 9) & ONES;
		a = (a ^ (negative * LANE)) + negative - HALVES;
		negative = (~b >>> 9) & ONES;
		size = a + (b ^ (negative * LANE)) + negative - HALVES;
		larger = ((best | HALVES) - size) & HALVES;
		larger -= larger >>> 9;
		best = size ^ ((best ^ size) & larger);
	}
	return best;
}

/** One lane; 512 in each; 1 in each. */
const LANE = 1023;
const HALVES = 0x20080200;
const ONES = 0x00100401;
