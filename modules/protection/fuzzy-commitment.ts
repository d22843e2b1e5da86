import type { Crypto } from "../../hal/hal.js";
import { clear } from "../bytes/clear.js";
import { auxiliaryLength, readAuxiliary, writeAuxiliary } from "./auxiliary-data.js";
import { cellsInto, selectBitsInto, signsInto } from "./bit-selection.js";
import { bitCount, type ProtectionProfile, pairsPerTile, tileCount } from "./profile.js";
import {
	isCommittedKey,
	openReference,
	type ReferenceContext,
	referenceLength,
	sealReference,
} from "./protected-reference.js";
import { countErrorsInto, decodeWordsInto, encodeWord, SYMBOL_BITS, WORD_BITS } from "./reed-muller.js";
import { ReedSolomon } from "./reed-solomon.js";

/** What a reference is made of; the caller wipes it. */
export interface EnrolledFeatures {
	/** One value per cell; its sign is the bit. */
	readonly mean: Int16Array;
	/** One value >= 0 per cell, see `selectBitsInto`. */
	readonly reliability: Int32Array;
	/** `shapeLength` values 1..127, 0 where nothing was measured. */
	readonly shape: Int8Array;
}

/**
 * Fuzzy commitment (Juels and Wattenberg 1999): a fresh random key, encoded by RS(blocks, keySymbols) over
 * GF(64) and RM(1,5), is stored xor the reference's bits. Enough right bits recover the key; the key's keyed
 * hash is the identity.
 *
 *   enrol:   key --RS,RM--> codeword;  offset = bits xor codeword;  PI = HMAC(key)
 *   verify:  bits' xor offset --RM,RS--> key';  HMAC(key') = PI ?
 *
 * One instance holds one opened reference at a time and all the memory it needs. The number of corrected
 * errors is a hill-climbing oracle; it never leaves this class.
 */
export class FuzzyCommitment {
	readonly profile: ProtectionProfile;
	/** Cell of each committed bit, block by block; valid between `open` and `wipe`. */
	readonly cells: Int16Array;
	/** +1 where a positive soft value speaks for a 0 in the codeword, -1 where for a 1; parallel to `cells`. */
	readonly signs: Int8Array;
	/** The enrolled shape, which the key does not depend on; valid between `open` and `wipe`. */
	readonly shape: Int8Array;

	readonly #code: ReedSolomon;
	readonly #offset: Int32Array;
	readonly #choice: Uint8Array;
	readonly #auxiliary: Uint8Array;
	readonly #symbols: Uint8Array;
	readonly #margins: Int32Array;
	readonly #word: Uint8Array;
	readonly #weakest: Uint8Array;
	readonly #soft = new Int32Array(WORD_BITS);
	readonly #tally = new Int32Array(2);

	constructor(profile: ProtectionProfile) {
		this.profile = profile;
		this.#code = new ReedSolomon(profile.blocks, profile.keySymbols);
		this.cells = new Int16Array(bitCount(profile));
		this.signs = new Int8Array(bitCount(profile));
		this.shape = new Int8Array(profile.shapeLength);
		this.#offset = new Int32Array(profile.blocks);
		this.#choice = new Uint8Array(tileCount(profile) * pairsPerTile(profile));
		this.#auxiliary = new Uint8Array(auxiliaryLength(profile));
		this.#symbols = new Uint8Array(profile.blocks);
		this.#margins = new Int32Array(profile.blocks);
		this.#word = new Uint8Array(profile.blocks);
		this.#weakest = new Uint8Array(profile.blocks);
	}

	/**
	 * Commits a fresh key to the most reliable bits.
	 * @param scratch see `selectBitsInto`
	 * @returns the record to store
	 */
	commit(
		crypto: Crypto,
		context: ReferenceContext,
		generation: number,
		{ mean, reliability, shape }: EnrolledFeatures,
		scratch: Int32Array,
	): Uint8Array {
		const { profile } = this;
		const parity = profile.blocks - profile.keySymbols;
		try {
			selectBitsInto(this.#choice, reliability, scratch, profile);
			cellsInto(this.cells, this.#choice, profile);
			crypto.entropyInto(this.#word);
			for (let i = parity; i < profile.blocks; i++) this.#word[i] &= SYMBOL_MASK;
			this.#code.encode(this.#word);
			for (let block = 0; block < profile.blocks; block++) {
				let bits = 0;
				for (let j = 0; j < WORD_BITS; j++) {
					if (mean[this.cells[block * WORD_BITS + j]] < 0) bits |= 1 << j;
				}
				this.#offset[block] = bits ^ encodeWord(this.#word[block]);
			}
			writeAuxiliary(this.#auxiliary, this.#choice, this.#offset, shape, profile);
			const record = new Uint8Array(referenceLength(profile));
			sealReference(record, crypto, context, generation, this.#word.subarray(parity), this.#auxiliary);
			return record;
		} finally {
			this.wipe();
		}
	}

	/** Unseals a record for comparison; `wipe` must follow. @returns false as `openReference` does. */
	open(crypto: Crypto, context: ReferenceContext, record: Uint8Array): boolean {
		if (!openReference(this.#auxiliary, crypto, context, record)) return false;
		if (!readAuxiliary(this.#choice, this.#offset, this.shape, this.#auxiliary, this.profile)) return false;
		cellsInto(this.cells, this.#choice, this.profile);
		signsInto(this.signs, this.#offset);
		return true;
	}

	/**
	 * Tries one alignment of a probe with the opened reference: inner words softly, then the outer code with
	 * the weakest 0, 2, 4 ... words erased (Forney's generalised minimum distance), then the bit error rate,
	 * then the key.
	 *
	 * @param probe soft values, and `at` the index in it of each committed bit
	 */
	isMatch(
		crypto: Crypto,
		context: ReferenceContext,
		record: Uint8Array,
		probe: Int8Array,
		at: Int16Array,
		shift: number,
	): boolean {
		decodeWordsInto(this.#symbols, this.#margins, this.#soft, probe, at, this.signs, shift);
		this.#rankWeakest();
		const parity = this.profile.blocks - this.profile.keySymbols;
		for (let erasures = 0; erasures <= parity; erasures += 2) {
			this.#word.set(this.#symbols);
			if (!this.#code.decode(this.#word, this.#weakest, erasures)) continue;
			if (!this.#isNear(probe, at, shift)) return false;
			return isCommittedKey(crypto, context, record, this.#word.subarray(parity));
		}
		return false;
	}

	/** Clears everything that was opened, committed or decoded. */
	wipe(): void {
		clear(this.cells);
		clear(this.signs);
		clear(this.shape);
		clear(this.#offset);
		clear(this.#choice);
		clear(this.#auxiliary);
		clear(this.#symbols);
		clear(this.#margins);
		clear(this.#word);
		clear(this.#weakest);
		clear(this.#soft);
		clear(this.#tally);
	}

	/** Blocks in order of rising margin. */
	#rankWeakest(): void {
		const margins = this.#margins;
		const weakest = this.#weakest;
		for (let block = 0; block < margins.length; block++) {
			let place = block;
			for (; place > 0 && margins[weakest[place - 1]] > margins[block]; place--) {
				weakest[place] = weakest[place - 1];
			}
			weakest[place] = block;
		}
	}

	/**
	 * The bit error rule: impostors' probes decode more often than the code's own rate suggests where a sensor
	 * makes palms alike; the rate of wrong bits against the opened reference tells them apart.
	 */
	#isNear(probe: Int8Array, at: Int16Array, shift: number): boolean {
		countErrorsInto(this.#tally, this.#word, probe, at, this.signs, shift);
		const [measured, wrong] = this.#tally;
		return 2 * measured >= at.length && wrong * 1024 <= measured * this.profile.bitErrorMax;
	}
}

const SYMBOL_MASK = (1 << SYMBOL_BITS) - 1;
