import { assert } from "../../modules/bytes/assert.js";
import { type Modality, paddedHeight, paddedLength, paddedWidth } from "../../modules/modality/modality.js";
import { invertPositiveDefinite, isPositiveDefinite } from "./symmetric-matrix.js";

/** Beyond so many cells two bits of a trait are taken as unrelated. */
const REACH = 12;
const SPAN = 2 * REACH + 1;

/**
 * How the bits of a trait depend on each other in a population: the mean product of two cells' signs, by
 * their planes and their distance. It is all that an attacker without the victim's palm knows of palms, and
 * anyone's palms teach it.
 */
export class BitCorrelation {
	readonly #modality: Modality;
	readonly #cells: Int8Array;
	readonly #products: Float64Array;
	readonly #counts: Float64Array;

	constructor(modality: Modality) {
		const { planes } = modality.grid;
		this.#modality = modality;
		this.#cells = new Int8Array(paddedLength(modality.grid));
		this.#products = new Float64Array(planes * planes * SPAN * SPAN);
		this.#counts = new Float64Array(this.#products.length);
	}

	learn(code: Int8Array): void {
		const { planes } = this.#modality.grid;
		this.#modality.poseInto(this.#cells, code, 0);
		const signs = this.#bareSigns();
		for (let p = 0; p < planes; p++)
			for (let q = 0; q < planes; q++)
				for (let dy = -REACH; dy <= REACH; dy++)
					for (let dx = -REACH; dx <= REACH; dx++) this.#learnAt(signs, p, q, dx, dy);
	}

	/**
	 * The model of chosen cells: the covariance of the Gaussian values whose signs correlate as learnt
	 * (arcsine law), drawn towards the unit matrix until no eigenvalue is below EIGENVALUE_MIN, inverted and
	 * negated, with an empty diagonal. So s' J s / 2 is the log-likelihood of signs s up to a constant, as
	 * far as a Gaussian describes palms.
	 * @param cells indices plane * height * width + y * width + x
	 */
	couplingsOf(cells: Int16Array): Float32Array {
		const n = cells.length;
		const inverse = invertPositiveDefinite(this.#covarianceOf(cells), n);
		assert(inverse !== undefined, "couplingsOf: a matrix with positive eigenvalues");
		const couplings = new Float32Array(n * n);
		for (let i = 0; i < couplings.length; i++) couplings[i] = -inverse[i];
		for (let i = 0; i < n; i++) couplings[i * n + i] = 0;
		return couplings;
	}

	/** Lower half only. */
	#covarianceOf(cells: Int16Array): Float64Array {
		const n = cells.length;
		const learnt = new Float64Array(n * n);
		for (let i = 0; i < n; i++)
			for (let j = 0; j < i; j++)
				learnt[i * n + j] = Math.sin((Math.PI / 2) * this.#between(cells[i], cells[j]));
		for (let share = 1; ; share *= 0.9) {
			const covariance = learnt.map((value) => share * value);
			for (let i = 0; i < n; i++) covariance[i * n + i] = 1 - EIGENVALUE_MIN;
			if (!isPositiveDefinite(covariance, n)) continue;
			for (let i = 0; i < n; i++) covariance[i * n + i] = 1;
			return covariance;
		}
	}

	#bareSigns(): Int8Array {
		const { planes, width, height, shiftX, shiftY } = this.#modality.grid;
		const rowLength = paddedWidth(this.#modality.grid);
		const planeLength = rowLength * paddedHeight(this.#modality.grid);
		const signs = new Int8Array(planes * width * height);
		for (let plane = 0, i = 0; plane < planes; plane++)
			for (let y = 0; y < height; y++)
				for (let x = 0; x < width; x++, i++)
					signs[i] = Math.sign(this.#cells[plane * planeLength + (y + shiftY) * rowLength + x + shiftX]);
		return signs;
	}

	#learnAt(signs: Int8Array, p: number, q: number, dx: number, dy: number): void {
		const { width, height, planes } = this.#modality.grid;
		const lag = ((p * planes + q) * SPAN + dy + REACH) * SPAN + dx + REACH;
		const firstX = Math.max(0, -dx);
		const count = width - Math.abs(dx);
		let sum = 0;
		let known = 0;
		for (let y = Math.max(0, -dy), end = Math.min(height, height - dy); y < end; y++) {
			let a = (p * height + y) * width + firstX;
			let b = (q * height + y + dy) * width + firstX + dx;
			for (const last = a + count; a < last; a++, b++) {
				const product = signs[a] * signs[b];
				sum += product;
				known += product & 1;
			}
		}
		this.#products[lag] += sum;
		this.#counts[lag] += known;
	}

	#between(a: number, b: number): number {
		const { planes, width, height } = this.#modality.grid;
		const area = width * height;
		const p = Math.floor(a / area);
		const q = Math.floor(b / area);
		const dx = (b % width) - (a % width);
		const dy = Math.floor((b % area) / width) - Math.floor((a % area) / width);
		if (Math.abs(dx) > REACH || Math.abs(dy) > REACH) return 0;
		const lag = ((p * planes + q) * SPAN + dy + REACH) * SPAN + dx + REACH;
		return this.#counts[lag] === 0 ? 0 : this.#products[lag] / this.#counts[lag];
	}
}

/**
 * Below, a matrix learnt from a few dozen pictures holds noise, which its inverse would make the loudest
 * part.
 */
const EIGENVALUE_MIN = 0.15;
