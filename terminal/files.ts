/** Files that somebody has named: what is wrong with one is said with its path. */
import { readFileSync } from "node:fs";

/** @throws with a sentence. */
export function readBytes(path: string): Uint8Array {
	try {
		return Uint8Array.from(readFileSync(path));
	} catch (error) {
		throw new Error(`${path}: ${troubleOf(error)}`);
	}
}

/** @throws with a sentence. */
export function readJson(path: string): unknown {
	const text = Buffer.from(readBytes(path)).toString("utf8");
	try {
		return JSON.parse(text);
	} catch {
		throw new Error(`${path}: it is not JSON`);
	}
}

/** What a failure comes to, in one line: the system's codes in words, with the path they are about. */
export function sentenceOf(error: unknown): string {
	if (!(error instanceof Error)) return String(error);
	const isSystem = "code" in error && String(error.code) in TROUBLE;
	if (isSystem && "path" in error) return `${String(error.path)}: ${troubleOf(error)}`;
	return error.message.split("\n")[0];
}

function troubleOf(error: unknown): string {
	if (!(error instanceof Error)) return String(error);
	const code = "code" in error ? String(error.code) : "";
	return TROUBLE[code] ?? error.message;
}

const TROUBLE: Readonly<Record<string, string>> = {
	ENOENT: "there is no such file or folder",
	EACCES: "this user may not open it; look at its permissions",
	EPERM: "this user may not change it; look at its permissions",
	EROFS: "it is on a disk that cannot be written",
	ENOSPC: "the disk is full",
	EEXIST: "it is there already",
	EISDIR: "it is a folder, not a file",
	ENOTDIR: "what should be a folder on the way to it is a file",
};
