/**
 * What a life in an office costs the flash. Simulates some days on the real store, a boot in each, and scales
 * the erase cycles up; then cuts the power in the middle of a commit and measures the boot after it.
 */
import { parseArgs } from "node:util";
import { formatStore } from "../modules/store/format.js";
import { RECORD_KIND } from "../modules/store/record-kinds.js";
import { type Change, openStore, type Store } from "../modules/store/store.js";
import { keyOf } from "./powercut/model.js";
import { isCut } from "./powercut/rig.js";
import { measureRecovery } from "./store-wear/recovery-cost.js";
import { NorFlash } from "./world/nor-flash.js";
import { NOR_PARTS, type NorPart } from "./world/nor-parts.js";
import "../terminal/reader-gone.js";

const USAGE = `npm run store-wear -- [options]

What a life in an office costs the flash: some days on the real store, a boot in each, scaled up to years;
then the power is cut in the middle of a commit, and the boot after it measured.

  --part NAME          ${Object.values(NOR_PARTS)
		.map(({ name }) => name)
		.join(", ")} (w25q128jv)
  --blocks N           sectors of the store (64)
  --enrolments N       (10)
  --operators N        (10)
  --per-day N          log-ins of each (30)
  --years N            (10)
  --simulated-days N   (365)
  --engine xs          the recovery in computrons of XS, too
  --json               the summary as one JSON object
  --help               this text

Exit codes: 0 measured, 2 asked for wrongly.
`;

const OPTIONS = {
	options: {
		part: { type: "string", default: "w25q128jv" },
		blocks: { type: "string", default: "64" },
		enrolments: { type: "string", default: "10" },
		operators: { type: "string", default: "10" },
		"per-day": { type: "string", default: "30" },
		years: { type: "string", default: "10" },
		"simulated-days": { type: "string", default: "365" },
		engine: { type: "string" },
		json: { type: "boolean", default: false },
		help: { type: "boolean", default: false },
	},
} as const;

const values = understood();
const part = partNamed(values.part);
const [operators, perDay, years, days] = [
	values.operators,
	values["per-day"],
	values.years,
	values["simulated-days"],
].map(Number);
const flash = new NorFlash({ part, blocks: Number(values.blocks), seed: 1 });
const most = { operations: 0, erases: 0 };
let sequence = 0;
let store = firstBoot();
for (let day = 0; day < days; day++) {
	store = boot(day);
	for (let i = 0; i < operators * perDay; i++) verify(i % operators);
}
await report();

function firstBoot(): Store {
	formatStore(flash);
	const first = boot(0);
	save(first, [{ kind: RECORD_KIND.identity, key: keyOf(0), value: bytes(400) }]);
	for (let i = 0; i < Number(values.enrolments); i++) {
		const key = keyOf(i);
		save(first, [
			{ kind: RECORD_KIND.enrolment, key, value: bytes(512) },
			{ kind: RECORD_KIND.attempts, key, value: bytes(8) },
		]);
	}
	return first;
}

function boot(count: number): Store {
	const opening = openStore(flash, { maxRecords: 2 * Number(values.enrolments) + 200 });
	if (opening.kind !== "opened") throw new Error(`the store is ${opening.kind}`);
	save(opening.store, [{ kind: RECORD_KIND.bootCount, key: keyOf(0), value: bytes(4, count) }]);
	return opening.store;
}

/** The attempt; its outcome with the audit chain and the result to send; the receipt. */
function verify(operator: number): void {
	const attempts = { kind: RECORD_KIND.attempts, key: keyOf(operator) };
	const message = { kind: RECORD_KIND.outbox, key: keyOf(++sequence) };
	save(store, [{ ...attempts, value: bytes(8, sequence) }]);
	save(store, [
		{ ...attempts, value: bytes(8) },
		{ kind: RECORD_KIND.auditHead, key: keyOf(0), value: bytes(40, sequence) },
		{ kind: RECORD_KIND.auditEntry, key: keyOf(sequence % 64), value: bytes(64, sequence) },
		{ ...message, value: bytes(400, sequence) },
	]);
	save(store, [{ ...message, value: undefined }]);
}

function save(to: Store, changes: readonly Change[]): void {
	const before = flash.counters();
	if (to.commit(changes).kind !== "stored")
		throw new Error("the store is full: fewer enrolments or more blocks");
	const { operations, erases } = flash.counters();
	most.operations = Math.max(most.operations, operations - before.operations);
	most.erases = Math.max(most.erases, erases - before.erases);
}

async function report(): Promise<void> {
	const cycles = Array.from({ length: flash.status().blocks }, (_, block) => flash.erasesOf(block));
	const scale = (years * 365) / days;
	const maxRecords = 2 * Number(values.enrolments) + 200;
	flash.cutAt(3, "unstable");
	isCut(() => verify(0));
	flash.powerOn();
	const asCut = flash.clone(1);
	const before = flash.counters();
	const opening = openStore(flash, { maxRecords });
	const after = flash.counters();
	if (opening.kind !== "opened") throw new Error(`the store is ${opening.kind}`);
	const cost = { reads: after.reads - before.reads, bytesRead: after.bytesRead - before.bytesRead };
	const xs = values.engine === "xs" ? await measureRecovery(asCut, maxRecords, cost) : undefined;
	const summary = {
		event: "summary",
		part: part.name,
		bytes: flash.status().size,
		liveBytes: opening.store.liveBytes(),
		capacityBytes: opening.store.capacityBytes(),
		years,
		erasesPerSector: Math.ceil(Math.max(...cycles) * scale),
		ratedErases: part.ratedErases,
		mostOperationsInACommit: most.operations,
		mostErasesInACommit: most.erases,
		recovery: {
			...cost,
			...xs,
			programs: after.programs - before.programs,
			erases: after.erases - before.erases,
		},
	};
	if (values.json) console.log(JSON.stringify(summary));
	else console.log(summary);
}

function bytes(length: number, seed = 0): Uint8Array {
	return new Uint8Array(length).fill(seed);
}

function understood() {
	const given = parsed();
	if (!given.help) return given;
	console.log(USAGE.trimEnd());
	process.exit(0);
}

function parsed() {
	try {
		return parseArgs(OPTIONS).values;
	} catch (error) {
		console.error(`store-wear: ${error instanceof Error ? error.message : error}; --help lists the options`);
		process.exit(2);
	}
}

function partNamed(name: string): NorPart {
	const found = Object.values(NOR_PARTS).find((candidate) => candidate.name === name);
	if (found !== undefined) return found;
	console.error(`--part must be one of ${Object.keys(NOR_PARTS).join(", ")}, not "${name}"`);
	process.exit(2);
}
