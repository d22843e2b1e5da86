/** The authority's command for a new firmware, against a unit with two slots, over a broker. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { type Broker, startBroker } from "../../host-sim/broker.js";
import { type LiveUnit, startLiveUnit } from "../../host-sim/brokers/live-unit.js";
import { SimulatedSlots } from "../../host-sim/doors/slots.js";
import { imageOf } from "../../host-sim/update/updated-unit.js";
import { NorFlash } from "../../host-sim/world/nor-flash.js";
import { NOR_PARTS } from "../../host-sim/world/nor-parts.js";
import { runTerminal } from "../../terminal/cli/commands.js";
import { saveSigningKey } from "../../terminal/keys.js";
import { saveUnit } from "../../terminal/unit-file.js";

const folder = mkdtempSync(join(tmpdir(), "shogo-update-"));
const BYTES = 4000;
let broker: Broker;
let unit: LiveUnit;
let slots: SimulatedSlots;

test.before(async () => {
	broker = await startBroker();
	const flash = (seed: number, blocks: number) => new NorFlash({ part: NOR_PARTS.w25q128jv, blocks, seed });
	slots = SimulatedSlots.prepare([flash(1, 1), flash(2, 1)], flash(3, 2), imageOf(1, BYTES));
	unit = await startLiveUnit({ brokerUrl: broker.url, slots });
	saveSigningKey(join(folder, "terminal.key"), "terminal", unit.terminalKey);
	saveSigningKey(join(folder, "authority.key"), "authority", unit.authorityKey);
	saveUnit(join(folder, "unit.json"), unit.known);
	for (const version of [2, 9]) writeFileSync(join(folder, `${version}.bin`), imageOf(version, BYTES));
	writeFileSync(join(folder, "long.bin"), imageOf(3, 9000));
});

test.after(async () => {
	await unit.close();
	await broker.close();
	rmSync(folder, { recursive: true });
});

/** A unit that has just started refuses what was signed in the second of its last request. */
const nextSecond = () => new Promise((resolve) => setTimeout(resolve, 1100));

async function update(...words: readonly string[]) {
	const [printed, complaints]: [string[], string[]] = [[], []];
	const all = ["update", ...words, "--office", folder, "--broker", broker.url, "--json"];
	const code = await runTerminal(all, {
		input: Readable.from([""]),
		print: (line) => printed.push(line),
		complain: (line) => complaints.push(line),
	});
	const last: Readonly<Record<string, unknown>> = JSON.parse(printed.at(-1) ?? "{}");
	return { code, last, errors: complaints.join("\n") };
}

test("an image is brought, and the command ends when the unit runs it for good", async () => {
	const { code, last } = await update("--image", join(folder, "2.bin"), "--version", "2");
	assert.equal([code, last["event"], last["kind"], last["firmwareVersion"]], [0, "update", "runs", 2]);
	assert.is(slots.door.status().onTrial, false);
});

test("the version that runs is refused, and so is an image too long for the unit's slot", async () => {
	await nextSecond();
	const again = await update("--image", join(folder, "2.bin"), "--version", "2");
	assert.equal([again.code, again.last["reason"]], [1, "rolled-back"]);
	const long = await update("--image", join(folder, "long.bin"), "--version", "3");
	assert.equal([long.code, long.last["reason"]], [1, "unsupported"]);
});

test("a unit that comes back with another version than the one offered is no success", async () => {
	// It calls itself 9 but is offered as 3: the unit comes back, says 9, and refuses to go down to 3.
	const { code, last } = await update("--image", join(folder, "9.bin"), "--version", "3", "--patience", "10");
	assert.equal([code, last["reason"]], [1, "rolled-back"]);
});

test("asked for wrongly, it says what is missing and asks nobody", async () => {
	const image = join(folder, "2.bin");
	assert.match((await update("--version", "3")).errors, /--image is missing/);
	assert.match((await update("--image", image)).errors, /--version is missing/);
	assert.match((await update("--image", image, "--version", "0")).errors, /whole number from 1/);
	assert.match((await update("--image", join(folder, "none"), "--version", "3")).errors, /no such file/);
	assert.is((await update("--image", image, "--version", "3", "--name", "x".repeat(33))).code, 2);
});

test.run();
