import { readFileSync } from "node:fs";
import { build } from "esbuild";
import { assert } from "../../modules/bytes/assert.js";
import { FIRMWARE } from "../engines/bundle.js";
import { inProject, projectRoot } from "../engines/paths.js";

/** One exact replacement in one source file. */
export interface Replacement {
	/** Relative to the project. */
	readonly file: string;
	/** Occurs in the file exactly once. */
	readonly from: string;
	readonly to: string;
}

/**
 * Bundles `entry` (relative to the project) with sources that differ from those on disk by `replacements`,
 * which are made in memory.
 * @param kind an ES module for this Node, or the firmware's script.
 * @throws Error when a text to be replaced is no longer there, or is there twice, or is not part of it.
 */
export async function bundleMutated(
	entry: string,
	replacements: readonly Replacement[],
	kind: "module" | "firmware" = "module",
): Promise<string> {
	const sources = mutatedSources(replacements);
	const used = new Set<string>();
	const result = await build({
		entryPoints: [inProject(entry)],
		absWorkingDir: projectRoot,
		bundle: true,
		...(kind === "module" ? MODULE : FIRMWARE),
		write: false,
		logLevel: "silent",
		plugins: [
			{
				name: "replacements",
				setup({ onLoad }) {
					onLoad({ filter: /\.ts$/ }, ({ path }) => {
						const contents = sources.get(path);
						if (contents === undefined) return undefined;
						used.add(path);
						return { contents, loader: "ts" };
					});
				},
			},
		],
	});
	for (const file of sources.keys()) assert(used.has(file), `${entry} does not use ${file}`);
	return result.outputFiles.map((file) => file.text).join("");
}

const MODULE = { format: "esm", platform: "node", target: "node20", packages: "external" } as const;

/** The mutated text of each file, by its absolute path. */
export function mutatedSources(replacements: readonly Replacement[]): ReadonlyMap<string, string> {
	const sources = new Map<string, string>();
	for (const { file, from, to } of replacements) {
		const path = inProject(file);
		const source = sources.get(path) ?? readFileSync(path, "utf8");
		const places = source.split(from).length - 1;
		if (places !== 1) throw new Error(`${file} holds ${places} times, instead of once: ${from}`);
		sources.set(
			path,
			source.replace(from, () => to),
		);
	}
	return sources;
}
