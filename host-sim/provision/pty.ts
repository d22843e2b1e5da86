import { type ChildProcessWithoutNullStreams, spawn, spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, renameSync } from "node:fs";
import { inProject } from "../engines/paths.js";
import type { SerialLine } from "./serial-line.js";

export interface Pty extends SerialLine {
	/** What a tool opens, as it would a unit's port. */
	readonly path: string;
}

/** This computer cannot have one; the message says why. */
export class NoPty extends Error {}

/**
 * Opens a pseudo terminal, on whose other end `onBytes` hears what a tool says.
 * @throws NoPty on Windows, and without a C compiler.
 */
export async function openPty(onBytes: (bytes: Uint8Array) => void): Promise<Pty> {
	const child = spawn(buildHelper(), { stdio: "pipe" });
	const path = await firstLine(child);
	child.stdout.on("data", (chunk: Buffer) => onBytes(chunk));
	return {
		path,
		write: (bytes) => {
			child.stdin.write(bytes);
		},
		close: () => {
			child.stdin.end();
		},
	};
}

function firstLine(child: ChildProcessWithoutNullStreams): Promise<string> {
	return new Promise((resolve, reject) => {
		child.once("error", reject);
		child.once("exit", () => reject(new NoPty("pseudo terminals cannot be had here")));
		child.stdout.once("data", (chunk: Buffer) => {
			child.removeAllListeners("exit");
			resolve(chunk.toString().trim());
		});
	});
}

/** Compiled once; kept by the hash of its source. */
function buildHelper(): string {
	if (process.platform === "win32") throw new NoPty("Windows has no pseudo terminals of this kind");
	const source = inProject("host-sim/provision/pty.c");
	const key = createHash("sha256").update(readFileSync(source)).digest("hex").slice(0, 16);
	const folder = inProject("build/pty");
	const program = `${folder}/pty-${key}`;
	if (existsSync(program)) return program;
	mkdirSync(folder, { recursive: true });
	const unfinished = `${program}.${process.pid}`;
	const compiler = process.env["CC"] ?? "cc";
	const { status, stderr, error } = spawnSync(compiler, ["-O1", "-o", unfinished, source], {
		encoding: "utf8",
	});
	if (status !== 0)
		throw new NoPty(`no C compiler for a pseudo terminal: ${error?.message ?? stderr.trim()}`);
	renameSync(unfinished, program);
	return program;
}
