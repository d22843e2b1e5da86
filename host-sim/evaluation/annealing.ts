import { encodeWord, WORD_BITS } from "../../modules/protection/reed-muller.js";
import type { Prng } from "../world/prng.js";

/** How an attempt cools: from START to END in SWEEPS geometric steps, every block redrawn once a step. */
export interface Cooling {
	readonly start: number;
	readonly end: number;
	readonly sweeps: number;
}

export const COOLING: Cooling = { start: 8, end: 0.8, sweeps: 60 };

/**
 * The best attack known on an opened reference, without the palm: of all bit patterns that the code offset
 * allows, one inner word a block, find the likeliest for a palm. Simulated annealing over the words; the
 * model is what other palms teach (bit-correlation.ts).
 *
 *   energy(s) = -s' J s / 2,  s = signs x words;  a block's word is drawn with weight exp(gain / temperature)
 */
export class Annealing {
	/** Symbols of the words after the last attempt, one a block. */
	readonly symbols: Uint8Array;

	readonly #couplings: Float32Array;
	readonly #signs: Int8Array;
	readonly #bits: number;
	/** -s_b' J_bb s_b / 2 of block b with linear word m, at b * 32 + m. */
	readonly #inner: Float64Array;
	readonly #state: Float64Array;
	readonly #field: Float64Array;
	readonly #local = new Float64Array(WORD_BITS);
	readonly #weights = new Float64Array(2 * WORD_BITS);

	/**
	 * @param couplings of `BitCorrelation.couplingsOf`
	 * @param signs of an opened `FuzzyCommitment`
	 */
	constructor(couplings: Float32Array, signs: Int8Array) {
		this.#couplings = couplings;
		this.#signs = signs.slice();
		this.#bits = signs.length;
		this.symbols = new Uint8Array(signs.length / WORD_BITS);
		this.#inner = new Float64Array(signs.length);
		this.#state = new Float64Array(signs.length);
		this.#field = new Float64Array(signs.length);
		for (let block = 0; block < this.symbols.length; block++) this.#findInner(block);
	}

	/** Anneals once from chance. @returns the energy reached */
	attempt(prng: Prng, cooling: Cooling): number {
		this.#scatter(prng);
		for (let sweep = 0; sweep < cooling.sweeps; sweep++) {
			const progress = sweep / (cooling.sweeps - 1);
			const temperature = cooling.start * (cooling.end / cooling.start) ** progress;
			for (let block = 0; block < this.symbols.length; block++) {
				this.#redraw(block, temperature, prng.nextUint32() / 2 ** 32);
			}
		}
		let energy = 0;
		for (let i = 0; i < this.#bits; i++) energy -= (this.#field[i] * this.#state[i]) / 2;
		return energy;
	}

	#scatter(prng: Prng): void {
		const n = this.#bits;
		for (let block = 0; block < this.symbols.length; block++) {
			this.symbols[block] = prng.nextBelow(2 * WORD_BITS);
			for (let j = 0, i = block * WORD_BITS; j < WORD_BITS; j++, i++) {
				this.#state[i] = this.#signs[i] * wordSign(this.symbols[block], j);
			}
		}
		for (let i = 0; i < n; i++) {
			let sum = 0;
			for (let j = 0, at = i * n; j < n; j++) sum += this.#couplings[at + j] * this.#state[j];
			this.#field[i] = sum;
		}
	}

	/** Draws one block's word given all others. @param chance 0 <= chance < 1 */
	#redraw(block: number, temperature: number, chance: number): void {
		const local = this.#local;
		const weights = this.#weights;
		const start = block * WORD_BITS;
		for (let j = 0; j < WORD_BITS; j++) {
			let outside = this.#field[start + j];
			const row = (start + j) * this.#bits + start;
			for (let k = 0; k < WORD_BITS; k++) outside -= this.#couplings[row + k] * this.#state[start + k];
			local[j] = outside * this.#signs[start + j];
		}
		transform(local);
		let most = -Infinity;
		for (let mask = 0; mask < WORD_BITS; mask++) {
			const gain = Math.abs(local[mask]) - this.#inner[start + mask];
			if (gain > most) most = gain;
		}
		let sum = 0;
		for (let mask = 0; mask < WORD_BITS; mask++) {
			const inner = this.#inner[start + mask] + most;
			sum += weights[2 * mask] = Math.exp((local[mask] - inner) / temperature);
			sum += weights[2 * mask + 1] = Math.exp((-local[mask] - inner) / temperature);
		}
		let symbol = 0;
		for (let left = chance * sum - weights[0]; left > 0 && symbol < 63; left -= weights[symbol]) symbol++;
		if (symbol !== this.symbols[block]) this.#put(block, symbol);
	}

	#put(block: number, symbol: number): void {
		const n = this.#bits;
		const field = this.#field;
		const couplings = this.#couplings;
		this.symbols[block] = symbol;
		for (let j = 0, i = block * WORD_BITS; j < WORD_BITS; j++, i++) {
			const value = this.#signs[i] * wordSign(symbol, j);
			const change = value - this.#state[i];
			if (change === 0) continue;
			this.#state[i] = value;
			for (let k = 0, at = i * n; k < n; k++) field[k] += change * couplings[at + k];
		}
	}

	#findInner(block: number): void {
		const start = block * WORD_BITS;
		for (let mask = 0; mask < WORD_BITS; mask++) {
			let sum = 0;
			for (let j = 0; j < WORD_BITS; j++) {
				const row = (start + j) * this.#bits + start;
				const mine = this.#signs[start + j] * wordSign(2 * mask, j);
				for (let k = 0; k < WORD_BITS; k++) {
					sum += mine * this.#couplings[row + k] * this.#signs[start + k] * wordSign(2 * mask, k);
				}
			}
			this.#inner[start + mask] = -sum / 2;
		}
	}
}

/** +1 where the word of `symbol` has a 0 at `bit`, else -1. */
function wordSign(symbol: number, bit: number): number {
	return (encodeWord(symbol) >>> bit) & 1 ? -1 : 1;
}

/** Hadamard transform of 32 values: position m becomes the sum of values[j] (-1)^parity(m & j). */
function transform(values: Float64Array): void {
	for (let half = 1; half < WORD_BITS; half <<= 1) {
		for (let start = 0; start < WORD_BITS; start += 2 * half) {
			for (let j = start; j < start + half; j++) {
				const a = values[j];
				const b = values[j + half];
				values[j] = a + b;
				values[j + half] = a - b;
			}
		}
	}
}
