/**
 * What a life in an office costs the flash. Simulates some days on the real store, a boot in each, and scales
 * the erase cycles up; then cuts the power in a verification, everywhere, and measures the boot after it.
 */
import { parseArgs } from "node:util";
import { Life, type Recovery } from "./store-wear/life.js";
import { measureRecovery } from "./store-wear/recovery-cost.js";
import { NOR_PARTS, type NorPart } from "./world/nor-parts.js";
import "../terminal/reader-gone.js";

const USAGE = `npm run store-wear -- [options]

What a life in an office costs the flash: some days on the real store, a boot in each, scaled up to years;
then the power is cut in a verification, at every operation of the flash, and the longest boot after it
measured.

  --part NAME          ${Object.values(NOR_PARTS)
		.map(({ name }) => name)
		.join(", ")} (w25q128jv)
  --blocks N           sectors of the store (64)
  --enrolments N       or "full": as many as leave room to work (10)
  --all                each part with 64 and with 256 sectors, and with 256 of 1 KB, one line each
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
		all: { type: "boolean", default: false },
		json: { type: "boolean", default: false },
		help: { type: "boolean", default: false },
	},
} as const;

interface Geometry {
	readonly part: NorPart;
	readonly blocks: number;
}

const values = understood();
const part = partNamed(values.part);
const [operators, perDay, years, days] = [
	values.operators,
	values["per-day"],
	values.years,
	values["simulated-days"],
].map(Number);
const enrolments = values.enrolments === "full" ? "full" : Number(values.enrolments);
const geometries: readonly Geometry[] = values.all
	? Object.values(NOR_PARTS).flatMap(geometriesOf)
	: [{ part, blocks: Number(values.blocks) }];
for (const geometry of geometries) show(await measure(geometry));

/** 256 KB and 1 MB of 4 KB sectors, and as many as there may be of the smallest that hold a commit. */
function geometriesOf(big: NorPart): readonly Geometry[] {
	const small = { ...big, name: `${big.name}/1024`, blockLength: 1024 };
	return [
		{ part: big, blocks: 64 },
		{ part: big, blocks: 256 },
		{ part: small, blocks: 256 },
	];
}

async function measure({ part, blocks }: Geometry) {
	const life = new Life({ part, blocks, enrolments });
	const { flash, most } = life;
	const erasesBefore = erasesIn(life);
	for (let day = 0; day < days; day++) {
		if (day > 0) life.boot(day);
		for (let i = 0; i < operators * perDay; i++) life.verify(i % Math.min(operators, life.enrolments));
	}
	const erases = erasesIn(life).map((count, block) => count - erasesBefore[block]);
	const commits = { mostOperationsInACommit: most.operations, mostErasesInACommit: most.erases };
	const records = life.store.records();
	const live = { liveBytes: life.store.liveBytes(), capacityBytes: life.store.capacityBytes() };
	return {
		event: "summary",
		part: part.name,
		blocks,
		bytes: flash.status().size,
		enrolments: life.enrolments,
		records,
		...live,
		years,
		erasesPerSector: Math.ceil((Math.max(...erases) * years * 365) / days),
		ratedErases: part.ratedErases,
		...commits,
		recovery: await recovered(life),
	};
}

async function recovered(life: Life) {
	const { asCut, ...cost }: Recovery = life.worstRecovery();
	const xs = values.engine === "xs" ? await measureRecovery(asCut, life.maxRecords, cost) : {};
	return { ...cost, ...xs };
}

function erasesIn({ flash }: Life): number[] {
	return Array.from({ length: flash.status().blocks }, (_, block) => flash.erasesOf(block));
}

function show(summary: object): void {
	if (values.json) console.log(JSON.stringify(summary));
	else console.log(summary);
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
