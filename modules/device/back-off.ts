/**
 * How long to wait before trying again, so that a thousand units do not knock at a broker that has just come
 * up.
 */
export class BackOff {
	readonly #firstMs: number;
	readonly #longestMs: number;
	readonly #entropyInto: (out: Uint8Array) => void;
	#nextMs: number;

	/** Waits start around `firstMs` and double up to `longestMs`. */
	constructor(firstMs: number, longestMs: number, entropyInto: (out: Uint8Array) => void) {
		this.#firstMs = firstMs;
		this.#longestMs = longestMs;
		this.#entropyInto = entropyInto;
		this.#nextMs = firstMs;
	}

	/**
	 * @returns milliseconds, half to all of the present wait: units that lost the broker together come apart.
	 */
	wait(): number {
		const byte = new Uint8Array(1);
		this.#entropyInto(byte);
		const presentMs = this.#nextMs;
		this.#nextMs = Math.min(2 * presentMs, this.#longestMs);
		return (presentMs >> 1) + (((presentMs >> 1) * byte[0]) >> 8);
	}

	/** It worked: the next failure begins anew. */
	reset(): void {
		this.#nextMs = this.#firstMs;
	}
}
