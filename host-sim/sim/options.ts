import { availableParallelism } from "node:os";
import { parseArgs } from "node:util";
import type { EngineName } from "../day/options.js";
import { wholeNumber } from "../powercut/options.js";

export interface SimOptions {
	readonly firstSeed: number;
	readonly lastSeed: number;
	/** Virtual hours of storm in each world. */
	readonly hours: number;
	readonly engine: EngineName;
	readonly jobs: number;
	/** Prints every event, to look into a failure. */
	readonly events: "hidden" | "shown";
	readonly output: "text" | "json";
}

export type ParsedSim =
	| { readonly kind: "options"; readonly options: SimOptions }
	| { readonly kind: "help" }
	| { readonly kind: "refused"; readonly reason: string };

export const USAGE = `npm run sim -- [options]

An office in virtual time: a unit, its terminal and broker, the people, and whatever can go wrong, all of it
decided by a seed. Checkers watch from outside; the same seed gives the same trace hash, in Node and in XS.

  --seed N       one world (1)
  --seeds A-B    the worlds of these seeds
  --hours H      virtual hours of storm in each (8); some minutes of calm follow, in which all that is owed
                 must arrive
  --engine NAME  node (default), xs, xs32, or lin, which takes the Moddable SDK (MODDABLE). For secrets that
                 are left, Node has the firmware's typed arrays searched, the others all of their memory
  --jobs N       processes side by side (as many as there are cores, for more than one seed)
  --events       prints every event of the world
  --json         one JSON object a line, the summary last
  --help         this text

Exits 1 when a checker objects, and prints the line that replays it.
`;

export function parseSimOptions(words: readonly string[]): ParsedSim {
	try {
		const text = { type: "string" } as const;
		const flag = { type: "boolean" } as const;
		const { values } = parseArgs({
			args: [...words],
			options: {
				seed: text,
				seeds: text,
				hours: text,
				engine: text,
				jobs: text,
				events: flag,
				json: flag,
				help: flag,
			},
		});
		if (values.help) return { kind: "help" };
		const { firstSeed, lastSeed } = seedsOf(values.seed, values.seeds);
		// The worlds of other processes do not show their events.
		const isAlone = firstSeed === lastSeed || values.events === true;
		const cores = String(isAlone ? 1 : availableParallelism());
		const jobs = wholeNumber("jobs", values.jobs ?? cores, 1, 64);
		if (values.events && jobs > 1) throw new RangeError("--events takes one process: leave --jobs out");
		const options: SimOptions = {
			firstSeed,
			lastSeed,
			hours: hoursOf(values.hours ?? "8"),
			engine: engineOf(values.engine ?? "node"),
			jobs,
			events: values.events ? "shown" : "hidden",
			output: values.json ? "json" : "text",
		};
		return { kind: "options", options };
	} catch (error) {
		const reason = error instanceof Error ? error.message.split("\n")[0] : String(error);
		return { kind: "refused", reason };
	}
}

function seedsOf(seed: string | undefined, seeds: string | undefined) {
	if (seeds === undefined) {
		const only = wholeNumber("seed", seed ?? "1", 0, SEED_MAX);
		return { firstSeed: only, lastSeed: only };
	}
	if (seed !== undefined) throw new RangeError("--seed or --seeds, not both");
	const [, first, last] = /^(\d+)-(\d+)$/.exec(seeds) ?? [];
	if (first === undefined) throw new RangeError(`--seeds is A-B, two whole numbers, not "${seeds}"`);
	const firstSeed = wholeNumber("seeds", first, 0, SEED_MAX);
	return { firstSeed, lastSeed: wholeNumber("seeds", last, firstSeed, SEED_MAX) };
}

function hoursOf(text: string): number {
	const hours = Number(text);
	if (/^\d+(\.\d+)?$/.test(text) && hours > 0 && hours <= HOURS_MAX) return hours;
	throw new RangeError(`--hours is a number up to ${HOURS_MAX}, not "${text}"`);
}

function engineOf(text: string): EngineName {
	const engine = (["node", "xs", "xs32", "lin"] as const).find((name) => name === text);
	if (engine === undefined) throw new RangeError(`--engine is node, xs, xs32 or lin, not "${text}"`);
	return engine;
}

const SEED_MAX = 1e9;
/** A trusted clock's seconds and the wait for a lock stay far inside their ranges. */
const HOURS_MAX = 2_000;
