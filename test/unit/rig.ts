/** A unit on direct doors in virtual time, with its terminal's and its authority's keys at hand. */
import type { Crypto } from "../../hal/hal.js";
import { powerOn } from "../../host-sim/doors/board.js";
import { type Frame, SimulatedCamera } from "../../host-sim/doors/camera.js";
import { SimulatedConsole } from "../../host-sim/doors/console.js";
import { seededEntropy } from "../../host-sim/doors/entropy.js";
import { SimulatedIlluminator } from "../../host-sim/doors/illuminator.js";
import { MemoryLink } from "../../host-sim/doors/link-memory.js";
import { createNodeCrypto } from "../../host-sim/doors/node-crypto.js";
import { SimulatedPresence } from "../../host-sim/doors/presence.js";
import { Scheduler } from "../../host-sim/doors/scheduler.js";
import type { SimulatedSlots } from "../../host-sim/doors/slots.js";
import { SimulatedTamper } from "../../host-sim/doors/tamper.js";
import { TopicRouter } from "../../host-sim/doors/topic-router.js";
import { NorFlash } from "../../host-sim/world/nor-flash.js";
import { NOR_PARTS } from "../../host-sim/world/nor-parts.js";
import { equalConstantTime } from "../../modules/bytes/bytes.js";
import { kidOf, type Opened, openMessage } from "../../modules/messages/envelope.js";
import {
	EndReason,
	HintReason,
	IncidentKind,
	RefusalReason,
	type SignedType,
} from "../../modules/messages/messages.generated.js";
import { decodeBody, encodeBody } from "../../modules/messages/messages.js";
import { startUnit } from "../../modules/unit/unit.js";
import { bootNonceIn, COMMANDS, officeTime, PROVISIONING, policySet, receiptFor } from "./office.js";

export interface Heard {
	readonly topic: string;
	readonly payload: Uint8Array;
	readonly atMs: number;
}

export interface RigOptions {
	readonly flash?: NorFlash;
	/** Wraps what the unit gets. */
	readonly watch?: (crypto: Crypto) => Crypto;
	/** The terminal sends a receipt for every entry, or none. */
	readonly receipts?: "sent" | "none";
	/** Firmware that can be exchanged; without them it cannot. */
	readonly slots?: SimulatedSlots;
}

/** Enough blocks for the outbox and a few enrolments, few enough to be searched quickly. */
const BLOCKS = 24;

export const CONFIG = {
	softwareVersion: "0.1.0-test",
	firmwareVersion: 1,
	bundleHash: new Uint8Array(32).fill(0xb0),
};

export class Rig {
	readonly scheduler = new Scheduler();
	readonly router = new TopicRouter();
	readonly camera = new SimulatedCamera(this.scheduler);
	readonly light = new SimulatedIlluminator(this.scheduler);
	readonly presence = new SimulatedPresence(this.scheduler);
	readonly tamper = new SimulatedTamper(this.scheduler);
	readonly link = new MemoryLink(this.scheduler, this.router);
	readonly console = new SimulatedConsole(this.scheduler);
	readonly crypto: Crypto;
	readonly flash: NorFlash;
	/** What the unit published, in order. */
	readonly heard: Heard[] = [];
	/** What the unit wrote to its console. */
	readonly written: Uint8Array[] = [];
	readonly traced: string[] = [];
	/** Grey level of every exposure without our light. */
	ambient = 5;
	/** How often the unit has asked to be started anew. */
	restarts = 0;
	/** Before it is. */
	willRestart: () => void = () => {};
	readonly #slots: SimulatedSlots | undefined;
	#isRestartDue = false;
	#powered: ReturnType<typeof powerOn> | undefined;
	/** The office's clock when this rig's began. */
	readonly #epoch = officeTime.seconds + 1;

	constructor({ flash, watch, receipts = "sent", slots }: RigOptions = {}) {
		this.#slots = slots;
		officeTime.seconds = this.#epoch;
		const crypto = createNodeCrypto({
			entropy: seededEntropy(new Uint8Array(32).fill(1)),
			deviceRoot: new Uint8Array(32).fill(2),
		});
		const remembering = { ...crypto, verify: remembered(crypto.verify) };
		this.crypto = watch?.(remembering) ?? remembering;
		this.flash = flash ?? new NorFlash({ part: NOR_PARTS.w25q128jv, blocks: BLOCKS, seed: 1 });
		this.router.subscribe(
			["res", "evt", "log", "state"].map((channel) => `shogo/1/+/+/+/${channel}`),
			(topic, payload) => {
				this.heard.push({ topic, payload, atMs: this.scheduler.nowMs() });
				officeTime.bootNonce = bootNonceIn(payload) ?? officeTime.bootNonce;
				if (receipts === "sent") this.scheduler.schedule(0, () => this.#acknowledge(topic, payload));
			},
		);
		this.console.onMessage = (message) => this.written.push(message);
	}

	/** Power on; runs until the unit has nothing to do at once. */
	boot(): this {
		this.#powered = powerOn({
			scheduler: this.scheduler,
			crypto: this.crypto,
			camera: this.camera,
			illuminator: this.light,
			presence: this.presence,
			tamper: this.tamper,
			flash: this.flash,
			link: this.link,
			console: this.console,
			trace: (line) => this.traced.push(line),
			onRestart: () => {
				this.#isRestartDue = true;
			},
			...(this.#slots === undefined ? {} : { slots: this.#slots.door }),
		});
		const firmwareVersion = this.#slots?.boot() ?? CONFIG.firmwareVersion;
		startUnit(this.#powered.doors, { ...CONFIG, firmwareVersion });
		this.run(0);
		return this;
	}

	powerOff(): void {
		this.#powered?.powerOff();
		this.#powered = undefined;
	}

	/** A second of darkness. */
	restart(): this {
		this.powerOff();
		this.run(1000);
		return this.boot();
	}

	provision(): this {
		this.console.send(encodeBody("provision-request", PROVISIONING));
		this.run(0);
		return this;
	}

	#restartNow(): void {
		this.#isRestartDue = false;
		this.restarts++;
		this.willRestart();
		this.restart();
	}

	/** Nobody needs to open a day. */
	relax(change: Parameters<typeof policySet>[0] = {}): this {
		this.send(policySet({ dayRequired: 0, ...change }));
		return this;
	}

	/** Undefined while the power is off. */
	get frameBuffer(): Uint8Array | undefined {
		return this.#powered?.doors.frameBuffer;
	}

	/** The state last traced. */
	get state(): string {
		const last = this.traced.filter((line) => line.startsWith("state ")).at(-1);
		return last?.slice("state ".length) ?? "unprovisioned";
	}

	/**
	 * Lets time pass. After every callback the unit must have cleared the frame and, at rest, released the
	 * doors.
	 */
	run(durationMs: number): void {
		const untilMs = this.scheduler.nowMs() + durationMs;
		const keepTime = () => {
			officeTime.seconds = this.#epoch + Math.floor(this.scheduler.nowMs() / 1000);
		};
		while (this.scheduler.step(untilMs)) {
			keepTime();
			if (this.#powered !== undefined) this.#assertTidy();
			if (this.#isRestartDue) this.#restartNow();
		}
		keepTime();
	}

	/** What every exposure shows from now on; undefined: nobody is there. */
	show(scene: (() => Frame) | undefined): void {
		this.presence.distanceMm = scene === undefined ? undefined : 50;
		this.camera.scene = () => this.#inThisLight((scene ?? (() => DARKNESS))());
	}

	/** A frame shows what it should while our light is on; without it, nothing but `ambient`. */
	#inThisLight(frame: Frame): Frame {
		if (this.light.levelPercent > 0) return frame;
		return { ...frame, pixels: frame.pixels.map(() => this.ambient), lit: false };
	}

	/** Delivers an envelope on the unit's command topic. */
	send(envelope: Uint8Array, topic = COMMANDS): void {
		this.router.publish({ topic, payload: envelope, qos: 1, retain: false });
		this.run(0);
	}

	/** The public key that the unit gave when it was provisioned. */
	get unitKey(): Uint8Array {
		const replies = this.written.map((message) => decodeBody("provision-reply", message));
		const reply = replies.find((decoding) => decoding.kind === "decoded");
		if (reply === undefined) throw new Error("the unit has not been provisioned");
		return reply.body.unitKey;
	}

	/** All signed messages of these types, opened with the unit's key; what was sent again counts once. */
	opened<T extends SignedType>(...types: readonly T[]): Opened<T>[] {
		const key = this.unitKey;
		const kid = kidOf(this.crypto, key);
		const keyOf = (named: Uint8Array) => (equalConstantTime(named, kid) ? key : undefined);
		const messages: Opened<T>[] = [];
		const seen = new Set<string>();
		for (const { topic, payload } of this.heard) {
			const text = Buffer.from(payload).toString("base64");
			if (!topic.endsWith("/state") && seen.has(text)) continue;
			seen.add(text);
			const opened = openMessage(this.crypto, keyOf, topic, types, payload);
			if (opened.kind === "opened") messages.push(opened);
		}
		return messages;
	}

	/** "accepted", or the name of the reason, of each answer so far. */
	get answers(): string[] {
		return this.opened("result", "enrol-result").map(
			({ body }) => nameIn(RefusalReason, body.reason) ?? "accepted",
		);
	}

	/** The same of the orders. */
	get rulings(): string[] {
		return this.opened("order-result").map(({ body }) => nameIn(RefusalReason, body.reason) ?? "accepted");
	}

	/** Names of the incidents so far. */
	get incidents(): (string | undefined)[] {
		return this.opened("incident").map(({ body }) => nameIn(IncidentKind, body.incidentKind));
	}

	/** Why sessions have ended so far. */
	get endings(): (string | undefined)[] {
		return this.opened("session-end").map(({ body }) => nameIn(EndReason, body.endReason));
	}

	/** What the terminal does with an entry of the chain: it has it now, and says so. */
	#acknowledge(topic: string, payload: Uint8Array): void {
		const receipt = receiptFor(payload);
		const isEntry = topic.endsWith("/res") || topic.endsWith("/log");
		if (!isEntry || receipt === undefined) return;
		this.router.publish({ topic: COMMANDS, payload: receipt, qos: 1, retain: false });
	}

	/** Names of the hints so far. */
	get hints(): string[] {
		return this.heard
			.filter(({ topic }) => topic.endsWith("/evt"))
			.map(({ payload }) => decodeBody("hint", payload))
			.map((hint) => (hint.kind === "decoded" && nameIn(HintReason, hint.body.hintReason)) || "malformed");
	}

	#assertTidy(): void {
		const isCapturing = this.state === "capturing" || this.state === "enrolling";
		// While capturing, the second half may hold the ambient picture.
		const tidy = this.frameBuffer?.subarray(0, isCapturing ? EMPTY.length / 2 : EMPTY.length);
		if (tidy !== undefined && !EMPTY.subarray(0, tidy.length).equals(tidy)) {
			throw new Error("a frame was left in the frame buffer");
		}
		if (this.camera.isStarted !== isCapturing) throw new Error(`${this.state}: camera is wrong`);
		const levels = isCapturing ? [0, 100] : [0];
		if (!levels.includes(this.light.levelPercent)) throw new Error(`${this.state}: light is wrong`);
	}
}

const EMPTY = Buffer.alloc(640 * 480);
const DARKNESS: Frame = { pixels: new Uint8Array(128 * 128), width: 128, height: 128, lit: true };

/**
 * Verifying is where a test's time goes: what is opened again and again, after every answer or after every
 * cut, is verified once. A verdict depends on nothing but these bytes.
 */
function remembered(verify: Crypto["verify"]): Crypto["verify"] {
	return (publicKey, digest, signature) => {
		const name = Buffer.concat([publicKey, digest, signature]).toString("base64");
		const verdict = verdicts.get(name) ?? verify(publicKey, digest, signature);
		verdicts.set(name, verdict);
		return verdict;
	};
}

const verdicts = new Map<string, boolean>();

function nameIn(names: Readonly<Record<string, number>>, number: number | undefined): string | undefined {
	return Object.keys(names).find((name) => names[name] === number);
}
