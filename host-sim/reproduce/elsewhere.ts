import { execFile } from "node:child_process";
import { cpSync, mkdirSync, readdirSync, realpathSync, symlinkSync, utimesSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { inProject } from "../engines/paths.js";
import type { Artifact } from "./artifacts.js";

const COPIED = [
	...["manifest.json", "package.json", "package-lock.json", "tsconfig.json"],
	...["modules", "hal", "host-sim", "terminal"],
];
const LONG_AGO = new Date("2001-02-03T04:05:06Z");
const run = promisify(execFile);

/** Copies what is built and what builds it, without its caches, files dated long ago. */
export function copyProject(folder: string): void {
	mkdirSync(folder, { recursive: true });
	for (const name of COPIED) cpSync(inProject(name), join(folder, name), { recursive: true });
	for (const name of COPIED) dateAll(join(folder, name));
	symlinkSync(realpathSync(inProject("node_modules")), join(folder, "node_modules"));
}

/** Builds there, asked from another folder, under another clock, language and mask of file rights. */
export async function artifactsOf(folder: string): Promise<readonly Artifact[]> {
	const environment = { ...process.env, TZ: "Pacific/Chatham", LC_ALL: "C", SOURCE_DATE_EPOCH: undefined };
	const program = [
		...["umask 077; exec", JSON.stringify(process.execPath), "--import", import.meta.resolve("tsx")],
		'"$1" --here --json',
	].join(" ");
	const { stdout } = await run("sh", ["-c", program, "sh", join(folder, "host-sim/reproduce.ts")], {
		cwd: tmpdir(),
		env: environment,
		maxBuffer: 1 << 20,
	});
	return stdout
		.trimEnd()
		.split("\n")
		.map((line) => JSON.parse(line))
		.filter(({ event }) => event === "artifact")
		.map(({ event, ...artifact }) => artifact);
}

function dateAll(path: string): void {
	utimesSync(path, LONG_AGO, LONG_AGO);
	if (path.endsWith(".json")) return;
	for (const entry of readdirSync(path, { withFileTypes: true, recursive: true })) {
		utimesSync(join(entry.parentPath, entry.name), LONG_AGO, LONG_AGO);
	}
}
