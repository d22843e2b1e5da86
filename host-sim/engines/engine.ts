/**
 * What runs a firmware bundle: the XS engine in a child process, or Node itself; the same bundle, the same
 * calls.
 */

export interface Engine {
	/**
	 * Hands one event to the bundle and resolves when the unit is idle again: its handler has returned and no
	 * promise job is left. `frame` (at most 307,200 bytes) is put into the frame buffer first.
	 * Rejects with `EngineStopped` when the engine died of it, or had died before.
	 * One event at a time: a call before the last one settled throws.
	 */
	deliver(event: Uint8Array, frame?: Uint8Array): Promise<void>;
	stats(): Promise<EngineStats>;
	/** Ends the engine; legal twice, and after its death. */
	close(): Promise<void>;
}

/** An engine whose garbage can be collected at a chosen time. */
export interface CollectedEngine extends Engine {
	/** Collects garbage, then answers as `stats`. */
	collect(): Promise<EngineStats>;
	/**
	 * All the memory of the engine, free or not, while it is idle; undefined where the system does not show it.
	 */
	memory(): Iterable<Uint8Array> | undefined;
}

/** Answers the unit while it handles an event; both are called in the order in which the unit speaks. */
export interface EngineHost {
	/** `putFrame` puts a camera's pixels into the frame buffer before the unit sees the reply. */
	onCall(request: Uint8Array, putFrame: (pixels: Uint8Array) => void): Uint8Array;
	onPost(message: Uint8Array): void;
}

/** Bytes and counts since boot. All but `engine` are zero in Node, which has no fixed heap. */
export interface EngineStats {
	readonly engine: "xs" | "node";
	/** Peaks of the three pools; chunks include garbage that was not yet collected. */
	readonly peakChunkBytes: number;
	readonly peakSlotBytes: number;
	readonly peakStackBytes: number;
	/** A pointer for each preloaded object that the unit could still change; fixed at boot. */
	readonly aliasBytes: number;
	/** Sum of the three peaks and the aliases. */
	readonly heapBytes: number;
	/** Sum of the three pools' fixed sizes and the aliases. */
	readonly heapLimitBytes: number;
	/** In use now, with garbage unless it was just collected. */
	readonly chunkBytes: number;
	readonly slotBytes: number;
	/** Property names in use. */
	readonly keyCount: number;
	/** Work done, in XS's own deterministic unit (about one bytecode instruction). */
	readonly computrons: number;
}

/**
 * The engine is dead: `reason` is from exit-codes.ts, `exitCode` the child's exit status (-1: it had none).
 */
export class EngineStopped extends Error {
	readonly reason: string;
	readonly exitCode: number;
	readonly stats: EngineStats;

	constructor(reason: string, exitCode: number, sentence: string, stats: EngineStats) {
		super(sentence);
		this.name = "EngineStopped";
		this.reason = reason;
		this.exitCode = exitCode;
		this.stats = stats;
	}
}

/** The engine cannot be had on this computer; the message says what to install. */
export class EngineUnavailable extends Error {
	constructor(message: string) {
		super(message);
		this.name = "EngineUnavailable";
	}
}

/** Size of the frame buffer outside the heap: 640x480, one byte a pixel. */
export const frameBytes = 307_200;

export function emptyStats(engine: EngineStats["engine"]): EngineStats {
	return {
		engine,
		peakChunkBytes: 0,
		peakSlotBytes: 0,
		peakStackBytes: 0,
		aliasBytes: 0,
		heapBytes: 0,
		heapLimitBytes: 0,
		chunkBytes: 0,
		slotBytes: 0,
		keyCount: 0,
		computrons: 0,
	};
}
