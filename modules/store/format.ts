import type { Flash } from "../../hal/hal.js";
import { FORMAT_VERSION, SECTOR_HEADER_LENGTH } from "./layout.js";
import { RecordIndex } from "./record-index.js";
import { RecordLog } from "./record-log.js";
import { findHead } from "./recovery.js";

/**
 * Makes an empty store of the partition and erases everything else in it. A store that was there is, after
 * a cut, either whole or gone; a partition that held none (or one that could not be opened) may need
 * formatting again.
 */
export function formatStore(flash: Flash): void {
	const log = new RecordLog(flash, new RecordIndex(1));
	const { blocks } = log.geometry;
	const found = findHead(log);
	const length = found.kind === "head" ? found.header.sequence + 1 - found.oldest : blocks;
	if (found.kind === "head" && length < blocks) replaceAll(log, found.header.sequence + 1, length);
	else eraseAll(log);
}

/** A compaction that copies nothing: one header voids the whole log. */
function replaceAll(log: RecordLog, sequence: number, length: number): void {
	log.writeGap(log.baseOf(sequence));
	log.eraseSector(sequence);
	log.writeSectorHeader({ version: FORMAT_VERSION, sequence, count: length, distance: length });
	for (let i = 1; i < log.geometry.blocks; i++) log.eraseSector(sequence + i);
}

function eraseAll(log: RecordLog): void {
	const { blocks } = log.geometry;
	// First no sector may pass for a store's any more: an erase cut short could leave one whole.
	const zeros = new Uint8Array(SECTOR_HEADER_LENGTH);
	for (let sector = 0; sector < blocks; sector++) log.flash.write(zeros, log.baseOf(sector));
	for (let sector = 0; sector < blocks; sector++) log.eraseSector(sector);
	log.writeSectorHeader({ version: FORMAT_VERSION, sequence: blocks, count: 0, distance: 0 });
}
