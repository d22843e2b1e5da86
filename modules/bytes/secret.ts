import { assert } from "./assert.js";

/**
 * Bytes with one owner: a key, a codeword, decoded bits. `exposeSecret` is the only way to read them, so that
 * a reader can find every place that does; `wipe` clears them. The engine's garbage collector moves memory
 * while compacting and may have left copies in freed space: this class shortens the life of a secret, it
 * cannot promise there is one copy.
 */
export class Secret {
	readonly #bytes: Uint8Array;
	#wiped = false;

	constructor(length: number) {
		this.#bytes = new Uint8Array(length);
	}

	exposeSecret(): Uint8Array {
		assert(!this.#wiped, "a wiped secret was read");
		return this.#bytes;
	}

	wipe(): void {
		this.#bytes.fill(0);
		this.#wiped = true;
	}
}
