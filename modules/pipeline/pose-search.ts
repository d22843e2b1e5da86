import { type Modality, paddedLength, paddedWidth } from "../modality/modality.js";
import { WORD_BITS } from "../protection/reed-muller.js";
import { packCells, padCells, sumPeaksInto } from "../protection/word-peaks.js";
import { Arena } from "./arena.js";

/** A way to lay the probe over the reference: a pose and a shift in cells. */
export interface Alignment {
	score: number;
	pose: number;
	shiftX: number;
	shiftY: number;
}

/** Alignments kept, of each coarse pose and of all, and tried in full at the end. */
export const CANDIDATES = 2;
const COARSE_STEP = 2;
const LANES = 3;

/**
 * Finds the alignments worth decoding, coarse to fine. The score of an alignment is the sum of the inner
 * code's correlation peaks: it needs no key and says how codeword-like the offset probe looks there.
 *
 *   coarse   every second shift, along and across, of the coarse poses; a sample of the blocks
 *   settle   the best of each pose move to their best neighbouring shift, on the same sample
 *   climb    the best of all move to neighbouring shifts and poses, scored on every block
 *
 * Between these the search gives up when the best does not lead the mean of the coarse scores by what the
 * trait's own probes always do: most other persons are told so after a tenth of the work. How long a refusal
 * takes tells therefore roughly how alike two traits are; attempts are counted, and locked out, before.
 */
export class PoseSearch {
	/** Soft cells of the pose last laid out. */
	readonly cells: Int8Array;
	/** Index in `cells` of each committed bit at shift (0, 0). */
	readonly at: Int16Array;
	readonly candidates: readonly Alignment[];

	readonly #modality: Modality;
	readonly #ofPose: readonly Alignment[];
	readonly #start: Alignment = { ...NOWHERE };
	readonly #packed: Int32Array;
	readonly #soft = new Int32Array(WORD_BITS);
	readonly #peaks = new Int32Array(LANES);
	readonly #arena: Arena;
	readonly #from: number;
	readonly #to: number;
	readonly #rowLength: number;
	readonly #sampleBits: number;
	#coarseSum = 0;
	#coarseCount = 0;

	constructor(modality: Modality, bits: number, arena: Arena = new Arena()) {
		this.#modality = modality;
		this.#rowLength = paddedWidth(modality.grid);
		this.#sampleBits = modality.poses.sampleBlocks * WORD_BITS;
		this.#arena = arena;
		this.#from = arena.position;
		this.cells = arena.int8(paddedLength(modality.grid) + (LANES - 1) * COARSE_STEP);
		this.#packed = arena.int32(this.cells.length);
		this.at = arena.int16(bits);
		this.#to = arena.position;
		this.candidates = Array.from({ length: CANDIDATES }, () => ({ ...NOWHERE }));
		this.#ofPose = Array.from({ length: CANDIDATES }, () => ({ ...NOWHERE }));
	}

	/**
	 * Ranks `candidates`, best first, for a probe and an opened reference.
	 * @returns how many there are; 0 when none is worth decoding
	 */
	run(code: Int8Array, cells: Int16Array, signs: Int8Array): number {
		const { poses } = this.#modality;
		const { width, height, shiftX, shiftY } = this.#modality.grid;
		// The last lanes of the last cells lie behind them.
		this.cells.fill(0, paddedLength(this.#modality.grid));
		padCells(this.at, cells, width, height, shiftX, shiftY);
		this.#coarseSum = 0;
		this.#coarseCount = 0;
		for (let i = 0; i < CANDIDATES; i++) assign(this.candidates[i], NOWHERE);
		for (let i = 0; i < poses.coarse.length; i++) this.#scan(code, signs, poses.coarse[i]);
		const [best, second] = this.candidates;
		if (!this.#leads(best, this.#sampleBits, poses.coarseLead)) return 0;
		this.#climb(best, code, signs);
		if (second.score > 0) this.#climb(second, code, signs);
		this.#sort();
		if (!this.#leads(best, this.at.length, poses.fineLead)) return 0;
		this.#climb(best, code, signs);
		return second.score > 0 && !isSamePlace(best, second) ? 2 : 1;
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
		this.#arena.clear(this.#from, this.#to);
		this.#soft.fill(0);
		this.#peaks.fill(0);
		this.#coarseSum = 0;
		assign(this.#start, NOWHERE);
		for (let i = 0; i < CANDIDATES; i++) {
			assign(this.candidates[i], NOWHERE);
			assign(this.#ofPose[i], NOWHERE);
		}
	}

	/** Poses the probe and packs each cell with two others, for three shifts at once, `step` cells apart. */
	#layOut(code: Int8Array, pose: number, step: number): void {
		this.#modality.poseInto(this.cells, code, pose);
		packCells(this.#packed, this.cells, step);
	}

	/** Does a score over `bits` lead the mean of the coarse ones by `lead` / 256 of it? */
	#leads(alignment: Alignment, bits: number, lead: number): boolean {
		const mean = (this.#coarseSum / this.#coarseCount) | 0;
		return alignment.score * this.#sampleBits * 256 >= mean * bits * (256 + lead);
	}

	/** The coarse pass over one pose: its best alignments settle and are offered to `candidates`. */
	#scan(code: Int8Array, signs: Int8Array, pose: number): void {
		const { shiftX, shiftY } = this.#modality.grid;
		const kept = this.#ofPose;
		const trial = this.#start;
		this.#layOut(code, pose, COARSE_STEP);
		for (let i = 0; i < CANDIDATES; i++) assign(kept[i], NOWHERE);
		trial.pose = pose;
		let sum = 0;
		let count = 0;
		for (let y = -shiftY; y <= shiftY; y += COARSE_STEP) {
			for (let x = -shiftX; x <= shiftX; x += LANES * COARSE_STEP) {
				this.#score(signs, x, y, this.#sampleBits);
				for (let lane = 0; lane < LANES && x + lane * COARSE_STEP <= shiftX; lane++) {
					const score = this.#peaks[lane];
					sum += score;
					count++;
					if (score <= kept[CANDIDATES - 1].score) continue;
					trial.score = score;
					trial.shiftX = x + lane * COARSE_STEP;
					trial.shiftY = y;
					offer(kept, trial);
				}
			}
		}
		this.#coarseSum += sum;
		this.#coarseCount += count;
		for (let i = 0; i < CANDIDATES; i++) {
			if (kept[i].score === 0) continue;
			this.#settle(kept[i], signs);
			offer(this.candidates, kept[i]);
		}
	}

	/** Tries the eight shifts around a coarse one; lanes lie two cells apart, to its left and right. */
	#settle(candidate: Alignment, signs: Int8Array): void {
		const { shiftX, shiftY } = this.#modality.grid;
		const { shiftX: x, shiftY: y } = assign(this.#start, candidate);
		const bits = this.#sampleBits;
		for (let row = y === -shiftY ? y : y - 1; row <= y + 1 && row <= shiftY; row++) {
			const left = x === -shiftX ? x + 1 : x - 1;
			this.#score(signs, left, row, bits);
			this.#move(candidate, candidate.pose, left, row, 0);
			if (left < x && x < shiftX) this.#move(candidate, candidate.pose, x + 1, row, 1);
			if (row === y) continue;
			this.#score(signs, x, row, bits);
			this.#move(candidate, candidate.pose, x, row, 0);
		}
	}

	/** Scores a candidate on every block and lets it step to a better neighbour, by shift or by pose. */
	#climb(candidate: Alignment, code: Int8Array, signs: Int8Array): void {
		const start = assign(this.#start, candidate);
		const near = this.#modality.poses.neighbours[start.pose];
		candidate.score = 0;
		this.#improve(candidate, code, signs, start.pose, 1);
		for (let i = 0; i < near.length; i++) this.#improve(candidate, code, signs, near[i], 0);
	}

	/** Tries the 3 x (2 reach + 1) shifts around the start of a climb at `pose`. */
	#improve(candidate: Alignment, code: Int8Array, signs: Int8Array, pose: number, reach: number): void {
		const { shiftX, shiftY } = this.#modality.grid;
		const start = this.#start;
		const left = start.shiftX === -shiftX ? -shiftX : start.shiftX - 1;
		this.#layOut(code, pose, 1);
		for (let y = start.shiftY - reach; y <= start.shiftY + reach; y++) {
			if (y < -shiftY || y > shiftY) continue;
			this.#score(signs, left, y, this.at.length);
			for (let lane = 0; lane < LANES && left + lane <= shiftX; lane++) {
				this.#move(candidate, pose, left + lane, y, lane);
			}
		}
	}

	/** Scores three shifts, as far apart as the pose was packed for, from (x, y) to the right. */
	#score(signs: Int8Array, x: number, y: number, bits: number): void {
		const shift = y * this.#rowLength + x;
		sumPeaksInto(this.#peaks, this.#soft, this.#packed, this.at, signs, shift, bits);
	}

	/** Takes over the place of a lane that scored higher. */
	#move(candidate: Alignment, pose: number, x: number, y: number, lane: number): void {
		if (this.#peaks[lane] <= candidate.score) return;
		candidate.score = this.#peaks[lane];
		candidate.pose = pose;
		candidate.shiftX = x;
		candidate.shiftY = y;
	}

	#sort(): void {
		const [best, second] = this.candidates;
		if (best.score >= second.score) return;
		assign(this.#start, best);
		assign(best, second);
		assign(second, this.#start);
	}
}

const NOWHERE: Alignment = { score: 0, pose: 0, shiftX: 0, shiftY: 0 };

/** Keeps the best, in falling order, each place once. */
function offer(kept: readonly Alignment[], alignment: Alignment): void {
	const last = kept.length - 1;
	if (alignment.score <= kept[last].score) return;
	for (let i = 0; i <= last; i++) if (isSamePlace(kept[i], alignment)) return;
	let place = last;
	for (; place > 0 && kept[place - 1].score < alignment.score; place--) assign(kept[place], kept[place - 1]);
	assign(kept[place], alignment);
}

function assign(to: Alignment, from: Alignment): Alignment {
	to.score = from.score;
	to.pose = from.pose;
	to.shiftX = from.shiftX;
	to.shiftY = from.shiftY;
	return to;
}

function isSamePlace(a: Alignment, b: Alignment): boolean {
	return a.score > 0 && a.pose === b.pose && a.shiftX === b.shiftX && a.shiftY === b.shiftY;
}
