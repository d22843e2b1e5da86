/** `npm start` in a process of its own, for whoever looks at its page without a person. */
import { type ChildProcessByStdio, spawn } from "node:child_process";
import { createInterface } from "node:readline";
import type { Readable, Writable } from "node:stream";
import { inProject } from "../engines/paths.js";

export type Office = ChildProcessByStdio<Writable, Readable, null>;

/** Its page serves once `readyAt` has resolved; end it with SIGTERM. */
export function startOffice(engine: string): Office {
	const words = ["--import", "tsx", inProject("host-sim/start.ts"), "--json", "--engine", engine];
	return spawn(process.execPath, words, { stdio: ["pipe", "pipe", "inherit"] });
}

/** @returns the page's address, once the day is over and the page may act. */
export async function readyAt(office: Office): Promise<string> {
	for await (const line of createInterface({ input: office.stdout })) {
		const event: { event?: string; stage?: string; url?: string } = JSON.parse(line);
		if (event.event === "page" && event.stage === "ready" && event.url !== undefined) {
			office.stdout.resume();
			return event.url;
		}
	}
	throw new Error("the page did not come up; npm start says why");
}
