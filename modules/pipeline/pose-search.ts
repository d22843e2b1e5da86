import { type Modality, paddedHeight, paddedLength, paddedWidth } from "../modality/modality.js";
import { packedPeaks, WORD_BITS } from "../protection/reed-muller.js";

/** A way to lay the probe over the reference: a pose and a shift in cells. */
export interface Alignment {
	score: number;
	pose: number;
	shiftX: number;
	shiftY: number;
}

/** Alignments kept after the coarse pass, and tried in full at the end. */
export const CANDIDATES = 16;
const SWEEPS = 2;
const COARSE_STEP_Y = 2;

/**
 * Finds the alignments worth decoding, coarse to fine. The score of an alignment is the sum of the inner
 * code's correlation peaks: it needs no key and says how codeword-like the offset probe looks there.
 *
 * First every second row of shifts in the coarse poses; then the best climb to neighbouring shifts and poses.
 */
export class PoseSearch {
	/** Soft cells of the pose last laid out. */
	readonly cells: Int8Array;
	/** Index in `cells` of each committed bit at shift (0, 0). */
	readonly at: Int16Array;
	readonly candidates: readonly Alignment[];

	readonly #modality: Modality;
	readonly #packed: Int32Array;
	readonly #soft = new Int32Array(WORD_BITS);
	readonly #peaks = new Int32Array(3);
	readonly #rowLength: number;
	#found = 0;

	constructor(modality: Modality, bits: number) {
		this.#modality = modality;
		this.#rowLength = paddedWidth(modality.grid);
		this.cells = new Int8Array(paddedLength(modality.grid) + 2);
		this.#packed = new Int32Array(this.cells.length);
		this.at = new Int16Array(bits);
		this.candidates = Array.from({ length: CANDIDATES }, () => ({ score: 0, pose: 0, shiftX: 0, shiftY: 0 }));
	}

	/**
	 * Ranks `candidates`, best first, for a probe and an opened reference.
	 * @returns how many there are
	 */
	run(code: Int8Array, cells: Int16Array, signs: Int8Array): number {
		this.#locate(cells);
		this.#found = 0;
		const { poses } = this.#modality;
		for (let i = 0; i < poses.coarse.length; i++) {
			this.#layOut(code, poses.coarse[i]);
			this.#scan(poses.coarse[i], signs);
		}
		for (let sweep = 0; sweep < SWEEPS; sweep++) this.#climb(code, signs);
		this.#sort();
		return this.#found;
	}

	/**
	 * Lays out `code` at a candidate's pose.
	 * @returns the index offset of its shift, for use with `at` and `cells`
	 */
	layOutAt(code: Int8Array, alignment: Alignment): number {
		this.#modality.poseInto(this.cells, code, alignment.pose);
		return alignment.shiftY * this.#rowLength + alignment.shiftX;
	}

	/** Clears the probe and what the reference has told of it. */
	wipe(): void {
		this.cells.fill(0);
		this.at.fill(0);
		this.#packed.fill(0);
		this.#soft.fill(0);
		this.#peaks.fill(0);
		for (let i = 0; i < CANDIDATES; i++) assign(this.candidates[i], NOWHERE);
	}

	/** From cell indices of the bare grid to indices of the padded one. */
	#locate(cells: Int16Array): void {
		const { grid } = this.#modality;
		const area = grid.width * grid.height;
		const padded = this.#rowLength * paddedHeight(grid);
		for (let i = 0; i < cells.length; i++) {
			const plane = (cells[i] / area) | 0;
			const inPlane = cells[i] - plane * area;
			const y = (inPlane / grid.width) | 0;
			const x = inPlane - y * grid.width;
			this.at[i] = plane * padded + (y + grid.shiftY) * this.#rowLength + x + grid.shiftX;
		}
	}

	/** Poses the probe and packs each cell with its two right neighbours, for three shifts at once. */
	#layOut(code: Int8Array, pose: number): void {
		const cells = this.cells;
		const packed = this.#packed;
		this.#modality.poseInto(cells, code, pose);
		const end = cells.length - 2;
		let next = cells[0];
		let after = cells[1];
		for (let i = 0; i < end; i++) {
			const here = next;
			next = after;
			after = cells[i + 2];
			packed[i] = here + next * 1024 + after * 1048576; // packLanes, without a call for each cell
		}
	}

	#scan(pose: number, signs: Int8Array): void {
		const { shiftX, shiftY } = this.#modality.grid;
		for (let y = -shiftY; y <= shiftY; y += COARSE_STEP_Y) {
			for (let x = -shiftX; x <= shiftX; x += 3) {
				this.#scoreThree(signs, y * this.#rowLength + x);
				let lane = 0;
				for (let k = 1; k < 3 && x + k <= shiftX; k++) if (this.#peaks[k] > this.#peaks[lane]) lane = k;
				this.#offer(this.#peaks[lane], pose, x + lane, y);
			}
		}
	}

	/** Scores of the shifts `shift`, `shift` + 1 and `shift` + 2 (to the right). */
	#scoreThree(signs: Int8Array, shift: number): void {
		const at = this.at;
		const packed = this.#packed;
		const soft = this.#soft;
		let low = 0;
		let middle = 0;
		let high = 0;
		for (let i = 0; i < at.length; ) {
			for (let j = 0; j < WORD_BITS; j++, i++) soft[j] = packed[at[i] + shift] * signs[i];
			const peaks = packedPeaks(soft);
			low += peaks & 1023;
			middle += (peaks >> 10) & 1023;
			high += peaks >> 20;
		}
		this.#peaks[0] = low;
		this.#peaks[1] = middle;
		this.#peaks[2] = high;
	}

	/** Keeps the best CANDIDATES, in falling order. */
	#offer(score: number, pose: number, shiftX: number, shiftY: number): void {
		const kept = this.candidates;
		if (this.#found < CANDIDATES) this.#found++;
		else if (score <= kept[CANDIDATES - 1].score) return;
		let place = this.#found - 1;
		for (; place > 0 && kept[place - 1].score < score; place--) assign(kept[place], kept[place - 1]);
		const slot = kept[place];
		slot.score = score;
		slot.pose = pose;
		slot.shiftX = shiftX;
		slot.shiftY = shiftY;
	}

	/** One sweep over the poses: each candidate may step to a better neighbour, by shift or by pose. */
	#climb(code: Int8Array, signs: Int8Array): void {
		const { poses } = this.#modality;
		for (let pose = 0; pose < poses.count; pose++) {
			let laidOut = false;
			for (let i = 0; i < this.#found; i++) {
				const candidate = this.candidates[i];
				const reach = candidate.pose === pose ? 1 : poses.neighbours[candidate.pose].includes(pose) ? 0 : -1;
				if (reach < 0) continue;
				if (!laidOut) this.#layOut(code, pose);
				laidOut = true;
				this.#improve(candidate, pose, reach, signs);
			}
		}
		this.#merge();
	}

	/** Tries the 3 x (2 reach + 1) shifts around the candidate's at `pose`. */
	#improve(candidate: Alignment, pose: number, reach: number, signs: Int8Array): void {
		const { shiftX, shiftY } = this.#modality.grid;
		const x0 = candidate.shiftX === -shiftX ? -shiftX : candidate.shiftX - 1;
		const y0 = candidate.shiftY;
		for (let y = y0 - reach; y <= y0 + reach; y++) {
			if (y < -shiftY || y > shiftY) continue;
			this.#scoreThree(signs, y * this.#rowLength + x0);
			for (let k = 0; k < 3 && x0 + k <= shiftX; k++) {
				if (this.#peaks[k] <= candidate.score) continue;
				candidate.score = this.#peaks[k];
				candidate.pose = pose;
				candidate.shiftX = x0 + k;
				candidate.shiftY = y;
			}
		}
	}

	/** Drops candidates that have climbed to the same place. */
	#merge(): void {
		let kept = 0;
		for (let i = 0; i < this.#found; i++) {
			const candidate = this.candidates[i];
			let known = false;
			for (let k = 0; k < kept && !known; k++) known = isSamePlace(this.candidates[k], candidate);
			if (!known) assign(this.candidates[kept++], candidate);
		}
		this.#found = kept;
	}

	#sort(): void {
		const found = this.#found;
		this.#found = 0;
		for (let i = 0; i < found; i++) {
			const { score, pose, shiftX, shiftY } = this.candidates[i];
			this.#offer(score, pose, shiftX, shiftY);
		}
	}
}

const NOWHERE: Alignment = { score: 0, pose: 0, shiftX: 0, shiftY: 0 };

function assign(to: Alignment, from: Alignment): void {
	to.score = from.score;
	to.pose = from.pose;
	to.shiftX = from.shiftX;
	to.shiftY = from.shiftY;
}

function isSamePlace(a: Alignment, b: Alignment): boolean {
	return a.pose === b.pose && a.shiftX === b.shiftX && a.shiftY === b.shiftY;
}
