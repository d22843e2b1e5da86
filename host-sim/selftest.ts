/** Reads the self-test's report over a unit's serial cable: `npm run selftest -- --help`. */
import { parseArgs } from "node:util";
import { SESSION_LENGTH } from "../modules/device/console-frame.js";
import { ConsoleLink } from "../modules/device/console-link.js";
import { sentenceOf } from "../terminal/files.js";
import { systemEntropy } from "./doors/entropy.js";
import { EngineUnavailable } from "./engines/engine.js";
import { NoPty } from "./provision/pty.js";
import { openSerialLine, PortUnusable } from "./provision/serial-line.js";
import { wallClock } from "./provision/wall-clock.js";
import { ENDINGS, type Ending, NoReport, type Report, readReport } from "./selftest/reading.js";
import { plugInSelftest } from "./selftest/simulated-unit.js";
import "../terminal/reader-gone.js";

const USAGE = `npm run selftest -- --port PORT [options]
npm run selftest -- --sim [options]

自己診断イメージの報告を読みます。
Reads the report of a unit that runs the self-test image (npm run selftest:build, then npm run flash --
--selftest): the doors' contract, clause by clause, in the Test Anything Protocol. Exits 1 when one fails.

  --port PORT    the unit's serial port, as /dev/ttyUSB0 or /dev/ttyACM0
  --sim          a simulated unit at a pseudo terminal, the image in the XS engine
  --no-endings   leaves out the restart, the abort and (with --port) the watchdog
  --json         one JSON object a line, the summary last
  --help         this text
`;

/** The slowest clause takes a few seconds. */
const ANSWER_MS = 30_000;

interface Options {
	/** Undefined: a simulated unit is plugged in. */
	readonly port: string | undefined;
	readonly endings: readonly Ending[];
	readonly say: (line: string) => void;
	readonly summarise: (summary: Report | { readonly reason: string }) => void;
}

async function main(words: readonly string[]): Promise<number> {
	let options: Options | undefined;
	try {
		options = readOptions(words);
		if (options === undefined) {
			console.log(USAGE);
			return 0;
		}
		const report = await run(options);
		options.summarise(report);
		return report.failed === 0 ? 0 : 1;
	} catch (error) {
		console.error(`selftest: ${sentenceOf(error)}`);
		const reason = reasonOf(error);
		if (reason === undefined) return 2;
		options?.summarise({ reason });
		return 1;
	}
}

/** Why there is no report; undefined when it was asked for wrongly. */
function reasonOf(error: unknown): string | undefined {
	if (error instanceof PortUnusable) return "port-unusable";
	if (error instanceof NoPty) return "no-pseudo-terminal";
	if (error instanceof EngineUnavailable) return "no-engine";
	return error instanceof NoReport ? "no-report" : undefined;
}

/** Undefined when only the help is wanted. */
function readOptions(words: readonly string[]): Options | undefined {
	const flag = { type: "boolean" } as const;
	const { values } = parseArgs({
		args: [...words],
		options: { port: { type: "string" }, sim: flag, "no-endings": flag, json: flag, help: flag },
	});
	if (values.help) return undefined;
	const { port, sim, json } = values;
	if ((port === undefined) === (sim !== true)) throw new Error("either --port or --sim; --help lists");
	// The simulated board has no watchdog.
	const possible = sim ? ENDINGS.filter(({ cause }) => cause !== "watchdog") : ENDINGS;
	return {
		port,
		endings: values["no-endings"] ? [] : possible,
		say: (line) => console.log(json ? JSON.stringify({ event: "line", line }) : line),
		summarise(summary) {
			if (json) console.log(JSON.stringify({ event: "summary", ...summary }));
		},
	};
}

async function run({ port, endings, say }: Options): Promise<Report> {
	const simulated = port === undefined ? await plugInSelftest("xs") : undefined;
	try {
		const path = port ?? simulated?.path ?? "";
		const reading = overCable(path, endings, say);
		if (simulated === undefined) return await reading;
		return await Promise.race([reading, simulated.stopped.then(() => reading)]);
	} finally {
		await simulated?.close();
	}
}

/** Rejects with NoReport or PortUnusable. */
async function overCable(
	path: string,
	endings: readonly Ending[],
	say: (line: string) => void,
): Promise<Report> {
	const session = new Uint8Array(SESSION_LENGTH);
	systemEntropy(session);
	const answers: Uint8Array[] = [];
	let wake: () => void = () => {};
	let trouble: string | undefined;
	const fail = (why: string): void => {
		trouble = `${path}: ${why}`;
		wake();
	};
	const line = openSerialLine(
		path,
		(bytes) => link.receive(bytes),
		() => fail("the cable was pulled; plug it in and run this again"),
	);
	const link = new ConsoleLink({
		clock: wallClock,
		session,
		transmit: (bytes) => line.write(bytes),
		onMessage(message) {
			answers.push(message);
			wake();
		},
		onUnanswered: () => fail("the unit does not answer; is it switched on, and is this its port?"),
	});
	const wait = (durationMs: number): Promise<void> =>
		new Promise((resolve) => {
			const timeout = setTimeout(resolve, durationMs);
			wake = () => {
				clearTimeout(timeout);
				resolve();
			};
		});
	try {
		return await readReport({
			endings,
			say,
			send: (message) => link.send(message),
			async answer() {
				if (answers.length === 0 && trouble === undefined) await wait(ANSWER_MS);
				if (trouble !== undefined) throw new NoReport(trouble);
				return answers.shift();
			},
			wait,
		});
	} finally {
		link.close();
		line.close();
	}
}

// Last: whatever stands above is there when it runs.
process.exitCode = await main(process.argv.slice(2));
