import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";

/** The project's files as a check reads them. Paths are relative to the project, with forward slashes. */
export interface Tree {
	/** Undefined when there is no such file. */
	read(path: string): string | undefined;
	/** Names of the files in a folder, sorted; undefined when there is no such folder. */
	list(folder: string): readonly string[] | undefined;
}

export function treeOnDisk(root: string): Tree {
	return {
		read(path) {
			const file = join(root, path);
			return existsSync(file) ? readFileSync(file, "utf8") : undefined;
		},
		list(folder) {
			const directory = join(root, folder);
			if (!existsSync(directory) || !statSync(directory).isDirectory()) return undefined;
			return readdirSync(directory, { withFileTypes: true })
				.filter((entry) => entry.isFile() && !entry.name.startsWith("."))
				.map(({ name }) => name)
				.sort();
		},
	};
}

/** `tree` with some files changed or added. */
export function withFiles(tree: Tree, changed: Readonly<Record<string, string>>): Tree {
	return {
		read: (path) => changed[path] ?? tree.read(path),
		list(folder) {
			const added = Object.keys(changed)
				.filter((path) => path.slice(0, path.lastIndexOf("/")) === folder)
				.map((path) => path.slice(folder.length + 1));
			const present = tree.list(folder);
			if (present === undefined && added.length === 0) return undefined;
			return [...new Set([...(present ?? []), ...added])].sort();
		},
	};
}
