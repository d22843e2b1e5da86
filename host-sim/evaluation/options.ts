import { availableParallelism } from "node:os";
import { basename, extname, join } from "node:path";
import { parseArgs } from "node:util";
import { TRAITS } from "../../modules/modality/traits.js";

export const PERSON_CHOICES = ["all", "even", "odd"] as const;
export type PersonChoice = (typeof PERSON_CHOICES)[number];

/** What one evaluation measures; equal settings give equal results, times apart. */
export interface Settings {
	readonly manifest: string;
	/** A trait's name; the one that the set's first picture shows, unless told. */
	readonly modality?: string;
	/** Pictures taken for an enrolment. */
	readonly samples: number;
	/** Enrolments of a person with one session only, each from other pictures of it; the rest are probes. */
	readonly rotations: number;
	/** Attempts of a transaction. */
	readonly attempts: number;
	/** Even or odd places in the sorted list of persons: tune on one half, report on the other. */
	readonly persons: PersonChoice;
	/** Other persons, at most, whose probes are tried against each record. */
	readonly impostors: number;
	/** Pairs of records of one palm, about, by which linkability is estimated. */
	readonly mated: number;
	/** Records that the annealing attack is tried on. */
	readonly attacks: number;
}

export interface Options {
	readonly settings: Settings;
	/** Manifest of a second set, of another trait that must match too. */
	readonly and?: string;
	readonly out: string;
	readonly jobs: number;
	readonly output: "text" | "json";
}

export type ParsedOptions =
	| { readonly kind: "options"; readonly options: Options }
	| { readonly kind: "help" }
	| { readonly kind: "refused"; readonly reason: string };

const TRAIT_NAMES = TRAITS.map(({ name }) => name);

export const USAGE = `npm run evaluate -- --manifest FILE [options]

  --manifest FILE   image set: tab-separated, with id, modality, cls, session, sample, width, height, path
  --and FILE        a second set, of another trait: its persons are paired with the first's, both must match
  --modality NAME   ${TRAIT_NAMES.join(" or ")} (what the set's first picture shows)
  --out DIR         where report.html, report.json and what is needed to resume go (build/evaluation/NAME)
  --json            one line of JSON with the summary as the last line, instead of text
  --samples N       pictures taken for an enrolment, 2 to 5 (4)
  --rotations N     enrolments of a person with one session only, each from other pictures (1)
  --attempts N      attempts of a transaction, 1 to 10 (3)
  --persons WHICH   all, even or odd: half of the persons, by their place in the sorted list (all)
  --impostors N     other persons tried against each record, at most (100)
  --mated N         pairs of records of one palm that linkability is estimated by, about (1000)
  --attacks N       records that the annealing attack is tried on (12)
  --jobs N          processes working side by side (as many as there are cores)
  --help            this text
`;

export function parseOptions(args: readonly string[]): ParsedOptions {
	try {
		return readOptions(args);
	} catch (error) {
		return { kind: "refused", reason: error instanceof Error ? error.message : String(error) };
	}
}

function readOptions(args: readonly string[]): ParsedOptions {
	const text = { type: "string" } as const;
	const { values } = parseArgs({
		args: [...args],
		options: {
			manifest: text,
			and: text,
			modality: text,
			out: text,
			json: { type: "boolean" },
			samples: text,
			rotations: text,
			attempts: text,
			persons: text,
			impostors: text,
			mated: text,
			attacks: text,
			jobs: text,
			help: { type: "boolean" },
		},
	});
	if (values.help === true) return { kind: "help" };
	const { manifest, modality, and } = values;
	if (manifest === undefined) throw new RangeError("--manifest is missing");
	const persons = PERSON_CHOICES.find((choice) => choice === (values.persons ?? "all"));
	if (persons === undefined) throw new RangeError(`--persons is one of ${PERSON_CHOICES.join(", ")}`);
	if (modality !== undefined && !TRAIT_NAMES.includes(modality)) {
		throw new RangeError(`--modality is one of ${TRAIT_NAMES.join(", ")}, not ${modality}`);
	}
	if (and !== undefined && (modality !== undefined || setName(and) === setName(manifest))) {
		throw new RangeError("--and names another set than --manifest, and goes without --modality");
	}
	const settings: Settings = {
		manifest,
		...(modality === undefined ? {} : { modality }),
		samples: count("samples", values.samples ?? "4", 2, 5),
		rotations: count("rotations", values.rotations ?? "1", 1, 20),
		attempts: count("attempts", values.attempts ?? "3", 1, 10),
		persons,
		impostors: count("impostors", values.impostors ?? "100", 1, 100_000),
		mated: count("mated", values.mated ?? "1000", 10, 100_000),
		attacks: count("attacks", values.attacks ?? "12", 0, 1000),
	};
	const name = and === undefined ? setName(manifest) : `${setName(manifest)}-and-${setName(and)}`;
	const out = values.out ?? join("build", "evaluation", name);
	const jobs = count("jobs", values.jobs ?? String(availableParallelism()), 1, 64);
	const output = values.json ? "json" : "text";
	return { kind: "options", options: { settings, ...(and === undefined ? {} : { and }), out, jobs, output } };
}

/** What a set is called: its manifest's name without the ending. */
export function setName(manifest: string): string {
	return basename(manifest, extname(manifest));
}

function count(name: string, text: string, least: number, most: number): number {
	const value = Number(text);
	if (/^\d+$/.test(text) && value >= least && value <= most) return value;
	throw new RangeError(`--${name} is a whole number from ${least} to ${most}, not ${text}`);
}
