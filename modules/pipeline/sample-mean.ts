import { clear } from "../bytes/clear.js";
import { type Modality, paddedWidth, shapeOf } from "../modality/modality.js";
import { accumulateInto, agreementOf } from "./agreement.js";
import { Arena } from "./arena.js";

/**
 * The mean of an enrolment's samples. The first sample fixes the pose; each further one is turned and shifted
 * onto the mean of those before it and added, unless it does not agree with them.
 */
export class SampleMean {
	/** Sum of the samples' soft values, one per bare cell; its sign is the enrolled bit. */
	readonly sum: Int16Array;
	/** Sum of their signs: how unanimous the samples are. */
	readonly unanimity: Int8Array;

	/** Of each length of the shape the sum, and how many samples know it. */
	readonly #shapeSum: Int16Array;
	readonly #shapeCount: Int8Array;
	readonly #modality: Modality;
	#count = 0;

	constructor(modality: Modality, arena: Arena = new Arena()) {
		const { planes, width, height } = modality.grid;
		this.#modality = modality;
		this.sum = arena.int16(planes * width * height);
		this.unanimity = arena.int8(planes * width * height);
		this.#shapeSum = new Int16Array(modality.shape.spreads.length);
		this.#shapeCount = new Int8Array(modality.shape.spreads.length);
	}

	get count(): number {
		return this.#count;
	}

	/**
	 * @param cells memory for one posed probe, overwritten
	 * @returns false when the sample does not agree with the others; the mean is then as before
	 */
	add(code: Int8Array, cells: Int8Array): boolean {
		const { grid } = this.#modality;
		if (this.#count === 0) {
			this.#modality.poseInto(cells, code, 0);
			this.#accumulate(cells, 0);
			this.#accumulateShape(code);
			return true;
		}
		const best = { agreement: -1, pose: 0, x: 0, y: 0 };
		for (let pose = 0; pose < this.#modality.poses.count; pose++) this.#searchPose(best, code, cells, pose);
		if (best.agreement < AGREEMENT_MIN) return false;
		this.#modality.poseInto(cells, code, best.pose);
		this.#accumulate(cells, best.y * paddedWidth(grid) + best.x);
		this.#accumulateShape(code);
		return true;
	}

	/** Reliability of each cell, for the selection of bits: strength times unanimity. */
	reliabilityInto(reliability: Int32Array): void {
		const { sum, unanimity } = this;
		for (let i = 0; i < sum.length; i++) {
			const size = sum[i] < 0 ? -sum[i] : sum[i];
			const agreed = unanimity[i] < 0 ? -unanimity[i] : unanimity[i];
			reliability[i] = size * (this.#count + UNANIMITY_WEIGHT * agreed);
		}
	}

	/** Mean of each length of the shape over the samples that know it; 0 where none does. */
	shapeInto(shape: Int8Array): void {
		for (let i = 0; i < shape.length; i++) {
			const count = this.#shapeCount[i];
			shape[i] = count === 0 ? 0 : Math.round(this.#shapeSum[i] / count);
		}
	}

	wipe(): void {
		clear(this.sum);
		clear(this.unanimity);
		this.#shapeSum.fill(0);
		this.#shapeCount.fill(0);
		this.#count = 0;
	}

	#searchPose(best: Placement, code: Int8Array, cells: Int8Array, pose: number): void {
		const { shiftX, shiftY } = this.#modality.grid;
		this.#modality.poseInto(cells, code, pose);
		const coarse = { agreement: -1, pose, x: 0, y: 0 };
		for (let y = -shiftY; y <= shiftY; y += 2) {
			for (let x = -shiftX; x <= shiftX; x += 2) this.#consider(coarse, cells, pose, x, y);
		}
		if (coarse.agreement < best.agreement - COARSE_SLACK) return;
		const { x: x0, y: y0 } = coarse;
		for (let y = y0 - 1; y <= y0 + 1; y++) {
			for (let x = x0 - 1; x <= x0 + 1; x++) {
				if (x < -shiftX || x > shiftX || y < -shiftY || y > shiftY) continue;
				this.#consider(best, cells, pose, x, y);
			}
		}
	}

	#consider(best: Placement, cells: Int8Array, pose: number, x: number, y: number): void {
		const agreement = this.#agreement(cells, y * paddedWidth(this.#modality.grid) + x);
		if (agreement <= best.agreement) return;
		best.agreement = agreement;
		best.pose = pose;
		best.x = x;
		best.y = y;
	}

	/** Correlation of the posed sample with the signs of the mean, over the cells both know; 1/1024. */
	#agreement(cells: Int8Array, shift: number): number {
		const { width, height, shiftX, shiftY } = this.#modality.grid;
		return agreementOf(cells, this.sum, width, height, shiftX, shiftY, shift);
	}

	#accumulate(cells: Int8Array, shift: number): void {
		const { width, height, shiftX, shiftY } = this.#modality.grid;
		accumulateInto(this.sum, this.unanimity, cells, width, height, shiftX, shiftY, shift);
		this.#count++;
	}

	#accumulateShape(code: Int8Array): void {
		const shape = shapeOf(this.#modality, code);
		for (let i = 0; i < shape.length; i++) {
			this.#shapeSum[i] += shape[i];
			if (shape[i] > 0) this.#shapeCount[i]++;
		}
	}
}

interface Placement {
	agreement: number;
	pose: number;
	x: number;
	y: number;
}

/** Two samples of one palm correlate above this, in 1/1024; palms of two people do not (evaluation). */
const AGREEMENT_MIN = 300;

/** How much the finer shifts can raise a coarse agreement, in 1/1024. */
const COARSE_SLACK = 200;

const UNANIMITY_WEIGHT = 4;
