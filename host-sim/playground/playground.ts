/**
 * The world around a simulated unit, for somebody to play with: who stands before it and how, power, broker,
 * clock and case. Everything is done through the doors that the simulator has, in its own time: what comes of
 * an act is seen, not told.
 *
 *     page --act--> playground --(scheduler)--> board, broker, clock
 *     unit --doors, trace, wire--> playground --state, picture, message--> page
 */
import type { Doors } from "../../hal/hal.js";
import { toHex } from "../../modules/bytes/bytes.js";
import { kidOf } from "../../modules/messages/envelope.js";
import type { TerminalClock } from "../../terminal/session.js";
import type { OpenCounter, RunningUnit } from "../day/counter.js";
import type { Network } from "../day/network.js";
import { clear, type Front, present } from "../day/presenter.js";
import type { Cancel, Scheduler } from "../doors/scheduler.js";
import type { KeyShown, Presentation } from "../shared/world-state.js";
import type { NorFlash } from "../world/nor-flash.js";
import { machineTable } from "./machine-table.js";
import { PluggedUnit } from "./plugged-unit.js";
import type { Sitter } from "./presentation.js";
import { shiftedClock } from "./shifted-clock.js";
import { watchedDoors } from "./watched-doors.js";
import { Wire } from "./wire.js";
import { type Show, WorldScreen } from "./world-screen.js";

export interface PlaygroundOptions {
	readonly boot: (doors: Doors) => Promise<RunningUnit>;
	readonly flash: NorFlash;
	/** The terminal's clock as it should be. */
	readonly clock: (scheduler: Scheduler) => TerminalClock;
	/** Milliseconds since 1970. */
	readonly nowMs: () => number;
	readonly sitters: readonly Sitter[];
	/** "withheld": the camera sees real persons, and nobody is shown that. */
	readonly pictures: "synthetic" | "withheld";
	/** Of the engine's pointers. */
	readonly bits: 32 | 64;
	/** Undefined where the broker is somebody else's. */
	readonly broker: SwitchableBroker | undefined;
	readonly show: Show;
}

export interface SwitchableBroker {
	readonly isUp: boolean;
	kill(): Promise<void>;
	restore(): Promise<void>;
}

export class Playground {
	readonly unit: PluggedUnit;
	readonly broker: SwitchableBroker | undefined;
	readonly sitters: readonly Sitter[];
	readonly wire: Wire;
	readonly #screen: WorldScreen;
	readonly #clock: PlaygroundOptions["clock"];
	/** By which the terminal's clock is wrong. */
	readonly #offset = { seconds: 0 };
	#front: Front | undefined;
	#standing: Presentation | undefined;
	#coming: Cancel | undefined;
	#visits = VISITS_BEGIN;

	constructor(options: PlaygroundOptions) {
		const { boot, flash, clock, nowMs, sitters, pictures, bits, broker, show } = options;
		this.#clock = clock;
		this.broker = broker;
		this.sitters = sitters;
		const described = sitters.map(({ present: _, ...description }) => description);
		const asked = () => this.#front?.asked?.();
		const screenOptions = { show, bits, nowMs, asked, cast: { pictures, sitters: described } };
		const screen = new WorldScreen(screenOptions, machineTable());
		this.#screen = screen;
		this.wire = new Wire((message) => screen.message(message), nowMs);
		this.unit = new PluggedUnit({
			boot,
			flash,
			watch: (doors) => watchedDoors(doors, screen),
			onPower: (power, why) => screen.power(power, why),
			onStats: (stats) => screen.stats(stats),
		});
		this.tellBroker();
	}

	/** The terminal's clock as it is set. */
	clockIn(scheduler: Scheduler): TerminalClock {
		return shiftedClock(this.#clock(scheduler), this.#offset);
	}

	/** The network with an ear on it. */
	tapped(network: Network): Network {
		return this.wire.tapped(network);
	}

	/** From now on there is a counter that acts can be done at, and somebody may check its signatures. */
	enter({ counter, keys }: OpenCounter): void {
		const { crypto, exchange } = counter.desk;
		this.#front = counter.front;
		const shown = (owner: KeyShown["owner"], publicKey: Uint8Array): KeyShown => ({
			owner,
			kid: toHex(kidOf(crypto, publicKey)),
			publicKey: Buffer.from(publicKey).toString("base64"),
		});
		this.#screen.keys({
			keys: [
				shown("unit", exchange.unit.publicKey),
				shown("terminal", keys.terminal.publicKey),
				shown("authority", keys.authority.publicKey),
			],
		});
	}

	/** Runs `act` as something that happens in this world. @returns false before there is a counter. */
	happen(act: () => void): Promise<boolean> {
		const front = this.#front;
		if (front === undefined) return Promise.resolve(false);
		return new Promise((resolve) => {
			front.scheduler.schedule(0, () => {
				act();
				resolve(true);
			});
		});
	}

	/** Somebody comes before the unit, or holds what is there differently. Inside `happen`, as all below. */
	stand(presentation: Presentation): void {
		const front = this.#front;
		if (front === undefined) return;
		const before = this.#standing;
		this.#vacate(front);
		this.#standing = presentation;
		const isSomebodyElse = before !== undefined && before.person !== presentation.person;
		const comingMs = isSomebodyElse ? CHANGING_PLACES_MS : 0;
		this.#coming = front.scheduler.schedule(comingMs, () => this.#come(front, presentation));
		this.#screen.change({ standing: presentation });
	}

	stepAway(): void {
		if (this.#front !== undefined) this.#vacate(this.#front);
		this.#standing = undefined;
		this.#screen.change({ standing: null });
	}

	#come(front: Front, presentation: Presentation): void {
		const visit = this.#visits++;
		const see = this.sitters[presentation.person].present(presentation, visit);
		const person = { see: (_: unknown, movement: number, lamp: "on" | "off") => see(movement, lamp) };
		present(front, person, { purpose: "probe", number: visit, condition: "good" });
		front.presence.distanceMm = presentation.distanceMm;
	}

	/** The room behind is what the unit sees then; so it knows that a witness has made room. */
	#vacate(front: Front): void {
		this.#coming?.close();
		this.#coming = undefined;
		clear(front);
	}

	setClock(offsetSeconds: number): void {
		this.#offset.seconds = offsetSeconds;
		this.#screen.change({ clockOffsetSeconds: offsetSeconds });
	}

	setCase(caseLid: "closed" | "open"): void {
		if (caseLid === "open") this.unit.openCase();
		else this.unit.closeCase();
		this.#screen.change({ caseLid });
	}

	/** After the broker was switched. */
	tellBroker(): void {
		const broker = this.broker === undefined ? "elsewhere" : this.broker.isUp ? "up" : "down";
		this.#screen.change({ broker });
	}
}

/** Visits of the day before have lower numbers, so that no picture is shown twice. */
const VISITS_BEGIN = 1000;
/** Two people do not stand before the unit at once; it looks several times a second. */
const CHANGING_PLACES_MS = 800;
