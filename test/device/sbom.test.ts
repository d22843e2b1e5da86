/**
 * The bill of materials holds to CycloneDX 1.5 as far as it uses it: required fields, patterns and values of
 * https://cyclonedx.org/docs/1.5/json, names that are one thing's only, and references that lead somewhere.
 */
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { imageHash } from "../../host-sim/device/image-hash.js";
import { IMAGES } from "../../host-sim/device/manifest.js";
import { treeOnDisk } from "../../host-sim/device/tree.js";
import { bundleFirmware, stopBundler } from "../../host-sim/engines/bundle.js";
import { projectRoot } from "../../host-sim/engines/paths.js";
import { billOfMaterials } from "../../host-sim/sbom/bill.js";
import type { Bill, Component } from "../../host-sim/sbom/cyclonedx.js";
import { licences } from "../../host-sim/sbom/cyclonedx.js";
import { type Lockfile, npmPart } from "../../host-sim/sbom/npm.js";

const project = JSON.parse(readFileSync("package.json", "utf8"));
const lockfile: Lockfile = JSON.parse(readFileSync("package-lock.json", "utf8"));
const bundle = await bundleFirmware("host-sim/bridge/device/main.ts");
await stopBundler();
const bill = billOfMaterials(project, lockfile, bundle, undefined);
const all = flat(bill.components);

function flat(components: readonly Component[]): readonly Component[] {
	return components.flatMap((each) => [each, ...flat(each.components ?? [])]);
}

function refsIn(value: unknown): readonly string[] {
	if (typeof value !== "object" || value === null) return [];
	const own = "bom-ref" in value ? [String(value["bom-ref"])] : [];
	return [...own, ...Object.values(value).flatMap(refsIn)];
}

/** Patterns of the schema; lengths are those of the algorithm named. */
const HASH_DIGITS: Readonly<Record<string, number>> = { "SHA-256": 64, "SHA-384": 96, "SHA-512": 128 };
const KEYS = [
	...["type", "bom-ref", "name", "version", "description", "scope", "hashes", "licenses", "purl"],
	"components",
];

test("the bill says what it is, and its serial number is a UUID of its content", () => {
	const { $schema, bomFormat, specVersion, version, serialNumber = "", ...rest } = bill;
	assert.is($schema, "http://cyclonedx.org/schema/bom-1.5.schema.json");
	assert.equal([bomFormat, specVersion, version], ["CycloneDX", "1.5", 1]);
	assert.match(
		serialNumber,
		/^urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/,
	);
	const known = ["metadata", "components", "dependencies", "formulation"];
	assert.equal(
		Object.keys(rest).filter((key) => !known.includes(key)),
		[],
	);
	const other = billOfMaterials({ ...project, version: "9.9.9" }, lockfile, bundle, undefined);
	assert.is.not(other.serialNumber, serialNumber);
});

test("every component has a type, a name, hashes of the right length and a licence of the SPDX list", () => {
	for (const each of all) {
		const { type, name, version, scope, hashes, licenses, purl } = each;
		const where = each["bom-ref"];
		assert.ok(["application", "firmware", "framework", "library", "file"].includes(type), where);
		assert.ok(name !== "" && version !== "", where);
		assert.ok(scope === undefined || ["required", "optional", "excluded"].includes(scope), where);
		assert.equal(
			Object.keys(each).filter((key) => !KEYS.includes(key)),
			[],
			where,
		);
		for (const { alg, content } of hashes ?? []) {
			assert.match(content, /^[0-9a-f]+$/);
			assert.is(content.length, HASH_DIGITS[alg], `${where}: ${alg}`);
		}
		if (type === "library") assert.match(purl ?? "", /^pkg:npm\/(%40[^/@]+\/)?[^/@]+@[^/@]+$/);
		assert.ok(type === "file" || (licenses?.length === 1 && version !== undefined), where);
		for (const licence of licenses ?? []) {
			assert.ok("expression" in licence || "id" in licence.license, `${where}: ${JSON.stringify(licence)}`);
		}
		assert.ok(type === "file" || type === "library" ? hashes?.length === 1 : true, `${where} has no hash`);
	}
});

test("a licence that nobody has looked at is only a name, so that the test above fails", () => {
	assert.equal(licences("MIT"), [{ license: { id: "MIT" } }]);
	assert.equal(licences("(MIT OR Apache-2.0)"), [{ expression: "(MIT OR Apache-2.0)" }]);
	assert.equal(licences("SEE LICENSE IN terms"), [{ license: { name: "SEE LICENSE IN terms" } }]);
	assert.equal(licences("MIT OR Proprietary"), [{ license: { name: "MIT OR Proprietary" } }]);
});

test("a reference names one thing, and whatever depends on something depends on what is there", () => {
	const refs = refsIn(bill);
	assert.equal(
		refs.filter((ref, index) => refs.indexOf(ref) !== index),
		[],
	);
	const entries = bill.dependencies.map(({ ref }) => ref);
	assert.equal(new Set(entries).size, entries.length);
	const named = bill.dependencies.flatMap(({ ref, dependsOn = [] }) => [ref, ...dependsOn]);
	assert.equal(
		named.filter((ref) => !refs.includes(ref)),
		[],
	);
	for (const { ref, dependsOn = [] } of bill.dependencies) {
		assert.is(new Set(dependsOn).size, dependsOn.length, ref);
		assert.not.ok(dependsOn.includes(ref), ref);
	}
});

test("whatever is in the bill is needed by something, from the project downwards", () => {
	const needs = new Map(bill.dependencies.map(({ ref, dependsOn = [] }) => [ref, dependsOn]));
	const reached = new Set<string>();
	const waiting = [`${project.name}@${project.version}`];
	for (let ref = waiting.pop(); ref !== undefined; ref = waiting.pop()) {
		if (reached.has(ref)) continue;
		reached.add(ref);
		waiting.push(...(needs.get(ref) ?? []));
	}
	assert.equal(
		bill.components.map((each) => each["bom-ref"]).filter((ref) => !reached.has(ref)),
		[],
	);
});

test("every package of the lockfile is there with its version, and what is delivered is not excluded", () => {
	for (const [path, { name, version, dev, optional, integrity }] of Object.entries(lockfile.packages)) {
		if (path === "") continue;
		const wanted = name ?? path.replace(/^.*node_modules\//, "");
		const found = bill.components.find((each) => each.name === wanted && each.version === version);
		assert.ok(found, path);
		if (!dev) assert.is.not(found.scope, "excluded", path);
		if (!dev && !optional) assert.is(found.scope, "required", path);
		assert.is(
			Buffer.from(found.hashes?.[0]?.content ?? "", "hex").toString("base64"),
			integrity?.replace(/^sha\d+-/, ""),
			path,
		);
	}
});

test("a package in two folders is one component, and each finds the version that Node would", () => {
	const { components, dependencies, direct } = npmPart({
		packages: {
			"": { dependencies: { a: "1", "@s/b": "1" }, devDependencies: { c: "2" } },
			"node_modules/a": { version: "1.0.0", dependencies: { c: "1" }, peerDependencies: { none: "1" } },
			"node_modules/a/node_modules/c": { version: "1.0.0" },
			"node_modules/@s/b": { version: "1.0.0", optionalDependencies: { c: "2", gone: "1" } },
			"node_modules/c": { version: "2.0.0", dev: true },
			"node_modules/@s/b/node_modules/a": { version: "1.0.0", dev: true, dependencies: { c: "2" } },
		},
	});
	assert.equal(direct, ["pkg:npm/a@1.0.0", "pkg:npm/%40s/b@1.0.0", "pkg:npm/c@2.0.0"]);
	assert.equal(
		components.map((each) => [each.purl, each.scope]),
		[
			["pkg:npm/%40s/b@1.0.0", "required"],
			["pkg:npm/a@1.0.0", "required"],
			["pkg:npm/c@1.0.0", "required"],
			["pkg:npm/c@2.0.0", "excluded"],
		],
	);
	assert.equal(dependencies[0], { ref: "pkg:npm/%40s/b@1.0.0", dependsOn: ["pkg:npm/c@2.0.0"] });
	assert.equal(dependencies[1].dependsOn, ["pkg:npm/c@1.0.0", "pkg:npm/c@2.0.0"]);
	assert.throws(() => npmPart({ packages: { "": { dependencies: { a: "1" } } } }), /asks for a/);
});

test("each image is there with the hash of its birth message and every file that makes it up", () => {
	const tree = treeOnDisk(projectRoot);
	for (const { platform, image } of IMAGES) {
		const found = bill.components.find(({ name }) => name === `${image} for ${platform}`);
		assert.equal(found?.hashes, [{ alg: "SHA-256", content: imageHash(tree, platform, image) }]);
		const again = createHash("sha256");
		for (const { name, hashes } of found?.components ?? []) {
			const bytes = readFileSync(name);
			assert.is(hashes?.[0]?.content, createHash("sha256").update(bytes).digest("hex"), name);
			again.update(`${name}\0${bytes.length}\0`).update(bytes);
		}
		assert.is(again.digest("hex"), found?.hashes?.[0]?.content, "the files are all of them");
	}
	const emulated = bill.components.find((each) => each["bom-ref"] === "firmware/mps2-an500");
	const names = emulated?.components?.map(({ name }) => name) ?? [];
	for (const name of ["bundle.js", "host-sim/mcu/board.c", "host-sim/mcu/mps2.ld", "host-sim/xs/engine.h"]) {
		assert.ok(names.includes(name), name);
	}
	assert.match(bill.components.find(({ name }) => name === "XS")?.version ?? "", /^\d+\.\d+\.\d+$/);
});

test("two bills are the same byte for byte, and only SOURCE_DATE_EPOCH dates one", () => {
	const run = (epoch: string) =>
		spawnSync(process.execPath, ["--import", "tsx", "host-sim/sbom.ts"], {
			encoding: "utf8",
			maxBuffer: 1 << 24,
			env: { ...process.env, SOURCE_DATE_EPOCH: epoch },
		});
	assert.is(run("").stdout, `${JSON.stringify(bill, undefined, "\t")}\n`);
	const dated: Bill = billOfMaterials(project, lockfile, bundle, 1_700_000_000);
	assert.equal(dated.metadata, { timestamp: "2023-11-14T22:13:20.000Z", ...bill.metadata });
	const refused = run("yesterday");
	assert.is(refused.status, 2);
	assert.match(refused.stderr, "SOURCE_DATE_EPOCH");
});

test.run();
