import { test } from "uvu";
import * as assert from "uvu/assert";
import type { NetworkSettings } from "../../hal/hal.js";
import { type PoweredDoors, powerOn } from "../../host-sim/doors/board.js";
import { SimulatedCamera } from "../../host-sim/doors/camera.js";
import { bootClock } from "../../host-sim/doors/clock.js";
import { SimulatedConsole } from "../../host-sim/doors/console.js";
import { seededEntropy } from "../../host-sim/doors/entropy.js";
import { SimulatedIlluminator } from "../../host-sim/doors/illuminator.js";
import { MemoryLink } from "../../host-sim/doors/link-memory.js";
import { createNodeCrypto } from "../../host-sim/doors/node-crypto.js";
import { SimulatedPresence } from "../../host-sim/doors/presence.js";
import { Scheduler } from "../../host-sim/doors/scheduler.js";
import { TopicRouter } from "../../host-sim/doors/topic-router.js";
import { attachConsole } from "../../host-sim/provision/console-end.js";
import { ANSWER_MS, Dialogue, type DialogueEnd, type Wish } from "../../host-sim/provision/dialogue.js";
import { NorFlash, PowerCut } from "../../host-sim/world/nor-flash.js";
import { NOR_PARTS } from "../../host-sim/world/nor-parts.js";
import { CONSOLE_ATTEMPTS, CONSOLE_RETRY_MS, ConsoleLink } from "../../modules/device/console-link.js";
import { openStore } from "../../modules/store/store.js";
import { loadIdentity } from "../../modules/unit/identity.js";
import { loadNetwork } from "../../modules/unit/network.js";
import { startUnit } from "../../modules/unit/unit.js";
import { createSigningKey } from "../../terminal/keys.js";

const crypto = createNodeCrypto({
	entropy: seededEntropy(new Uint8Array(32).fill(7)),
	deviceRoot: new Uint8Array(32).fill(9),
});
const authority = createSigningKey(crypto);
const NETWORK: NetworkSettings = {
	wifiName: "office",
	wifiPassword: "not to be read from flash",
	brokerHost: "10.0.0.2",
	brokerPort: 8883,
	brokerAuthority: new Uint8Array(900).fill(0x30),
};
const PROVISION: Wish = {
	kind: "provision",
	request: {
		siteLabel: "office",
		terminalLabel: "counter1",
		unitLabel: "unit1",
		terminalKey: createSigningKey(crypto).publicKey,
		authorityKey: authority.publicKey,
	},
	network: NETWORK,
};

/** Long enough for every repetition and the last disappointment. */
const PATIENCE_MS = (CONSOLE_ATTEMPTS + 2) * CONSOLE_RETRY_MS;

/** A unit on a bench, a tool, and a cable between them that can be pulled. */
class Bench {
	readonly scheduler = new Scheduler();
	readonly flash = new NorFlash({ part: NOR_PARTS.w25q128jv, blocks: 8, seed: 1 });
	readonly codes: string[] = [];
	/** Frames that the cable has carried, either way. */
	frames = 0;
	/** The cable is pulled when it has carried this many. */
	framesBeforePull = Number.POSITIVE_INFINITY;
	restarts = 0;
	/** That somebody takes to compare the codes. */
	hours = 0;
	/** Times that the tool gave up waiting for an answer. */
	silences = 0;
	#powered: PoweredDoors | undefined;
	#toUnit: (bytes: Uint8Array) => void = () => {};
	#toTool: (bytes: Uint8Array) => void = () => {};

	boot(): void {
		this.#powered?.powerOff();
		const console = new SimulatedConsole(this.scheduler);
		const clock = bootClock(this.scheduler);
		const link = attachConsole(console, {
			crypto,
			clock,
			transmit: (bytes) => this.#carry(bytes, "to-tool"),
		});
		this.#toUnit = (bytes) => link.receive(bytes);
		this.#powered = powerOn({
			scheduler: this.scheduler,
			crypto,
			camera: new SimulatedCamera(this.scheduler),
			illuminator: new SimulatedIlluminator(this.scheduler),
			presence: new SimulatedPresence(this.scheduler),
			flash: this.flash,
			link: new MemoryLink(this.scheduler, new TopicRouter()),
			console,
			trace: () => {},
			onCode: (digits) => this.codes.push(digits),
			onRestart: () => {
				this.restarts++;
			},
		});
		startUnit(this.#powered.doors, {
			softwareVersion: "1",
			firmwareVersion: 0,
			bundleHash: new Uint8Array(32),
		});
	}

	/** One run of the tool. @returns undefined when the unit stopped answering. */
	run(wish: Wish): { readonly end: DialogueEnd | undefined; readonly code: string | undefined } {
		let end: DialogueEnd | undefined;
		let code: string | undefined;
		const session = new Uint8Array(4);
		crypto.entropyInto(session);
		const clock = bootClock(this.scheduler);
		const link = new ConsoleLink({
			clock,
			session,
			transmit: (bytes) => this.#carry(bytes, "to-unit"),
			onMessage: (message) => dialogue.receive(message),
			onUnanswered: () => {},
		});
		const dialogue = new Dialogue({
			crypto,
			clock,
			wish,
			send: (message) => link.send(message),
			onCode: (digits, _unitKey, proceed) => {
				code = digits;
				this.scheduler.schedule(this.hours * 3_600_000, () => proceed("same"));
			},
			onEnd: (reached) => {
				end = reached;
			},
			onSilent: () => {
				this.silences++;
			},
		});
		this.#toTool = (bytes) => link.receive(bytes);
		dialogue.start();
		const untilMs = this.scheduler.nowMs() + this.hours * 3_600_000 + PATIENCE_MS;
		while (this.scheduler.step(untilMs)) {}
		dialogue.close();
		link.close();
		clock.close();
		this.#toTool = () => {};
		return { end, code };
	}

	/** What the flash holds: nothing, all of it, or something between. */
	stored(): "blank" | "whole" | "half" {
		// A copy: opening a store mends it, and this one is in use.
		const opening = openStore(this.flash.clone(2));
		if (opening.kind !== "opened") return opening.kind === "unformatted" ? "blank" : "half";
		const identity = loadIdentity(crypto, opening.store);
		const network = loadNetwork(crypto, opening.store);
		if (identity === undefined && network === undefined) return "blank";
		return identity !== undefined && network !== undefined ? "whole" : "half";
	}

	#carry(bytes: Uint8Array, direction: "to-unit" | "to-tool"): void {
		if (this.frames >= this.framesBeforePull) return;
		this.frames++;
		const copy = bytes.slice();
		this.scheduler.schedule(1, () => (direction === "to-unit" ? this.#toUnit(copy) : this.#toTool(copy)));
	}
}

function provisioned(end: DialogueEnd | undefined): Extract<DialogueEnd, { kind: "provisioned" }> {
	if (end?.kind !== "provisioned") throw new Error(`not provisioned: ${JSON.stringify(end)}`);
	return end;
}

test("both sides show the same six digits, and the unit keeps key, anchors and network together", () => {
	const bench = new Bench();
	bench.boot();
	const { end, code } = bench.run(PROVISION);
	assert.equal(bench.codes, [code]);
	assert.match(code ?? "", /^\d{6}$/);
	const { unitKey } = provisioned(end);
	assert.ok(crypto.isPublicKey(unitKey));
	assert.is(bench.stored(), "whole");
	const opening = openStore(bench.flash.clone(2));
	if (opening.kind !== "opened") throw new Error(opening.kind);
	assert.equal(loadNetwork(crypto, opening.store), NETWORK);
	const password = Buffer.from(NETWORK.wifiPassword);
	assert.is(Buffer.from(bench.flash.image()).indexOf(password), -1, "the password lies readable in flash");
});

test("wherever the cable is pulled, the unit is blank or provisioned, and the next attempt ends well", () => {
	const whole = new Bench();
	whole.boot();
	provisioned(whole.run(PROVISION).end);
	let half = 0;
	let cuts = 0;
	for (let frames = 0; frames < whole.frames; frames++) {
		for (const meanwhile of ["stays on", "loses power"] as const) {
			const bench = new Bench();
			bench.boot();
			bench.framesBeforePull = frames;
			bench.run(PROVISION);
			cuts++;
			if (bench.stored() === "half") half++;
			bench.framesBeforePull = Number.POSITIVE_INFINITY;
			if (meanwhile === "loses power") bench.boot();
			const { unitKey } = provisioned(bench.run(PROVISION).end);
			assert.is(bench.stored(), "whole", `cut at frame ${frames}, unit ${meanwhile}`);
			bench.boot();
			assert.equal(
				provisioned(bench.run(PROVISION).end).unitKey,
				unitKey,
				"the key is the one that was shown",
			);
		}
	}
	assert.ok(cuts >= 16, `${cuts} cuts`);
	assert.is(half, 0);
	console.log(`cable: ${cuts} cuts at every one of ${whole.frames} frames, ${half} half-provisioned`);
});

test("wherever the power is cut, on flash that tears, the unit is blank or provisioned", () => {
	const whole = new Bench();
	whole.boot();
	const before = whole.flash.counters().operations;
	provisioned(whole.run(PROVISION).end);
	const operations = whole.flash.counters().operations - before;
	let half = 0;
	for (let operation = 0; operation < operations; operation++) {
		const bench = new Bench();
		bench.boot();
		bench.flash.cutAt(operation, "random-bits");
		assert.throws(
			() => bench.run(PROVISION),
			(error: unknown) => error instanceof PowerCut,
		);
		bench.flash.powerOn();
		if (bench.stored() === "half") half++;
		bench.boot();
		provisioned(bench.run(PROVISION).end);
		assert.is(bench.stored(), "whole");
	}
	assert.ok(operations > 3, `${operations} operations`);
	assert.is(half, 0);
	console.log(`flash: ${operations} cuts, ${half} half-provisioned`);
});

test("a locked unit tells its own tool that all is well, and every other that it is locked", () => {
	const bench = new Bench();
	bench.boot();
	const first = provisioned(bench.run(PROVISION).end);
	assert.is(first.when, "now");
	assert.equal(provisioned(bench.run(PROVISION).end), { ...first, when: "before" });
	const other: Wish = { ...PROVISION, request: { ...PROVISION.request, unitLabel: "unit2" } };
	assert.equal(bench.run(other).end, { kind: "refused", reason: "already-provisioned" });
});

test("a factory reset needs the authority's signature, and then nothing is left", () => {
	const bench = new Bench();
	bench.boot();
	const first = provisioned(bench.run(PROVISION).end);
	const stranger = bench.run({ kind: "reset", authorityKey: createSigningKey(crypto) });
	assert.equal(stranger.end, { kind: "refused", reason: "not-authorised" });
	assert.is(bench.stored(), "whole");
	assert.is(bench.restarts, 0);
	assert.equal(bench.run({ kind: "reset", authorityKey: authority }).end, { kind: "reset" });
	assert.is(bench.restarts, 1);
	assert.is(bench.stored(), "blank");
	bench.boot();
	const second = provisioned(bench.run(PROVISION).end);
	assert.not.equal(second.ueid, first.ueid);
	assert.not.equal(second.unitKey, first.unitKey);
});

test("a tool gives up on something that acknowledges its questions and answers none", () => {
	const scheduler = new Scheduler();
	const clock = bootClock(scheduler);
	let silentAtMs = -1;
	let asked = 0;
	const dialogue = new Dialogue({
		crypto,
		clock,
		wish: PROVISION,
		send: () => {
			asked++;
		},
		onCode: () => {
			throw new Error("a code of no unit");
		},
		onEnd: ({ kind }) => {
			throw new Error(kind);
		},
		onSilent: () => {
			silentAtMs = scheduler.nowMs();
		},
	});
	dialogue.start();
	scheduler.schedule(1_000, () => dialogue.receive(Uint8Array.of(0x63, 0x54, 0x41, 0x50)));
	while (scheduler.step(10 * ANSWER_MS)) {}
	assert.is(asked, 1);
	assert.is(silentAtMs, ANSWER_MS);
	clock.close();
});

test("a tool that waits for somebody to compare the codes waits for as long as it takes", () => {
	const bench = new Bench();
	bench.boot();
	bench.hours = 2;
	provisioned(bench.run(PROVISION).end);
	assert.is(bench.silences, 0);
});

test.run();
