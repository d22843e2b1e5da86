/** The figures that are kept and held to: what XS counts, the same on every computer. */
import { type Bundle, bundleFirmware } from "../engines/bundle.js";
import { inProject } from "../engines/paths.js";
import { type Loops, startXsEngine } from "../engines/xs-engine.js";
import { type AnswerFigures, measure, measureAnswer, type TraitFigures, type TraitName } from "./measure.js";

export const FIGURES_FILE = inProject("host-sim/bench/figures.json");

/** Computrons and bytes, on XS with 32-bit pointers. */
export interface XsFigures {
	readonly traits: Readonly<Record<TraitName, TraitFigures>>;
	/** From a decision to its signed, stored result. */
	readonly answer: AnswerFigures;
	/** Chunks, slots, value stack and aliases at their highest. */
	readonly heapBytes: number;
	readonly chunkBytes: number;
	readonly slotBytes: number;
	readonly stackBytes: number;
}

export interface Figures {
	/** What repeats them. */
	readonly command: string;
	/** With loops in machine code, and without. */
	readonly native: XsFigures;
	readonly twins: XsFigures;
}

export async function figuresInXs(): Promise<Figures> {
	return { command: "npm run bench -- --write", native: await inXs("native"), twins: await inXs("twins") };
}

export async function inXs(loops: Loops): Promise<XsFigures> {
	const [bundle, answering] = await benchBundles();
	const { traits, peaks } = await measure((host) => startXsEngine({ bundle, bits: 32, loops }, host));
	const answer = await measureAnswer((host) => startXsEngine({ bundle: answering, bits: 32, loops }, host));
	return {
		traits,
		answer,
		heapBytes: peaks.heapBytes,
		chunkBytes: peaks.peakChunkBytes,
		slotBytes: peaks.peakSlotBytes,
		stackBytes: peaks.peakStackBytes,
	};
}

/** Recognition, and what follows a decision. */
export async function benchBundles(): Promise<readonly [Bundle, Bundle]> {
	return [
		await bundleFirmware("host-sim/bench/device.ts"),
		await bundleFirmware("host-sim/bench/answer-device.ts"),
	];
}
