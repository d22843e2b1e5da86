/** What a setup engineer sees of a unit that has started, and of one that only seems to have. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import { connectAsync, type MqttClient } from "mqtt";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { type Broker, startBroker } from "../../host-sim/broker.js";
import { ADDRESS, type LiveUnit, startLiveUnit } from "../../host-sim/brokers/live-unit.js";
import { topicOf } from "../../modules/messages/topics.js";
import { runTerminal } from "../../terminal/cli/commands.js";
import { createSiteKey, saveSigningKey, saveSiteKey } from "../../terminal/keys.js";
import { createNativeCrypto } from "../../terminal/native-crypto.js";
import { fingerprintOf, saveUnit } from "../../terminal/unit-file.js";
import { until } from "./broker-office.js";

const crypto = createNativeCrypto();
const folder = mkdtempSync(join(tmpdir(), "shogo-birth-"));
const state = topicOf(ADDRESS, "state");
/** Of the firmware that a live unit runs. */
const HASH = "00".repeat(32);
const announced: Buffer[] = [];
let broker: Broker;
let unit: LiveUnit;
let wire: MqttClient;

async function terminal(words: readonly string[], input = "") {
	const [printed, complaints]: [string[], string[]] = [[], []];
	const code = await runTerminal([...words, "--office", folder, "--broker", broker.url], {
		input: Readable.from([input]),
		print: (line) => printed.push(line),
		complain: (line) => complaints.push(line),
	});
	return { code, printed, errors: complaints.join("\n") };
}

async function birth(...words: readonly string[]) {
	const { code, printed } = await terminal(["birth", "--seconds", "1", "--json", ...words]);
	const lines = printed.map((line) => JSON.parse(line));
	return { code, kind: lines.at(-1)?.kind, told: lines.find(({ event }) => event === "birth") };
}

test.before(async () => {
	broker = await startBroker();
	wire = await connectAsync(broker.url, { protocolVersion: 4 });
	wire.on("message", (_topic, payload) => announced.push(payload));
	await wire.subscribeAsync(state, { qos: 1 });
	unit = await startLiveUnit({ brokerUrl: broker.url });
	saveSigningKey(join(folder, "terminal.key"), "terminal", unit.terminalKey);
	saveSiteKey(join(folder, "site.key"), createSiteKey(crypto));
	saveUnit(join(folder, "unit.json"), unit.known);
	await until("the unit is there", () => announced.length > 0);
});

test.after(async () => {
	await wire.endAsync(true);
	await broker.close();
	rmSync(folder, { recursive: true });
});

test("the unit's version, hash, boot and fingerprint are told, as it signed them", async () => {
	const { code, kind, told } = await birth();
	assert.equal([code, kind], [0, "runs"]);
	const { site, softwareVersion, firmwareVersion, hash, bootCount, fingerprint, incidents } = told;
	assert.equal([site, softwareVersion, firmwareVersion, hash], [ADDRESS.site, "live", 0, HASH]);
	assert.is(fingerprint, fingerprintOf(crypto, unit.known.publicKey));
	assert.equal([bootCount > 0, incidents], [true, []]);
	const { printed } = await terminal(["birth"]);
	assert.match(printed.join("\n"), `鍵の指紋 / fingerprint`);
	assert.match(printed.join("\n"), `live (0)\n`);
});

test("a hash that the build did not print is told apart, and no hash is asked for again", async () => {
	assert.equal((await birth("--hash", HASH)).code, 0);
	const { code, kind } = await birth("--hash", `${"00".repeat(31)}01`);
	assert.equal([code, kind], [1, "other-hash"]);
	const { code: usage, errors } = await terminal(["birth", "--hash", "00"]);
	assert.equal([usage, /--hash is what the build printed, 64 digits/.test(errors)], [2, true]);
});

test("what an earlier boot said is recognised when the broker says it again", async () => {
	const [first] = announced;
	unit.restart();
	await until("it has started again", () => announced.length > 2);
	assert.is((await terminal(["challenge"], "A1001\n")).code, 1);
	const now = await birth();
	assert.equal([now.code, now.kind], [0, "runs"]);
	assert.match(now.told.since, /^20\d\d-.*Z$/);
	await wire.publishAsync(state, first, { qos: 1, retain: true });
	const replayed = await birth();
	assert.equal([replayed.code, replayed.kind], [1, "outdated"]);
});

test("a birth with a flipped bit is none, and a unit that is off says so", async () => {
	const forged = Uint8Array.from(announced[announced.length - 1]);
	forged[forged.length - 1] ^= 1;
	await wire.publishAsync(state, Buffer.from(forged), { qos: 1, retain: true });
	const { code, kind, told } = await birth();
	assert.equal([code, kind, told], [1, "timed-out", undefined]);
	const before = announced.length;
	await unit.close();
	await until("it has gone", () => announced.length > before);
	const off = await birth();
	assert.equal([off.code, off.kind, off.told], [1, "offline", undefined]);
});

test.run();
