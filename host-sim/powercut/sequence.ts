import { formatStore } from "../../modules/store/format.js";
import { isCut, NorFlash, TEAR_MODELS, type TearModel } from "../world/nor-flash.js";
import { createPrng, type Prng } from "../world/prng.js";
import { applyChanges, type Model } from "./model.js";
import {
	bookCut,
	checkState,
	GEOMETRIES,
	type Geometry,
	openAfterCut,
	openFormatted,
	runStep,
	type Tally,
} from "./rig.js";
import { StepSource } from "./steps.js";

/**
 * One random life of a store: `steps` steps, about every third one cut at a random operation, every third
 * recovery cut again, up to four deep; the seed chooses the geometry, the tear model and everything else.
 * @throws StoreFault when the store leaves what the model allows.
 */
export function runSequence(seed: number, steps: number, tally: Tally): void {
	const prng = createPrng(seed, "powercut");
	const geometry = GEOMETRIES[prng.nextBelow(GEOMETRIES.length)];
	const tear = TEAR_MODELS[prng.nextBelow(TEAR_MODELS.length)];
	const source = new StepSource(prng.split("steps"), geometry);
	const flash = formattedFlash(geometry, seed);
	let store = openFormatted(flash);
	let model: Model = new Map();
	for (let i = 0; i < steps; i++) {
		const step = source.next(model);
		const before = model;
		if (prng.nextBelow(3) === 0) flash.cutAt(randomOperation(prng), tear);
		const cut = isCut(() => {
			if (step.length === 0) store = openFormatted(flash);
			else model = runStep(flash, store, model, step, tally);
		});
		if (cut) {
			const depth = 1 + cutRecoveries(flash, prng, tear);
			for (let i = 1; i <= depth; i++) bookCut(tally, geometry, tear, i);
			({ store, model } = openAfterCut(flash, before, applyChanges(before, step)));
		} else {
			flash.powerOn();
			if (step.length === 0 || i === steps - 1) checkState(flash, store, model);
		}
	}
	tally.operations += flash.counters().operations;
}

/** Cuts the recovery itself, and the recovery from that. @returns how many cuts struck. */
function cutRecoveries(flash: NorFlash, prng: Prng, tear: TearModel): number {
	let cuts = 0;
	while (cuts < 4 && prng.nextBelow(3) === 0) {
		flash.powerOn();
		flash.cutAt(prng.nextBelow(5), tear);
		if (!isCut(() => openFormatted(flash))) break;
		cuts++;
	}
	return cuts;
}

export function formattedFlash(geometry: Geometry, seed: number): NorFlash {
	const flash = new NorFlash({ part: geometry.part, blocks: geometry.blocks, seed });
	formatStore(flash);
	return flash;
}

/** Mostly within a small commit, sometimes far into a compaction. */
function randomOperation(prng: Prng): number {
	return prng.nextBelow(prng.nextBelow(4) === 0 ? 30 : 6);
}
