import { assert } from "../bytes/assert.js";
import { clearBytes } from "../bytes/clear.js";

/**
 * The memory that the pipelines of a unit share: a person shows one trait at a time, so each pipeline lays
 * its buffers over those of the others. Whoever used it last has wiped it.
 */
export class Arena {
	readonly #memory: ArrayBuffer;
	/** All of it: without machine code, eight bytes at a time are cleared in an eighth of the time. */
	readonly #words: Float64Array;
	#used = 0;

	/** @param bytes what the most demanding pipeline takes */
	constructor(bytes: number = ARENA_BYTES) {
		this.#memory = new ArrayBuffer(bytes);
		this.#words = new Float64Array(this.#memory);
	}

	/** Where what is taken next begins. */
	get position(): number {
		return this.#used;
	}

	/** Goes back, or on: what is taken from here on lies over what was taken here before. */
	moveTo(position: number): void {
		this.#used = position;
	}

	/** Clears what lies between two positions. */
	clear(from: number, to: number): void {
		clearBytes(this.#words, from, to);
	}

	uint8(length: number): Uint8Array {
		return new Uint8Array(this.#memory, this.#take(length), length);
	}

	int8(length: number): Int8Array {
		return new Int8Array(this.#memory, this.#take(length), length);
	}

	int16(length: number): Int16Array {
		return new Int16Array(this.#memory, this.#take(2 * length), length);
	}

	int32(length: number): Int32Array {
		return new Int32Array(this.#memory, this.#take(4 * length), length);
	}

	#take(bytes: number): number {
		const start = this.#used;
		this.#used += (bytes + 7) & ~7;
		assert(this.#used <= this.#memory.byteLength, "arena: raise ARENA_BYTES to what this modality takes");
		return start;
	}
}

/** What palms take, the most of all modalities (a test keeps it tight). */
export const ARENA_BYTES = 73_728;
