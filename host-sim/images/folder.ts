/**
 * A folder of images as the camera. Two layouts:
 *
 *     NAME.tsv + images          a manifest: named itself, inside the folder, or beside it under its name
 *     DIR/PERSON/*.png           one subfolder a person; DIR/PERSON/SESSION/*.png where sessions matter
 */
import { readdirSync, readFileSync, statSync } from "node:fs";
import { basename, extname, join, normalize, resolve } from "node:path";
import type { ImageSize } from "./grey-image.js";
import { refuse } from "./grey-image.js";
import type { ImageRefusal, ReadImage } from "./image-file.js";
import { describeRefusal, inspectGreyImage, readGreyImage } from "./image-file.js";
import type { ImageModality } from "./manifest.js";
import { parseManifest } from "./manifest.js";

export interface ImageFolder {
	/** The manifest or the folder, as the user named it. */
	readonly source: string;
	/** At least one, in natural order of their ids; everything below likewise (`2` before `10`). */
	readonly persons: readonly FolderPerson[];
	/** Files left out, each with its reason. */
	readonly refused: readonly ImageRefusal[];
}

export interface FolderPerson {
	readonly id: string;
	readonly sessions: readonly FolderSession[];
}

export interface FolderSession {
	readonly id: string;
	readonly samples: readonly FolderSample[];
}

export interface FolderSample extends ImageSize {
	readonly id: string;
	readonly file: string;
	/** Undefined when the folder does not say (no manifest). */
	readonly modality: ImageModality | undefined;
	/** Reads the pixels now. May still refuse: damage inside a file shows only when it is unpacked. */
	load(): ReadImage;
}

export type OpenedFolder =
	| { readonly kind: "opened"; readonly folder: ImageFolder }
	| { readonly kind: "refused"; readonly reason: string };

/**
 * Lists the persons of a folder or manifest. Every file's header and length are checked here; pixels are
 * read by `FolderSample.load`. A folder without one usable image is refused with a sentence that says what
 * was expected.
 */
export function openImageFolder(path: string): OpenedFolder {
	const given = normalize(path).replace(/(?<=.)\/$/, "");
	try {
		return openExisting(given);
	} catch (error) {
		if (error instanceof Error && "code" in error) return refuse(`${given}: cannot be read (${error.code})`);
		throw error;
	}
}

function openExisting(given: string): OpenedFolder {
	const what = kindOf(given);
	if (what === "nothing") return refuse(`${given}: no such folder; ${EXPECTED}`);
	if (what === "file" && !isManifestName(given)) return refuse(`${given}: a file, not a folder; ${EXPECTED}`);
	if (what === "file") return openManifest(given);
	const manifest = findManifest(given);
	if (manifest.kind === "several")
		return refuse(`${given}: several manifests; name one of ${manifest.files.join(", ")}`);
	return manifest.kind === "one" ? openManifest(manifest.file) : openPersonFolders(given);
}

const EXPECTED =
	"expected is a folder with a manifest NAME.tsv in it or beside it, " +
	"or with one subfolder of PNG or PGM images a person";

/** What is known of an image before its header is read. */
interface Candidate {
	readonly person: string;
	readonly session: string;
	readonly sample: string;
	readonly file: string;
	readonly modality: ImageModality | undefined;
	readonly size: ImageSize | undefined;
}

type FoundManifest =
	| { readonly kind: "none" }
	| { readonly kind: "one"; readonly file: string }
	| { readonly kind: "several"; readonly files: readonly string[] };

function findManifest(folder: string): FoundManifest {
	const name = `${basename(resolve(folder))}.tsv`;
	const inside = list(folder).filter(
		(entry) => isManifestName(entry) && kindOf(join(folder, entry)) === "file",
	);
	if (inside.includes(name)) return { kind: "one", file: join(folder, name) };
	if (inside.length === 1) return { kind: "one", file: join(folder, inside[0]) };
	if (inside.length > 1) return { kind: "several", files: inside.map((entry) => join(folder, entry)) };
	const beside = join(folder, "..", name);
	return kindOf(beside) === "file" ? { kind: "one", file: beside } : { kind: "none" };
}

function openManifest(file: string): OpenedFolder {
	const parsed = parseManifest(readFileSync(file, "utf8"), file);
	if (parsed.kind === "refused") return parsed;
	const candidates = parsed.rows.map((row) => ({ ...row, size: { width: row.width, height: row.height } }));
	return gather(file, candidates, parsed.refused);
}

function openPersonFolders(folder: string): OpenedFolder {
	const candidates: Candidate[] = [];
	for (const person of list(folder)) {
		if (kindOf(join(folder, person)) !== "folder") continue;
		for (const entry of list(join(folder, person))) {
			const path = join(folder, person, entry);
			const files = kindOf(path) === "folder" ? list(path).map((name) => join(path, name)) : [path];
			const session = kindOf(path) === "folder" ? entry : "1";
			for (const file of files.filter(isImageCandidate)) {
				const sample = basename(file, extname(file));
				candidates.push({ person, session, sample, file, modality: undefined, size: undefined });
			}
		}
	}
	return gather(folder, candidates, []);
}

function gather(
	source: string,
	candidates: readonly Candidate[],
	refusedRows: readonly ImageRefusal[],
): OpenedFolder {
	const refused = [...refusedRows];
	const persons = new Map<string, Map<string, FolderSample[]>>();
	for (const candidate of candidates) {
		const { file, person, session, sample, modality, size } = candidate;
		const header = inspectGreyImage(file, size);
		if (header.kind === "refused") {
			refused.push(header);
			continue;
		}
		const { width, height } = header;
		const load = (): ReadImage => readGreyImage(file, { width, height });
		const sessions = getOrAdd(persons, person, () => new Map<string, FolderSample[]>());
		const samples = getOrAdd(sessions, session, () => []);
		samples.push({ id: sample, file, modality, width, height, load });
	}
	if (persons.size === 0) return refuse(`${source}: no usable image${firstOf(refused)}; ${EXPECTED}`);
	return { kind: "opened", folder: { source, persons: sortedPersons(persons), refused } };
}

function sortedPersons(
	persons: ReadonlyMap<string, ReadonlyMap<string, readonly FolderSample[]>>,
): FolderPerson[] {
	const people: FolderPerson[] = [];
	for (const [id, sessions] of persons) {
		const ordered = [...sessions].map(([session, samples]) => ({
			id: session,
			samples: [...samples].sort(byId),
		}));
		people.push({ id, sessions: ordered.sort(byId) });
	}
	return people.sort(byId);
}

function firstOf(refused: readonly ImageRefusal[]): string {
	return refused.length === 0 ? "" : ` (${refused.length} refused, first ${describeRefusal(refused[0])})`;
}

/** Natural order without the machine's locale. */
const collator = new Intl.Collator("en", { numeric: true });

function byId(a: { readonly id: string }, b: { readonly id: string }): number {
	return collator.compare(a.id, b.id);
}

function getOrAdd<K, V>(map: Map<K, V>, key: K, make: () => V): V {
	const found = map.get(key);
	if (found !== undefined) return found;
	const made = make();
	map.set(key, made);
	return made;
}

function kindOf(path: string): "folder" | "file" | "nothing" {
	const stat = statSync(path, { throwIfNoEntry: false });
	if (stat === undefined) return "nothing";
	return stat.isDirectory() ? "folder" : "file";
}

/** Entries in natural order, without the hidden ones. */
function list(folder: string): string[] {
	const entries = readdirSync(folder).filter((entry) => !entry.startsWith("."));
	return entries.sort(collator.compare);
}

function isManifestName(path: string): boolean {
	return extname(path).toLowerCase() === ".tsv";
}

/**
 * Notes beside the images are passed over in silence; any other file must be an image or is refused by name.
 */
function isImageCandidate(file: string): boolean {
	return ![".txt", ".md", ".tsv", ".csv", ".json"].includes(extname(file).toLowerCase());
}
