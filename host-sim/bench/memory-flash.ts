import type { Flash, FlashGeometry } from "../../hal/hal.js";

/** The Flash door over plain memory: what is measured on it is the store's own work, not a part's. */
export class MemoryFlash implements Flash {
	readonly #bytes: Uint8Array;

	/** @param bytes some blocks of 4096 */
	constructor(bytes: Uint8Array) {
		this.#bytes = bytes;
		bytes.fill(0xff);
	}

	status(): FlashGeometry {
		const size = this.#bytes.length;
		return { size, blocks: size / BLOCK_LENGTH, blockLength: BLOCK_LENGTH, writeLength: 4 };
	}

	read(buffer: Uint8Array, byteOffset: number): void {
		buffer.set(this.#bytes.subarray(byteOffset, byteOffset + buffer.length));
	}

	write(buffer: Uint8Array, byteOffset: number): void {
		this.#bytes.set(buffer, byteOffset);
	}

	eraseBlock(block: number): void {
		this.#bytes.fill(0xff, block * BLOCK_LENGTH, (block + 1) * BLOCK_LENGTH);
	}

	close(): void {}
}

const BLOCK_LENGTH = 4096;
