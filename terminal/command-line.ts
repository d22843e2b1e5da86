/** What the measuring commands have in common: options, help, exit codes, one JSON object a line. */
import { type ParseArgsConfig, parseArgs } from "node:util";
import { sentenceOf } from "./files.js";
import "./reader-gone.js";

/** Passed; a check failed; asked for wrongly, or something needed is missing. */
export const EXIT = { passed: 0, failed: 1, usage: 2 } as const;

export interface Command<O> {
	readonly name: string;
	/** `--help` prints it. */
	readonly usage: string;
	/** Besides --json and --help. */
	readonly options: NonNullable<ParseArgsConfig["options"]>;
	/** What may stand without an option's name; nothing where this is missing. */
	readonly operands?: string;
	/** @throws with a sentence for whoever typed it. */
	readonly understand: (values: Values, positionals: readonly string[]) => O;
	/** @returns an exit code. @throws when something needed is missing. */
	readonly run: (options: O, report: Report, input: NodeJS.ReadableStream) => Promise<number>;
}

/** Where a command reads and writes. */
export interface Io {
	readonly input: NodeJS.ReadableStream;
	/** A line for whoever reads the answer. */
	readonly print: (line: string) => void;
	/** A line for whoever has to mend something. */
	readonly complain: (line: string) => void;
}

export type Values = Readonly<Record<string, string | boolean | (string | boolean)[] | undefined>>;

/** For people a line of text, for programs an object with its `event`. */
export type Report = (event: object, text: string) => void;

export async function runCommand<O>(
	command: Command<O>,
	words: readonly string[],
	io: Io = PROCESS,
): Promise<number> {
	try {
		const { values, positionals } = parseArgs({
			args: [...words],
			options: { ...command.options, json: { type: "boolean" }, help: { type: "boolean" } },
			allowPositionals: true,
		});
		if (values["help"]) {
			io.print(command.usage.trimEnd());
			return EXIT.passed;
		}
		// The word itself is not said: it may be what somebody should have typed where nobody sees it.
		if (positionals.length > 0 && command.operands === undefined)
			throw new Error("a word stands alone; this takes options, and IDs on standard input");
		const options = command.understand(values, positionals);
		const isJson = values["json"] === true;
		const report: Report = (event, text) => {
			if (isJson) io.print(JSON.stringify(event));
			else if (text !== "") io.print(text);
		};
		return await command.run(options, report, io.input);
	} catch (error) {
		io.complain(`${command.name}: ${sentenceOf(error)}; --help lists the options`);
		return EXIT.usage;
	}
}

export const PROCESS: Io = { input: process.stdin, print: console.log, complain: console.error };

/** @returns the whole number given for `--name`, or `ordinary`. @throws RangeError with a sentence. */
export function wholeNumber(
	values: Values,
	name: string,
	ordinary: number,
	[least, most]: readonly [number, number],
): number {
	const text = values[name];
	if (text === undefined) return ordinary;
	const value = Number(text);
	if (typeof text === "string" && /^\d+$/.test(text) && value >= least && value <= most) return value;
	throw new RangeError(`--${name} is a whole number from ${least} to ${most}, not "${String(text)}"`);
}

/** Calls `report` at most every two seconds. */
export function everyTwoSeconds(report: () => void): () => void {
	let lastMs = performance.now();
	return () => {
		if (performance.now() - lastMs < 2000) return;
		lastMs = performance.now();
		report();
	};
}
