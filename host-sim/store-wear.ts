/**
 * What a life in an office costs the flash. Simulates some days on the real store, a boot in each, and scales
 * the erase cycles up; then cuts the power in a verification, everywhere, and measures the boot after it.
 */
import { inspect } from "node:util";
import { EXIT, type Report, runCommand, type Values, wholeNumber } from "../terminal/command-line.js";
import { Life, type Recovery } from "./store-wear/life.js";
import { measureRecovery } from "./store-wear/recovery-cost.js";
import { NOR_PARTS, type NorPart } from "./world/nor-parts.js";

interface Geometry {
	readonly part: NorPart;
	readonly blocks: number;
}

interface WearOptions {
	readonly geometries: readonly Geometry[];
	readonly enrolments: number | "full";
	readonly operators: number;
	readonly perDay: number;
	readonly years: number;
	readonly days: number;
	/** "xs": the recovery is measured in its computrons, too. */
	readonly engine: "xs" | undefined;
}

const PARTS = Object.values(NOR_PARTS);
const PART_NAMES = PARTS.map(({ name }) => name).join(", ");

process.exitCode = await runCommand<WearOptions>(
	{
		name: "store-wear",
		usage: `npm run store-wear -- [options]

What a life in an office costs the flash: some days on the real store, a boot in each, scaled up to years;
then the power is cut in a verification, at every operation of the flash, and the longest boot after it
measured.

  --part NAME          ${PART_NAMES} (w25q128jv)
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
`,
		options: {
			part: { type: "string" },
			blocks: { type: "string" },
			enrolments: { type: "string" },
			operators: { type: "string" },
			"per-day": { type: "string" },
			years: { type: "string" },
			"simulated-days": { type: "string" },
			engine: { type: "string" },
			all: { type: "boolean" },
		},
		understand,
		run,
	},
	process.argv.slice(2),
);

function understand(values: Values): WearOptions {
	const { engine } = values;
	if (engine !== undefined && engine !== "xs")
		throw new RangeError(`--engine is xs, not "${String(engine)}"`);
	return {
		geometries: geometriesWanted(values),
		enrolments: values["enrolments"] === "full" ? "full" : wholeNumber(values, "enrolments", 10, [1, 10_000]),
		operators: wholeNumber(values, "operators", 10, [1, 10_000]),
		perDay: wholeNumber(values, "per-day", 30, [1, 10_000]),
		years: wholeNumber(values, "years", 10, [1, 100]),
		days: wholeNumber(values, "simulated-days", 365, [1, 36_500]),
		engine,
	};
}

function geometriesWanted(values: Values): readonly Geometry[] {
	const { part: name = "w25q128jv", all } = values;
	if (all !== true) {
		const part = PARTS.find((candidate) => candidate.name === name);
		if (part === undefined) throw new RangeError(`--part is one of ${PART_NAMES}, not "${String(name)}"`);
		return [{ part, blocks: wholeNumber(values, "blocks", 64, [4, 256]) }];
	}
	if (values["part"] !== undefined || values["blocks"] !== undefined)
		throw new RangeError("--all takes every part and its sectors; leave --part and --blocks out");
	return PARTS.flatMap(geometriesOf);
}

/** 256 KB and 1 MB of 4 KB sectors, and as many as there may be of the smallest that hold a commit. */
function geometriesOf(big: NorPart): readonly Geometry[] {
	const small = { ...big, name: `${big.name}/1024`, blockLength: 1024 };
	return [
		{ part: big, blocks: 64 },
		{ part: big, blocks: 256 },
		{ part: small, blocks: 256 },
	];
}

async function run(options: WearOptions, report: Report): Promise<number> {
	for (const geometry of options.geometries) {
		const summary = await measure(geometry, options);
		report(summary, inspect(summary));
	}
	return EXIT.passed;
}

async function measure({ part, blocks }: Geometry, options: WearOptions) {
	const { enrolments, operators, perDay, days, years, engine } = options;
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
		recovery: await recovered(life, engine),
	};
}

async function recovered(life: Life, engine: WearOptions["engine"]) {
	const { asCut, ...cost }: Recovery = life.worstRecovery();
	const xs = engine === "xs" ? await measureRecovery(asCut, life.maxRecords, cost) : {};
	return { ...cost, ...xs };
}

function erasesIn({ flash }: Life): number[] {
	return Array.from({ length: flash.status().blocks }, (_, block) => flash.erasesOf(block));
}
