/**
 * Runs test/**\/*.test.ts, each file in a process of its own, as many side by side as there are cores.
 *
 *   npm test                  everything
 *   npm test -- codec store   only files whose path contains one of the words
 *   npm test -- --limit-s=9   seconds that one file may take; 180 unless told
 *
 * The last line is always `N passed, N failed`; the exit code is 1 when anything failed or nothing ran.
 * A file that crashes, hangs, or runs no test counts as one failure.
 */
import { type ChildProcess, spawn } from "node:child_process";
import { readdirSync } from "node:fs";
import { availableParallelism } from "node:os";
import "../terminal/reader-gone.js";
import { parseSummary, type Report, reportOf } from "./report.js";

const FILE_LIMIT_S = 180;
const SLOWEST_SHOWN = 5;

const running = new Set<ChildProcess>();

async function main(words: readonly string[]): Promise<void> {
	const startedMs = performance.now();
	const filters = words.filter((word) => !word.startsWith("--"));
	const limit = words.find((word) => word.startsWith("--limit-s="))?.slice("--limit-s=".length);
	const limitMs = 1000 * Number(limit ?? FILE_LIMIT_S);
	const files = testFiles().filter(
		(file) => filters.length === 0 || filters.some((word) => file.includes(word)),
	);
	const reports = await runAll(files, limitMs);

	const skipLines = reports.flatMap((report) => report.skipLines);
	if (skipLines.length > 0) console.log(`\n${skipLines.join("\n")}`);
	if (reports.length > SLOWEST_SHOWN) console.log(`\nslowest: ${slowest(reports)}`);
	console.log(`${files.length} files in ${seconds(performance.now() - startedMs)}\n`);
	if (files.length === 0) console.log(`no test file matches ${filters.join(" ")}`);

	const passed = reports.reduce((sum, report) => sum + report.passed, 0);
	const failed = reports.reduce((sum, report) => sum + report.failed, 0);
	process.exitCode = failed > 0 || passed === 0 ? 1 : 0;
	console.log(`${passed} passed, ${failed} failed`);
}

function testFiles(): string[] {
	return readdirSync("test", { recursive: true, encoding: "utf8" })
		.map((name) => `test/${name.replaceAll("\\", "/")}`)
		.filter((file) => file.endsWith(".test.ts") && !file.startsWith("test/illegal/"))
		.sort();
}

async function runAll(files: readonly string[], limitMs: number): Promise<Report[]> {
	const reports: Report[] = [];
	const waiting = files.values();
	const worker = async () => {
		for (const file of waiting) {
			const report = await runFile(file, limitMs);
			reports.push(report);
			print(report);
		}
	};
	await Promise.all(Array.from({ length: availableParallelism() }, worker));
	return reports;
}

/** The child leads a process group, so that whatever it started dies with it. */
function runFile(file: string, limitMs: number): Promise<Report> {
	return new Promise((resolve) => {
		const startedMs = performance.now();
		const child = spawn(process.execPath, ["--import", "tsx", file], {
			stdio: ["ignore", "pipe", "pipe"],
			detached: true,
			env: { ...process.env, NO_COLOR: "1" },
		});
		running.add(child);
		let output = "";
		let timedOut = false;
		const timer = setTimeout(() => {
			timedOut = true;
			killGroup(child);
		}, limitMs);
		const collect = (text: string) => {
			output += text;
		};
		child.stdout.setEncoding("utf8").on("data", collect);
		child.stderr.setEncoding("utf8").on("data", collect);
		child.on("error", (error) => collect(`${error.message}\n`));
		child.on("exit", () => killGroup(child));
		child.on("close", (exitCode, signal) => {
			clearTimeout(timer);
			running.delete(child);
			const ended = timedOut ? `no end after ${limitMs / 1000} s` : (signal ?? exitCode ?? "not started");
			const summary = parseSummary(output);
			resolve(reportOf({ file, output, ended, summary, durationMs: performance.now() - startedMs }));
		});
	});
}

function killGroup(child: ChildProcess): void {
	if (child.pid === undefined) return;
	try {
		process.kill(-child.pid, "SIGKILL");
	} catch {
		// The group is already empty.
	}
}

function print(report: Report): void {
	const verdict = report.failed === 0 ? "ok  " : "FAIL";
	const failures = report.failed === 0 ? "" : `, ${report.failed} failed`;
	const reason = report.complaint === undefined ? "" : ` (${report.complaint})`;
	console.log(
		`${verdict} ${report.file}: ${report.passed} passed${failures}, ${seconds(report.durationMs)}${reason}`,
	);
	if (report.failed > 0) console.log(report.output.trimEnd().replaceAll(/^/gm, "     | "));
}

function slowest(reports: readonly Report[]): string {
	return [...reports]
		.sort((a, b) => b.durationMs - a.durationMs)
		.slice(0, SLOWEST_SHOWN)
		.map((report) => `${report.file} ${seconds(report.durationMs)}`)
		.join(", ");
}

function seconds(durationMs: number): string {
	return `${(durationMs / 1000).toFixed(1)} s`;
}

process.on("exit", () => {
	for (const child of running) killGroup(child);
});
for (const signal of ["SIGINT", "SIGTERM"] as const) process.on(signal, () => process.exit(130));

await main(process.argv.slice(2));
