import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { text } from "node:stream/consumers";
import { test } from "uvu";
import * as assert from "uvu/assert";

/** They end in a way of their own when nobody reads. */
const OWN_WAY = ["host-sim/engine.ts"];

const { scripts }: { readonly scripts: Readonly<Record<string, string>> } = JSON.parse(
	readFileSync("package.json", "utf8"),
);

test("every command imports what ends it when its reader has seen enough", () => {
	const programs = Object.values(scripts).flatMap((line) => line.match(/--import tsx (\S+\.ts)/)?.[1] ?? []);
	assert.ok(programs.length > 20, `${programs.length} programs`);
	const imports = /^(import|import \{.*\} from|\} from) "[^"]*\/(reader-gone|command-line)\.js";$/m;
	const without = programs.filter((path) => !imports.test(readFileSync(path, "utf8")));
	assert.equal([...new Set(without)], OWN_WAY);
});

for (const words of [
	["host-sim/build-device.ts", "doctor"],
	["host-sim/start.ts", "--help"],
	["terminal/cli.ts", "--help"],
	["test/run.ts", "no such file"],
]) {
	test(`${words.join(" ")} ends as by SIGPIPE, without a word, when nobody reads it`, async () => {
		const child = spawn(process.execPath, ["--import", "tsx", ...words], {
			stdio: ["ignore", "pipe", "pipe"],
		});
		child.stdout.destroy();
		const [said, [exitCode]] = await Promise.all([text(child.stderr), once(child, "close")]);
		assert.is(said, "");
		assert.is(exitCode, 128 + 13);
	});
}

test.run();
