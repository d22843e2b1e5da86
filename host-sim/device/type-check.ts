import { resolve } from "node:path";
import ts from "typescript";
import type { Problem } from "./manifest.js";
import type { Tree } from "./tree.js";

const CONFIG = "hal/esp32/ambient/tsconfig.json";

/**
 * Type-checks hal/esp32 and all it imports against the SDK's typings and our own, with the files of `tree` in
 * place of those on disk.
 */
export function typeProblems(tree: Tree, root: string): Problem[] {
	const { config, error } = ts.readConfigFile(resolve(root, CONFIG), ts.sys.readFile);
	if (error !== undefined) return [{ where: CONFIG, what: textOf(error) }];
	const { options, fileNames } = ts.parseJsonConfigFileContent(
		config,
		ts.sys,
		resolve(root, "hal/esp32/ambient"),
	);
	const host = ts.createCompilerHost(options);
	const inProject = (file: string): string | undefined => {
		const path = file.startsWith(`${root}/`) ? file.slice(root.length + 1) : undefined;
		return path?.startsWith("node_modules/") ? undefined : path;
	};
	const { readFile } = host;
	host.readFile = (file) => {
		const path = inProject(file);
		return path === undefined ? readFile(file) : tree.read(path);
	};
	const program = ts.createProgram(fileNames, options, host);
	return ts.getPreEmitDiagnostics(program).map((diagnostic) => ({
		where: whereOf(diagnostic, root),
		what: textOf(diagnostic),
	}));
}

function whereOf({ file, start }: ts.Diagnostic, root: string): string {
	if (file === undefined) return CONFIG;
	const { line } = file.getLineAndCharacterOfPosition(start ?? 0);
	return `${file.fileName.slice(root.length + 1)}:${line + 1}`;
}

function textOf({ messageText }: ts.Diagnostic): string {
	return ts.flattenDiagnosticMessageText(messageText, " ");
}
