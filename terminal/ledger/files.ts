/** The ledger's folder: a file a month, the checkpoint and the lock. */
import {
	chmodSync,
	closeSync,
	existsSync,
	fsyncSync,
	mkdirSync,
	openSync,
	readdirSync,
	readSync,
	renameSync,
	writeFileSync,
} from "node:fs";
import { dirname, join } from "node:path";

const MONTH_FILE = /^(\d{4}-\d{2})\.ledger$/;

/** Months that have a file, oldest first. */
export function monthsOf(folder: string): string[] {
	if (!existsSync(folder)) return [];
	return readdirSync(folder)
		.flatMap((name) => MONTH_FILE.exec(name)?.[1] ?? [])
		.sort();
}

export function monthPath(folder: string, month: string): string {
	return join(folder, `${month}.ledger`);
}

export interface LinesRead {
	readonly lines: readonly string[];
	/** Bytes of the file up to the end of the last of them. */
	readonly bytes: number;
	/** Bytes behind the last line feed, in the last batch only: a line that was never finished. */
	readonly torn: number;
}

/** The whole lines of a file, so many at a time; at least one batch, which may be empty. */
export function* readLines(path: string, batch: number): Generator<LinesRead> {
	const file = openSync(path, "r");
	try {
		const chunk = Buffer.alloc(1 << 18);
		let lines: string[] = [];
		let [rest, bytes] = [Buffer.alloc(0), 0];
		for (;;) {
			const length = readSync(file, chunk, 0, chunk.length, null);
			if (length === 0) break;
			rest = Buffer.concat([rest, chunk.subarray(0, length)]);
			let from = 0;
			for (let to = rest.indexOf(10); to >= 0; to = rest.indexOf(10, from)) {
				lines.push(rest.toString("utf8", from, to));
				bytes += to + 1 - from;
				from = to + 1;
				if (lines.length < batch) continue;
				yield { lines, bytes, torn: 0 };
				lines = [];
			}
			rest = rest.subarray(from);
		}
		yield { lines, bytes, torn: rest.length };
	} finally {
		closeSync(file);
	}
}

/**
 * A whole new file, mode 0600, takes the old one's name, so that a cut leaves one of the two; the folder is
 * made. Returns when it would survive a power cut.
 */
export function replaceFile(path: string, text: string): void {
	const folder = dirname(path);
	mkdirSync(folder, { recursive: true, mode: 0o700 });
	const fresh = `${path}.new`;
	const file = openSync(fresh, "w", 0o600);
	try {
		// A file that was there already keeps its mode.
		chmodSync(fresh, 0o600);
		writeFileSync(file, text);
		fsyncSync(file);
	} finally {
		closeSync(file);
	}
	renameSync(fresh, path);
	syncFolder(folder);
}

/** So that the name of a new file survives a power cut, too. */
export function syncFolder(folder: string): void {
	const file = openSync(folder, "r");
	try {
		fsyncSync(file);
	} finally {
		closeSync(file);
	}
}
