import { closeSync, openSync, readFileSync, rmSync, writeFileSync } from "node:fs";

export interface FileLock {
	close(): void;
}

/**
 * A lock that one process of this machine holds. One left behind by a process that is gone is taken over.
 * @returns undefined when another process holds it.
 * @throws when the file system refuses.
 */
export function lockFile(path: string): FileLock | undefined {
	for (let attempt = 0; attempt < 2; attempt++) {
		try {
			const file = openSync(path, "wx", 0o600);
			writeFileSync(file, String(process.pid));
			closeSync(file);
			return { close: () => rmSync(path, { force: true }) };
		} catch (error) {
			if (!(error instanceof Error && "code" in error && error.code === "EEXIST")) throw error;
			if (isAlive(ownerOf(path))) return undefined;
			rmSync(path, { force: true });
		}
	}
	return undefined;
}

function ownerOf(path: string): number {
	try {
		return Number(readFileSync(path, "utf8"));
	} catch {
		return 0;
	}
}

/** Signal 0 asks only. EPERM: alive, and somebody else's. */
function isAlive(pid: number): boolean {
	if (!Number.isInteger(pid) || pid <= 0) return false;
	try {
		process.kill(pid, 0);
		return true;
	} catch (error) {
		return error instanceof Error && "code" in error && error.code === "EPERM";
	}
}
