import { assert } from "../../modules/bytes/assert.js";
import { encodeUtf8 } from "../../modules/bytes/utf8.js";
import { Demand } from "../../modules/messages/messages.generated.js";
import { createSigningKey, createSiteKey } from "../../terminal/keys.js";
import { subjectTokenOf } from "../../terminal/subject-token.js";
import { asFastAsThingsHappen } from "../day/drive.js";
import { nameOf } from "../day/names.js";
import { provision } from "../day/provision.js";
import type { Board } from "../doors/board.js";
import { SimulatedCamera } from "../doors/camera.js";
import { SimulatedConsole } from "../doors/console.js";
import { SimulatedIlluminator } from "../doors/illuminator.js";
import { SimulatedPresence } from "../doors/presence.js";
import { Scheduler } from "../doors/scheduler.js";
import type { Engine, EngineHost } from "../engines/engine.js";
import { NorFlash } from "../world/nor-flash.js";
import { NOR_PARTS } from "../world/nor-parts.js";
import { createPrng, type Prng } from "../world/prng.js";
import { CAST, idOf, type Name, type Picture } from "./cast.js";
import { allCheckers } from "./checkers/all.js";
import type { Checker } from "./checkers/checker.js";
import { Leftovers, type ShownMemory } from "./checkers/leftovers.js";
import { Canaries } from "./checkers/secrets.js";
import { UnitsVoice } from "./checkers/units-voice.js";
import { WrongClock } from "./clock.js";
import { type FaultName, Swarm } from "./faults.js";
import { Journal, type Seen } from "./journal.js";
import { Machine } from "./machine.js";
import { StormyNetwork } from "./network.js";
import { Office } from "./office.js";
import { reckon } from "./reckoning.js";
import { createSeededCrypto } from "./seeded-crypto.js";
import { unleash } from "./storm.js";
import { work } from "./work.js";

export interface WorldOptions {
	readonly seed: number;
	/** Of storm; some minutes of calm follow. */
	readonly hours: number;
	readonly start: (host: EngineHost) => Promise<Engine>;
	readonly memory?: ShownMemory;
	readonly onEvent?: (event: Seen) => void;
}

export interface WorldOutcome {
	readonly seed: number;
	/** "palm-vein", "iris" or "both". */
	readonly demand: string;
	readonly virtualMs: number;
	/** SHA-256 of all that crossed the bridge and of all events. */
	readonly traceHash: string;
	readonly faults: Partial<Record<FaultName, number>>;
	/** Answers that the terminal believed. */
	readonly answers: Readonly<Record<string, number>>;
	/** Who stood before the unit when it asked, and how. */
	readonly people: Readonly<Record<string, number>>;
	/** Times that memory and flash were searched for what was left, by what had happened. */
	readonly searches: Readonly<Record<string, number>>;
	/** Enrolments of the wrong person that no unit without a clock of its own could have refused. */
	readonly heldUpEnrolments: number;
	readonly failure?: { readonly checker: string; readonly text: string; readonly atMs: number };
}

/** One world from its seed: a storm of `hours`, then a calm in which all that is owed must come. */
export async function runWorld(options: WorldOptions): Promise<WorldOutcome> {
	return new World(options).run();
}

class WorldFailure extends Error {
	readonly checker: string;

	constructor(checker: string, text: string) {
		super(text);
		this.checker = checker;
	}
}

class World {
	readonly scheduler = new Scheduler();
	readonly flash: NorFlash;
	readonly board: Board;
	readonly network: StormyNetwork;
	readonly machine: Machine;
	readonly clock = new WrongClock(this.scheduler);
	readonly swarm: Swarm;
	readonly journal: Journal;
	readonly #options: WorldOptions;
	readonly #prng: Prng;
	readonly #canaries = new Canaries();
	readonly #checkers: readonly Checker[];
	readonly #answers: Record<string, number> = {};
	readonly #heldUp = { count: 0 };
	#people: Readonly<Record<string, number>> = {};
	/** What this office asks everybody for. */
	readonly #demand: Demand;
	#failure: WorldFailure | undefined;
	readonly #leftovers: Leftovers;

	constructor(options: WorldOptions) {
		this.#options = options;
		this.#prng = createPrng(options.seed, "world");
		this.#demand = DEMANDS[this.#prng.split("demand").nextBelow(DEMANDS.length)];
		const parts = Object.values(NOR_PARTS);
		const part = parts[this.#prng.split("part").nextBelow(parts.length)];
		this.flash = new NorFlash({ part, blocks: BLOCKS, seed: options.seed });
		this.swarm = new Swarm(this.#prng.split("swarm"));
		this.journal = new Journal(this.scheduler, this.flash);
		this.network = new StormyNetwork(this.scheduler, this.swarm, this.#prng.split("network"), (fault) =>
			this.strike(fault),
		);
		this.board = this.#makeBoard();
		this.machine = new Machine({
			board: this.board,
			flash: this.flash,
			journal: this.journal,
			start: options.start,
			onOff: (cause) => this.#restart(cause),
		});
		this.#checkers = allCheckers({
			voice: new UnitsVoice(),
			rot: this.swarm.has("bit-rot"),
			canaries: this.#canaries,
			flashImage: () => this.flash.image(),
			heldUp: this.#heldUp,
			demand: this.#demand,
		});
		this.#leftovers = new Leftovers({
			board: this.board,
			canaries: this.#canaries,
			flashImage: () => this.flash.image(),
			memory: options.memory,
		});
		this.journal.listen((event) => this.#see(event));
	}

	async run(): Promise<WorldOutcome> {
		const driver = asFastAsThingsHappen(this.scheduler, () => this.#settle());
		try {
			await driver.run(() => this.#live());
			for (const { name, end } of this.#checkers) this.#failIf(name, end?.());
		} catch (error) {
			if (!(error instanceof WorldFailure)) throw error;
		} finally {
			driver.close();
			await this.machine.close();
		}
		const { seed } = this.#options;
		const demand = nameOf(Demand, this.#demand);
		const virtualMs = this.scheduler.nowMs();
		const outcome = {
			seed,
			demand,
			virtualMs,
			traceHash: this.journal.digest(),
			faults: this.swarm.injected,
		};
		const { searches } = this.#leftovers;
		const people = this.#people;
		const counts = { people, answers: this.#answers, searches, heldUpEnrolments: this.#heldUp.count };
		const failure = this.#failure;
		if (failure === undefined) return { ...outcome, ...counts };
		const { checker, message: text } = failure;
		return { ...outcome, ...counts, failure: { checker, text, atMs: virtualMs } };
	}

	/** Counts a fault and notes it. */
	strike(fault: FaultName): void {
		this.swarm.count(fault);
		this.journal.note({ kind: "fault", fault });
	}

	async #live(): Promise<void> {
		const office = await this.#openOffice();
		const stormMs = Math.round(this.#options.hours * 3_600_000);
		const prng = this.#prng.split("storm");
		unleash({ ...this, office, prng, strike: (fault) => this.strike(fault) });
		await work(office, this.scheduler, this.scheduler.nowMs() + stormMs);
		await this.#calm(office);
		if (!this.swarm.has("bit-rot")) await this.#reckon(office);
		this.#people = office.people;
		office.close();
	}

	async #openOffice(): Promise<Office> {
		const crypto = this.#cryptoOf("terminal");
		const keys = {
			terminal: createSigningKey(crypto),
			authority: createSigningKey(crypto),
			site: createSiteKey(crypto),
		};
		this.#canaries.plant("terminal's private key", keys.terminal.privateKey);
		this.#canaries.plant("authority's private key", keys.authority.privateKey);
		this.#canaries.plant("site key", keys.site);
		this.machine.switchOn();
		await this.#pause(100);
		const provisioned = await provision(this.board.console, {
			address: { site: "s1", terminal: "t1", unit: "u1" },
			terminalKey: keys.terminal.publicKey,
			authorityKey: keys.authority.publicKey,
		});
		assert(provisioned.kind === "provisioned", "the unit refuses to be set up");
		const { unit } = provisioned;
		this.journal.note({ kind: "provisioned", publicKey: unit.publicKey });
		const tokens = new Map(CAST.map((name) => [name, this.#tokenOf(name, keys.site)]));
		const tokenOf = (name: Name) => tokens.get(name) ?? new Uint8Array(32);
		const { scheduler, network, journal, clock, board: front } = this;
		const prng = this.#prng.split("office");
		const onPicture = (picture: Picture) => this.#canaries.plantPicture(picture);
		const means = { scheduler, front, network, journal, clock, crypto, keys, unit };
		return new Office({ ...means, tokenOf, demand: this.#demand, onPicture, prng });
	}

	/** What is typed becomes a subject token; both are secrets to look for. */
	#tokenOf(name: Name, siteKey: Uint8Array): Uint8Array {
		const subject = subjectTokenOf(this.board.crypto, siteKey, idOf(name));
		assert(subject.kind === "token", "every ID of the cast is one");
		this.#canaries.plant("subject token", subject.token);
		this.#canaries.plant("照合ID", encodeUtf8(idOf(name)));
		return subject.token;
	}

	/** Everything is mended, and switched off and on once more. */
	async #calm(office: Office): Promise<void> {
		this.swarm.end();
		this.clock.offsetSeconds = 0;
		this.network.restoreBroker();
		this.network.link.restore();
		this.machine.pullPlug();
		this.flash.powerOn();
		await this.#pause(2_000);
		this.machine.switchOn();
		office.restart();
		this.journal.note({ kind: "calm" });
		await this.#pause(CALM_MS);
	}

	async #reckon(office: Office): Promise<void> {
		await reckon(office, (what, outcome) =>
			this.#failIf(
				"after the storm the unit serves",
				outcome === "accepted" ? undefined : `${what}: ${outcome}`,
			),
		);
		// The last session ends as its operator leaves.
		await office.pause(CALM_MS);
	}

	async #settle(): Promise<void> {
		await this.machine.settle();
		if (this.#failure !== undefined) throw this.#failure;
		if (!this.machine.isOn) return;
		this.#failIf(this.#leftovers.name, this.#leftovers.look(this.scheduler.nowMs()));
	}

	#see(event: Seen): void {
		this.#options.onEvent?.(event);
		this.#leftovers.see(event);
		if (event.kind === "believed") this.#answers[event.outcome] = (this.#answers[event.outcome] ?? 0) + 1;
		for (const checker of this.#checkers) {
			const text = checker.see(event);
			if (text !== undefined) this.#failure ??= new WorldFailure(checker.name, text);
		}
	}

	#failIf(checker: string, text: string | undefined): void {
		if (text === undefined) return;
		this.#failure ??= new WorldFailure(checker, text);
		throw this.#failure;
	}

	/**
	 * After a cut within seconds; a firmware that has ended is waited for, so that it does not boot all day.
	 */
	#restart(cause: "torn" | "stopped"): void {
		const prng = this.#prng.split(`restart ${this.scheduler.nowMs()}`);
		if (cause === "torn") this.strike("torn-cut");
		const delayMs = cause === "torn" ? 500 + prng.nextBelow(20_000) : 300_000;
		this.scheduler.schedule(delayMs, () => {
			if (this.machine.isOn) return;
			if (this.swarm.strikes("second-cut")) {
				this.flash.cutAt(prng.nextBelow(8), "unstable");
				this.strike("second-cut");
			}
			this.machine.switchOn();
		});
	}

	#makeBoard(): Board {
		const { scheduler } = this;
		return {
			scheduler,
			crypto: this.#canaries.watching(this.#cryptoOf("unit")),
			camera: new SimulatedCamera(scheduler, { frameIntervalMs: FRAME_INTERVAL_MS }),
			illuminator: new SimulatedIlluminator(scheduler),
			presence: new SimulatedPresence(scheduler),
			flash: this.flash,
			link: this.network.link,
			console: new SimulatedConsole(scheduler),
			trace: () => {},
		};
	}

	#cryptoOf(name: string) {
		return createSeededCrypto(this.#prng.split(name));
	}

	#pause(durationMs: number): Promise<void> {
		return new Promise((resolve) => this.scheduler.schedule(durationMs, resolve));
	}
}

/** Of two worlds one asks for palms, which take the most memory; the other for eyes, or for both. */
const DEMANDS = [Demand.palmVein, Demand.palmVein, Demand.iris, Demand.both] as const;
/** 128 KB: room for the outbox and the cast, and so few sectors that a day's work goes round them. */
const BLOCKS = 32;
/** Slower than a real camera: a picture costs more than all the rest of a minute. */
const FRAME_INTERVAL_MS = 400;
/** Longer than anything that was on its way. */
const CALM_MS = 300_000;
