import { spawnSync } from "node:child_process";
import * as assert from "uvu/assert";

/** Runs a tool of node_modules as a shell would and prints all it said unless it exits with 0. */
export function assertToolPasses(script: string, ...words: readonly string[]): void {
	const { status, stdout, stderr } = spawnSync(process.execPath, [`node_modules/${script}`, ...words], {
		encoding: "utf8",
		env: { ...process.env, NO_COLOR: "1" },
	});
	if (status !== 0) console.log(`${stdout}${stderr}`);
	assert.is(status, 0, `${script} ${words.join(" ")} refuses`);
}
