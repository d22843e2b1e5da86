/** The same sources give the same bytes anywhere: `npm run reproduce -- --help`. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { EXIT, type Report, runCommand } from "../terminal/command-line.js";
import { type Artifact, makeArtifacts } from "./reproduce/artifacts.js";
import { artifactsOf, copyProject } from "./reproduce/elsewhere.js";

process.exitCode = await runCommand(
	{
		name: "reproduce",
		usage: `npm run reproduce -- [options]

Prints the SHA-256 of everything that runs (the firmware's bundle, the XS engines, their bytecode, the image
for the emulated Cortex-M7) and of the sources of each board's image. Then it copies the sources to a folder
of another name, with other dates and rights, builds all of it there from nothing under another clock and
language, and compares. Some minutes. Exits 1 when a hash differs.

  --here   only the hashes of this folder, to compare with another computer's
  --json   one JSON object a line, the summary last
  --help   this text
`,
		options: { here: { type: "boolean" } },
		understand: ({ here }) => here === true,
		run: async (isOnlyHere, report) => {
			const here: Artifact[] = [];
			for await (const artifact of makeArtifacts()) {
				here.push(artifact);
				const { name, sha256 = artifact.missing } = artifact;
				report({ event: "artifact", ...artifact }, `${sha256?.padEnd(64)}  ${name}`);
			}
			if (!isOnlyHere) return compare(here, report);
			const missing = here.filter(({ sha256 }) => sha256 === undefined).length;
			report({ event: "summary", artifacts: here.length, missing }, "");
			return EXIT.passed;
		},
	},
	process.argv.slice(2),
);

async function compare(here: readonly Artifact[], report: Report): Promise<number> {
	const folder = mkdtempSync(join(tmpdir(), "built elsewhere "));
	try {
		report({ event: "progress", folder }, `building again in ${folder}`);
		copyProject(join(folder, "copy"));
		const there = new Map(
			(await artifactsOf(join(folder, "copy"))).map(({ name, sha256 }) => [name, sha256]),
		);
		const compared = here.filter(({ sha256 }) => sha256 !== undefined);
		const different = compared.filter(({ name, sha256 }) => there.get(name) !== sha256);
		for (const { name } of different) {
			const sha256 = there.get(name) ?? "nothing";
			report({ event: "different", name, sha256 }, `different there: ${name}: ${sha256}`);
		}
		const counts = { compared: compared.length, different: different.length };
		report({ event: "summary", ...counts }, `${counts.compared} compared, ${counts.different} different`);
		return different.length === 0 ? EXIT.passed : EXIT.failed;
	} finally {
		rmSync(folder, { recursive: true, force: true });
	}
}
