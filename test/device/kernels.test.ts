import { readFileSync } from "node:fs";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { readImage } from "../../host-sim/device/manifest.js";
import { problemsOf } from "../../host-sim/device/rules.js";
import { type Tree, treeOnDisk, withFiles } from "../../host-sim/device/tree.js";
import { projectRoot } from "../../host-sim/engines/paths.js";

const LIST = "hal/esp32/kernels/kernels.ts";
const onDisk = treeOnDisk(projectRoot);
const textOf = (path: string): string => readFileSync(`${projectRoot}/${path}`, "utf8");

/** Name and count of arguments of each, as the simulator's host and the Cortex-M image register them. */
function kernelsOfSimulator(): readonly (readonly [name: string, count: number])[] {
	const entries = textOf("host-sim/xs/kernels.c").matchAll(/KERNEL\((\w+), (\d+)\)/g);
	return [...entries].map(([, name, count]) => [name, Number(count)] as const);
}

/** The unit's image of the ESP32-S3 with one file changed. */
function problemsWith(path: string, change: (text: string) => string): readonly string[] {
	const before = textOf(path);
	const after = change(before);
	assert.is.not(after, before, `${path} holds what is changed`);
	return problemsIn(withFiles(onDisk, { [path]: after }));
}

function problemsIn(tree: Tree): readonly string[] {
	return problemsOf(tree, readImage(tree, "esp32/esp32s3")).map(({ what }) => what);
}

test("the SDK's build has the same loops in machine code as the simulator, under the same names", () => {
	const entries = [...textOf(LIST).matchAll(/^\t\t(\w+): native\("xs_(\w+)"\),$/gm)];
	for (const [line, name, c] of entries) assert.is(c, name, line);
	const names = kernelsOfSimulator().map(([name]) => name);
	assert.ok(names.length >= 50, `${names.length} loops`);
	assert.equal(
		entries.map(([, name]) => name),
		names,
	);
});

test("a loop in C names as many arguments as the simulator registers", () => {
	const { natives } = readImage(onDisk, "esp32/esp32s3");
	const signatures = natives
		.filter((path) => path.startsWith("modules/"))
		.flatMap((path) => [...textOf(path).matchAll(/^\/\* (\w+)\(([^)]*)\).*\n(?:.*\n)*?void xs_(\w+)\(/gm)]);
	const counts = new Map(signatures.map(([, name, values]) => [name, values.match(/\w+/g)?.length ?? 0]));
	for (const [name, count] of kernelsOfSimulator()) assert.is(counts.get(name), count, name);
});

test("a loop that the list leaves out or that no C defines is seen", () => {
	const without = problemsWith(LIST, (text) => text.replace(/\n.*"xs_agreementOf".*/, ""));
	assert.equal(without, ["defines xs_agreementOf, which nobody calls"]);
	const renamed = problemsWith(LIST, (text) => text.replace("xs_agreementOf", "xs_likenessOf"));
	assert.ok(renamed.includes("calls xs_likenessOf, which its C does not define"), renamed.join("\n"));
});

test("the loops are preloaded before the modules that look for them", () => {
	const [kernels, modules] = ['"./hal/esp32/kernels/manifest.json"', '"./hal/esp32/preload/manifest.json"'];
	const swapped = problemsWith("manifest.json", (text) =>
		text.replace(kernels, "OTHER").replace(modules, kernels).replace("OTHER", modules),
	);
	assert.equal(swapped, ["hal/esp32/kernels/kernels is preloaded after modules that look for it"]);
});

test("a build without the loops is one line less", () => {
	const line = /\s*"\.\/hal\/esp32\/kernels\/manifest\.json",/;
	assert.equal(
		problemsWith("manifest.json", (text) => text.replace(line, "")),
		[],
	);
});

test("a glob preloads no TypeScript", () => {
	const globs = problemsWith("hal/esp32/preload/manifest.json", () => '{ "preload": ["modules/*"] }');
	assert.ok(globs.includes("preload modules/* names no module"));
	assert.ok(globs.includes("is not preloaded: it would take room in the heap"));
});

test.run();
