import { type Modality, paddedHeight, paddedLength, paddedWidth } from "../../modules/modality/modality.js";

/**
 * Cells that both codes must have measured for an alignment to count, as a share of the grid: lids and lashes
 * leave little more than half of an iris.
 */
const OVERLAP_MIN = 0.3;

/** What the distance of two codes is that share too little to be compared. */
export const INCOMPARABLE = 1;

/**
 * The development distance of two codes: the smallest share of differing bits over every pose and every
 * shift. It is unprotected and exists on the host only, to tell a weak feature from a weak code; no unit
 * computes it.
 *
 * Rows are packed 32 cells to a word; shifts to the side are shifts of bits, those up and down offsets in
 * rows.
 */
export class HammingSearch {
	readonly #modality: Modality;
	readonly #cells: Int8Array;
	readonly #wordsPerRow: number;
	readonly #wordsPerPaddedRow: number;
	readonly #padded: PackedPlanes;
	readonly #reference: PackedPlanes;
	readonly #probe: PackedPlanes;

	constructor(modality: Modality) {
		const { grid } = modality;
		const rows = grid.planes * paddedHeight(grid);
		this.#modality = modality;
		this.#cells = new Int8Array(paddedLength(grid));
		this.#wordsPerRow = Math.ceil(grid.width / 32);
		// One word more than the cells fill, so that a shifted read never leaves its row.
		this.#wordsPerPaddedRow = Math.ceil(paddedWidth(grid) / 32) + 1;
		this.#padded = makePlanes(rows * this.#wordsPerPaddedRow);
		this.#reference = makePlanes(rows * this.#wordsPerRow);
		this.#probe = makePlanes(rows * this.#wordsPerRow);
	}

	/** The share of differing bits as both were captured: no pose, no shift, no choice among alignments. */
	distanceAsCaptured(probe: Int8Array, reference: Int8Array): number {
		this.#lay(reference, 0);
		this.#shiftInto(this.#reference, 0);
		this.#lay(probe, 0);
		this.#shiftInto(this.#probe, 0);
		return this.#distanceAt(0);
	}

	/** @returns 0..1, or INCOMPARABLE. */
	distance(probe: Int8Array, reference: Int8Array): number {
		const { grid, poses } = this.#modality;
		this.#lay(reference, 0);
		this.#shiftInto(this.#reference, 0);
		let least = INCOMPARABLE;
		for (let pose = 0; pose < poses.count; pose++) {
			this.#lay(probe, pose);
			for (let x = -grid.shiftX; x <= grid.shiftX; x++) {
				this.#shiftInto(this.#probe, x);
				for (let y = -grid.shiftY; y <= grid.shiftY; y++) {
					const distance = this.#distanceAt(y);
					if (distance < least) least = distance;
				}
			}
		}
		return least;
	}

	/** Lays a code out and packs its padded rows. */
	#lay(code: Int8Array, pose: number): void {
		const { grid } = this.#modality;
		const cells = this.#cells;
		const rowLength = paddedWidth(grid);
		const { signs, known } = this.#padded;
		this.#modality.poseInto(cells, code, pose);
		signs.fill(0);
		known.fill(0);
		for (let start = 0, row = 0; start < cells.length; start += rowLength, row += this.#wordsPerPaddedRow) {
			for (let column = 0; column < rowLength; column++) {
				const value = cells[start + column];
				if (value === 0) continue;
				const word = row + (column >> 5);
				known[word] |= 1 << (column & 31);
				if (value < 0) signs[word] |= 1 << (column & 31);
			}
		}
	}

	/** Of all padded rows the `width` cells that lie under the grid at shift `x`. */
	#shiftInto(out: PackedPlanes, x: number): void {
		const { width, shiftX } = this.#modality.grid;
		const { signs, known } = this.#padded;
		const skipped = (shiftX + x) >> 5;
		const bits = (shiftX + x) & 31;
		const last = width % 32 === 0 ? -1 : (1 << (width % 32)) - 1;
		const stride = this.#wordsPerPaddedRow;
		for (let to = 0, row = skipped; to < out.signs.length; row += stride) {
			for (let i = 0; i < this.#wordsPerRow; i++, to++) {
				const from = row + i;
				const mask = i === this.#wordsPerRow - 1 ? last : -1;
				// A shift by 32 is one by 0 in this language.
				out.signs[to] =
					mask & (bits === 0 ? signs[from] : (signs[from] >>> bits) | (signs[from + 1] << -bits));
				out.known[to] =
					mask & (bits === 0 ? known[from] : (known[from] >>> bits) | (known[from + 1] << -bits));
			}
		}
	}

	#distanceAt(y: number): number {
		const { planes, width, height, shiftY } = this.#modality.grid;
		const planeWords = paddedHeight(this.#modality.grid) * this.#wordsPerRow;
		const shift = y * this.#wordsPerRow;
		const { signs: referenceSigns, known: referenceKnown } = this.#reference;
		const { signs, known } = this.#probe;
		let differing = 0;
		let compared = 0;
		for (let plane = 0; plane < planes; plane++) {
			const start = plane * planeWords + shiftY * this.#wordsPerRow;
			for (let i = start, end = start + height * this.#wordsPerRow; i < end; i++) {
				const both = referenceKnown[i] & known[i + shift];
				compared += both === -1 ? 32 : bitCount(both);
				differing += bitCount((referenceSigns[i] ^ signs[i + shift]) & both);
			}
		}
		return compared < OVERLAP_MIN * planes * width * height ? INCOMPARABLE : differing / compared;
	}
}

/** One bit a cell: is it negative, and was it measured? */
interface PackedPlanes {
	readonly signs: Int32Array;
	readonly known: Int32Array;
}

function makePlanes(words: number): PackedPlanes {
	return { signs: new Int32Array(words), known: new Int32Array(words) };
}

/** Ones in a 32-bit word (Warren, Hacker's Delight, 5-1). */
export function bitCount(word: number): number {
	let x = word - ((word >>> 1) & 0x55555555);
	x = (x & 0x33333333) + ((x >>> 2) & 0x33333333);
	return Math.imul((x + (x >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
}
