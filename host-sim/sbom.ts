/** Writes the project's bill of materials, CycloneDX 1.5 JSON: `npm run sbom -- --help`. */
import { readFileSync, writeFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { imageHash } from "./device/image-hash.js";
import { PLATFORMS } from "./device/manifest.js";
import { treeOnDisk } from "./device/tree.js";
import { inProject, projectRoot } from "./engines/paths.js";
import "../terminal/reader-gone.js";

const USAGE = `npm run sbom -- [--out FILE]

Writes a CycloneDX bill of materials: the firmware, the hash of its image's sources, and every npm package
that package-lock.json pins, with the hash that npm checks.

  --out FILE   where to put it (standard output)
  --json       the summary as one JSON object, instead of the bill
  --help       this text
`;

interface LockedPackage {
	readonly version?: string;
	readonly integrity?: string;
	readonly license?: string;
	readonly dev?: boolean;
	readonly name?: string;
}

process.exitCode = main(process.argv.slice(2));

function main(words: readonly string[]): number {
	try {
		const { values } = parseArgs({
			args: [...words],
			options: { out: { type: "string" }, json: { type: "boolean" }, help: { type: "boolean", short: "h" } },
		});
		if (values.help) {
			console.log(USAGE);
			return 0;
		}
		const bill = billOfMaterials();
		const text = `${JSON.stringify(bill, undefined, "\t")}\n`;
		if (values.out === undefined && !values.json) process.stdout.write(text);
		if (values.out !== undefined) writeFileSync(values.out, text);
		if (values.json) console.log(JSON.stringify({ event: "summary", components: bill.components.length }));
		return 0;
	} catch (error) {
		console.error(`sbom: ${error instanceof Error ? error.message : error}`);
		return 2;
	}
}

/** Without a date or a serial number: the same sources give the same bill. */
function billOfMaterials() {
	const root: { readonly name: string; readonly version: string; readonly license: string } =
		readJson("package.json");
	const lock: { readonly packages: Readonly<Record<string, LockedPackage>> } = readJson("package-lock.json");
	const components = Object.entries(lock.packages)
		.filter(([path]) => path !== "")
		.map(([path, locked]) => component(locked.name ?? path.replace(/^.*node_modules\//, ""), locked));
	const [platform] = PLATFORMS;
	return {
		bomFormat: "CycloneDX",
		specVersion: "1.5",
		version: 1,
		metadata: {
			component: {
				type: "firmware",
				"bom-ref": `${root.name}@${root.version}`,
				name: root.name,
				version: root.version,
				licenses: [{ license: { id: root.license } }],
				hashes: [{ alg: "SHA-256", content: imageHash(treeOnDisk(projectRoot), platform) }],
			},
		},
		components,
	};
}

function component(name: string, { version = "", integrity, license, dev }: LockedPackage) {
	const purl = `pkg:npm/${name.replace("@", "%40")}@${version}`;
	return {
		type: "library",
		"bom-ref": purl,
		name,
		version,
		purl,
		// What only tests and tools need is no part of what is delivered.
		scope: dev ? "excluded" : "optional",
		...(license === undefined ? {} : { licenses: [{ expression: license }] }),
		...(integrity === undefined ? {} : { hashes: [hashOf(integrity)] }),
	};
}

/** npm writes "sha512-" and base64, CycloneDX hexadecimal. */
function hashOf(integrity: string): { readonly alg: string; readonly content: string } {
	const [algorithm, base64] = integrity.split(" ")[0].split("-");
	const alg = algorithm.toUpperCase().replace("SHA", "SHA-");
	return { alg, content: Buffer.from(base64, "base64").toString("hex") };
}

function readJson<T>(path: string): T {
	return JSON.parse(readFileSync(inProject(path), "utf8"));
}
