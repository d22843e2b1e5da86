import { assert } from "../../modules/bytes/assert.js";
import { TEAR_MODELS } from "../world/nor-flash.js";
import { OfficeKeys } from "./office.js";
import { imageOf, UpdatedUnit } from "./updated-unit.js";

export interface CutCount {
	readonly cuts: number;
	/** Units that started nothing any more, or could not be brought where they were to go. */
	readonly bricked: number;
	/** Units that started something older than what they had told their terminal that runs. */
	readonly downgrades: number;
	/** Images on trial that the bootloader took back: as it should be. */
	readonly reverts: number;
	/** Losses of the link, one at each piece. */
	readonly linkCuts: number;
	/** Of these, transfers that began anew instead of going on. */
	readonly begunAnew: number;
}

/**
 * Brings images 2, 3, ... to a unit that was made with image 1, over the link, piece by piece as it asks for
 * them, and cuts the power at each operation of slots, notes and store, from offer to confirmation, tearing
 * it in each way; after every cut the update is offered again. Then the same with the link cut at each
 * piece.
 */
export function cutEverywhere(images: number, bytes: number, onCut: () => void = () => {}): CutCount {
	const count = { cuts: 0, bricked: 0, downgrades: 0, reverts: 0, linkCuts: 0, begunAnew: 0 };
	const keys = new OfficeKeys();
	const made = UpdatedUnit.make(keys, bytes);
	for (let version = 2; version < 2 + images; version++) {
		const image = imageOf(version, bytes);
		for (const tear of TEAR_MODELS) {
			for (let operation = 0; ; operation++) {
				const unit = made.copy();
				unit.powerUp();
				if (!unit.cut(operation, tear, () => unit.update(version, image))) break;
				count.cuts++;
				onCut();
				recover(count, unit, version, image);
			}
		}
		cutLink(count, made, version, image);
		made.powerUp();
		made.update(version, image);
		assert(made.running === version && made.office.born === version, "an update that nobody disturbs");
	}
	return count;
}

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

function recover(count: Mutable<CutCount>, unit: UpdatedUnit, version: number, image: Uint8Array): void {
	const told = unit.office.born;
	unit.powerUp();
	if (unit.running === undefined) {
		count.bricked++;
		return;
	}
	assert(told !== undefined, "a unit that was on the link");
	if (unit.running < told) count.downgrades++;
	if (unit.running < version && unit.tookBack) count.reverts++;
	// Whatever the cut left, the next offers bring the unit where it was to go.
	for (let offers = 0; offers < 2 && unit.running !== version; offers++) unit.update(version, image);
	if (unit.running !== version || unit.office.born !== version) count.bricked++;
	// And there it stays.
	unit.powerDown();
	unit.powerUp();
	if (unit.running !== version) count.downgrades++;
}

const DARK_MS = 30_000;

function cutLink(count: Mutable<CutCount>, made: UpdatedUnit, version: number, image: Uint8Array): void {
	for (let piece = 0; ; piece++) {
		const unit = made.copy();
		unit.powerUp();
		let wasCut = false;
		unit.office.onPiece = (pieces) => {
			if (wasCut || pieces !== piece) return;
			wasCut = true;
			unit.link.drop();
			unit.scheduler.schedule(DARK_MS, () => unit.link.restore());
		};
		unit.update(version, image);
		if (!wasCut) return;
		count.linkCuts++;
		// The piece under way is lost and asked for again, once it is missed and once the link is back.
		if (unit.office.pieces > Math.ceil(image.length / 1024) + 2) count.begunAnew++;
		if (unit.running !== version || unit.office.born !== version) count.bricked++;
	}
}
