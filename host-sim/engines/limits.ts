/**
 * How much memory the unit's engine gets. manifest.json holds the figures, for the device and for the
 * simulator alike.
 */
import { readFileSync } from "node:fs";
import type { Bits } from "./build-xs.js";
import { inProject } from "./paths.js";

export interface XsLimits {
	/** Strings, buffers, arrays, big integers; bytes. */
	readonly chunkBytes: number;
	/** Objects, properties, closures; slots. */
	readonly slotCount: number;
	/** Value stack; slots. */
	readonly stackCount: number;
	/** Property names that may be made up at run time, beyond those in the bundle's text. */
	readonly keyCount: number;
	/** Computrons for the bundle's start and for each event; 0 for no limit. */
	readonly eventComputrons: number;
}

interface Manifest {
	readonly creation: {
		readonly chunk: { readonly initial: number };
		readonly heap: { readonly initial: number };
		readonly stack: number;
		readonly keys: { readonly initial: number };
	};
}

/** Bytes of a slot on the device and in the 32-bit engine; the 64-bit engine's are twice as big. */
export const deviceSlotBytes = 16;

/**
 * The 64-bit engine gets the same number of slots, each twice as big, and more chunk bytes: pixels and text
 * keep their size, but arrays of slots double and so does every chunk's header of two words.
 */
const wideChunkFactor = 3 / 2;

/**
 * A watchdog's worth: some minutes of a microcontroller at 400 MHz. Far above any event, far below "for
 * ever".
 */
const eventComputrons = 1_000_000_000;

export function deviceLimits(bits: Bits): XsLimits {
	const { creation }: Manifest = JSON.parse(readFileSync(inProject("manifest.json"), "utf8"));
	return {
		chunkBytes: creation.chunk.initial * (bits === 64 ? wideChunkFactor : 1),
		slotCount: creation.heap.initial,
		stackCount: creation.stack,
		keyCount: creation.keys.initial,
		eventComputrons,
	};
}
