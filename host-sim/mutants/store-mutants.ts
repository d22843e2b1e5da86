import type { CheckName, Mutant } from "./mutant.js";

const STORE = "modules/store/store.ts";
const LOG = "modules/store/record-log.ts";
const RECOVERY = "modules/store/recovery.ts";
const NEXT_SECTOR = "modules/store/next-sector.ts";
const TORN_RECORD: readonly CheckName[] = ["test/store/torn-record.test.ts"];
const MODEL: readonly CheckName[] = ["powercut"];

/** Mistakes in the store. */
export const STORE_MUTANTS: readonly Mutant[] = [
	{
		name: "a value's checksum is skipped",
		file: LOG,
		from: "return valueIntact(this.scratch, RECORD_HEADER_LENGTH, this.valueLength(), this.header);",
		to: "return true;",
		checks: MODEL,
	},
	{
		name: "a record header's checksum is skipped",
		file: LOG,
		from: "if (!recordHeaderIntact(this.header, sequence)) return 0;",
		to: "if (allBytes(this.header, 0, RECORD_HEADER_LENGTH, 0xff)) return 0;",
		checks: MODEL,
	},
	{
		name: "a replaced value is not overwritten",
		file: STORE,
		from: "if (footprint > 0) log.scrub(old, footprint);",
		to: "",
		checks: MODEL,
	},
	{
		name: "old sectors are erased before the new one counts",
		file: LOG,
		from: "		this.writeSectorHeader({ version: FORMAT_VERSION, sequence, count, ",
		to: `		for (let i = 0; i < count; i++) this.eraseSector(first + i);
		this.writeSectorHeader({ version: FORMAT_VERSION, sequence, count, `,
		checks: MODEL,
	},
	{
		name: "the records of a commit count one by one",
		file: STORE,
		from: "const more = i < changes.length - 1 ? FLAG_MORE : 0;",
		to: "const more = 0;",
		checks: MODEL,
	},
	{
		name: "a value is programmed before its header",
		file: LOG,
		from: `		this.flash.write(record.subarray(0, RECORD_HEADER_LENGTH), location);
		this.flash.write(record.subarray(RECORD_HEADER_LENGTH, length), location + RECORD_HEADER_LENGTH);`,
		to: `		this.flash.write(record.subarray(RECORD_HEADER_LENGTH, length), location + RECORD_HEADER_LENGTH);
		this.flash.write(record.subarray(0, RECORD_HEADER_LENGTH), location);`,
		checks: MODEL,
	},
	{
		name: "a boot goes on writing without a gap",
		file: RECOVERY,
		from: "	log.headOffset = isRotten ? blockLength : behind + length;\n	if (isRotten) return false;",
		to: "	if (isRotten) return false;\n	return true;",
		checks: MODEL,
	},
	{
		name: "the first records of a commit that was cut are left alive",
		file: RECOVERY,
		from: "	if (isIntact && !last.open) return",
		to: "	if (isIntact) return",
		checks: MODEL,
	},
	{
		name: "the last value is not programmed again",
		file: RECOVERY,
		from: `	log.flash.write(
		log.scratch.subarray(RECORD_HEADER_LENGTH, log.footprint()),
		location + RECORD_HEADER_LENGTH,
	);
	return true;`,
		to: "	return true;",
		checks: MODEL,
	},
	{
		name: "half of a compaction is left in the next sector",
		file: RECOVERY,
		from: "	clearNextSector(log);\n	const tail",
		to: "	const tail",
		checks: MODEL,
	},
	{
		name: "an interrupted overwriting is not repeated",
		file: RECOVERY,
		from: "if (offset >= scrubFrom && footprint > 0) log.scrub(old, footprint);",
		to: "",
		checks: MODEL,
	},
	{
		name: "an interrupted erasing of old sectors is not repeated",
		file: RECOVERY,
		from: "		finishOpening(log, head);\n",
		to: "",
		checks: MODEL,
	},
	{
		name: "zeros go over a torn value without a verdict",
		file: RECOVERY,
		from: "last.open || last.settled ? isWhole() : settle(log, offset, isWhole)",
		to: "isWhole()",
		checks: TORN_RECORD,
	},
	{
		name: "a verdict is believed that the next boot may not see",
		file: NEXT_SECTOR,
		from: "slot < slots && slot <= first + 2;",
		to: "slot < slots && slot <= first + 2 && top < 0;",
		checks: TORN_RECORD,
	},
	{
		name: "a sector header that lacks a cell is zeroed",
		file: RECOVERY,
		from: "nearlyWritten(log, newest.sequence + 1, oldest) ?? newest",
		to: "newest",
		checks: TORN_RECORD,
	},
	{
		name: "more is stored than compaction can make room for",
		file: STORE,
		from: "plan.liveBytes > this.capacityBytes() || ",
		to: "",
		checks: MODEL,
	},
	{
		name: "a deletion is forgotten at the next boot",
		file: RECOVERY,
		from: "const isDeletion = (log.header[2] & FLAG_DELETED) !== 0;",
		to: "const isDeletion = false;",
		checks: MODEL,
	},
];
