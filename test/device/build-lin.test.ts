import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { EngineUnavailable } from "../../host-sim/engines/engine.js";
import { buildLin } from "../../host-sim/lin/build-lin.js";

const { MODDABLE, PATH } = process.env;

/** What a build says with an SDK of this version, or none, and nothing on PATH. */
async function complaintWith(version?: string): Promise<string> {
	const folder = mkdtempSync(join(tmpdir(), "sdk-"));
	mkdirSync(join(folder, "tools"));
	if (version !== undefined) writeFileSync(join(folder, "tools/VERSION"), version);
	process.env["MODDABLE"] = folder;
	process.env["PATH"] = folder;
	let hasBegun = false;
	try {
		await buildLin("", () => {
			hasBegun = true;
		});
		return "";
	} catch (error) {
		if (!(error instanceof EngineUnavailable)) throw error;
		assert.not.ok(hasBegun, "nothing is begun that cannot be ended");
		return error.message;
	} finally {
		process.env["PATH"] = PATH;
		rmSync(folder, { recursive: true });
	}
}

test.after(() => {
	if (MODDABLE === undefined) delete process.env["MODDABLE"];
	else process.env["MODDABLE"] = MODDABLE;
});

test("without the SDK its engine says in a line what is missing, in the next what mends it", async () => {
	assert.match(await complaintWith(), /Moddable SDK.*holds no SDK\n {2}git clone/);
	assert.match(await complaintWith("7.0.0"), /Moddable SDK.*7\.0\.0, older than 8\.2\n {2}git -C/);
	assert.match(await complaintWith("8.2.3"), /mcconfig is not on PATH\n {2}sudo apt-get/);
});

test.run();
