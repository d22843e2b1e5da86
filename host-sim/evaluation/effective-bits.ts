import type { Rate } from "./statistics.js";

/** How many coin tosses are as hard to guess as it is for somebody else's trait to open a record. */
export interface EffectiveBits {
	/** -log2 of the rate; null where no error was seen. */
	readonly bits: number | null;
	/** -log2 of the 95 % interval's upper end. */
	readonly atLeast: number;
}

/** @param fmr false match rate of the code alone, as it decides for whoever holds all keys */
export function effectiveBits(fmr: Rate): EffectiveBits {
	const bits = fmr.rate === null || fmr.rate === 0 ? null : -Math.log2(fmr.rate);
	return { bits, atLeast: Math.abs(Math.log2(fmr.interval[1])) };
}

/** `11.2 bits (95 %: at least 9.8)`, or only what can be excluded. */
export function effectiveBitsText({ bits, atLeast }: EffectiveBits): string {
	const least = atLeast.toFixed(1);
	return bits === null
		? `at least ${least} bits (95 %)`
		: `${bits.toFixed(1)} bits (95 %: at least ${least})`;
}
