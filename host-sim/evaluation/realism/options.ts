import { basename, extname, join } from "node:path";
import { parseArgs } from "node:util";
import { PALM_LOOKS, type PalmLookName } from "../../world/palms/look.js";
import { PERSON_CHOICES, type PersonChoice } from "../options.js";

export interface RealismOptions {
	readonly manifest: string;
	readonly persons: PersonChoice;
	/** Synthetic persons at least; more where the set has more. */
	readonly people: number;
	/** Undefined: the one that fits the kind of picture. */
	readonly look: PalmLookName | undefined;
	readonly seed: string;
	readonly out: string;
	readonly output: "text" | "json";
}

export type ParsedRealismOptions =
	| { readonly kind: "options"; readonly options: RealismOptions }
	| { readonly kind: "help" }
	| { readonly kind: "refused"; readonly reason: string };

export const REALISM_USAGE = `npm run realism -- --manifest FILE [options]

Compares the simulated world's pictures with a set of real ones, kind by kind: distances of genuine and
impostor pairs, degrees of freedom, energies by octave, and how two extractors fare on both.

  --manifest FILE   image set: tab-separated, with id, modality, cls, session, sample, width, height, path
  --persons WHICH   all, even or odd: half of the set's persons, by their place in the sorted list (all)
  --people N        synthetic persons, at least; as many as the set's persons where these are more (40)
  --look NAME       how palms look: ${Object.keys(PALM_LOOKS).join(", ")} (by the kind of picture)
  --seed TEXT       names the synthetic population (realism)
  --out DIR         where report.html and report.json go (build/realism/NAME)
  --json            one line of JSON with the summary as the last line, instead of text
  --help            this text
`;

export function parseRealismOptions(args: readonly string[]): ParsedRealismOptions {
	try {
		return readOptions(args);
	} catch (error) {
		return { kind: "refused", reason: error instanceof Error ? error.message : String(error) };
	}
}

function readOptions(args: readonly string[]): ParsedRealismOptions {
	const text = { type: "string" } as const;
	const { values } = parseArgs({
		args: [...args],
		options: {
			manifest: text,
			persons: text,
			people: text,
			look: text,
			seed: text,
			out: text,
			json: { type: "boolean" },
			help: { type: "boolean" },
		},
	});
	if (values.help === true) return { kind: "help" };
	const { manifest, look } = values;
	if (manifest === undefined) throw new RangeError("--manifest is missing");
	const persons = PERSON_CHOICES.find((choice) => choice === (values.persons ?? "all"));
	if (persons === undefined) throw new RangeError(`--persons is one of ${PERSON_CHOICES.join(", ")}`);
	if (look !== undefined && !isLook(look))
		throw new RangeError(`--look is one of ${Object.keys(PALM_LOOKS).join(", ")}`);
	const people = Number(values.people ?? "40");
	if (!Number.isInteger(people) || people < 2 || people > 10_000) {
		throw new RangeError(`--people is a whole number from 2 to 10000, not ${values.people}`);
	}
	const out = values.out ?? join("build", "realism", basename(manifest, extname(manifest)));
	const output = values.json === true ? "json" : "text";
	const { seed = "realism" } = values;
	return { kind: "options", options: { manifest, persons, people, look, seed, out, output } };
}

function isLook(name: string): name is PalmLookName {
	return Object.hasOwn(PALM_LOOKS, name);
}
