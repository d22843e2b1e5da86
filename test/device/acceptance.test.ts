/**
 * The acceptance test of docs/unit.md on a simulated unit, by the commands that stand there: what needs no
 * board, no sun and no two minutes.
 */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { type LiveUnit, startLiveUnit } from "../../host-sim/brokers/live-unit.js";
import { clear, present } from "../../host-sim/day/presenter.js";
import { drawSyntheticPeople } from "../../host-sim/day/synthetic-people.js";
import { type KillableBroker, startKillable } from "../../host-sim/queue/killable-broker.js";
import { HintReason } from "../../modules/messages/messages.generated.js";
import { runTerminal } from "../../terminal/cli/commands.js";
import { createSiteKey, saveSigningKey, saveSiteKey } from "../../terminal/keys.js";
import { createNativeCrypto } from "../../terminal/native-crypto.js";
import { saveUnit } from "../../terminal/unit-file.js";

const folder = mkdtempSync(join(tmpdir(), "shogo-acceptance-"));
const [OWN, OTHER] = drawSyntheticPeople(1, "palm").persons;
const ID = "A1001\n";
let broker: KillableBroker;
let unit: LiveUnit;

async function terminal(
	line: string,
	input = "",
	onLine: (event: Record<string, unknown>) => void = () => {},
) {
	let last: Record<string, unknown> = {};
	const lines: Record<string, unknown>[] = [];
	const words = [...line.split(" "), "--office", folder, "--broker", broker.url, "--json"];
	const code = await runTerminal(words, {
		input: Readable.from([input]),
		print(text) {
			last = JSON.parse(text);
			lines.push(last);
			onLine(last);
		},
		complain: (text) => assert.unreachable(text),
	});
	return { code, last, lines };
}

/** What `birth` shows beside the signed part of that boot, once `receipt` has kept something. */
async function incidents(bootCount: number): Promise<unknown> {
	for (let tries = 0; tries < 10; tries++) {
		const kept = await terminal("receipt --seconds 1");
		const { lines } = await terminal("birth --seconds 20");
		const born = lines.find(({ event }) => event === "birth");
		const told = born?.["bootCount"] === bootCount ? born["incidents"] : [];
		if (kept.code === 0 && Array.isArray(told) && told.length > 0) return told;
	}
	return [];
}

function stand(person: typeof OWN, purpose: "enrol" | "probe", number: number) {
	return present(unit.front, person, { purpose, number, condition: "good" });
}

test.before(async () => {
	broker = await startKillable(folder);
	unit = await startLiveUnit({ brokerUrl: broker.url, reconnectMs: 20, reconnectMaxMs: 80 });
	saveSigningKey(join(folder, "terminal.key"), "terminal", unit.terminalKey);
	saveSigningKey(join(folder, "authority.key"), "authority", unit.authorityKey);
	saveSiteKey(join(folder, "site.key"), createSiteKey(createNativeCrypto()));
	saveUnit(join(folder, "unit.json"), unit.known);
	writeFileSync(join(folder, "pledge.pdf"), "signed");
});

test.after(async () => {
	await unit.close();
	await broker.close();
	rmSync(folder, { recursive: true });
});

test("birth tells the hash that runs, and another one is found out", async () => {
	assert.is((await terminal(`birth --hash ${"00".repeat(32)}`)).code, 0);
	assert.is((await terminal(`birth --hash ${"11".repeat(32)}`)).code, 1);
});

test("an opened case is the incident tamper", async () => {
	unit.tamper.openCase();
	unit.tamper.closeCase();
	assert.equal(await incidents(1), ["tamper"]);
});

test("the unit asks, and takes the hand that comes: its own every time, another never", async () => {
	clear(unit.front);
	const hints: unknown[] = [];
	let standing = { leave() {} };
	const enrolled = await terminal(
		`enrol --role supervisor --pledge ${join(folder, "pledge.pdf")}`,
		ID,
		(event) => {
			if (event["event"] !== "hint") return;
			if (hints.length === 0) standing = stand(OWN, "enrol", 1);
			hints.push(event["hintReason"]);
		},
	);
	assert.is(enrolled.code, 0, JSON.stringify(enrolled.last));
	assert.equal([hints[0], hints.includes(HintReason.accepted)], [HintReason.present, true]);
	standing.leave();
	const verdicts = [];
	for (const [person, action] of [
		...["open-day", "log-in"].map((action) => [OWN, action] as const),
		...["log-in", "log-in"].map((action) => [OTHER, action] as const),
	]) {
		standing = stand(person, "probe", verdicts.length);
		verdicts.push((await terminal(`challenge --action ${action}`, ID)).last["decision"]);
		standing.leave();
	}
	assert.equal(verdicts, ["accepted", "accepted", "refused", "refused"]);
	assert.is((await terminal("reset", ID)).code, 0);
});

test("a power cut in the middle of a verification is the incident restart", async () => {
	// Nobody will answer it: it ends by itself, after what follows.
	const asking = terminal("challenge --seconds 5", ID, ({ event }) => {
		if (event === "hint") setTimeout(() => unit.restart(), 50);
	});
	assert.equal(await incidents(2), ["restart"]);
	assert.is((await asking).last["kind"], "timed-out");
});

test("after the broker was away the unit is back by itself, and its chain is the one kept", async () => {
	await broker.kill();
	await broker.start();
	assert.is((await terminal("birth --seconds 20")).code, 0);
	assert.is((await terminal("receipt --seconds 1")).code, 0);
	assert.is((await terminal("audit")).code, 0);
});

test.run();
