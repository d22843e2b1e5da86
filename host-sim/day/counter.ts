/**
 * Sets up a counter: a unit that boots, is provisioned over its cable and comes online, and the terminal
 * beside it.
 */
import type { Crypto } from "../../hal/hal.js";
import { toHex } from "../../modules/bytes/bytes.js";
import { HintReason, type Modality } from "../../modules/messages/messages.generated.js";
import { topicOf, type UnitAddress } from "../../modules/messages/topics.js";
import { newAuditMirror } from "../../terminal/audit-mirror.js";
import { openExchange } from "../../terminal/exchange.js";
import { createSigningKey, createSiteKey } from "../../terminal/keys.js";
import { REPORT_REFUSED } from "../../terminal/own-refusals.js";
import { hintSentence } from "../../terminal/sentences.js";
import type { Refusal, TerminalClock } from "../../terminal/session.js";
import type { Board } from "../doors/board.js";
import { SimulatedCamera } from "../doors/camera.js";
import { SimulatedConsole } from "../doors/console.js";
import { SimulatedIlluminator } from "../doors/illuminator.js";
import { SimulatedPresence } from "../doors/presence.js";
import { Scheduler } from "../doors/scheduler.js";
import type { EngineStats } from "../engines/engine.js";
import type { NorFlash } from "../world/nor-flash.js";
import type { Closing } from "./closing.js";
import { both, type Companion, type Eyes } from "./companion.js";
import type { Counter, Operator, Photograph } from "./day.js";
import type { Desk, DeskOutcome, Keys } from "./desk.js";
import type { Driver, StartDriver } from "./drive.js";
import type { DayEvent } from "./events.js";
import { nameOf } from "./names.js";
import type { Network } from "./network.js";
import type { TerminalIdentity } from "./office-folder.js";
import { provision } from "./provision.js";

/** A booted unit, whatever runs it. */
export interface RunningUnit {
	/**
	 * Resolves when the unit has handled everything that the doors called back. Rejects when it has stopped.
	 */
	settle(): Promise<void>;
	stats(): Promise<EngineStats>;
	/** Switches it off, for good. */
	close(): Promise<void>;
}

/** Switches a unit on; resolves when it has booted on this board. */
export type PlugIn = (board: Board) => Promise<RunningUnit>;

export interface CounterOptions {
	readonly plugIn: PlugIn;
	readonly network: (scheduler: Scheduler) => Network;
	readonly startDriver: StartDriver;
	/** The terminal's trusted clock. */
	readonly clock: (scheduler: Scheduler) => TerminalClock;
	/** Two parties, two sources of chance. */
	readonly unitCrypto: Crypto;
	readonly terminalCrypto: Crypto;
	readonly flash: NorFlash;
	readonly operators: readonly [Operator, Operator, Operator];
	readonly unknownId: string;
	/** Milliseconds, for telling how long things took. */
	readonly nowMs: (scheduler: Scheduler) => number;
	readonly report: (event: DayEvent) => void;
	readonly trace?: (line: string) => void;
	/** Who the terminal is; drawn anew when left out. */
	readonly identity?: TerminalIdentity;
	/** A terminal's program that shares the counter's line to the unit. */
	readonly companion?: (desk: Omit<Desk, "session">) => Companion;
}

export interface OpenCounter {
	readonly counter: Counter;
	readonly driver: Driver;
	readonly unit: RunningUnit;
	readonly keys: Keys;
}

/** About five pictures a second, as the unit's camera gives them. */
const FRAME_INTERVAL_MS = 200;
const ONLINE_TIMEOUT_MS = 15_000;

/**
 * What is opened on the way is added to `closing`, whatever becomes of the rest.
 * @throws whatever stopped the unit, and Error when the broker cannot be reached.
 */
export async function openCounter(options: CounterOptions, closing: Closing): Promise<OpenCounter> {
	const { report, unitCrypto, flash, trace = () => {} } = options;
	const scheduler = new Scheduler();
	const network = options.network(scheduler);
	const link = network.openLink(scheduler);
	const board: Board = {
		scheduler,
		crypto: unitCrypto,
		camera: new SimulatedCamera(scheduler, { frameIntervalMs: FRAME_INTERVAL_MS }),
		illuminator: new SimulatedIlluminator(scheduler),
		presence: new SimulatedPresence(scheduler),
		flash,
		link: link.device,
		console: new SimulatedConsole(scheduler),
		trace,
	};
	await closing.add(() => link.ended());
	const unit = await options.plugIn(board);
	await closing.add(() => unit.close());
	const driver = options.startDriver(scheduler, () => unit.settle());
	await closing.add(async () => driver.close());
	const identity = options.identity ?? drawIdentity(options.terminalCrypto);
	const { keys } = identity;
	const counter = await driver.run(() => openDesk(options, board, network, identity, closing));
	report({ event: "note", detail: { ja: "準備ができました。", en: "Ready." } });
	return { counter, driver, unit, keys };
}

function drawIdentity(crypto: Crypto): TerminalIdentity {
	const [terminal, authority] = [createSigningKey(crypto), createSigningKey(crypto)];
	const address = { site: drawLabel(crypto), terminal: drawLabel(crypto) };
	return { keys: { terminal, authority, site: createSiteKey(crypto) }, address };
}

async function openDesk(
	options: CounterOptions,
	board: Board,
	network: Network,
	identity: TerminalIdentity,
	closing: Closing,
): Promise<Counter> {
	const { terminalCrypto: crypto, operators, unknownId, report } = options;
	const { keys } = identity;
	const address = { ...identity.address, unit: drawLabel(crypto) };
	const provisioned = await provision(board.console, {
		address,
		terminalKey: keys.terminal.publicKey,
		authorityKey: keys.authority.publicKey,
	});
	if (provisioned.kind === "refused") throw new Error(`the unit refuses to be set up: ${provisioned.reason}`);
	const prefix = topicOf(address, "res").replace(/\/res$/, "");
	report({
		event: "provisioned",
		ueid: toHex(provisioned.unit.ueid),
		topics: `${prefix}/{cmd,res,evt,state}`,
	});

	const exchange = openExchange(provisioned.unit);
	const clock = options.clock(board.scheduler);
	const refusals = new Refusals();
	const accepted = new Accepted();
	const online = new Online();
	const asked: Listeners["asked"] = { trait: undefined };
	const { demand } = operators[0].person;
	const companion = options.companion?.({ crypto, keys, exchange, demand, clock });
	const session = await network.openTerminal({
		crypto,
		exchange,
		clock,
		...companion?.hears.broker,
		audit: {
			mirror: companion?.book.mirror ?? newAuditMirror(),
			ledger: companion?.book ?? FORGETFUL,
			terminalKey: keys.terminal,
			schedule: (write) => clock.setTimer(0, write),
			...companion?.hears.audit,
		},
		...both(eyes(address, report, { refusals, accepted, online, asked }), companion?.hears.session),
	});
	await closing.add(() => session.close());
	companion?.attach(session);
	const photographs: Photograph[] = [];
	const tap = await network.openTap(prefix, (topic, payload) => {
		if (topic === topicOf(address, "res")) photographs.push({ topic, payload });
	});
	await closing.add(() => tap.close());
	await online.wait(clock);
	return {
		front: { ...board, asked: () => asked.trait },
		desk: { crypto, keys, exchange, demand, clock, session },
		operators,
		unknownId,
		photographer: { tap, photographs },
		nextAccepted: () => accepted.next(),
		nextRefusal: () => refusals.next(),
		nowMs: () => options.nowMs(board.scheduler),
		report,
		visits: 0,
	};
}

/** Who hears of what arrives. */
interface Listeners {
	readonly refusals: Refusals;
	readonly accepted: Accepted;
	readonly online: Online;
	/** What the unit last asked for. */
	readonly asked: { trait: Modality | undefined };
}

/** What the terminal's screen shows of what arrives. */
function eyes(
	address: UnitAddress,
	report: (event: DayEvent) => void,
	{ refusals, accepted, online, asked }: Listeners,
): Eyes {
	return {
		onArrival(topic, byteLength) {
			if (topic === topicOf(address, "res"))
				report({ event: "stage", stage: "broker", note: `${byteLength}B` });
		},
		onHint({ hintReason, progress, modality }) {
			asked.trait = modality;
			report({ event: "stage", stage: "unit", note: "" });
			if (hintReason === HintReason.accepted) accepted.come();
			report({
				event: "hint",
				hint: nameOf(HintReason, hintReason),
				detail: hintSentence(hintReason, modality),
				...(progress === undefined ? {} : { progress }),
			});
		},
		onPresence(presence) {
			const { bootCount } = presence.body;
			if (presence.type === "offline") return report({ event: "offline", bootCount });
			const { softwareVersion, bundleHash } = presence.body;
			report({ event: "birth", bootCount, softwareVersion, sha256: toHex(bundleHash) });
			online.come();
		},
		onRefused(refusal) {
			const { channel, reason } = refusal;
			report({ event: "refused", channel, reason, detail: REPORT_REFUSED[reason] });
			refusals.add(refusal);
		},
	};
}

/** Random labels: a topic names nobody and no place. */
function drawLabel(crypto: Crypto): string {
	const bytes = new Uint8Array(6);
	crypto.entropyInto(bytes);
	return toHex(bytes);
}

/** Hands the next refusal to whoever waits for one. */
class Refusals {
	#waiting: ((outcome: DeskOutcome) => void)[] = [];

	add({ reason }: Refusal): void {
		for (const resolve of this.#waiting.splice(0)) {
			resolve({ actual: `not-believed:${reason}`, detail: REPORT_REFUSED[reason], by: "terminal" });
		}
	}

	next(): Promise<DeskOutcome> {
		return new Promise((resolve) => this.#waiting.push(resolve));
	}
}

/** Tells whoever waits that a sample, or the witness, was good. */
class Accepted {
	#waiting: (() => void)[] = [];

	come(): void {
		for (const resolve of this.#waiting.splice(0)) resolve();
	}

	next(): Promise<void> {
		return new Promise((resolve) => this.#waiting.push(resolve));
	}
}

/** A day at the counter is a demonstration: its audit chain is checked, acknowledged and not kept. */
const FORGETFUL = { append() {} };

/** Whether the unit has announced itself. */
class Online {
	#isOnline = false;
	#come: () => void = () => {};

	come(): void {
		this.#isOnline = true;
		this.#come();
	}

	wait(clock: TerminalClock): Promise<void> {
		if (this.#isOnline) return Promise.resolve();
		return new Promise((resolve, reject) => {
			const timer = clock.setTimer(ONLINE_TIMEOUT_MS, () =>
				reject(new Error("the unit does not come online")),
			);
			this.#come = () => {
				timer.close();
				resolve();
			};
		});
	}
}
