import { equalConstantTime } from "../../modules/bytes/bytes.js";
import { decodeUtf8, encodeUtf8 } from "../../modules/bytes/utf8.js";
import { CONSOLE_PAYLOAD_MAX } from "../../modules/device/console-frame.js";

/** How a unit can be made to start anew, what its next start has to call that, and how long it may take. */
export interface Ending {
	readonly order: "restart" | "throw" | "hang";
	readonly cause: "request" | "abort" | "watchdog";
	readonly waitMs: number;
}

export const ENDINGS: readonly Ending[] = [
	{ order: "restart", cause: "request", waitMs: 2_500 },
	{ order: "throw", cause: "abort", waitMs: 2_500 },
	{ order: "hang", cause: "watchdog", waitMs: 25_000 },
];

export interface Report {
	readonly total: number;
	readonly passed: number;
	readonly failed: number;
	readonly skipped: number;
}

export interface ReadingOptions {
	/** One message over the cable. */
	readonly send: (message: Uint8Array) => void;
	/** The next message of the unit; undefined when none comes in time. */
	readonly answer: () => Promise<Uint8Array | undefined>;
	readonly wait: (durationMs: number) => Promise<void>;
	readonly endings: readonly Ending[];
	/** Every line of the report, the plan and the total included. */
	readonly say: (line: string) => void;
}

/** The unit did not keep to the dialogue of modules/selftest/selftest.ts; the message says where. */
export class NoReport extends Error {}

/**
 * Reads the whole report and adds what takes two ends to find out: that the longest message goes and comes
 * back, and that the unit starts anew after each of `endings` and knows why. @throws NoReport
 */
export async function readReport(options: ReadingOptions): Promise<Report> {
	const { say, endings } = options;
	const first = await ask(options, "begin");
	if (first !== "TAP version 14") throw new NoReport(`this is no self-test image: it says ${shown(first)}`);
	say(first);
	const plan = await ask(options, "next");
	const clauses = Number(/^1\.\.(\d+)$/.exec(plan)?.[1]);
	if (!(clauses > 0)) throw new NoReport(`no plan, but ${shown(plan)}`);
	const total = clauses + 1 + endings.length;
	say(`1..${total}`);
	const counts = { passed: 0, failed: 0, skipped: 0 };
	const count = (line: string): void => {
		counts[line.startsWith("not ok ") ? "failed" : / # SKIP /.test(line) ? "skipped" : "passed"]++;
		say(line);
	};
	for (let number = 1; number <= clauses; number++) {
		const line = await ask(options, "next");
		if (!new RegExp(`^(not )?ok ${number} - `).test(line)) {
			throw new NoReport(`clause ${number} of ${clauses} expected, but ${shown(line)}`);
		}
		count(line);
	}
	const said = await ask(options, "next");
	const { passed, failed, skipped } = counts;
	const own = `# total ${clauses} passed ${passed} failed ${failed} skipped ${skipped}`;
	if (said !== own) throw new NoReport(`the unit's total is ${shown(said)}, its lines say ${own}`);
	count(`${await echoes(options)} ${clauses + 1} - console: the longest message goes and comes back whole`);
	for (const [i, ending] of endings.entries()) count(await end(options, clauses + 2 + i, ending));
	say(`# total ${total} passed ${counts.passed} failed ${counts.failed} skipped ${counts.skipped}`);
	return { total, ...counts };
}

async function echoes({ send, answer }: ReadingOptions): Promise<"ok" | "not ok"> {
	const message = Uint8Array.from({ length: CONSOLE_PAYLOAD_MAX }, (_, i) => (i * 7) % 256);
	message.set(encodeUtf8("echo\0"));
	send(message);
	const returned = await answer();
	return returned !== undefined && equalConstantTime(returned, message) ? "ok" : "not ok";
}

async function end(options: ReadingOptions, number: number, ending: Ending): Promise<string> {
	const { order, cause, waitMs } = ending;
	await ask(options, order);
	await options.wait(waitMs);
	const said = await ask(options, "cause");
	const line = `${number} - restart: after "${order}" the next start's cause is "${cause}"`;
	return said === `# cause: ${cause}` ? `ok ${line}` : `not ok ${line} # it says ${shown(said)}`;
}

async function ask({ send, answer }: ReadingOptions, order: string): Promise<string> {
	send(encodeUtf8(order));
	const message = await answer();
	if (message === undefined) {
		throw new NoReport(
			`no answer to "${order}"; is it switched on, is this its port, is it a self-test image?`,
		);
	}
	return decodeUtf8(message) ?? "";
}

/** What a stranger says, on one line. */
function shown(text: string): string {
	return JSON.stringify(text.slice(0, 80));
}
