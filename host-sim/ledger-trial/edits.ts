/** Ways to spoil one record of a ledger's file, and where each must be found. */
import type { Prng } from "../world/prng.js";

export const EDITS = ["edit", "time", "drop", "swap", "repeat", "truncate", "tear"] as const;
export type EditKind = (typeof EDITS)[number];

export interface Spoiled {
	readonly kind: EditKind;
	/** Line of the file that is the first bad one; counted from 0. */
	readonly line: number;
	readonly text: string;
}

/** @param lines of the file, without line feeds; at least 8. */
export function spoil(prng: Prng, kind: EditKind, lines: readonly string[]): Spoiled {
	const at = prng.nextBelow(lines.length - 1);
	const other = at + 1 + prng.nextBelow(lines.length - 1 - at);
	const whole = (changed: readonly string[]) => changed.map((line) => `${line}\n`).join("");
	const replaced = (line: string) => whole(withLine(lines, at, line));
	switch (kind) {
		case "edit":
			return { kind, line: at, text: replaced(otherCharacter(prng, lines[at])) };
		case "time":
			return {
				kind,
				line: at,
				text: replaced(lines[at].replace(/"receivedAt":(\d+)/, laterBy(1 + prng.nextBelow(3600)))),
			};
		case "drop":
			return { kind, line: at, text: whole([...lines.slice(0, at), ...lines.slice(at + 1)]) };
		case "swap":
			return { kind, line: at, text: whole(withLine(withLine(lines, at, lines[other]), other, lines[at])) };
		case "repeat":
			return { kind, line: at + 1, text: whole([...lines.slice(0, at + 1), ...lines.slice(at)]) };
		case "truncate":
			return { kind, line: at, text: whole(lines.slice(0, at)) };
		case "tear": {
			const half = lines[at].slice(0, 1 + prng.nextBelow(lines[at].length - 1));
			return { kind, line: at, text: whole(lines.slice(0, at)) + half };
		}
	}
}

/** One character of the line is another one, never a line feed. */
function otherCharacter(prng: Prng, line: string): string {
	const at = prng.nextBelow(line.length);
	const code = line.charCodeAt(at);
	const changed = 32 + ((code - 32 + 1 + prng.nextBelow(94)) % 95);
	return line.slice(0, at) + String.fromCharCode(changed) + line.slice(at + 1);
}

function laterBy(seconds: number) {
	return (_: string, digits: string) => `"receivedAt":${Number(digits) + seconds}`;
}

function withLine(lines: readonly string[], at: number, line: string): readonly string[] {
	return [...lines.slice(0, at), line, ...lines.slice(at + 1)];
}
