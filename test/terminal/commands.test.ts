/** The measuring commands, in small: each can pass, and each can fail. */
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { forgeChallenge, forgeResult } from "../../host-sim/forge/targets.js";
import { DECODERS } from "../../host-sim/fuzz/decoders.js";
import { performPiece } from "../../host-sim/fuzz/pieces.js";
import { type Books, balance } from "../../host-sim/queue/books.js";

const PROJECT = fileURLToPath(new URL("../..", import.meta.url));

test("the message itself is accepted, and one altered in its first, middle or last byte is not", () => {
	for (const { name, message, accepts } of [forgeResult(), forgeChallenge()]) {
		for (const at of [0, message.length >> 1, message.length - 1]) {
			const forgery = message.slice();
			forgery[at] ^= 1;
			assert.not(accepts(forgery), name);
		}
		assert.ok(accepts(message), name);
		assert.not(accepts(message), `${name}, the second time`);
	}
});

for (const decoder of Object.keys(DECODERS)) {
	test(`the decoder of ${decoder} takes some of 3,000 inputs, and none that its oracle refuses`, () => {
		const { accepted, findings } = performPiece({ decoder, seed: 7, runs: 3000 });
		assert.equal(findings, []);
		assert.ok(accepted > 100 && accepted < 2900, `${accepted} accepted`);
	});
}

const HEAD = new Uint8Array(32).fill(1);
const SOUND: Books = {
	unit: { sequence: 3, head: HEAD, waiting: 0 },
	file: { sequences: [0, 1, 2], head: HEAD },
	counted: new Map([
		[0, 1],
		[1, 1],
		[2, 1],
	]),
};

test("the books balance exactly when unit, file and count say the same", () => {
	const account = (change: Partial<Books>) => {
		const { lost, doubled, differences } = balance({ ...SOUND, ...change });
		return [lost, doubled, differences.length];
	};
	assert.equal(account({}), [0, 0, 0]);
	assert.equal(account({ file: { sequences: [0, 2], head: HEAD } }), [1, 0, 0]);
	assert.equal(account({ file: { sequences: [0, 1, 1, 2], head: HEAD } }), [0, 1, 0]);
	assert.equal(
		account({
			counted: new Map([
				[0, 1],
				[1, 2],
				[2, 1],
			]),
		}),
		[0, 1, 0],
	);
	assert.equal(account({ counted: new Map([[0, 1]]) }), [2, 0, 0]);
	assert.equal(account({ file: { sequences: [0, 1, 2, 3], head: HEAD } }), [0, 0, 1]);
	assert.equal(account({ unit: { sequence: 3, head: new Uint8Array(32), waiting: 0 } }), [0, 0, 1]);
	assert.equal(account({ unit: { sequence: 3, head: HEAD, waiting: 1 } }), [0, 0, 1]);
});

test("a vector that holds passes, one that does not fails, and one that does not apply is skipped", () => {
	const folder = mkdtempSync(join(tmpdir(), "shogo-vectors-"));
	try {
		const mac = (tag: string, result: string) => ({
			key: "0b".repeat(20),
			msg: "4869205468657265",
			tag,
			result,
		});
		// RFC 4231, test case 1.
		const right = "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7";
		const wrong = `00${right.slice(2)}`;
		const hmac = (tests: readonly object[]) => ({ testGroups: [{ tagSize: 256, tests }] });
		const run = (tests: readonly object[]) => {
			writeFileSync(join(folder, "hmac_sha256_test.json"), JSON.stringify(hmac(tests)));
			const command = ["--import", "tsx", "host-sim/vectors.ts", folder, "--json"];
			const { stdout, status } = spawnSync(process.execPath, command, { cwd: PROJECT, encoding: "utf8" });
			return [status, JSON.parse(stdout.trim().split("\n").at(-1) ?? "{}")];
		};
		mkdirSync(join(folder, "other"));
		writeFileSync(
			join(folder, "other", "hkdf_sha256_test.json"),
			JSON.stringify({ testGroups: [{ tests: [{ tcId: 1, result: "valid" }] }] }),
		);
		const summary = { event: "summary", total: 3, skipped: 1 };
		assert.equal(run([mac(right, "valid"), mac(wrong, "invalid")]), [0, { ...summary, passed: 2 }]);
		assert.equal(run([mac(right, "valid"), mac(wrong, "valid")]), [1, { ...summary, passed: 1 }]);
	} finally {
		rmSync(folder, { recursive: true });
	}
});

test("a few kills of a broker lose nothing", () => {
	const command = ["--import", "tsx", "host-sim/queue.ts", "--kills", "3", "--messages", "40", "--json"];
	const { stdout, stderr, status } = spawnSync(process.execPath, command, { cwd: PROJECT, encoding: "utf8" });
	assert.is(status, 0, stderr);
	const { kills, lost, doubled, messages } = JSON.parse(stdout.trim().split("\n").at(-1) ?? "{}");
	assert.equal({ kills, lost, doubled }, { kills: 3, lost: 0, doubled: 0 });
	assert.ok(messages >= 40);
});

test.run();
