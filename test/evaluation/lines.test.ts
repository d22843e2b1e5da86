import { spawn } from "node:child_process";
import { once } from "node:events";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { linesOf } from "../../host-sim/evaluation/lines.js";

test("lines come out whole however the stream is cut, a last one without its end too", async () => {
	const text = "ab\n\r\nç\r\nlast";
	for (let size = 1; size <= 20; size++) {
		assert.equal(await collect(cut(text, size), 100), ["ab", "ç", "last"]);
	}
});

test("a line that is too long is reported in its place and the next is read", async () => {
	for (let size = 1; size <= 20; size++) {
		assert.equal(await collect(cut(`ok\n${"x".repeat(11)}\nok\n`, size), 10), ["ok", undefined, "ok"]);
	}
});

test("the engine's process answers every line in order and ends with its input", async () => {
	const child = spawn(process.execPath, ["--import", "tsx", "host-sim/engine.ts"], {
		stdio: ["pipe", "pipe", "inherit"],
	});
	let output = "";
	child.stdout.setEncoding("utf8").on("data", (text: string) => {
		output += text;
	});
	child.stdin.end('{"op":"hello"}\nnonsense\n{"op":"enrol","user":"a","images":[]}');
	const [exitCode] = await once(child, "close");
	assert.is(exitCode, 0);
	const answers = output.trimEnd().split("\n");
	assert.is(answers.length, 3);
	assert.match(answers[0], /^\{"ok":true,"engine":"shogo"/);
	assert.match(answers[1], /^\{"ok":false,"reason":"not JSON/);
	assert.match(answers[2], /^\{"ok":false,"reason":"no usable image"\}$/);
});

async function* cut(text: string, size: number): AsyncGenerator<Uint8Array> {
	const bytes = Buffer.from(text);
	for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

async function collect(chunks: AsyncIterable<Uint8Array>, max: number): Promise<(string | undefined)[]> {
	const lines: (string | undefined)[] = [];
	for await (const line of linesOf(chunks, max)) lines.push(line);
	return lines;
}

test.run();
