import { createHash } from "node:crypto";
import { posix } from "node:path";
import { type ImageName, readImage } from "./manifest.js";
import type { Tree } from "./tree.js";

/**
 * SHA-256 over everything of the project that goes into an image, in the order of its names: what the unit
 * prints at its start and carries in its birth message. The same sources give the same hash anywhere.
 *
 *     for each file, sorted: path | 0 | its length in digits | 0 | its bytes
 */
export function imageHash(tree: Tree, platform: string, image: ImageName = "unit"): string {
	return hashOfFiles(tree, imageFiles(tree, platform, image));
}

/** Paths of everything of the project that goes into an image, sorted. */
export function imageFiles(tree: Tree, platform: string, image: ImageName = "unit"): readonly string[] {
	const { manifests, modules, natives, build } = readImage(tree, platform, image);
	const configured = Object.values(build)
		.filter((value) => value.startsWith("./"))
		.map((value) => value.slice(2))
		.flatMap((path) => tree.list(path)?.map((name) => `${path}/${name}`) ?? [path]);
	// The compiler finds headers beside the C file that includes them.
	const headers = [...new Set(natives.map((path) => posix.dirname(path)))].flatMap((folder) =>
		(tree.list(folder) ?? []).filter((name) => name.endsWith(".h")).map((name) => `${folder}/${name}`),
	);
	return [...new Set([...manifests, ...modules.values(), ...natives, ...headers, ...configured])].sort();
}

/** As imageHash says, of files in the order given. */
export function hashOfFiles(tree: Tree, paths: readonly string[]): string {
	const hash = createHash("sha256");
	for (const path of paths) {
		const text = tree.read(path) ?? "";
		hash.update(`${path}\0${Buffer.byteLength(text)}\0${text}`);
	}
	return hash.digest("hex");
}
