import { spawnSync } from "node:child_process";
import { test } from "uvu";
import * as assert from "uvu/assert";

function provision(...words: readonly string[]) {
	const { status, stdout, stderr } = spawnSync(
		process.execPath,
		["--import", "tsx", "host-sim/provision.ts", ...words],
		{ encoding: "utf8", timeout: 60_000 },
	);
	return { status, lines: stdout.trim().split("\n"), stderr };
}

test("the command provisions a simulated unit over a pseudo terminal, and both show one code", () => {
	const { status, lines, stderr } = provision("--sim", "--json", "--wifi", "w", "--broker", "b", "--site");
	assert.is(status, 2, "a site without a name");
	assert.match(stderr, "--site");
	assert.is(lines.join(""), "");
	const good = provision("--sim", "--json", "--site", "office", "--unit", "u7");
	if (good.lines[0].startsWith("SKIP")) return console.log(good.lines[0]);
	assert.is(good.status, 0, good.stderr);
	const events: readonly Record<string, unknown>[] = good.lines.map((line) => JSON.parse(line));
	const codes = events.filter(({ code }) => code !== undefined).map(({ code }) => code);
	assert.is(codes.length, 2);
	assert.is(codes[0], codes[1]);
	const summary = events.at(-1);
	assert.is(summary?.["event"], "summary");
	assert.is(summary?.["provisioned"], true);
	assert.match(String(summary?.["fingerprint"]), /^([0-9a-f]{4}-){7}[0-9a-f]{4}$/);
});

test("a port that is not there ends with what to do, and a wrong use with 2", () => {
	assert.is(provision("--port", "/dev/no-such-port", "--terminal-key", "x").status, 2);
	assert.is(provision().status, 2);
	assert.is(provision("--help").status, 0);
});

test.run();
