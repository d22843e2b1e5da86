import { parseArgs } from "node:util";

export interface PowercutOptions {
	readonly sequences: number;
	/** Of a sequence. */
	readonly steps: number;
	readonly seed: number;
	/** Seeds for which short sequences are cut everywhere, for each geometry. */
	readonly exhaustive: number;
	readonly jobs: number;
	/** Where the count is kept, to go on after an interruption. */
	readonly resume: string | undefined;
	readonly output: "text" | "json";
}

export type ParsedPowercut =
	| { readonly kind: "options"; readonly options: PowercutOptions }
	| { readonly kind: "help" }
	| { readonly kind: "refused"; readonly reason: string };

export const USAGE = `npm run powercut -- [options]

The store beside a plain model of it, on flash that tears, with the power cut anywhere.

  --sequences N    random lives of a store, cut up to five deep (2000)
  --steps N        steps of each (50)
  --exhaustive N   short sequences cut at every operation, and at every operation of the recovery, N on each
                   geometry (2)
  --seed N         the first seed (1)
  --jobs N         processes side by side (1)
  --resume FILE    keeps the count in FILE and goes on from it: the long run is
                   npm run powercut -- --sequences 1000000 --jobs 2 --resume build/powercut.json
  --json           progress and the summary as JSON, one object a line, the summary last
  --help           this text
`;

export function parsePowercutOptions(words: readonly string[]): ParsedPowercut {
	try {
		const text = { type: "string" } as const;
		const { values } = parseArgs({
			args: [...words],
			options: {
				sequences: text,
				steps: text,
				seed: text,
				exhaustive: text,
				jobs: text,
				resume: text,
				json: { type: "boolean" },
				help: { type: "boolean" },
			},
		});
		if (values.help) return { kind: "help" };
		const options = {
			sequences: wholeNumber("sequences", values.sequences ?? "2000", 0, 1e9),
			steps: wholeNumber("steps", values.steps ?? "50", 1, 10_000),
			seed: wholeNumber("seed", values.seed ?? "1", 0, 1e9),
			exhaustive: wholeNumber("exhaustive", values.exhaustive ?? "2", 0, 1e6),
			jobs: wholeNumber("jobs", values.jobs ?? "1", 1, 64),
			resume: values.resume,
			output: values.json ? ("json" as const) : ("text" as const),
		};
		if (options.sequences === 0 && options.exhaustive === 0)
			throw new RangeError("--sequences 0 --exhaustive 0 leaves nothing to run");
		return { kind: "options", options };
	} catch (error) {
		const reason = error instanceof Error ? error.message.split("\n")[0] : String(error);
		return { kind: "refused", reason };
	}
}

/** @throws RangeError with a sentence for whoever typed it. */
export function wholeNumber(name: string, text: string, least: number, most: number): number {
	const value = Number(text);
	if (/^\d+$/.test(text) && value >= least && value <= most) return value;
	throw new RangeError(`--${name} is a whole number from ${least} to ${most}, not "${text}"`);
}
