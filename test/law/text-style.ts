import type { Check, Complaint } from "./check.js";

/** Checks that need no parser; they also cover C, shell and CDDL. */

const FILE_LINES_MAX = 320;
const LINE_COLUMNS_MAX = 110;
/** As Biome counts, so that the two never disagree. */
const TAB_COLUMNS = 2;
const C_FUNCTION_LINES_MAX = 70;

const CODE = /(\.(ts|mjs|cjs|c|h|cddl|sh)|^\.ci\/run)$/;
const GENERATED = /\.generated\.\w+$/;
/** One file by design: every message in one place. */
const SINGLE_SOURCE = "modules/messages/messages.cddl";
const PROSE_OR_CODE = /^(?!package-lock\.json$)/;

/** Homes of people and of build machines; a data set is named `../shared/images`, beside the project. */
const MACHINE_PATH = /(?<![\w.~-])\/(work|home|root|Users|mnt|builds)\/\w|\b[A-Z]:\\\\?Users\b/;
const REGISTRY_HOST =
	/\b(registry\.\w+|npmjs\.(org|com)|(deb|security)\.debian|pypi\.org|crates\.io|proxy\.golang)\b/;
const UNFINISHED = /\b(TO(DO)|FIX(ME))\b/;

export const textChecks: Readonly<Record<string, Check>> = {
	"file-length": ({ path, text }) => {
		const lines = text.split("\n").length - (text.endsWith("\n") ? 1 : 0);
		if (path === SINGLE_SOURCE || !CODE.test(path) || GENERATED.test(path) || lines <= FILE_LINES_MAX)
			return [];
		return [{ line: lines, what: `${lines} lines; at most ${FILE_LINES_MAX}: one concept a file` }];
	},
	"line-length": eachLine(CODE, (line) => {
		const columns = columnsOf(line);
		return columns > LINE_COLUMNS_MAX ? `${columns} columns; at most ${LINE_COLUMNS_MAX}` : undefined;
	}),
	"c-function-length": ({ path, text }) => (/\.[ch]$/.test(path) ? longCFunctions(text) : []),
	"machine-path": eachLine(PROSE_OR_CODE, (line) => MACHINE_PATH.exec(line)?.[0]),
	"registry-host": eachLine(/^/, (line) => REGISTRY_HOST.exec(line)?.[0]),
	"unfinished-work": eachLine(PROSE_OR_CODE, (line) => UNFINISHED.exec(line)?.[0]),
	"lockfile-address": ({ path, text }) => {
		if (path !== "package-lock.json") return [];
		return text.split("\n").flatMap((line, i) => {
			return line.includes('"resolved": "http')
				? [{ line: i + 1, what: "names where it was downloaded" }]
				: [];
		});
	},
};

function eachLine(paths: RegExp, complain: (line: string) => string | undefined): Check {
	return ({ path, text }) => {
		if (!paths.test(path)) return [];
		return text.split("\n").flatMap((line, i) => {
			const what = complain(line);
			return what === undefined ? [] : [{ line: i + 1, what }];
		});
	};
}

function columnsOf(line: string): number {
	let columns = 0;
	for (const character of line) columns += character === "\t" ? TAB_COLUMNS : 1;
	return columns;
}

/** A function's body opens at the end of a line that starts in column 0 and closes with `}` in column 0. */
function longCFunctions(text: string): Complaint[] {
	const complaints: Complaint[] = [];
	let openedAt = 0;
	for (const [i, line] of text.split("\n").entries()) {
		if (/^(\w.*\))?\s*\{$/.test(line) && !line.startsWith("\t")) openedAt = i;
		const lines = i - openedAt + 1;
		if (line === "}" && lines > C_FUNCTION_LINES_MAX) {
			complaints.push({ line: openedAt + 1, what: `${lines} lines; at most ${C_FUNCTION_LINES_MAX}` });
		}
	}
	return complaints;
}
