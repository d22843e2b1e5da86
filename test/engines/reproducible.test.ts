/**
 * The same sources give the same bytes in a folder of another name, with other dates and rights, asked from
 * elsewhere. Here the copy compiles a few files of each program anew and takes the other objects over, since
 * they are many; `npm run reproduce` takes none.
 */
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { bundleUnit } from "../../host-sim/day/boot-unit.js";
import { EngineUnavailable } from "../../host-sim/engines/engine.js";
import { inProject, projectRoot } from "../../host-sim/engines/paths.js";
import { buildMcu } from "../../host-sim/mcu/build-mcu.js";
import { type Artifact, makeArtifacts } from "../../host-sim/reproduce/artifacts.js";
import { artifactsOf, copyProject } from "../../host-sim/reproduce/elsewhere.js";

/** Of each program: all of the board's files, some of ours, some of XS. */
const COMPILED_ANEW = [
	...readdirSync("host-sim/mcu").filter((name) => name.endsWith(".c")),
	...["engine.c", "platform.c", "serve.c", "main.c", "xsDate.c", "xsBoolean.c"],
].map((name) => name.slice(0, -".c".length));

test("a copy in another folder has the same bundle, engines, bytecode and emulated image", async () => {
	const here: Artifact[] = [];
	for await (const artifact of makeArtifacts()) here.push(artifact);
	const folder = mkdtempSync(join(tmpdir(), "built elsewhere "));
	try {
		const copy = join(folder, "another name");
		copyProject(copy);
		cpSync(inProject("build/objects"), join(copy, "build/objects"), {
			recursive: true,
			filter: (path) => !COMPILED_ANEW.some((name) => path.includes(`/${name}-`)),
		});
		assert.equal(await artifactsOf(copy), here);
	} finally {
		rmSync(folder, { recursive: true, force: true });
	}
	for (const { name, missing } of here) {
		if (missing !== undefined) console.log(`SKIP building ${name} twice: ${missing}`);
	}
	assert.ok(here.some(({ name, sha256 = "" }) => name === "bundle" && /^[0-9a-f]{64}$/.test(sha256)));
});

test("the emulated image names no folder of this computer", async () => {
	try {
		const { path } = await buildMcu(await bundleUnit(), "native", () => undefined);
		assert.not.ok(readFileSync(path).includes(projectRoot));
	} catch (error) {
		if (!(error instanceof EngineUnavailable)) throw error;
		console.log(`SKIP looking through the emulated image: ${error.message.split("\n")[0]}`);
	}
});

test.run();
