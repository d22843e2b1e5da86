import { footprintOf } from "../../modules/store/layout.js";
import { RECORD_KIND } from "../../modules/store/record-kinds.js";
import { openStore, type Store } from "../../modules/store/store.js";
import type { NorFlash, TearModel } from "../world/nor-flash.js";
import { NOR_PARTS, type NorPart } from "../world/nor-parts.js";
import { applyChanges, differenceOf, ghostsIn, type Model, storeChangeOf } from "./model.js";
import type { Step } from "./steps.js";

/**
 * A flash for the check: a real part's geometry, or its program unit on sectors so small that compaction is
 * frequent.
 */
export interface Geometry {
	readonly part: NorPart;
	readonly blocks: number;
	/** Longest value, and operators, that the steps use. */
	readonly valueMax: number;
	readonly operators: number;
}

export const GEOMETRIES: readonly Geometry[] = Object.values(NOR_PARTS).flatMap((part) => [
	{ part, blocks: 5, valueMax: 1404, operators: 4 },
	{ part: { ...part, name: `${part.name}/512`, blockLength: 512 }, blocks: 6, valueMax: 120, operators: 4 },
]);

const MAX_RECORDS = 24;

/** What a checked run has done and found; `lost`, `refunded` and `reused` are what must stay 0. */
export interface Tally {
	/** Programs and erases. */
	operations: number;
	cuts: number;
	/** Cuts by program unit and tear model: "4 bytes, prefix". */
	readonly cutsBy: Record<string, number>;
	/** Most cuts in a row: the first one, then each in the recovery from the one before. */
	deepest: number;
	refusals: number;
	lost: number;
	refunded: number;
	reused: number;
}

export function newTally(): Tally {
	return { operations: 0, cuts: 0, cutsBy: {}, deepest: 0, refusals: 0, lost: 0, refunded: 0, reused: 0 };
}

/** Books a cut: `depth` 1 strikes a commit or a boot, 2 the recovery from that, and so on. */
export function bookCut(tally: Tally, { part }: Geometry, tear: TearModel, depth: number): void {
	const name = `${part.writeLength} bytes, ${tear}`;
	tally.cuts++;
	tally.cutsBy[name] = (tally.cutsBy[name] ?? 0) + 1;
	tally.deepest = Math.max(tally.deepest, depth);
}

export function addTally(sum: Tally, part: Tally): void {
	sum.operations += part.operations;
	sum.cuts += part.cuts;
	for (const [name, cuts] of Object.entries(part.cutsBy)) sum.cutsBy[name] = (sum.cutsBy[name] ?? 0) + cuts;
	sum.deepest = Math.max(sum.deepest, part.deepest);
	sum.refusals += part.refusals;
	sum.lost += part.lost;
	sum.refunded += part.refunded;
	sum.reused += part.reused;
}

/** The store is not what the model allows. `message` says in which way. */
export class StoreFault extends Error {
	/** The kind of record that is wrong, 0 when it is none in particular. */
	readonly recordKind: number;

	constructor(message: string, recordKind: number) {
		super(message);
		this.recordKind = recordKind;
	}
}

/** Books a fault under what it would mean in an office. */
export function bookFault(tally: Tally, fault: StoreFault): void {
	if (fault.recordKind === RECORD_KIND.attempts) tally.refunded++;
	else if (fault.recordKind === RECORD_KIND.auditHead || fault.recordKind === RECORD_KIND.bootCount)
		tally.reused++;
	else tally.lost++;
}

/** Opens a store that must be there. */
export function openFormatted(flash: NorFlash): Store {
	const opening = openStore(flash, { maxRecords: MAX_RECORDS });
	if (opening.kind !== "opened") throw new StoreFault(`the store is ${opening.kind}`, 0);
	if (opening.recovered.damaged > 0) throw new StoreFault("damage without bit rot", 0);
	return opening.store;
}

/**
 * Runs one step against the store and checks the answer: a commit must be refused exactly when the model
 * would outgrow the capacity, and then not one cell may have moved.
 * @returns the model afterwards.
 */
export function runStep(flash: NorFlash, store: Store, model: Model, step: Step, tally: Tally): Model {
	const after = applyChanges(model, step);
	const grows = step.some((change) => change.record !== undefined);
	const fits =
		liveBytesOf(after, flash.status().writeLength) <= store.capacityBytes() && after.size <= MAX_RECORDS;
	const operations = flash.counters().operations;
	const outcome = store.commit(step.map(storeChangeOf));
	if (outcome.kind === "stored") {
		if (grows && !fits) throw new StoreFault("stored more than the capacity", 0);
		return after;
	}
	if (fits || !grows) throw new StoreFault("refused although there is room", 0);
	if (flash.counters().operations !== operations) throw new StoreFault("wrote before refusing", 0);
	tally.refusals++;
	return model;
}

/**
 * Throws unless the store holds exactly the model, and the flash nothing of any value that the model does
 * not.
 */
export function checkState(flash: NorFlash, store: Store, model: Model): void {
	const difference = differenceOf(store, model);
	if (difference !== undefined) throw new StoreFault(difference.text, difference.kind);
	checkSpace(flash, store, model);
}

/** The part of `checkState` that is about bytes on the flash. */
function checkSpace(flash: NorFlash, store: Store, model: Model): void {
	const live = liveBytesOf(model, flash.status().writeLength);
	if (store.liveBytes() !== live)
		throw new StoreFault(`counts ${store.liveBytes()} live bytes for ${live}`, 0);
	const ghosts = ghostsIn(flash.image(), model);
	if (ghosts.length > 0)
		throw new StoreFault(`values that are gone still lie in flash: ${ghosts.join(", ")}`, 0);
}

/**
 * Opens the store after a cut and checks that it is the model before or after the interrupted step, the
 * same one however often it is opened.
 * @returns which of the two.
 */
export function openAfterCut(flash: NorFlash, before: Model, after: Model): { store: Store; model: Model } {
	flash.powerOn();
	const first = openFormatted(flash);
	const isAfter = differenceOf(first, after) === undefined;
	const model = isAfter ? after : before;
	if (isAfter) checkSpace(flash, first, model);
	else checkState(flash, first, model);
	const store = openFormatted(flash);
	checkState(flash, store, model);
	return { store, model };
}

function liveBytesOf(model: Model, writeLength: number): number {
	let bytes = 0;
	for (const record of model.values()) bytes += footprintOf(record.length, writeLength);
	return bytes;
}
