import { type Modality, paddedHeight, paddedLength, paddedWidth } from "../../modules/modality/modality.js";

/** Cells that both codes must have measured for an alignment to count, as a share of the grid. */
const OVERLAP_MIN = 0.5;

/**
 * The development distance of two codes: the smallest share of differing bits over every pose and every
 * shift. It is unprotected and exists on the host only, to tell a weak feature from a weak code; no unit
 * computes it.
 *
 * Rows are packed 32 cells to a word, once for each shift to the side; shifts up and down are offsets in
 * rows.
 */
export class HammingSearch {
	readonly #modality: Modality;
	readonly #cells: Int8Array;
	readonly #wordsPerRow: number;
	readonly #reference: PackedPlanes;
	readonly #probe: PackedPlanes;

	constructor(modality: Modality) {
		const { grid } = modality;
		this.#modality = modality;
		this.#cells = new Int8Array(paddedLength(grid));
		this.#wordsPerRow = Math.ceil(grid.width / 32);
		const words = grid.planes * paddedHeight(grid) * this.#wordsPerRow;
		this.#reference = { signs: new Int32Array(words), known: new Int32Array(words) };
		this.#probe = { signs: new Int32Array(words), known: new Int32Array(words) };
	}

	/** @returns 0..1; 1 when the two share too little to be compared. */
	distance(probe: Int8Array, reference: Int8Array): number {
		const { grid, poses } = this.#modality;
		this.#modality.poseInto(this.#cells, reference, 0);
		this.#pack(this.#reference, 0);
		let least = 1;
		for (let pose = 0; pose < poses.count; pose++) {
			this.#modality.poseInto(this.#cells, probe, pose);
			for (let x = -grid.shiftX; x <= grid.shiftX; x++) {
				this.#pack(this.#probe, x);
				for (let y = -grid.shiftY; y <= grid.shiftY; y++) {
					const distance = this.#distanceAt(y);
					if (distance < least) least = distance;
				}
			}
		}
		return least;
	}

	/** All padded rows, of each the `width` cells that lie under the grid at shift `x`. */
	#pack(out: PackedPlanes, x: number): void {
		const { planes, width, shiftX } = this.#modality.grid;
		const rowLength = paddedWidth(this.#modality.grid);
		const rows = planes * paddedHeight(this.#modality.grid);
		const cells = this.#cells;
		let word = 0;
		for (let row = 0; row < rows; row++) {
			const start = row * rowLength + shiftX + x;
			for (let from = 0; from < width; from += 32, word++) {
				const count = width - from < 32 ? width - from : 32;
				let signs = 0;
				let known = 0;
				for (let bit = 0; bit < count; bit++) {
					const value = cells[start + from + bit];
					if (value !== 0) known |= 1 << bit;
					if (value < 0) signs |= 1 << bit;
				}
				out.signs[word] = signs;
				out.known[word] = known;
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
		return compared < OVERLAP_MIN * planes * width * height ? 1 : differing / compared;
	}
}

/** One bit a cell: is it negative, and was it measured? */
interface PackedPlanes {
	readonly signs: Int32Array;
	readonly known: Int32Array;
}

/** Ones in a 32-bit word (Warren, Hacker's Delight, 5-1). */
export function bitCount(word: number): number {
	let x = word - ((word >>> 1) & 0x55555555);
	x = (x & 0x33333333) + ((x >>> 2) & 0x33333333);
	return Math.imul((x + (x >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
}
