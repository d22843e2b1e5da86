import type { Flash, FlashGeometry } from "../../hal/hal.js";
import { assert } from "../bytes/assert.js";
import {
	allBytes,
	appendValueCrc,
	checkGeometry,
	encodeRecordHeader,
	encodeSectorHeader,
	FLAG_MOVED,
	FORMAT_VERSION,
	footprintOf,
	KEY_OFFSET,
	RECORD_HEADER_LENGTH,
	recordHeaderIntact,
	SECTOR_HEADER_LENGTH,
	type SectorHeader,
	STATE_KILLED,
	STATE_WRITTEN,
	tagOf,
	valueIntact,
} from "./layout.js";
import { COMPACTIONS_AHEAD, KEY_LENGTH, VALUE_MAX } from "./limits.js";
import type { RecordIndex } from "./record-index.js";

/**
 * The ring of sectors under the store: walking, appending, scrubbing, and making room. It knows records
 * and where they lie; what a commit is, the store knows; what a cut left behind, recovery knows. STORE.md
 * gives the crash rule that fixes the order of every program and erase here.
 */
export class RecordLog {
	readonly flash: Flash;
	readonly geometry: FlashGeometry;
	readonly index: RecordIndex;
	/** Sequence of the sector being filled, and of the oldest one in the log. */
	headSequence = 0;
	tailSequence = 0;
	/** Offset in the head sector where the next record goes. */
	headOffset = 0;
	/** Bytes of live records in each sector and in all. */
	readonly liveOf: Int32Array;
	liveBytes = 0;
	/** The header that `readHeader` read last. */
	readonly header = new Uint8Array(RECORD_HEADER_LENGTH);
	/** The header that `find` read last. */
	readonly found = new Uint8Array(RECORD_HEADER_LENGTH);
	/** One whole record. */
	readonly scratch = new Uint8Array(RECORD_HEADER_LENGTH + VALUE_MAX + 4 + 16);
	/** The next sector to open may hold half of an erase or of a compaction: a boot cannot tell. */
	#nextIsSuspect = true;

	constructor(flash: Flash, index: RecordIndex) {
		this.flash = flash;
		this.geometry = flash.status();
		checkGeometry(this.geometry);
		this.index = index;
		this.liveOf = new Int32Array(this.geometry.blocks);
	}

	/** Byte offset of the sector that holds `sequence`. */
	baseOf(sequence: number): number {
		return (sequence % this.geometry.blocks) * this.geometry.blockLength;
	}

	/**
	 * Reads what lies at `offset` of sector `sequence` into `header`.
	 * @returns how far the walk goes on, 0 at the end of what was written (or at a header that is not intact).
	 */
	readHeader(sequence: number, offset: number): number {
		const { blockLength } = this.geometry;
		if (offset + RECORD_HEADER_LENGTH > blockLength) return 0;
		this.flash.read(this.header, this.baseOf(sequence) + offset);
		if (allBytes(this.header, 0, RECORD_HEADER_LENGTH, 0)) return RECORD_HEADER_LENGTH;
		if (!recordHeaderIntact(this.header, sequence)) return 0;
		const footprint = this.footprint();
		return offset + footprint <= blockLength ? footprint : 0;
	}

	/** Whether the header read last is a record's, and no gap. */
	isRecord(): boolean {
		return this.header[1] !== 0;
	}

	/** Whether that record counts: neither a gap nor killed. */
	isWritten(): boolean {
		return this.header[0] === STATE_WRITTEN;
	}

	/** Of the header read last. */
	valueLength(): number {
		return this.header[4] | (this.header[5] << 8);
	}

	/** Of the header read last. */
	footprint(): number {
		return footprintOf(this.valueLength(), this.geometry.writeLength);
	}

	/** Index tag of the header read last. */
	tag(): number {
		return tagOf(this.header[1], this.header, KEY_OFFSET);
	}

	/**
	 * Reads the value and its CRC behind the header read last into `scratch`, after the header's place.
	 */
	readBody(location: number): boolean {
		const length = this.footprint();
		this.flash.read(this.scratch.subarray(RECORD_HEADER_LENGTH, length), location + RECORD_HEADER_LENGTH);
		return valueIntact(this.scratch, RECORD_HEADER_LENGTH, this.valueLength(), this.header);
	}

	/** @returns the location of the live record with the header in `found`, or 0. */
	find(tag: number, key: Uint8Array): number {
		return this.index.find(tag, (location) => {
			this.flash.read(this.found, location);
			for (let i = 0; i < KEY_LENGTH; i++) if (this.found[KEY_OFFSET + i] !== key[i]) return false;
			return true;
		});
	}

	/** Bytes of the record that `find` found at `location`; 0 when its header has rotted. */
	foundFootprint(location: number): number {
		if (!recordHeaderIntact(this.found, this.sequenceOf(location))) return 0;
		return footprintOf(this.found[4] | (this.found[5] << 8), this.geometry.writeLength);
	}

	/** Sequence of the sector of the log that `location` lies in. */
	sequenceOf(location: number): number {
		const { blocks, blockLength } = this.geometry;
		const age = (this.headSequence - Math.floor(location / blockLength)) % blocks;
		return this.headSequence - age;
	}

	/** Sectors that belong to nobody; one at least, always. */
	freeSectors(): number {
		return this.geometry.blocks - (this.headSequence - this.tailSequence + 1);
	}

	add(tag: number, location: number, footprint: number): void {
		this.index.add(tag, location);
		this.#count(location, footprint);
	}

	/**
	 * Removes what `find` found at `location` from the index. @returns its footprint, 0 when that has rotted.
	 */
	remove(tag: number, location: number): number {
		const footprint = this.foundFootprint(location);
		this.index.remove(tag, location);
		this.#count(location, -footprint);
		return footprint;
	}

	#count(location: number, bytes: number): void {
		this.liveOf[Math.floor(location / this.geometry.blockLength)] += bytes;
		this.liveBytes += bytes;
	}

	/**
	 * Appends one record: the header first, then the value. So whatever a cut leaves, the first header that
	 * is not intact has nothing behind it, and an intact one tells how far a torn value reaches.
	 * @returns its location.
	 */
	append(kind: number, flags: number, key: Uint8Array, value: Uint8Array): number {
		const length = footprintOf(value.length, this.geometry.writeLength);
		assert(this.headOffset + length <= this.geometry.blockLength, "record log: no room was made");
		const location = this.baseOf(this.headSequence) + this.headOffset;
		const record = this.scratch;
		encodeRecordHeader(record, this.headSequence, kind, flags, key, value.length);
		record.set(value, RECORD_HEADER_LENGTH);
		appendValueCrc(record, RECORD_HEADER_LENGTH, value.length, record);
		record.fill(0xff, RECORD_HEADER_LENGTH + value.length + 4, length);
		this.headOffset += length;
		this.flash.write(record.subarray(0, RECORD_HEADER_LENGTH), location);
		this.flash.write(record.subarray(RECORD_HEADER_LENGTH, length), location + RECORD_HEADER_LENGTH);
		record.fill(0);
		return location;
	}

	/** Programs the value and its CRC to zero: neither can be read again, nor do zeros pass for a value. */
	scrub(location: number, footprint: number): void {
		const zeros = this.scratch.subarray(0, footprint - RECORD_HEADER_LENGTH).fill(0);
		this.flash.write(zeros, location + RECORD_HEADER_LENGTH);
	}

	/**
	 * Takes the record whose header was read last out of every later walk. The header is driven home first:
	 * if a cut left it between the levels, a walk could lose its way in the zeros behind it.
	 */
	kill(location: number): void {
		this.flash.write(this.header, location);
		this.scrub(location, this.footprint());
		this.header[0] = STATE_KILLED;
		this.flash.write(this.header, location);
	}

	/** Turns 32 bytes into a gap, whatever a torn program left there. */
	writeGap(location: number): void {
		this.flash.write(this.scratch.subarray(0, RECORD_HEADER_LENGTH).fill(0), location);
	}

	/**
	 * Makes room for `length` bytes in the head sector, opening sectors and compacting old ones as needed.
	 * While a quarter of the sectors is free it only opens; below that it compacts ahead, a few sectors at a
	 * time, so that no commit has to wait for all of them. Ends because the store admits no more live bytes
	 * than two neighbours in every pair of sectors can share (STORE.md, capacity).
	 */
	makeRoom(length: number): void {
		const { blocks, blockLength } = this.geometry;
		for (let step = 0; this.headOffset + length > blockLength; step++) {
			assert(step < blocks, "record log: compaction gains nothing");
			const ample = this.freeSectors() >= blocks >> 2 || step >= COMPACTIONS_AHEAD;
			if (ample && this.freeSectors() > 1) this.#openSector(0);
			else this.#compact();
		}
	}

	/**
	 * Moves what lives in the oldest sector, together with the next one's if both fit, into the next free
	 * sector. That joins the log by its header, written last; only then are the old ones erased.
	 */
	#compact(): void {
		const { blocks, blockLength } = this.geometry;
		const first = this.tailSequence;
		const live = this.liveOf[first % blocks] + this.liveOf[(first + 1) % blocks];
		const both = first + 1 < this.headSequence && live <= blockLength - SECTOR_HEADER_LENGTH;
		this.#openSector(both ? 2 : 1);
	}

	#openSector(count: number): void {
		const sequence = this.headSequence + 1;
		const first = this.tailSequence;
		this.#eraseUnlessBlank(sequence);
		const end = this.#copyLive(first, count, sequence);
		this.writeSectorHeader({ version: FORMAT_VERSION, sequence, count, distance: sequence - first });
		this.headSequence = sequence;
		this.headOffset = end;
		this.tailSequence = first + count;
		for (let i = 0; i < count; i++) this.#retire(first + i);
	}

	/**
	 * Copies what lives in the `count` sectors from `first` on. A record whose header has rotted since it
	 * was indexed cannot be copied: it is dropped.
	 * @returns the offset behind the last copy in the new sector.
	 */
	#copyLive(first: number, count: number, target: number): number {
		const { blocks, blockLength } = this.geometry;
		let end = SECTOR_HEADER_LENGTH;
		for (let slot = 0; count > 0 && slot < this.index.slots; slot++) {
			const from = this.index.locationIn(slot);
			const age = (Math.floor(from / blockLength) - (first % blocks) + blocks) % blocks;
			if (from === 0 || age >= count) continue;
			const length = this.readHeader(first + age, from % blockLength);
			if (length === 0) {
				this.index.removeSlot(slot--);
				continue;
			}
			const to = this.baseOf(target) + end;
			this.#copyRecord(from, length, target, to);
			this.index.moveSlot(slot, to);
			this.#count(from, -length);
			this.#count(to, length);
			end += length;
		}
		return end;
	}

	/** The value goes over as it is: if it has rotted, the copy says so too. */
	#copyRecord(from: number, length: number, target: number, to: number): void {
		const record = this.scratch;
		this.readBody(from);
		const key = this.header.subarray(KEY_OFFSET);
		encodeRecordHeader(record, target, this.header[1], FLAG_MOVED, key, this.valueLength());
		this.flash.write(record.subarray(0, length), to);
		record.fill(0);
	}

	/** In the header's own version: recovery programs an older release's header again as it was. */
	writeSectorHeader(header: SectorHeader): void {
		const bytes = this.scratch.subarray(0, SECTOR_HEADER_LENGTH);
		encodeSectorHeader(bytes, header);
		this.flash.write(bytes, this.baseOf(header.sequence));
	}

	eraseSector(sequence: number): void {
		this.flash.eraseBlock(sequence % this.geometry.blocks);
	}

	#retire(sequence: number): void {
		const sector = sequence % this.geometry.blocks;
		this.liveBytes -= this.liveOf[sector];
		this.liveOf[sector] = 0;
		this.eraseSector(sequence);
	}

	#eraseUnlessBlank(sequence: number): void {
		if (this.#nextIsSuspect || !this.isBlank(sequence, 0)) {
			// A torn erase must not leave the mark of a notebook, with verdicts that nobody wrote.
			this.writeGap(this.baseOf(sequence));
			this.eraseSector(sequence);
		}
		this.#nextIsSuspect = false;
	}

	/** Whether the sector reads as erased from `offset` on. */
	isBlank(sequence: number, offset: number): boolean {
		const { blockLength } = this.geometry;
		for (let at = offset; at < blockLength; at += this.scratch.length) {
			const length = Math.min(this.scratch.length, blockLength - at);
			this.flash.read(this.scratch.subarray(0, length), this.baseOf(sequence) + at);
			if (!allBytes(this.scratch, 0, length, 0xff)) return false;
		}
		return true;
	}
}
