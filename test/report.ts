/** What one test file did, judged from its output and its end. */
export interface Report {
	readonly file: string;
	readonly passed: number;
	readonly failed: number;
	/** Why the file counts as failed although no test in it did. */
	readonly complaint: string | undefined;
	/** Lines `SKIP <what>: <why>`. */
	readonly skipLines: readonly string[];
	readonly output: string;
	readonly durationMs: number;
}

export interface Summary {
	readonly total: number;
	readonly passed: number;
	readonly skipped: number;
}

export interface Run {
	readonly file: string;
	readonly output: string;
	/** Exit code, the signal's name, or a sentence when the process never ended by itself. */
	readonly ended: number | string;
	readonly summary: Summary | undefined;
	readonly durationMs: number;
}

/** Adds up the `Total:`, `Passed:`, `Skipped:` blocks of uvu. @returns undefined when there is none. */
export function parseSummary(output: string): Summary | undefined {
	const blocks = [...output.matchAll(/^ {2}Total: +(\d+)\n {2}Passed: +(\d+)\n {2}Skipped: +(\d+)$/gm)];
	if (blocks.length === 0) return undefined;
	const sum = (group: number) => blocks.reduce((total, block) => total + Number(block[group]), 0);
	return { total: sum(1), passed: sum(2), skipped: sum(3) };
}

export function reportOf(run: Run): Report {
	const skipLines = run.output.split("\n").filter((line) => /^SKIP .+: .+/.test(line));
	const failedTests = run.summary === undefined ? 0 : run.summary.total - run.summary.passed;
	const complaint = failedTests > 0 ? undefined : complaintOf(run, skipLines);
	return {
		file: run.file,
		passed: run.summary?.passed ?? 0,
		failed: failedTests > 0 ? failedTests : complaint === undefined ? 0 : 1,
		complaint,
		skipLines,
		output: run.output,
		durationMs: run.durationMs,
	};
}

function complaintOf(run: Run, skipLines: readonly string[]): string | undefined {
	if (typeof run.ended === "string") return run.ended;
	if (run.ended !== 0) return `exit code ${run.ended}`;
	if (run.summary === undefined) return "ended before its tests did";
	if (run.summary.skipped > 0 && skipLines.length === 0)
		return `${run.summary.skipped} skipped without a SKIP line`;
	if (run.summary.total === 0 && run.summary.skipped === 0) return "has no test";
	return undefined;
}
