/** The emulated board is a process of its own: it must not go on running when whoever started it is gone. */
import { spawn } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { createInterface } from "node:readline";
import { setTimeout as wait } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { test } from "uvu";
import * as assert from "uvu/assert";

const PROGRAM = fileURLToPath(new URL("./board-process.ts", import.meta.url));

/** Numbers of the processes that `parent` has started and that run QEMU. */
function boardsOf(parent: number): readonly number[] {
	return readdirSync("/proc")
		.filter((name) => /^\d+$/.test(name) && statusOf(name, "PPid") === String(parent))
		.filter((name) => statusOf(name, "Name")?.startsWith("qemu"))
		.map(Number);
}

function statusOf(process: string | number, field: string): string | undefined {
	try {
		return new RegExp(`^${field}:\\s+(.*)$`, "m").exec(readFileSync(`/proc/${process}/status`, "utf8"))?.[1];
	} catch {
		return undefined;
	}
}

const isRunning = (process: number) => !(statusOf(process, "State") ?? "Z").startsWith("Z");

for (const signal of ["SIGTERM", "SIGKILL"] as const) {
	test(`a board ends with the process that started it, when that gets ${signal}`, async () => {
		if (process.platform !== "linux")
			return console.log("SKIP the board's end: only Linux tells of processes");
		const child = spawn(process.execPath, ["--import", "tsx", PROGRAM], {
			stdio: ["ignore", "pipe", "inherit"],
		});
		const line = await firstLine(child.stdout);
		assert.ok(line !== "", "the board does not start");
		if (line !== "started") return console.log(`SKIP the board's end: ${line}`);
		const boards = boardsOf(child.pid ?? -1);
		assert.is(boards.length, 1, "one board runs");
		child.kill(signal);
		for (let tries = 0; tries < 100 && boards.some(isRunning); tries++) await wait(50);
		const left = boards.filter(isRunning);
		// A board that nobody ends would hold this process's output open.
		for (const board of left) process.kill(board, "SIGKILL");
		assert.equal(left, [], "the board still runs");
	});
}

async function firstLine(stream: NodeJS.ReadableStream): Promise<string> {
	for await (const line of createInterface({ input: stream })) return line;
	return "";
}

test.run();
