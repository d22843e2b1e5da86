/**
 * Manifest of an image set: tab-separated text, one header line, one image a line. Columns are found by
 * name; others are ignored. `path` is relative to the manifest's folder.
 *
 *     id  modality  cls  session  sample  width  height  path
 */
import { dirname, join } from "node:path";
import { refuse } from "./grey-image.js";
import type { ImageRefusal } from "./image-file.js";

export const MODALITIES = ["palm-roi", "palm", "iris"] as const;
/** What a picture shows: a cut-out palm region, a whole hand, an eye. */
export type ImageModality = (typeof MODALITIES)[number];

export interface ManifestRow {
	readonly id: string;
	readonly modality: ImageModality;
	readonly person: string;
	readonly session: string;
	readonly sample: string;
	readonly width: number;
	readonly height: number;
	/** The image's path, the manifest's folder included. */
	readonly file: string;
}

export type ParsedManifest =
	| {
			readonly kind: "manifest";
			readonly rows: readonly ManifestRow[];
			/** Lines that make no sense; `file` is the manifest and the line. */
			readonly refused: readonly ImageRefusal[];
	  }
	| { readonly kind: "refused"; readonly reason: string };

const COLUMNS = ["id", "modality", "cls", "session", "sample", "width", "height", "path"] as const;
type Column = (typeof COLUMNS)[number];

/** @param file the manifest's own path: the images' folder, and the name in refusals. */
export function parseManifest(text: string, file: string): ParsedManifest {
	const lines = text.replace(/^\uFEFF/, "").split(/\r?\n/);
	const header = lines[0].split("\t");
	const missing = COLUMNS.filter((column) => !header.includes(column));
	if (missing.length > 0)
		return refuse(`${file}: not a manifest, its first line lacks the column ${missing.join(", ")}`);
	const rows: ManifestRow[] = [];
	const refused: ImageRefusal[] = [];
	const ids = new Set<string>();
	for (const [index, line] of lines.entries()) {
		if (index === 0 || line.trim() === "") continue;
		const row = parseRow(header, line.split("\t"), dirname(file));
		if (typeof row === "string") refused.push({ ...refuse(row), file: `${file} line ${index + 1}` });
		else if (ids.has(row.id)) refused.push({ ...refuse(`id ${row.id} stands there twice`), file: row.file });
		else rows.push(row);
		if (typeof row !== "string") ids.add(row.id);
	}
	return { kind: "manifest", rows, refused };
}

function parseRow(
	header: readonly string[],
	fields: readonly string[],
	folder: string,
): ManifestRow | string {
	if (fields.length !== header.length) return `${fields.length} fields instead of ${header.length}`;
	const field = (column: Column): string => fields[header.indexOf(column)];
	const empty = COLUMNS.find((column) => field(column) === "");
	if (empty !== undefined) return `the field ${empty} is empty`;
	const modality = MODALITIES.find((name) => name === field("modality"));
	if (modality === undefined) return `modality ${field("modality")} is none of ${MODALITIES.join(", ")}`;
	if (!/^\d{1,5}$/.test(field("width")) || !/^\d{1,5}$/.test(field("height")))
		return `size ${field("width")}x${field("height")} is not two whole numbers`;
	return {
		id: field("id"),
		modality,
		person: field("cls"),
		session: field("session"),
		sample: field("sample"),
		width: Number(field("width")),
		height: Number(field("height")),
		file: join(folder, field("path")),
	};
}
