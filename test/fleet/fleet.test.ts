import { spawnSync } from "node:child_process";
import { test } from "uvu";
import * as assert from "uvu/assert";

function fleet(...words: string[]) {
	const program = ["--import", "tsx", "host-sim/fleet.ts"];
	return spawnSync(process.execPath, [...program, ...words], { encoding: "utf8", timeout: 60_000 });
}

test("a small fleet's answers are all verified, and the summary says how many a core bears", () => {
	const { status, stdout, stderr } = fleet("--units", "3", "--seconds", "1", "--in-flight", "2", "--json");
	assert.is(status, 0, stderr);
	const events = stdout
		.trimEnd()
		.split("\n")
		.map((line) => JSON.parse(line));
	const saturated = events.find(({ event }) => event === "saturated");
	const { event, units, resultsPerSecond, p50Ms, p99Ms, rssBytes } = events[events.length - 1];
	assert.equal([event, units], ["summary", 3]);
	assert.is(resultsPerSecond, Math.round(saturated.results / saturated.cpuSeconds.service));
	assert.ok(p50Ms > 0 && p99Ms >= p50Ms, `${p50Ms} ${p99Ms}`);
	assert.ok(rssBytes > 1 << 20, String(rssBytes));
});

test("an impossible number of units and a broker that is not there are refused with a sentence", () => {
	const none = fleet("--units", "0");
	assert.is(none.status, 2);
	assert.match(none.stderr, /--units is a whole number from 1 to 100000, not "0"/);
	const nobody = fleet("--units", "1", "--broker", "mqtt://127.0.0.1:9");
	assert.is(nobody.status, 2);
	assert.match(nobody.stderr, /mqtt:\/\/127\.0\.0\.1:9/);
});

test.run();
