import {
	allBytes,
	encodeFreeMark,
	footprintOf,
	isFreeMark,
	SECTOR_HEADER_LENGTH,
	VALUE_CRC_LENGTH,
} from "./layout.js";
import type { RecordLog } from "./record-log.js";

/**
 * What recovery does to the sector that will be opened next: it is erased to the end, marked as such, and
 * then serves as a notebook on the head sector until it is opened.
 *
 *     +------+-----------------------------------+     where a record begins in the head sector, verdicts
 *     | FREE |      | 0 1 2 ..  |                |     on it stand here, one a slot: all zero, or blank;
 *     +------+-----------------------------------+     even slots say "void", odd ones "valid"
 */

/**
 * A half-opened sector must never join the log later, nor keep copies of what is deleted meanwhile. Reading
 * cannot tell: a torn copy, or what a torn erase left, may read blank today and like a record tomorrow. So
 * the sector is erased unless an earlier boot has, to the end, and marked it.
 */
export function clearNextSector(log: RecordLog): void {
	const next = log.headSequence + 1;
	const bytes = log.scratch.subarray(0, SECTOR_HEADER_LENGTH);
	log.flash.read(bytes, log.baseOf(next));
	if (isFreeMark(bytes)) return;
	log.writeGap(log.baseOf(next));
	log.eraseSector(next);
	writeFreeMark(log);
}

/**
 * Decides for ever whether the head sector's record at `offset`, the last one and whole by its flags, counts.
 * `isWhole` reads its value and, if that is intact, drives it home; a boot that finds no verdict asks it.
 *
 * Overwriting a torn value with zeros may be cut, and then it may read well again although no program can
 * make its ones firm: so a verdict is firm before that, and outlasts it. A verdict may be torn as well, seen
 * by one boot and not by the next, which decides otherwise. Therefore the last slot seen counts, is driven
 * home first, and then the next but one is programmed: what lies above that nobody can have begun, for its
 * own next but one below would be firm and would have been seen.
 */
export function settle(log: RecordLog, offset: number, isWhole: () => boolean): boolean {
	const slots = slotsOf(log);
	let top = slots - 1;
	while (top >= 0 && !isSeen(log, offset, top)) top--;
	const isValid = top < 0 ? isWhole() : top % 2 === 1;
	if (top < 0 && isValid) writeVerdict(log, offset, 1);
	else {
		// From here on the notebook must not be taken for a sector that has to be erased first.
		writeFreeMark(log);
		const first = Math.max(top, 0);
		for (let slot = first; slot < slots && slot <= first + 2; slot += 2) writeVerdict(log, offset, slot);
	}
	return isValid;
}

function isSeen(log: RecordLog, offset: number, slot: number): boolean {
	const length = slotLengthOf(log);
	log.flash.read(log.scratch.subarray(0, length), placeOf(log, offset, slot));
	return allBytes(log.scratch, 0, length, 0);
}

function writeVerdict(log: RecordLog, offset: number, slot: number): void {
	log.flash.write(log.scratch.subarray(0, slotLengthOf(log)).fill(0), placeOf(log, offset, slot));
}

function placeOf(log: RecordLog, offset: number, slot: number): number {
	return log.baseOf(log.headSequence + 1) + offset + slot * slotLengthOf(log);
}

/** As many as fit beside the shortest record. */
function slotsOf(log: RecordLog): number {
	return Math.floor(footprintOf(0, log.geometry.writeLength) / slotLengthOf(log));
}

function slotLengthOf(log: RecordLog): number {
	return Math.max(VALUE_CRC_LENGTH, log.geometry.writeLength);
}

function writeFreeMark(log: RecordLog): void {
	const bytes = log.scratch.subarray(0, SECTOR_HEADER_LENGTH);
	encodeFreeMark(bytes);
	log.flash.write(bytes, log.baseOf(log.headSequence + 1));
}
