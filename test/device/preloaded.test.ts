import ts from "typescript";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { PLATFORMS, readImage } from "../../host-sim/device/manifest.js";
import { treeOnDisk } from "../../host-sim/device/tree.js";
import { projectRoot } from "../../host-sim/engines/paths.js";

/** Regular expressions that are made when the module is loaded: those outside of functions. */
function madeAtLoad(path: string, text: string): readonly string[] {
	const found: string[] = [];
	const look = (node: ts.Node): void => {
		if (ts.isFunctionLike(node)) return;
		if (ts.isRegularExpressionLiteral(node)) found.push(`${path}: ${node.text}`);
		ts.forEachChild(node, look);
	};
	look(ts.createSourceFile(path, text, ts.ScriptTarget.Latest));
	return found;
}

test("no preloaded module makes a regular expression, in which the linker would leave an address", () => {
	const tree = treeOnDisk(projectRoot);
	for (const platform of PLATFORMS) {
		const { modules, preload } = readImage(tree, platform);
		const preloaded = preload.flatMap((specifier) => modules.get(specifier) ?? []);
		assert.ok(preloaded.length > 100, `${platform}: ${preloaded.length}`);
		const made = preloaded.flatMap((path) => madeAtLoad(path, tree.read(path) ?? ""));
		assert.equal(made, [], platform);
	}
	assert.equal(madeAtLoad("a.ts", "const A = [/^a/]; const f = () => /b/;"), ["a.ts: /^a/"]);
});

test.run();
