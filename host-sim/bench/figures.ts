/** The figures that are kept and held to: what XS counts, the same on every computer. */
import { bundleFirmware } from "../engines/bundle.js";
import { inProject } from "../engines/paths.js";
import { type Loops, startXsEngine } from "../engines/xs-engine.js";
import { measure, type TraitFigures, type TraitName } from "./measure.js";

export const FIGURES_FILE = inProject("host-sim/bench/figures.json");

/** Computrons and bytes, on XS with 32-bit pointers. */
export interface XsFigures {
	readonly traits: Readonly<Record<TraitName, TraitFigures>>;
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
	const bundle = await bundleFirmware("host-sim/bench/device.ts");
	const { traits, peaks } = await measure((host) => startXsEngine({ bundle, bits: 32, loops }, host));
	return {
		traits,
		heapBytes: peaks.heapBytes,
		chunkBytes: peaks.peakChunkBytes,
		slotBytes: peaks.peakSlotBytes,
		stackBytes: peaks.peakStackBytes,
	};
}
