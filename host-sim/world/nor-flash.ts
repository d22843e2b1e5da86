import type { Flash, FlashGeometry } from "../../hal/hal.js";
import type { NorPart } from "./nor-parts.js";
import { createPrng, type Prng } from "./prng.js";

/**
 * A NOR flash that is no kinder than a real one: erasing sets a whole block, programming only clears bits,
 * and the power can go at any operation and leave the cells in a state that a real part shows (see
 * `TearModel`). Deterministic: the same seed and the same calls give the same bytes.
 */
export class NorFlash implements Flash {
	readonly #geometry: FlashGeometry;
	readonly #cells: Uint8Array;
	/**
	 * A set bit marks a cell between its two levels: every read of it is a coin toss until it is driven
	 * again.
	 */
	readonly #unstable: Uint8Array;
	readonly #erasesOf: Uint32Array;
	readonly #prng: Prng;
	readonly #counters = { reads: 0, bytesRead: 0, programs: 0, bytesProgrammed: 0, erases: 0 };
	#unstableBits = false;
	/** The unstable cells read alike, all done or none. */
	#asOne = false;
	#cut: { after: number; readonly tear: TearModel } | undefined;
	#power: "on" | "off" = "on";
	#open = true;

	constructor(options: NorFlashOptions) {
		const { part } = options;
		const blocks = options.blocks ?? part.blocks;
		if (!Number.isInteger(blocks) || blocks < 1) throw new RangeError("NorFlash: blocks must be 1 or more");
		const size = blocks * part.blockLength;
		this.#geometry = { size, blocks, blockLength: part.blockLength, writeLength: part.writeLength };
		this.#cells = new Uint8Array(size).fill(0xff);
		if (options.image !== undefined) {
			if (options.image.length !== size) throw new RangeError(`NorFlash: the image must have ${size} bytes`);
			this.#cells.set(options.image);
		}
		this.#unstable = new Uint8Array(size);
		this.#erasesOf = new Uint32Array(blocks);
		this.#prng = createPrng(options.seed, "nor-flash");
	}

	status(): FlashGeometry {
		this.#use();
		return this.#geometry;
	}

	read(buffer: Uint8Array, byteOffset: number): void {
		this.#use();
		this.#checkRange(byteOffset, buffer.length);
		this.#counters.reads++;
		this.#counters.bytesRead += buffer.length;
		buffer.set(this.#cells.subarray(byteOffset, byteOffset + buffer.length));
		if (this.#unstableBits) this.#waver(buffer, byteOffset);
	}

	write(buffer: Uint8Array, byteOffset: number): void {
		this.#use();
		this.#checkRange(byteOffset, buffer.length);
		const unit = this.#geometry.writeLength;
		if (byteOffset % unit !== 0 || buffer.length % unit !== 0)
			throw new RangeError(`flash write of ${buffer.length} at ${byteOffset} is not aligned to ${unit}`);
		for (let i = 0; i < buffer.length; i++) {
			const at = byteOffset + i;
			if ((buffer[i] & ~(this.#cells[at] | this.#unstable[at])) !== 0)
				throw new Error(`flash write at ${at} would raise a bit from 0 to 1`);
		}
		this.#counters.programs++;
		this.#counters.bytesProgrammed += buffer.length;
		const tear = this.#dueTear();
		if (tear === undefined) this.#program(buffer, byteOffset, buffer.length);
		else this.#tearProgram(buffer, byteOffset, tear);
	}

	eraseBlock(block: number): void {
		this.#use();
		if (!Number.isInteger(block) || block < 0 || block >= this.#geometry.blocks)
			throw new RangeError(`flash has no block ${block}`);
		this.#counters.erases++;
		this.#erasesOf[block]++;
		const start = block * this.#geometry.blockLength;
		const end = start + this.#geometry.blockLength;
		const tear = this.#dueTear();
		if (tear === undefined) this.#erase(start, end);
		else this.#tearErase(start, end, tear);
	}

	close(): void {
		this.#open = false;
	}

	/**
	 * Arms a cut: the `operation`-th program or erase from now on (0 = the next one) is torn and throws
	 * `PowerCut`.
	 */
	cutAt(operation: number, tear: TearModel): void {
		this.#cut = { after: operation, tear };
	}

	/** Ends a cut (and disarms one that has not struck): the cells are as the cut left them. */
	powerOn(): void {
		this.#cut = undefined;
		this.#power = "on";
		this.#open = true;
	}

	/** Bit rot: flips one bit, in either direction. */
	flipBit(byteOffset: number, bit: number): void {
		this.#checkRange(byteOffset, 1);
		this.#cells[byteOffset] ^= 1 << bit;
	}

	counters(): NorFlashCounters {
		return {
			...this.#counters,
			operations: this.#counters.programs + this.#counters.erases,
		};
	}

	erasesOf(block: number): number {
		return this.#erasesOf[block];
	}

	/** A copy of every cell, for a later `options.image`; cells between two levels are settled as read now. */
	image(): Uint8Array {
		const image = this.#cells.slice();
		if (this.#unstableBits) this.#waver(image, 0);
		return image;
	}

	/** Another flash in the same state, the unstable cells included; its own future is drawn from `seed`. */
	clone(seed: number): NorFlash {
		const { blocks, blockLength, writeLength } = this.#geometry;
		const part = { name: "clone", blocks, blockLength, writeLength, ratedErases: 0 };
		const copy = new NorFlash({ part, seed, image: this.#cells });
		copy.#unstable.set(this.#unstable);
		copy.#unstableBits = this.#unstableBits;
		copy.#asOne = this.#asOne;
		return copy;
	}

	#use(): void {
		if (this.#power === "off") throw new PowerCut();
		if (!this.#open) throw new Error("flash used after close");
	}

	#checkRange(byteOffset: number, length: number): void {
		if (!Number.isInteger(byteOffset) || byteOffset < 0 || byteOffset + length > this.#geometry.size)
			throw new RangeError(`flash range ${byteOffset}+${length} is beyond ${this.#geometry.size}`);
	}

	/** Cells between two levels read as this read has it. */
	#waver(buffer: Uint8Array, byteOffset: number): void {
		const together = this.#asOne ? -(this.#prng.nextUint32() & 1) : undefined;
		for (let i = 0; i < buffer.length; i++) {
			const mask = this.#unstable[byteOffset + i];
			if (mask !== 0) buffer[i] ^= mask & (together ?? this.#prng.nextUint32());
		}
	}

	#dueTear(): TearModel | undefined {
		if (this.#cut === undefined || this.#cut.after-- > 0) return undefined;
		this.#power = "off";
		this.#asOne = this.#cut.tear === "wavering";
		return this.#cut.tear;
	}

	#program(data: Uint8Array, at: number, length: number): void {
		for (let i = 0; i < length; i++) {
			this.#cells[at + i] &= data[i];
			this.#unstable[at + i] &= data[i];
		}
	}

	#erase(start: number, end: number): void {
		this.#cells.fill(0xff, start, end);
		this.#unstable.fill(0, start, end);
	}

	#tearProgram(data: Uint8Array, at: number, tear: TearModel): never {
		if (tear === "unstable" && this.#prng.nextBelow(2) === 0) this.#tearLate(data, at);
		const unit = this.#geometry.writeLength;
		const whole = tear === "wavering" ? 0 : this.#prng.nextBelow(data.length / unit + 1) * unit;
		if (tear !== "random-bits") this.#program(data, at, whole);
		if (tear === "prefix") throw new PowerCut();
		const density = this.#density(tear);
		const hanging = this.#hangingDensity(tear);
		for (let i = tear === "unstable" ? whole : 0; i < data.length; i++) {
			const falling = (this.#cells[at + i] | this.#unstable[at + i]) & ~data[i];
			this.#disturb(at + i, falling & this.#bits(density), 0, hanging);
		}
		throw new PowerCut();
	}

	/** The cut came just before the end: all is done but for one to four cells. */
	#tearLate(data: Uint8Array, at: number): never {
		const before = this.#cells.slice(at, at + data.length);
		this.#program(data, at, data.length);
		for (let left = 1 + this.#prng.nextBelow(4); left > 0; left--) {
			const i = this.#prng.nextBelow(data.length);
			const falling = before[i] & ~data[i];
			this.#disturb(at + i, falling & -falling, 0, ALL);
		}
		throw new PowerCut();
	}

	#tearErase(start: number, end: number, tear: TearModel): never {
		if (tear === "prefix") {
			this.#erase(start, start + this.#prng.nextBelow(end - start + 1));
			throw new PowerCut();
		}
		// An erase first programs every cell to 0 (so that none is erased too deep), then raises them together.
		const raising = tear === "wavering" || this.#prng.nextBelow(2) === 1;
		const density = this.#density(tear);
		const hanging = this.#hangingDensity(tear);
		for (let at = start; at < end; at++) {
			const moving = raising ? ~this.#cells[at] & 0xff : this.#cells[at] | this.#unstable[at];
			this.#disturb(at, moving & this.#bits(density), raising ? 0xff : 0, hanging);
		}
		throw new PowerCut();
	}

	/** Moves the cells of `mask` to `level`, or leaves them hanging between the levels. */
	#disturb(at: number, mask: number, level: number, hangingDensity: number): void {
		const hanging = hangingDensity < 0 ? 0 : mask & this.#bits(hangingDensity);
		const settled = mask & ~hanging;
		this.#cells[at] = (this.#cells[at] & ~settled) | (level & settled) | hanging;
		this.#unstable[at] = (this.#unstable[at] & ~settled) | hanging;
		if (hanging !== 0) this.#unstableBits = true;
	}

	/** How many of the moving cells are left hanging, as a density for `#bits`; -1 for none. */
	#hangingDensity(tear: TearModel): number {
		if (tear === "wavering") return ALL;
		return tear === "unstable" ? this.#prng.nextBelow(3) : -1;
	}

	/** How many of the cells that had to move have begun to. */
	#density(tear: TearModel): number {
		return tear === "wavering" ? ALL : this.#prng.nextBelow(4);
	}

	/** Eight bits, each set with probability 1/8, 1/2, 7/8 or 1 for density 0 to 3. */
	#bits(density: number): number {
		const word = this.#prng.nextUint32();
		if (density === 0) return word & (word >>> 8) & (word >>> 16) & 0xff;
		if (density === 1) return word & 0xff;
		return density === 2 ? (word | (word >>> 8) | (word >>> 16)) & 0xff : 0xff;
	}
}

/** Density for `#bits`: every one. */
const ALL = 3;

/**
 * Thrown by the torn operation and by every call after it until `powerOn`. The simulated program must not
 * catch it.
 */
export class PowerCut extends Error {
	constructor() {
		super("power cut");
		this.name = "PowerCut";
	}
}

/** @returns whether the power was cut in it. */
export function isCut(run: () => void): boolean {
	try {
		run();
		return false;
	} catch (error) {
		if (error instanceof PowerCut) return true;
		throw error;
	}
}

/**
 * What a cut leaves of the operation it strikes:
 * - `prefix`: program: the first units done, the others untouched; erase: the first bytes erased.
 * - `random-bits`: each bit that had to move did so or not; an erase may still be in its pre-program phase.
 * - `unstable`: as above, but some of the moving cells hang between the levels and read differently each
 *   time.
 * - `wavering`: all of them hang, and each read sees all or nothing of the operation: rare on a real part,
 * and
 *   the worst for a recovery that reads twice.
 */
export type TearModel = (typeof TEAR_MODELS)[number];

export const TEAR_MODELS = ["prefix", "random-bits", "unstable", "wavering"] as const;

export interface NorFlashOptions {
	readonly part: NorPart;
	/** Blocks in the partition; the part's default without it. */
	readonly blocks?: number;
	readonly seed: number;
	/** What the partition holds, from `image()`; erased without it. */
	readonly image?: Uint8Array;
}

export interface NorFlashCounters {
	readonly reads: number;
	readonly bytesRead: number;
	readonly programs: number;
	readonly bytesProgrammed: number;
	readonly erases: number;
	/** Programs and erases: what `cutAt` counts. */
	readonly operations: number;
}
