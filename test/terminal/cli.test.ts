/** The command line against the firmware, over a broker: what an office does, and what it is told. */
import { mkdtempSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { type Broker, startBroker } from "../../host-sim/broker.js";
import { type LiveUnit, startLiveUnit } from "../../host-sim/brokers/live-unit.js";
import { runTerminal } from "../../terminal/cli/commands.js";
import { createSiteKey, saveSigningKey, saveSiteKey } from "../../terminal/keys.js";
import { createNativeCrypto } from "../../terminal/native-crypto.js";
import { saveUnit } from "../../terminal/unit-file.js";

const folder = mkdtempSync(join(tmpdir(), "shogo-cli-"));
let broker: Broker;
let unit: LiveUnit;

interface Outcome {
	readonly code: number;
	readonly lines: readonly Readonly<Record<string, unknown>>[];
	readonly last: Readonly<Record<string, unknown>>;
	readonly errors: string;
}

async function terminal(words: readonly string[], input = ""): Promise<Outcome> {
	const [printed, complaints]: [string[], string[]] = [[], []];
	const code = await runTerminal([...words, "--json"], {
		input: Readable.from([input]),
		print: (line) => printed.push(line),
		complain: (line) => complaints.push(line),
	});
	const lines = printed.map((line) => JSON.parse(line));
	return { code, lines, last: lines[lines.length - 1] ?? {}, errors: complaints.join("\n") };
}

const online = (words: readonly string[], input = "") =>
	terminal([...words, "--office", folder, "--broker", broker.url], input);
const offline = (words: readonly string[]) => terminal([...words, "--office", folder]);

test.before(async () => {
	broker = await startBroker();
	unit = await startLiveUnit({ brokerUrl: broker.url });
	saveSigningKey(join(folder, "terminal.key"), "terminal", unit.terminalKey);
	saveSigningKey(join(folder, "authority.key"), "authority", unit.authorityKey);
	saveSiteKey(join(folder, "site.key"), createSiteKey(createNativeCrypto()));
	saveUnit(join(folder, "unit.json"), unit.known);
});

test.after(async () => {
	await unit.close();
	await broker.close();
	rmSync(folder, { recursive: true });
});

test("keys are made once, readable by their owner only, and left alone after that", async () => {
	const other = join(folder, "another-office");
	const first = await terminal(["keys", "--office", other]);
	assert.equal([first.code, first.lines.map(({ made }) => made)], [0, [true, true, true]]);
	assert.is(statSync(join(other, "authority.key")).mode & 0o777, 0o600);
	const second = await terminal(["keys", "--office", other]);
	assert.equal([second.code, second.lines.map(({ made }) => made)], [0, [false, false, false]]);
});

test("a challenge is answered, refused by name, and kept with a receipt", async () => {
	const { code, last } = await online(["challenge"], "A1001\n");
	const { decision, reason, sequence } = last;
	assert.equal([code, decision, reason, sequence], [1, "refused", "day-closed", 0]);
	const kept = await offline(["export"]);
	assert.equal([kept.code, kept.lines.map(({ type }) => type)], [0, ["result"]]);
});

test("a policy is put in force once; the same version again is rolled back", async () => {
	const file = join(folder, "policy.json");
	const policy = {
		policyVersion: 1,
		requiredModality: "palm-vein",
		dayRequired: 0,
		failuresBeforeLock: 5,
		firstLockSeconds: 30,
		longestLockSeconds: 3600,
		failuresBeforeDisable: 50,
		idleSeconds: 300,
		absenceSeconds: 10,
		linkLossSeconds: 30,
	};
	writeFileSync(file, JSON.stringify(policy));
	const first = await online(["policy", "--file", file]);
	assert.equal([first.code, first.last["decision"]], [0, "accepted"]);
	const second = await online(["policy", "--file", file]);
	assert.equal([second.code, second.last["reason"]], [1, "rolled-back"]);
	writeFileSync(file, JSON.stringify({ ...policy, idleSeconds: 301 }));
	const third = await online(["policy", "--file", file]);
	assert.is(third.code, 2);
	assert.match(third.errors, /idleSeconds is a whole number from 60 to 300/);
});

test("who is not enrolled cannot be revoked, and the register is empty", async () => {
	const revoked = await online(["revoke", "--reason", "loss"], "A1001\n");
	assert.equal([revoked.code, revoked.last["reason"]], [1, "not-enrolled"]);
	const register = await online(["register"]);
	assert.equal([register.code, register.lines.length], [0, 1]);
});

test("the terminal's key is exchanged, and the unit believes only the new one", async () => {
	const rotated = await online(["rotate-key", "--version", "1"]);
	assert.equal([rotated.code, rotated.last["decision"]], [0, "accepted"]);
	const { code, last } = await online(["challenge"], "A1001\n");
	assert.equal([code, last["reason"]], [1, "not-enrolled"], "the day needs no opening any more");
});

test("the unit's chain is the one kept, every signature holds, and an entry can be proved", async () => {
	const audit = await online(["audit"]);
	assert.equal([audit.code, audit.last["agrees"]], [0, true]);
	const verified = await offline(["verify"]);
	assert.is(verified.code, 0);
	const root = String(verified.last["root"]);
	const proof = join(folder, "proof.json");
	writeFileSync(proof, JSON.stringify((await offline(["prove", "--sequence", "1"])).last));
	assert.is((await offline(["verify", "--proof", proof, "--root", root])).code, 0);
	const another = `${root.startsWith("0") ? "1" : "0"}${root.slice(1)}`;
	assert.is((await offline(["verify", "--proof", proof, "--root", another])).code, 1);
});

test("a slip is answered with what to do, and exit code 2", async () => {
	assert.match(
		(await online(["challenge", "--action", "fly"])).errors,
		/--action is one of log-in, open-day/,
	);
	assert.match((await terminal(["dance"])).errors, /there is no command dance/);
	const lost = await terminal(["challenge", "--office", folder, "--broker", "mqtt://127.0.0.1:9"], "A1001\n");
	assert.equal([lost.code, /ECONNREFUSED/.test(lost.errors)], [2, true]);
});

test.run();
