import { closeSync, openSync, readFileSync, readSync } from "node:fs";

/**
 * All memory of a process of ours that it can write to, a region at a time: heaps, stacks, variables; what is
 * in use and what is not. For a process that stands still.
 * @returns undefined where the system does not show it: only Linux does, and not everywhere.
 */
export function memoryOfProcess(id: number): Iterable<Uint8Array> | undefined {
	try {
		const maps = readFileSync(`/proc/${id}/maps`, "utf8");
		closeSync(openSync(`/proc/${id}/mem`, "r"));
		return regionsOf(id, maps);
	} catch {
		return undefined;
	}
}

function* regionsOf(id: number, maps: string): Generator<Uint8Array> {
	const file = openSync(`/proc/${id}/mem`, "r");
	try {
		for (const [, from, to] of maps.matchAll(/^([0-9a-f]+)-([0-9a-f]+) rw/gm)) {
			const start = Number.parseInt(from, 16);
			const region = new Uint8Array(Number.parseInt(to, 16) - start);
			const length = readSync(file, region, 0, region.length, start);
			yield region.subarray(0, length);
		}
	} finally {
		closeSync(file);
	}
}
