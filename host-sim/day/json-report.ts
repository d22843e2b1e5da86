import type { DayEvent, Reporter } from "./events.js";

/** One JSON object a line. */
export function jsonReporter(write: (text: string) => void): Reporter {
	return {
		report(event: DayEvent, atMs: number): void {
			const { event: name, ...rest } = event;
			// The summary is for programs: exactly its own fields.
			const line = event.event === "summary" ? event : { event: name, atMs: Math.round(atMs), ...rest };
			write(`${JSON.stringify(line)}\n`);
		},
	};
}
