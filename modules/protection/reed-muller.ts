/**
 * The first-order Reed-Muller code RM(1,5): 6-bit symbols as 32-bit words, the affine functions of five bits
 * (MacWilliams and Sloane, chapter 14). Bit j of the word of symbol s is parity((s >> 1) & j) xor (s & 1).
 * Distance 16. Soft decoding is a Hadamard transform: the largest of 32 correlations names the word.
 */

export const WORD_BITS = 32;
export const SYMBOL_BITS = 6;

/** @param symbol 0..63 @returns its word as a signed 32-bit integer, bit j at 1 << j */
export function encodeWord(symbol: number): number {
	const linear = LINEAR[symbol >> 1];
	return symbol & 1 ? ~linear : linear;
}

/** What a soft decision says of one block: the likeliest symbol, and by how much it leads the next. */
export interface WordDecision {
	symbol: number;
	margin: number;
}

/**
 * Decodes one block.
 * @param soft 32 values, positive where bit j seems 0, |value| <= 15 (or any whose sum stays below 2^30);
 * overwritten
 */
export function decodeWordInto(out: WordDecision, soft: Int32Array): void {
	transformHalves(soft);
	for (let j = 0; j < WORD_BITS / 2; j++) {
		const a = soft[j];
		const b = soft[j + WORD_BITS / 2];
		soft[j] = a + b;
		soft[j + WORD_BITS / 2] = a - b;
	}
	let best = -1;
	let second = -1;
	let at = 0;
	for (let j = 0; j < WORD_BITS; j++) {
		const value = soft[j];
		const size = value < 0 ? -value : value;
		if (size > best) {
			second = best;
			best = size;
			at = j;
		} else if (size > second) second = size;
	}
	out.symbol = (at << 1) | (soft[at] < 0 ? 1 : 0);
	out.margin = best - second;
}

/** What a board brings of reed-muller.c; it need not. */
declare const nativeKernels:
	| { readonly decodeWords: typeof decodeWordsPlainly; readonly countErrors: typeof countErrorsPlainly }
	| undefined;

/** As `decodeWordsPlainly`, in machine code where the board has it. */
export const decodeWordsInto: typeof decodeWordsPlainly =
	typeof nativeKernels === "undefined" ? decodeWordsPlainly : nativeKernels.decodeWords;

/** As `countErrorsPlainly`, in machine code where the board has it. */
export const countErrorsInto: typeof countErrorsPlainly =
	typeof nativeKernels === "undefined" ? countErrorsPlainly : nativeKernels.countErrors;

/**
 * Decodes as many blocks as there are symbols, each gathered from a probe.
 * @param symbols, margins of each block out
 * @param soft working memory of 32 values; machine code leaves it alone
 * @param probe soft values, of which bit i of all blocks is the one at `at[i]` + `shift`, times `signs[i]`
 */
export function decodeWordsPlainly(
	symbols: Uint8Array,
	margins: Int32Array,
	soft: Int32Array,
	probe: Int8Array,
	at: Int16Array,
	signs: Int8Array,
	shift: number,
): void {
	const decision = { symbol: 0, margin: 0 };
	for (let block = 0, i = 0; block < symbols.length; block++) {
		for (let j = 0; j < WORD_BITS; j++, i++) soft[j] = probe[at[i] + shift] * signs[i];
		decodeWordInto(decision, soft);
		symbols[block] = decision.symbol;
		margins[block] = decision.margin;
	}
}

/**
 * Compares a probe's bits with those of the words of `symbols`; the probe as for `decodeWordsPlainly`.
 * @param tally bits that were measured, and of these the wrong ones, out
 */
export function countErrorsPlainly(
	tally: Int32Array,
	symbols: Uint8Array,
	probe: Int8Array,
	at: Int16Array,
	signs: Int8Array,
	shift: number,
): void {
	let wrong = 0;
	let measured = 0;
	for (let block = 0, i = 0; block < symbols.length; block++) {
		const word = encodeWord(symbols[block]);
		for (let j = 0; j < WORD_BITS; j++, i++) {
			const value = probe[at[i] + shift] * signs[i];
			if (value === 0) continue;
			measured++;
			if (((word >>> j) & 1) !== (value < 0 ? 1 : 0)) wrong++;
		}
	}
	tally[0] = measured;
	tally[1] = wrong;
}

/**
 * The first four of five stages of the transform on 32 values, two stages in one pass: what a pass costs is
 * reading and writing elements, not adding them.
 */
function transformHalves(values: Int32Array): void {
	for (let half = 1; half <= 4; half <<= 2) {
		for (let start = 0; start < WORD_BITS; start += 4 * half) {
			for (let j = start, end = start + half; j < end; j++) {
				const a = values[j];
				const b = values[j + half];
				const c = values[j + 2 * half];
				const d = values[j + 3 * half];
				values[j] = a + b + c + d;
				values[j + half] = a - b + c - d;
				values[j + 2 * half] = a + b - c - d;
				values[j + 3 * half] = a - b - c + d;
			}
		}
	}
}

/** LINEAR[m]: bit j is parity(m & j). */
const LINEAR: Int32Array = makeLinear();

function makeLinear(): Int32Array {
	const words: number[] = [];
	for (let mask = 0; mask < WORD_BITS; mask++) {
		let word = 0;
		for (let j = 0; j < WORD_BITS; j++) {
			let parity = mask & j;
			parity ^= parity >> 4;
			parity ^= parity >> 2;
			parity ^= parity >> 1;
			word |= (parity & 1) << j;
		}
		words.push(word);
	}
	return Int32Array.from(words);
}
