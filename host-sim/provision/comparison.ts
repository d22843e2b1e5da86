import { createInterface } from "node:readline/promises";

/** What somebody says who has both codes before the eyes; "nobody" is there when the input ends. */
export type Comparison = "same" | "other" | "nobody" | "interrupted";

/**
 * Asks whether the unit shows the same digits.
 * @param signal withdraws the question: the cable was pulled meanwhile
 */
export function compareCodes(signal: AbortSignal): Promise<Comparison> {
	const terminal = createInterface({ input: process.stdin, output: process.stdout });
	return new Promise<Comparison>((resolve) => {
		// On a terminal Ctrl-C is a key, and no signal ends the command.
		terminal.on("SIGINT", () => resolve("interrupted"));
		terminal.on("close", () => resolve("nobody"));
		signal.addEventListener("abort", () => resolve("nobody"));
		terminal.question(QUESTION, { signal }).then(
			(answer) => {
				// A pipe does not show the end of the line that came.
				if (!process.stdin.isTTY) process.stdout.write("\n");
				resolve(/^y(es)?$/i.test(answer.trim()) ? "same" : "other");
			},
			() => resolve("nobody"),
		);
	}).finally(() => terminal.close());
}

const QUESTION = "Does the unit show (or beep) the same six digits? 同じ番号ですか? [y/N] ";
