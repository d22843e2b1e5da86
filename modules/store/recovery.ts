import {
	allBytes,
	decodeSectorHeader,
	FLAG_DELETED,
	FLAG_MORE,
	FLAG_MOVED,
	FORMAT_VERSION,
	isNearlyHeader,
	KEY_OFFSET,
	MARK_LENGTH,
	MARK_ZEROS,
	OLDEST_FORMAT_VERSION,
	RECORD_HEADER_LENGTH,
	SECTOR_HEADER_LENGTH,
	type SectorHeader,
} from "./layout.js";
import { BATCH_MAX } from "./limits.js";
import { clearNextSector, settle } from "./next-sector.js";
import type { RecordLog } from "./record-log.js";

/**
 * What every boot does before the store answers: finds the log, makes whole or kills what the last cut
 * left at its end, and reads the index out of it. Nobody has been told anything yet, so a cut in here only
 * means: once more. The order of the steps is the crash rule's second half (STORE.md).
 */
export function recover(log: RecordLog): Recovery {
	const found = findHead(log);
	if (found.kind !== "head") return found;
	const head = found.header;
	log.headSequence = head.sequence;
	log.tailSequence = found.oldest;
	const last = walkHead(log);
	if (!last.used) {
		finishOpening(log, head);
		const firstInLog = head.sequence - head.distance + head.count;
		if (firstInLog > found.oldest) log.tailSequence = firstInLog;
	}
	if (log.freeSectors() < 1) return { kind: "corrupt", reason: "bad-sequence" };
	clearNextSector(log);
	const tail = mendTail(log, last);
	// What an older release began, this one mends in the old format and then leaves alone.
	if (head.version !== FORMAT_VERSION) log.headOffset = log.geometry.blockLength;
	const damaged = buildIndex(log, tail);
	if (damaged === undefined) return { kind: "corrupt", reason: "too-many-records" };
	return { kind: "recovered", interrupted: tail.interrupted, damaged: damaged + (tail.rotten ? 1 : 0) };
}

export type Recovery =
	| { readonly kind: "recovered"; readonly interrupted: boolean; readonly damaged: number }
	| { readonly kind: "unformatted" }
	| { readonly kind: "unsupported-version"; readonly version: number }
	| { readonly kind: "corrupt"; readonly reason: CorruptReason };

/**
 * `bad-sequence`: the partition has moved or changed its size. `too-many-records`: opened with a smaller
 * index.
 */
export type CorruptReason = "bad-sequence" | "too-many-records";

type FoundHead = { readonly kind: "head"; readonly header: SectorHeader; oldest: number };

/** The intact sector header with the largest sequence, and the smallest sequence. */
export function findHead(log: RecordLog): FoundHead | Exclude<Recovery, { kind: "recovered" }> {
	const bytes = log.scratch.subarray(0, SECTOR_HEADER_LENGTH);
	let newest: SectorHeader | undefined;
	let oldest = 0;
	for (let sector = 0; sector < log.geometry.blocks; sector++) {
		log.flash.read(bytes, sector * log.geometry.blockLength);
		const header = decodeSectorHeader(bytes);
		if (header === undefined) continue;
		if (header.version > FORMAT_VERSION || header.version < OLDEST_FORMAT_VERSION)
			return { kind: "unsupported-version", version: header.version };
		if (header.sequence % log.geometry.blocks !== sector) return { kind: "corrupt", reason: "bad-sequence" };
		if (newest === undefined || header.sequence > newest.sequence) newest = header;
		if (oldest === 0 || header.sequence < oldest) oldest = header.sequence;
	}
	if (newest === undefined) return { kind: "unformatted" };
	return { kind: "head", header: nearlyWritten(log, newest.sequence + 1, oldest) ?? newest, oldest };
}

/**
 * A header that lacks a few cells is as good as written: all that comes before it is firm. Were it zeroed
 * instead, a cut in that could leave a copy which the last cut's cells make whole again, at one boot and not
 * at the next.
 */
function nearlyWritten(log: RecordLog, sequence: number, oldest: number): SectorHeader | undefined {
	const bytes = log.scratch.subarray(0, SECTOR_HEADER_LENGTH);
	log.flash.read(bytes, log.baseOf(sequence));
	for (let count = 0; count <= 2; count++) {
		const header = { version: FORMAT_VERSION, sequence, count, distance: sequence - oldest };
		if (isNearlyHeader(bytes, header)) return header;
	}
	return undefined;
}

interface Tail {
	/** A commit was cut short and has been killed. */
	readonly interrupted: boolean;
	/** The head sector is damaged before its end; nothing more is written to it. */
	readonly rotten: boolean;
	/** Offset of the last commit in the head sector; what it replaces must be scrubbed once more. */
	readonly commit: number;
}

/** Leaves no cell at the head sector's end that a cut may have left between its levels. */
function mendTail(log: RecordLog, last: LastCommit): Tail {
	const offset = last.count > 0 ? last.offsets[(last.count - 1) % BATCH_MAX] : 0;
	const location = log.baseOf(log.headSequence) + offset;
	const isIntact = last.count > 0 && mendLast(log, last, offset, location);
	const tail = { interrupted: false, rotten: !closeEnd(log), commit: log.geometry.blockLength };
	if (tail.rotten || last.count === 0) return tail;
	if (isIntact && !last.open) return { ...tail, commit: last.offsets[0] };
	// Backwards: as long as one of them still counts, the last one does not, and the commit stays void.
	for (let i = last.count - 1; i >= 0; i--) {
		log.readHeader(log.headSequence, last.offsets[i]);
		log.kill(log.baseOf(log.headSequence) + last.offsets[i]);
	}
	return { ...tail, interrupted: true };
}

/**
 * Drives the last record home if it is whole. Otherwise it is killed, before anything is written behind it.
 * @returns whether it is whole.
 */
function mendLast(log: RecordLog, last: LastCommit, offset: number, location: number): boolean {
	if (isMarked(log, offset)) {
		// It only reads like a record: an earlier boot took it for a torn header and began to make a gap of it.
		log.headOffset = offset;
		last.open = --last.count > 0;
		return false;
	}
	// A header that read well may hang all the same; nothing may be written behind it before it is driven home.
	log.flash.write(last.header, location);
	const isWhole = () => rewriteValue(log, last.header, location);
	if (last.open || last.settled ? isWhole() : settle(log, offset, isWhole)) return true;
	const behind = offset + RECORD_HEADER_LENGTH;
	const length = Math.min(MARK_LENGTH, log.geometry.blockLength - behind);
	// A mark that was cut must not be taken for a whole one once its place is being scrubbed.
	if (mayBeMark(log, behind, length, 2 * MARK_ZEROS))
		writeMark(log, location + RECORD_HEADER_LENGTH, length, 2 * MARK_ZEROS);
	log.header.set(last.header);
	log.kill(location);
	return false;
}

/**
 * Makes a gap where the next header would be, for a torn one may lie there. What is behind it is marked
 * first: a gap that is cut may leave a header that reads well at one boot and not at the next, and the
 * mark says which it is. In the end the mark is a gap too.
 * @returns false, and fills the sector, when more lies behind than a cut can have left.
 */
function closeEnd(log: RecordLog): boolean {
	const { headOffset: end } = log;
	const { blockLength } = log.geometry;
	const behind = end + RECORD_HEADER_LENGTH;
	if (behind > blockLength) return true;
	const length = Math.min(MARK_LENGTH, blockLength - behind);
	// Nothing is ever written behind a header that is not intact, so what is there belonged to a good one.
	const isRotten = !mayBeMark(log, behind, length, MARK_ZEROS);
	log.headOffset = isRotten ? blockLength : behind + length;
	if (isRotten) return false;
	const location = log.baseOf(log.headSequence) + end;
	writeMark(log, location + RECORD_HEADER_LENGTH, length, MARK_ZEROS);
	log.writeGap(location);
	writeMark(log, location + RECORD_HEADER_LENGTH, length, MARK_LENGTH);
	return true;
}

/** Blank bytes, the last `zeros` of them zero. */
function writeMark(log: RecordLog, location: number, length: number, zeros: number): void {
	const mark = log.scratch.subarray(0, length).fill(0xff);
	mark.fill(0, Math.max(0, length - zeros));
	if (length > 0) log.flash.write(mark, location);
}

/** Whether the header at `offset` of the head sector has the mark behind it, and nothing more. */
function isMarked(log: RecordLog, offset: number): boolean {
	const behind = offset + RECORD_HEADER_LENGTH;
	const length = Math.min(MARK_LENGTH, log.geometry.blockLength - behind);
	if (length < 2 * MARK_ZEROS || !mayBeMark(log, behind, length, MARK_ZEROS)) return false;
	return allBytes(log.scratch, length - MARK_ZEROS, length, 0);
}

/**
 * Blank, or a mark of so many zeros that a cut may have torn, and blank behind; reads the place of the mark
 * into `scratch`. Nothing else may be there: what is zero cannot become part of another mark.
 */
function mayBeMark(log: RecordLog, offset: number, length: number, zeros: number): boolean {
	if (!log.isBlank(log.headSequence, offset + length)) return false;
	log.flash.read(log.scratch.subarray(0, length), log.baseOf(log.headSequence) + offset);
	return allBytes(log.scratch, 0, Math.max(0, length - zeros), 0xff);
}

interface LastCommit {
	/** Something was appended to the head sector: so its compaction, if it is one, is over. */
	used: boolean;
	/** Its last record is missing. */
	open: boolean;
	/** A gap behind it was seen: what an earlier boot decided on its last record was firm before. */
	settled: boolean;
	count: number;
	readonly offsets: Uint16Array;
	/** Header of its last record as it once read well; it need not read so again. */
	readonly header: Uint8Array;
}

/**
 * Walks the head sector: finds the last commit that is neither killed nor a compaction's, and sets
 * `headOffset` behind everything. What an earlier recovery made a gap or killed may hang between two
 * levels if that was cut: it is driven home with the bytes just read, for the next read of it could show
 * something else.
 */
function walkHead(log: RecordLog): LastCommit {
	const last: LastCommit = {
		used: false,
		open: false,
		settled: false,
		count: 0,
		offsets: new Uint16Array(BATCH_MAX),
		header: new Uint8Array(RECORD_HEADER_LENGTH),
	};
	let offset = SECTOR_HEADER_LENGTH;
	for (;;) {
		const step = log.readHeader(log.headSequence, offset);
		if (step === 0) break;
		const location = log.baseOf(log.headSequence) + offset;
		if (!log.isRecord()) {
			log.writeGap(location);
			last.settled = true;
		} else if (!log.isWritten() && isMarked(log, offset)) break;
		else if (!log.isWritten()) log.kill(location);
		else if ((log.header[2] & FLAG_MOVED) === 0) noteRecord(last, log.header, offset);
		if (log.isRecord() && (log.header[2] & FLAG_MOVED) === 0) last.used = true;
		offset += step;
	}
	log.headOffset = offset;
	return last;
}

function noteRecord(last: LastCommit, header: Uint8Array, offset: number): void {
	if (!last.open) last.count = 0;
	last.offsets[last.count++ % BATCH_MAX] = offset;
	last.header.set(header);
	last.settled = false;
	last.open = (header[2] & FLAG_MORE) !== 0;
}

/**
 * Programs the last value once more, the same bytes, if it is intact: then no cell of it can still fall
 * back.
 */
function rewriteValue(log: RecordLog, header: Uint8Array, location: number): boolean {
	log.header.set(header);
	if (!log.readBody(location)) return false;
	log.flash.write(
		log.scratch.subarray(RECORD_HEADER_LENGTH, log.footprint()),
		location + RECORD_HEADER_LENGTH,
	);
	return true;
}

/**
 * The head sector's header was its last program, and the erasing of the sectors it replaces may be half
 * done.
 */
function finishOpening(log: RecordLog, head: SectorHeader): void {
	log.writeSectorHeader(head);
	for (let i = 0; i < head.count; i++) log.eraseSector(head.sequence - head.distance + i);
}

/**
 * @returns how many places in sealed sectors could not be read, or undefined when the index is too small.
 */
function buildIndex(log: RecordLog, tail: Tail): number | undefined {
	const { blockLength } = log.geometry;
	let damaged = 0;
	for (let sequence = log.tailSequence; sequence <= log.headSequence; sequence++) {
		if (!isInLog(log, sequence)) {
			damaged++;
			continue;
		}
		let offset = SECTOR_HEADER_LENGTH;
		for (;;) {
			const step = log.readHeader(sequence, offset);
			if (step === 0) break;
			const scrubFrom = sequence === log.headSequence ? tail.commit : blockLength;
			if (log.isWritten()) indexRecord(log, sequence, offset, scrubFrom);
			if (log.index.count === log.index.capacity + BATCH_MAX) return undefined;
			offset += step;
		}
		const sealed = sequence < log.headSequence && offset + RECORD_HEADER_LENGTH <= blockLength;
		if (sealed && !allBytes(log.header, 0, RECORD_HEADER_LENGTH, 0xff)) damaged++;
	}
	return log.index.count > log.index.capacity ? undefined : damaged;
}

/**
 * Takes the record whose header was read last into the index, in place of an older one of its key, which is
 * scrubbed when the record lies at `scrubFrom` or behind.
 */
function indexRecord(log: RecordLog, sequence: number, offset: number, scrubFrom: number): void {
	const tag = log.tag();
	const old = log.find(tag, log.header.subarray(KEY_OFFSET));
	if (old !== 0) {
		const footprint = log.remove(tag, old);
		if (offset >= scrubFrom && footprint > 0) log.scrub(old, footprint);
	}
	const isDeletion = (log.header[2] & FLAG_DELETED) !== 0;
	if (!isDeletion) log.add(tag, log.baseOf(sequence) + offset, log.footprint());
}

function isInLog(log: RecordLog, sequence: number): boolean {
	const bytes = log.scratch.subarray(0, SECTOR_HEADER_LENGTH);
	log.flash.read(bytes, log.baseOf(sequence));
	return decodeSectorHeader(bytes)?.sequence === sequence;
}
