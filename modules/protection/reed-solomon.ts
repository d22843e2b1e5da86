import { assert } from "../bytes/assert.js";
import { divide, EXP, LOG, multiply, ORDER } from "./galois.js";

/**
 * Reed-Solomon code over GF(64), shortened to `n` symbols of which the last `k` are the message; roots
 * alpha^1 to alpha^(n-k). Corrects e errors and f erasures when 2e + f <= n - k. Berlekamp-Massey started
 * from the erasure locator, Chien search, Forney's values (Blahut, Algebraic Codes for Data Transmission,
 * 7.5).
 *
 * All working memory is made by the constructor.
 */
export class ReedSolomon {
	readonly n: number;
	readonly k: number;
	readonly #parity: number;
	readonly #generator: Uint8Array;
	readonly #syndromes: Uint8Array;
	readonly #locator: Uint8Array;
	readonly #previous: Uint8Array;
	readonly #next: Uint8Array;
	readonly #evaluator: Uint8Array;

	constructor(n: number, k: number) {
		assert(n <= ORDER && k > 0 && k < n, "ReedSolomon: 0 < k < n <= 63");
		this.n = n;
		this.k = k;
		this.#parity = n - k;
		this.#generator = generatorOf(this.#parity);
		this.#syndromes = new Uint8Array(this.#parity);
		this.#locator = new Uint8Array(this.#parity + 2);
		this.#previous = new Uint8Array(this.#parity + 2);
		this.#next = new Uint8Array(this.#parity + 2);
		this.#evaluator = new Uint8Array(this.#parity);
	}

	/** Fills word[0..n-k) so that the word, whose message word[n-k..n) is given, belongs to the code. */
	encode(word: Uint8Array): void {
		const parity = this.#parity;
		const generator = this.#generator;
		word.fill(0, 0, parity);
		for (let i = this.n - 1; i >= parity; i--) {
			const feedback = word[i] ^ word[parity - 1];
			for (let j = parity - 1; j > 0; j--) word[j] = word[j - 1] ^ multiply(feedback, generator[j]);
			word[0] = multiply(feedback, generator[0]);
		}
	}

	/**
	 * Corrects `word` in place.
	 * @param erased positions whose symbol is not to be believed; the first `erasures` of them count
	 * @returns false when no codeword is near enough; `word` is then unspecified
	 */
	decode(word: Uint8Array, erased: Uint8Array, erasures: number): boolean {
		assert(erasures <= this.#parity, "ReedSolomon: more erasures than parity symbols");
		return typeof nativeKernels === "undefined"
			? this.decodePlainly(word, erased, erasures)
			: nativeKernels.decodeSymbols(word, erased, erasures, this.n, this.#parity, EXP, LOG);
	}

	/** As `decode`, without machine code. */
	decodePlainly(word: Uint8Array, erased: Uint8Array, erasures: number): boolean {
		if (!this.#findSyndromes(word)) return true;
		const degree = this.#findLocator(erased, erasures);
		if (2 * degree > this.#parity + erasures) return false;
		return this.#correct(word, degree) && !this.#findSyndromes(word);
	}

	/** @returns false when all are zero: the word belongs to the code. */
	#findSyndromes(word: Uint8Array): boolean {
		let any = 0;
		for (let i = 0; i < this.#parity; i++) {
			let sum = 0;
			for (let j = this.n - 1; j >= 0; j--) sum = word[j] ^ (sum === 0 ? 0 : EXP[LOG[sum] + i + 1]);
			this.#syndromes[i] = sum;
			any |= sum;
		}
		return any !== 0;
	}

	/** @returns the number of errors and erasures that the locator claims. */
	#findLocator(erased: Uint8Array, erasures: number): number {
		const syndromes = this.#syndromes;
		const locator = this.#locator;
		const previous = this.#previous;
		const size = locator.length;
		locator.fill(0);
		locator[0] = 1;
		for (let e = 0; e < erasures; e++) {
			for (let j = e + 1; j > 0; j--) locator[j] ^= multiply(locator[j - 1], EXP[erased[e]]);
		}
		previous.set(locator);
		let length = erasures;
		for (let step = erasures; step < this.#parity; step++) {
			let discrepancy = 0;
			for (let j = 0; j <= length && j <= step; j++) discrepancy ^= multiply(locator[j], syndromes[step - j]);
			previous.copyWithin(1, 0, size - 1);
			previous[0] = 0;
			if (discrepancy === 0) continue;
			const next = this.#next;
			for (let j = 0; j < size; j++) next[j] = locator[j] ^ multiply(discrepancy, previous[j]);
			if (2 * length <= step + erasures) {
				for (let j = 0; j < size; j++) previous[j] = divide(locator[j], discrepancy);
				length = step + 1 + erasures - length;
			}
			locator.set(next);
		}
		return length;
	}

	#correct(word: Uint8Array, degree: number): boolean {
		const locator = this.#locator;
		const evaluator = this.#evaluator;
		for (let i = 0; i < this.#parity; i++) {
			let sum = 0;
			for (let j = 0; j <= i && j <= degree; j++) sum ^= multiply(locator[j], this.#syndromes[i - j]);
			evaluator[i] = sum;
		}
		let roots = 0;
		for (let position = 0; position < this.n; position++) {
			const inverse = (ORDER - position) % ORDER;
			if (evaluate(locator, degree + 1, inverse) !== 0) continue;
			roots++;
			const slope = oddPart(locator, degree, inverse);
			if (slope === 0) return false;
			word[position] ^= divide(evaluate(evaluator, this.#parity, inverse), slope);
		}
		return roots === degree;
	}
}

/** What a board brings of reed-solomon.c; it need not. */
declare const nativeKernels:
	| {
			decodeSymbols(
				word: Uint8Array,
				erased: Uint8Array,
				erasures: number,
				n: number,
				parity: number,
				exp: Uint8Array,
				log: Uint8Array,
			): boolean;
	  }
	| undefined;

/** Sum of p[i] alpha^(i e) over i < count. */
function evaluate(p: Uint8Array, count: number, e: number): number {
	let sum = 0;
	for (let i = 0, power = 0; i < count; i++) {
		if (p[i] !== 0) sum ^= EXP[LOG[p[i]] + power];
		power += e;
		if (power >= ORDER) power -= ORDER;
	}
	return sum;
}

/** The formal derivative of p at alpha^e: only odd powers survive in characteristic 2. */
function oddPart(p: Uint8Array, degree: number, e: number): number {
	let sum = 0;
	for (let i = 1; i <= degree; i += 2) {
		if (p[i] !== 0) sum ^= EXP[(LOG[p[i]] + (i - 1) * e) % ORDER];
	}
	return sum;
}

/** Product of (x - alpha^i) for i = 1..parity, without its leading 1; index = power of x. */
function generatorOf(parity: number): Uint8Array {
	const generator = new Uint8Array(parity + 1);
	generator[0] = 1;
	for (let i = 1; i <= parity; i++) {
		for (let j = i; j > 0; j--) generator[j] = generator[j - 1] ^ multiply(generator[j], EXP[i]);
		generator[0] = multiply(generator[0], EXP[i]);
	}
	return generator.slice(0, parity);
}
