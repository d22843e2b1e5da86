import type { Replacement } from "./mutated-bundle.js";

/** What may catch a mutant: the store's model check, worlds by the seed, or a test file. */
export type CheckName = "powercut" | "sim" | `test/${string}.test.ts`;

/** A mistake that somebody could make, in one place of the sources. */
export interface Mutant extends Replacement {
	readonly name: string;
	/** In the order in which they are tried. */
	readonly checks: readonly CheckName[];
}

const STORE = "modules/store/store.ts";
const LOG = "modules/store/record-log.ts";
const RECOVERY = "modules/store/recovery.ts";
const MODEL: readonly CheckName[] = ["powercut"];
const WORLD: readonly CheckName[] = ["sim"];

/** Mistakes in the store. */
const STORE_MUTANTS: readonly Mutant[] = [
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

/** Mistakes in the order of effects, the lockout and the queue. */
const UNIT_MUTANTS: readonly Mutant[] = [
	{
		name: "the attempt is not counted before it is compared",
		file: "modules/unit/service.ts",
		from: "		this.#store([this.#means.subjects.change(recordId, attempted(subject, now))]);\n",
		to: "",
		checks: WORLD,
	},
	{
		name: "failures are never more than the first",
		file: "modules/unit/attempts.ts",
		from: "failures: Math.min(subject.failures + 1, FAILURES_MAX),",
		to: "failures: 1,",
		checks: ["test/unit/lockout.test.ts", "sim"],
	},
	{
		name: "a wait is over after a reboot",
		file: "modules/unit/attempts.ts",
		from: "failedInBoot === now.bootCount ? failedAtSeconds : 0;",
		to: "failedInBoot === now.bootCount ? failedAtSeconds : -100_000;",
		checks: ["test/unit/lockout.test.ts", "sim"],
	},
	{
		name: "a wait does not double",
		file: "modules/policy/lockout.ts",
		from: "numbers.firstLockSeconds * 2 ** doublings",
		to: "numbers.firstLockSeconds",
		checks: ["test/policy/lockout.test.ts", "sim"],
	},
	{
		name: "nobody is ever disabled",
		file: "modules/policy/lockout.ts",
		from: '	if (failures >= numbers.failuresBeforeDisable) return { kind: "disabled" };\n',
		to: "",
		checks: ["test/policy/lockout.test.ts"],
	},
	{
		name: "the sequence number is not stored",
		file: "modules/unit/journal.ts",
		from: "writeUint32(state, 32, sequence + 1);",
		to: "writeUint32(state, 32, sequence);",
		checks: WORLD,
	},
	{
		name: "the boot count stays behind",
		file: "modules/unit/boot.ts",
		from: "	writeUint32(bytes, 0, bootCount);\n",
		to: "	writeUint32(bytes, 0, bootCount - (bootCount & 1));\n",
		checks: WORLD,
	},
	{
		name: "an entry is published before it is stored",
		file: "modules/unit/voice.ts",
		from: `		this.#journal.append(entry, also);
		this.#uplink.sendEntry(this.#reports.message(entry.channel, entry.envelope));`,
		to: `		this.#uplink.sendEntry(this.#reports.message(entry.channel, entry.envelope));
		this.#journal.append(entry, also);`,
		checks: WORLD,
	},
	{
		name: "an entry's slot is free before its receipt",
		file: "modules/unit/journal.ts",
		from: "		this.#waiting.push(sequence);\n",
		to: "		this.#store.delete(RECORD_KIND.outbox, keyOfNumber(sequence));\n",
		checks: WORLD,
	},
	{
		name: "an entry without its receipt is not sent again",
		file: "modules/unit/voice.ts",
		from: "if (entry !== undefined) publish(",
		to: "if (entry === undefined) publish(",
		checks: WORLD,
	},
	{
		name: "any receipt frees a slot, whatever hash it names",
		file: "modules/unit/journal.ts",
		from: "if (entry === undefined || !equalConstantTime(this.#digestOf(entry.envelope), entryHash))",
		to: "if (entry === undefined)",
		checks: ["test/unit/replay-after-reboot.test.ts"],
	},
	{
		name: "the chain does not hash what came before",
		file: "modules/unit/journal.ts",
		from: "this.#crypto.sha256Into(state.subarray(0, 32), this.#head, digest);",
		to: "this.#crypto.sha256Into(state.subarray(0, 32), digest);",
		checks: WORLD,
	},
	{
		name: "an enrolment is acknowledged and not stored",
		file: "modules/unit/service.ts",
		from: "const changes = [...this.#enrolment(), ...this.#forgiveness()];",
		to: "const changes = [...this.#forgiveness()];",
		checks: WORLD,
	},
	{
		name: "any palm will do",
		file: "modules/unit/service.ts",
		from: "return this.pipeline.compare(crypto, context, enrolment.record);",
		to: 'this.pipeline.compare(crypto, context, enrolment.record);\n		return "match";',
		checks: WORLD,
	},
	{
		name: "a picture is left in the frame buffer",
		file: "modules/unit/capture.ts",
		from: "		this.#frameBuffer.fill(0, 0, frame.width * frame.height);\n",
		to: "",
		checks: WORLD,
	},
	{
		name: "a probe's features are left in memory",
		file: "modules/pipeline/workspace.ts",
		from: "		this.wipeScratch();\n		this.search.wipe();",
		to: "		this.search.wipe();",
		checks: WORLD,
	},
	{
		name: "what a reference opened to is left in memory",
		file: "modules/protection/fuzzy-commitment.ts",
		from: "		clear(this.#auxiliary);\n",
		to: "",
		checks: WORLD,
	},
	{
		name: "a device key is left in memory",
		file: "modules/protection/protected-reference.ts",
		from: "		pepper.fill(0);\n",
		to: "",
		checks: WORLD,
	},
	{
		name: "whom a request names stays in memory",
		file: "modules/unit/requests.ts",
		from: 'if ("subjectToken" in body) body.subjectToken.fill(0);',
		to: "",
		checks: WORLD,
	},
	{
		name: "times of issue are forgotten by a reboot",
		file: "modules/unit/freshness.ts",
		from: 'if (this.#store.put(RECORD_KIND.freshness, SINGLE, bytes).kind !== "stored")',
		to: "if (bytes.length === 0)",
		checks: ["test/unit/replay-after-reboot.test.ts"],
	},
];

export const MUTANTS: readonly Mutant[] = [...STORE_MUTANTS, ...UNIT_MUTANTS];
