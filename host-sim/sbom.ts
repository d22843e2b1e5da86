/** Writes the project's bill of materials, CycloneDX 1.5 JSON: `npm run sbom -- --help`. */
import { readFileSync, writeFileSync } from "node:fs";
import { EXIT, runCommand } from "../terminal/command-line.js";
import { bundleUnit } from "./day/boot-unit.js";
import { inProject } from "./engines/paths.js";
import { billOfMaterials, type Project } from "./sbom/bill.js";
import type { Lockfile } from "./sbom/npm.js";

process.exitCode = await runCommand(
	{
		name: "sbom",
		usage: `npm run -s sbom -- [options]

Writes a CycloneDX bill of materials: each image of the firmware with its hash, its files and theirs, the XS
engine, the kits that an image is built with, the compilers on this computer, every npm package that
package-lock.json pins with the hash that npm checks and its licence, and what needs what.

  --out FILE   where to put it (standard output)
  --json       the summary as one JSON object, instead of the bill
  --help       this text

The same sources and compilers give the same bytes. It is dated when SOURCE_DATE_EPOCH is set.
`,
		options: { out: { type: "string" } },
		understand: ({ out }) => (out === undefined ? undefined : String(out)),
		async run(out, report) {
			const epoch = sourceDateEpoch(process.env["SOURCE_DATE_EPOCH"]);
			const bundle = await bundleUnit();
			const project: Project = JSON.parse(readFileSync(inProject("package.json"), "utf8"));
			const lockfile: Lockfile = JSON.parse(readFileSync(inProject("package-lock.json"), "utf8"));
			const bill = billOfMaterials(project, lockfile, bundle, epoch);
			const text = JSON.stringify(bill, undefined, "\t");
			if (out !== undefined) writeFileSync(out, `${text}\n`);
			const { length } = bill.components;
			report(
				{ event: "summary", components: length },
				out === undefined ? text : `${out}: ${length} components`,
			);
			return EXIT.passed;
		},
	},
	process.argv.slice(2),
);

/** @throws RangeError with a sentence. */
function sourceDateEpoch(text: string | undefined): number | undefined {
	if (text === undefined || text === "") return undefined;
	if (/^\d{1,11}$/.test(text)) return Number(text);
	throw new RangeError(`SOURCE_DATE_EPOCH is seconds since 1970, not "${text}"`);
}
