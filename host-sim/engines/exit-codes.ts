/**
 * How an XS engine can end: the numbers of host-sim/xs/exit-codes.h (a test compares them), each with a
 * sentence.
 */
export const exitCodes = {
	done: { code: 0, sentence: "The engine was closed." },
	"chunks-full": {
		code: 10,
		sentence: "Memory full: the chunk heap (strings, buffers, arrays, big integers) has no room left.",
	},
	"slots-full": {
		code: 11,
		sentence: "Memory full: the slot heap (objects, properties, closures) has no room left.",
	},
	"stack-overflow": {
		code: 12,
		sentence: "Stack overflow: calls are nested too deeply for the value stack.",
	},
	"computron-limit": { code: 13, sentence: "Too much computation: one event ran longer than it may." },
	"unhandled-exception": { code: 14, sentence: "An exception left the bundle." },
	"unhandled-rejection": { code: 15, sentence: "A promise was rejected and nobody listened." },
	"no-more-keys": {
		code: 16,
		sentence: "Not enough keys: the bundle uses more property names than allowed.",
	},
	"pipe-protocol": { code: 17, sentence: "The pipe between Node and the engine carried a bad frame." },
	"image-refused": { code: 18, sentence: "The engine refused the compiled bundle." },
	"engine-fault": { code: 19, sentence: "The engine failed a check of its own." },
	"read-only": {
		code: 20,
		sentence: "A write to preloaded memory, flash on the device: keep working buffers out of module scope.",
	},
	usage: { code: 64, sentence: "The engine was started with arguments it does not accept." },
} as const;

export type ExitReason = keyof typeof exitCodes;

export interface EngineEnd {
	readonly reason: string;
	readonly sentence: string;
}

/** Undefined for a status that is not ours, such as one made by a signal. */
export function endOfExitCode(exitCode: number): EngineEnd | undefined {
	const found = Object.entries(exitCodes).find(([, { code }]) => code === exitCode);
	return found === undefined ? undefined : { reason: found[0], sentence: found[1].sentence };
}
