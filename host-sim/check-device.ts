/**
 * Checks the device build without the device's SDK: `npm run check:device -- --help`. Exits 1 when an image
 * would
 * not build or run, or when a planted fault is not seen.
 */
import { parseArgs } from "node:util";
import { checkDevice } from "./device/check.js";
import { projectRoot } from "./engines/paths.js";
import "../terminal/reader-gone.js";

const USAGE = `npm run check:device -- [options]

Reads manifest.json as the Moddable SDK would, and says what would go wrong on the device: imports that
no manifest lists, globs that match nothing, modules that do not belong in an image, language that its
compiler lacks, types. Then plants ten faults in a copy and checks that it sees each.

  --json   problems and the summary as JSON, one object a line, the summary last
  --help   this text
`;

process.exitCode = main(process.argv.slice(2));

function main(words: readonly string[]): number {
	let isJson = false;
	try {
		const options = { json: { type: "boolean" }, help: { type: "boolean", short: "h" } } as const;
		const { values } = parseArgs({ args: [...words], options });
		if (values.help) {
			console.log(USAGE);
			return 0;
		}
		isJson = values.json ?? false;
	} catch (error) {
		console.error(
			`check:device: ${error instanceof Error ? error.message.split("\n")[0] : error}; --help lists`,
		);
		return 2;
	}
	const { modules, problems, faults } = checkDevice(projectRoot);
	const caught = faults.filter(({ isCaught }) => isCaught);
	for (const problem of problems) {
		console.log(
			isJson ? JSON.stringify({ event: "problem", ...problem }) : `${problem.where}: ${problem.what}`,
		);
	}
	for (const { fault, isCaught } of faults) {
		const line = { event: "fault", name: fault.name, caught: isCaught };
		if (isJson) console.log(JSON.stringify(line));
		else if (!isCaught) console.log(`not seen: ${fault.name}`);
	}
	const summary = { modules, problems: problems.length, faults: faults.length, caught: caught.length };
	if (isJson) console.log(JSON.stringify({ event: "summary", ...summary }));
	else {
		console.log(
			`${modules} modules, ${problems.length} problems; ${caught.length} of ${faults.length} faults seen`,
		);
	}
	return problems.length === 0 && caught.length === faults.length ? 0 : 1;
}
