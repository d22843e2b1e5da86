import type { Store } from "../../modules/store/store.js";
import { isCut, type NorFlash, TEAR_MODELS, type TearModel } from "../world/nor-flash.js";
import { createPrng } from "../world/prng.js";
import { applyChanges, type Model } from "./model.js";
import { bookCut, type Geometry, newTally, openAfterCut, openFormatted, runStep, type Tally } from "./rig.js";
import { formattedFlash } from "./sequence.js";
import { type Step, StepSource } from "./steps.js";

/**
 * A short sequence (boot, then `steps` commits, after `prefix` uncut ones that fill the flash), cut at
 * every program and erase in it; and each recovery from that cut at every program and erase in it. Every
 * tear model, the same for both cuts; `draws` different outcomes of each tear.
 * @throws StoreFault when the store leaves what the model allows.
 */
export function runExhaustive(options: ExhaustiveOptions, tally: Tally): void {
	const start = prepare(options);
	for (const tear of TEAR_MODELS) {
		for (let draw = 0; draw < options.draws; draw++) {
			for (let operation = 0; ; operation++) {
				const flash = start.flash.clone(options.seed + draw);
				flash.cutAt(operation, tear);
				const cut = playUntilCut(flash, start.model, start.steps, tally);
				tally.operations += flash.counters().operations;
				if (cut === undefined) break;
				bookCut(tally, options.geometry, tear, 1);
				cutEveryRecovery(flash, cut, options.geometry, tear, tally);
			}
		}
	}
}

export interface ExhaustiveOptions {
	readonly geometry: Geometry;
	readonly seed: number;
	readonly prefix: number;
	readonly steps: number;
	readonly draws: number;
}

interface Start {
	readonly flash: NorFlash;
	readonly model: Model;
	readonly steps: readonly Step[];
}

function prepare({ geometry, seed, prefix, steps }: ExhaustiveOptions): Start {
	const source = new StepSource(createPrng(seed, "exhaustive"), geometry);
	const flash = formattedFlash(geometry, seed);
	const scratch = newTally();
	let store = openFormatted(flash);
	let model: Model = new Map();
	for (let i = 0; i < prefix; i++) {
		const step = source.next(model);
		if (step.length === 0) store = openFormatted(flash);
		else model = runStep(flash, store, model, step, scratch);
	}
	const chosen: Step[] = [];
	let ahead = model;
	while (chosen.length < steps) {
		const step = source.next(ahead);
		if (step.length === 0) continue;
		chosen.push(step);
		ahead = applyChanges(ahead, step);
	}
	return { flash, model, steps: chosen };
}

interface Interrupted {
	readonly before: Model;
	readonly after: Model;
}

/** @returns undefined when the sequence ended before the cut struck. */
function playUntilCut(
	flash: NorFlash,
	start: Model,
	steps: readonly Step[],
	tally: Tally,
): Interrupted | undefined {
	let before = start;
	let after = start;
	const cut = isCut(() => {
		const store: Store = openFormatted(flash);
		for (const step of steps) {
			after = applyChanges(before, step);
			before = runStep(flash, store, before, step, tally);
			after = before;
		}
	});
	return cut ? { before, after } : undefined;
}

function cutEveryRecovery(
	flash: NorFlash,
	{ before, after }: Interrupted,
	geometry: Geometry,
	tear: TearModel,
	tally: Tally,
): void {
	for (let operation = 0; ; operation++) {
		const again = flash.clone(operation);
		again.cutAt(operation, tear);
		const cut = isCut(() => openFormatted(again));
		if (cut) bookCut(tally, geometry, tear, 2);
		openAfterCut(again, before, after);
		tally.operations += again.counters().operations;
		if (!cut) return;
	}
}
