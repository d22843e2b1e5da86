import { readdirSync, readFileSync } from "node:fs";
import { resolve } from "node:path";
import { cruise, type ICruiseResult } from "dependency-cruiser";
import extractDepcruiseOptions from "dependency-cruiser/config-utl/extract-depcruise-options";
import extractTsConfig from "dependency-cruiser/config-utl/extract-ts-config";
import { test } from "uvu";
import * as assert from "uvu/assert";

/*
 * test/illegal is a small tree laid out like the real one. In each place
 *   allowed.ts   imports everything the law lets that place import, and must pass;
 *   refused.ts   imports everything else; its first line names the one rule that must refuse each import.
 * So the law is written twice, and loosening or tightening a line of the table fails here.
 */

const FOLDERS = ["modules", "hal", "host-sim", "terminal", "test"];
const ILLEGAL = "test/illegal";

async function cruiseTree(baseDir: string): Promise<ICruiseResult> {
	const options = await extractDepcruiseOptions("./.dependency-cruiser.cjs");
	const { output } = await cruise(
		FOLDERS,
		{ ...options, baseDir: resolve(baseDir), validate: true },
		{ bustTheCache: true },
		{ tsConfig: extractTsConfig("tsconfig.json") },
	);
	assert.type(output, "object");
	if (typeof output === "string") throw new Error(output);
	return output;
}

/** `file: rule` -> how often it was refused. */
function countRefusals(result: ICruiseResult): Record<string, number> {
	const counts: Record<string, number> = {};
	for (const { from, rule } of result.summary.violations) {
		counts[`${from}: ${rule.name}`] = (counts[`${from}: ${rule.name}`] ?? 0) + 1;
	}
	return counts;
}

/** What the fixtures' first lines ask for: one refusal per import, or one for a file that imports nothing. */
function expectedRefusals(): Record<string, number> {
	const counts: Record<string, number> = {};
	for (const file of readdirSync(ILLEGAL, { recursive: true, encoding: "utf8" })) {
		if (!file.endsWith(".ts")) continue;
		const source = readFileSync(`${ILLEGAL}/${file}`, "utf8");
		const rule = /^\/\/ Refused: (.+)$/m.exec(source)?.[1];
		const imports = source.match(/^import /gm)?.length ?? 0;
		if (rule !== undefined) counts[`${file}: ${rule}`] = Math.max(1, imports);
	}
	return counts;
}

test("every fixture is refused by exactly the rule it names, and what the law allows is not", async () => {
	assert.equal(countRefusals(await cruiseTree(ILLEGAL)), expectedRefusals());
});

test("every rule has a fixture", async () => {
	const options = await extractDepcruiseOptions("./.dependency-cruiser.cjs");
	const rules = options.ruleSet?.forbidden?.map((rule) => rule.name ?? "") ?? [];
	assert.ok(rules.length > 0);
	const proven = new Set(Object.keys(expectedRefusals()).map((line) => line.slice(line.indexOf(": ") + 2)));
	assert.equal(
		rules.filter((rule) => !proven.has(rule)),
		[],
	);
});

test("a .js import resolves to its .ts file", async () => {
	const { modules } = await cruiseTree(ILLEGAL);
	const dependencies =
		modules.find((module) => module.source === "modules/image/allowed.ts")?.dependencies ?? [];
	assert.equal(dependencies.map((dependency) => dependency.resolved).sort(), [
		"hal/hal.ts",
		"modules/bytes/allowed.ts",
	]);
});

test("the real tree obeys the law", async () => {
	const result = await cruiseTree(".");
	assert.ok(
		result.modules.some((module) => module.source === "modules/bytes/bytes.ts"),
		"nothing was read",
	);
	for (const { from, to, rule } of result.summary.violations) console.log(`${from} -> ${to}: ${rule.name}`);
	assert.is(result.summary.violations.length, 0);
});

test.run();
