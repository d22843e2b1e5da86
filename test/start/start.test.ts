/** `npm start` as its user meets it: a process with arguments, two streams and an exit code. */
import { type ChildProcess, spawn } from "node:child_process";
import { rmSync } from "node:fs";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { addBadImages, addPerson, makeFolder, palms } from "./hands-folder.js";

interface Finished {
	readonly code: number | null;
	readonly out: string;
	readonly err: string;
}

function start(...words: string[]): ChildProcess {
	const env = { ...process.env, NO_COLOR: "1" };
	return spawn(process.execPath, ["--import", "tsx", "host-sim/start.ts", ...words], { env });
}

function finish(child: ChildProcess, input: string): Promise<Finished> {
	let out = "";
	let err = "";
	child.stdout?.on("data", (text: Buffer) => {
		out += text.toString("utf8");
	});
	child.stderr?.on("data", (text: Buffer) => {
		err += text.toString("utf8");
	});
	child.stdin?.end(input);
	return new Promise((resolve) => child.on("close", (code) => resolve({ code, out, err })));
}

function jsonLines(out: string): Record<string, unknown>[] {
	return out
		.trimEnd()
		.split("\n")
		.map((line) => JSON.parse(line));
}

test("a wrong argument is answered by one line and exit code 2", async () => {
	const { code, out, err } = await finish(start("--engine", "v8"), "");
	assert.equal({ code, out }, { code: 2, out: "" });
	assert.is(err, "--engine v8: expected xs, xs32, mcu, lin, node; --help explains\n");
});

test("--help explains and exits 0", async () => {
	const { code, out } = await finish(start("--help"), "");
	assert.is(code, 0);
	for (const word of ["--once", "--json", "--broker", "--engine", "--images", "--view", "--seed"])
		assert.match(out, word);
});

test("a broker that is not there ends the run in one line", async () => {
	const { code, err } = await finish(
		start("--once", "--json", "--engine", "node", "--broker", "mqtt://127.0.0.1:9"),
		"",
	);
	assert.is(code, 1);
	assert.match(err, /^mqtt:\/\/127\.0\.0\.1:9: .* \(ECONNREFUSED\)\n$/);
});

test("without --once presentations come from a pipe, and its end ends the run", async () => {
	const input = ["help", "Ａ１００１", "1", "", "A1001", "2", "good", "nobody", "9", "3", "good"].join("\n");
	const { code, out, err } = await finish(
		start("--json", "--engine", "node", "--view", "palm"),
		`${input}\n`,
	);
	assert.is(code, 0, err);
	const lines = jsonLines(out);
	const answers = lines.filter(({ event }) => event === "answer").map(({ actual }) => actual);
	assert.equal(answers, ["accepted", "refused:mismatch", "refused:not-enrolled"]);
	assert.is(lines[lines.length - 1]["event"], "summary");
});

test("--once --json runs the day, here on a folder of hands, and ends with the summary", async () => {
	const folder = makeFolder();
	try {
		const picture = palms();
		for (const name of ["a", "b", "c"]) addPerson(folder, name, 4, picture);
		const bad = addBadImages(folder, "odd");
		const { code, out, err } = await finish(
			start("--once", "--json", "--engine", "node", "--images", folder),
			"",
		);
		assert.is(code, 0, `${err}${out}`);
		const lines = jsonLines(out);
		for (const line of lines) assert.type(line["event"], "string");
		const leftOut = lines.flatMap(({ event, reason }) => (event === "left-out" ? [String(reason)] : []));
		for (const [file] of bad)
			assert.ok(
				leftOut.some((reason) => reason.includes(file)),
				file,
			);
		assert.is(lines.filter(({ event }) => event === "outcome").length, 9);
		const summary = lines[lines.length - 1];
		assert.equal(Object.keys(summary), ["event", "engine", "expected", "met", "peakHeapBytes", "wallMs"]);
		const { engine, expected, met } = summary;
		assert.equal({ engine, expected, met }, { engine: "node", expected: 9, met: 9 });
		assert.not.ok(["\\u001b", "A1001", "Ａ１００１"].some((word) => out.includes(word)));
	} finally {
		rmSync(folder, { recursive: true });
	}
});

test("a folder with fewer than three persons is refused with exit code 2", async () => {
	const folder = makeFolder();
	try {
		addPerson(folder, "a");
		addPerson(folder, "b");
		const { code, err } = await finish(start("--once", "--json", "--engine", "node", "--images", folder), "");
		assert.is(code, 2);
		assert.match(err, /2 usable persons; the day needs 3\n$/);
	} finally {
		rmSync(folder, { recursive: true });
	}
});

test("Ctrl-C in the middle of the day ends everything within seconds", async () => {
	const child = start("--engine", "node");
	let killedAtMs = 0;
	child.stdout?.on("data", (text: Buffer) => {
		if (killedAtMs > 0 || !text.toString("utf8").includes("[2/")) return;
		killedAtMs = Date.now();
		child.kill("SIGINT");
	});
	assert.is(await new Promise((resolve) => child.on("close", resolve)), 130);
	assert.ok(Date.now() - killedAtMs < 10_000, `${Date.now() - killedAtMs} ms`);
});

test.run();
