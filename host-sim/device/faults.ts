import { assert } from "../../modules/bytes/assert.js";
import { type Tree, withFiles } from "./tree.js";

/** A mistake that somebody could make, planted in a copy of the tree. */
export interface Fault {
	readonly name: string;
	readonly plant: (tree: Tree) => Tree;
	/** Only the type checker sees it. */
	readonly needsTypes?: true;
	/** In the complaint about it: another complaint is no catch. */
	readonly complaint: RegExp;
}

export const FAULTS: readonly Fault[] = [
	{
		name: "a driver whose manifest is not included",
		plant: replacing("manifest.json", /\s*"[^"]*manifest_mqttclient\.json",/, ""),
		complaint: /imports embedded:network\/mqtt\/client, which no included manifest lists/,
	},
	{
		name: "a folder that the manifest does not list",
		plant: replacing("manifest.json", /\s*"modules\/codec\/\*": "[^"]*",/, ""),
		complaint: /the manifest lists no modules\/codec\//,
	},
	{
		name: "a glob that matches nothing",
		plant: replacing("manifest.json", '"./modules/bytes/*"', '"./modules/bytes/byte-*"'),
		complaint: /matches nothing/,
	},
	{
		name: "a test beside the sources",
		plant: adding("modules/policy/limits.test.ts", 'import { test } from "uvu";\ntest.run();\n'),
		complaint: /does not belong in an image/,
	},
	{
		name: "a module of Node",
		plant: replacing("modules/unit/boot.ts", /^/, 'import "node:fs";\n'),
		complaint: /only Node has/,
	},
	{
		name: "a specifier that does not mirror its folder",
		plant: replacing("manifest.json", '"modules/image/*"', '"modules/picture/*"'),
		complaint: /does not mirror its folder/,
	},
	{
		name: "a language feature that the device's compiler lacks",
		plant: replacing(
			"modules/unit/boot.ts",
			/$/,
			"\nexport function leak(door: Disposable): void {\n\tusing held = door;\n}\n",
		),
		complaint: /`using`/,
	},
	{
		name: "a built-in that the manifest strips",
		plant: replacing("modules/unit/boot.ts", /$/, "\nexport const started = new Proxy({}, {});\n"),
		complaint: /uses Proxy, which the manifest strips/,
	},
	{
		name: "a heap that may grow",
		plant: replacing("manifest.json", '"incremental": 0', '"incremental": 1024'),
		complaint: /creation\.chunk\.incremental/,
	},
	{
		name: "a door of another shape than hal.ts says",
		plant: replacing("hal/esp32/doors/flash.ts", "writeLength: WRITE_LENGTH }", 'writeLength: "16" }'),
		needsTypes: true,
		complaint: /not assignable/,
	},
];

function replacing(path: string, from: string | RegExp, to: string): (tree: Tree) => Tree {
	return (tree) => {
		const text = tree.read(path);
		assert(text !== undefined, `${path} is there`);
		const changed = text.replace(from, to);
		assert(changed !== text, `${path} holds what the fault replaces`);
		return withFiles(tree, { [path]: changed });
	};
}

function adding(path: string, text: string): (tree: Tree) => Tree {
	return (tree) => withFiles(tree, { [path]: text });
}
