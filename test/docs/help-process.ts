/**
 * Asks every command of package.json for its help, in one process: each is imported with `--help` as its
 * word, and what it prints and which options it would parse are one line of JSON on standard output.
 */
import { readFileSync } from "node:fs";
import { syncBuiltinESMExports } from "node:module";
import util, { type ParseArgsConfig } from "node:util";
import { runTerminal } from "../../terminal/cli/commands.js";
import { isRecord } from "../../terminal/shared/contract.js";

const SCRIPT = /tsx (host-sim\/[\w-]+\.ts)(?: (.+))?$/;

const parse = util.parseArgs;
let parsed: string[] = [];
util.parseArgs = <T extends ParseArgsConfig>(config?: T) => {
	parsed.push(...Object.keys(config?.options ?? {}));
	return parse(config);
};
syncBuiltinESMExports();

/** A command that ends the process ends only itself. */
const ENDED = new Error("ended");
const end = process.exit.bind(process);
process.exit = () => {
	throw ENDED;
};

const write = process.stdout.write.bind(process.stdout);
let printed = "";
process.stdout.write = (chunk: string | Uint8Array) => {
	printed += String(chunk);
	return true;
};

const described: unknown = JSON.parse(readFileSync("package.json", "utf8"));
const scripts = isRecord(described) && isRecord(described["scripts"]) ? described["scripts"] : {};
for (const [name, line] of Object.entries(scripts)) {
	const [, file, words] = SCRIPT.exec(String(line)) ?? [];
	if (file === undefined) continue;
	[printed, parsed] = ["", []];
	process.argv = [process.execPath, file, ...(words?.split(" ") ?? []), "--help"];
	try {
		await import(`../../${file}?${encodeURIComponent(name)}`);
		await new Promise((resolve) => setImmediate(resolve));
	} catch (error) {
		if (error !== ENDED) throw error;
	}
	tell(name === "start" ? "npm start" : `npm run ${name === "engine" ? "-s " : ""}${name}`);
}

const io = {
	input: process.stdin,
	print: (line: string) => process.stdout.write(`${line}\n`),
	complain: write,
};
[printed, parsed] = ["", []];
await runTerminal(["--help"], io);
const overview = printed;
tell("npm run -s terminal");
for (const [, name] of overview.matchAll(/^ {2}([a-z-]+) {2}/gm)) {
	[printed, parsed] = ["", []];
	await runTerminal([name, "--help"], io);
	tell(`npm run -s terminal -- ${name}`);
}
// A broker's or a browser's library may keep the process; nothing of it is needed.
end(0);

/** One command's help and options, as a line. */
function tell(name: string): void {
	write(`${JSON.stringify({ name, text: printed.trimEnd(), options: [...new Set(parsed)] })}\n`);
}
