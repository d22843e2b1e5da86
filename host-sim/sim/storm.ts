import type { Board } from "../doors/board.js";
import type { Scheduler } from "../doors/scheduler.js";
import { type NorFlash, TEAR_MODELS } from "../world/nor-flash.js";
import type { Prng } from "../world/prng.js";
import type { WrongClock } from "./clock.js";
import type { FaultName, Swarm } from "./faults.js";
import type { Journal } from "./journal.js";
import type { Machine } from "./machine.js";
import type { StormyNetwork } from "./network.js";
import type { Office } from "./office.js";

/** What the storm strikes at. */
export interface StormyWorld {
	readonly scheduler: Scheduler;
	readonly swarm: Swarm;
	readonly flash: NorFlash;
	readonly board: Board;
	readonly network: StormyNetwork;
	readonly machine: Machine;
	readonly journal: Journal;
	readonly clock: WrongClock;
	readonly office: Office;
	readonly prng: Prng;
	/** Counts it. */
	strike(fault: FaultName): void;
}

/** Starts the faults that come by the clock; those of single messages are the network's. */
export function unleash(world: StormyWorld): void {
	const whenAtWork = atWork(world);
	for (const [fault, strike] of STRIKES) {
		const again = (): void => {
			const gapMs = world.swarm.nextGapMs(fault);
			if (gapMs === undefined) return;
			world.scheduler.schedule(gapMs, () => {
				// Meanwhile the storm may have ended.
				if (world.swarm.nextGapMs(fault) === undefined) return;
				const prng = world.prng.split(`${fault} ${world.scheduler.nowMs()}`);
				if (AT_WORK.includes(fault) && prng.nextBelow(2) === 0) whenAtWork(() => strike(world, prng));
				else strike(world, prng);
				again();
			});
		};
		again();
	}
}

/** Keeps strikes for the next time that the camera is started, and a moment of its work. */
function atWork({ journal, scheduler, swarm, prng }: StormyWorld): (strike: () => void) => void {
	const waiting: (() => void)[] = [];
	journal.listen((event) => {
		if (event.kind !== "camera" || !event.started) return;
		for (const strike of waiting.splice(0)) {
			const delayMs = 1 + prng.split(`at work ${event.atMs}`).nextBelow(AT_WORK_MS);
			scheduler.schedule(delayMs, () => {
				if (!swarm.isOver) strike();
			});
		}
	});
	return (strike) => waiting.push(strike);
}

/** What strikes while somebody is captured every other time; a camera works for a few seconds in a minute. */
const AT_WORK: readonly FaultName[] = ["plug", "torn-cut", "camera-death", "link-loss", "broker-death"];
/** A capture and the settling of its verdict. */
const AT_WORK_MS = 1_500;

type Strike = (world: StormyWorld, prng: Prng) => void;

const STRIKES: readonly (readonly [FaultName, Strike])[] = [
	[
		"plug",
		({ machine, scheduler, ...world }, prng) => {
			if (!machine.isOn) return;
			world.strike("plug");
			machine.pullPlug();
			scheduler.schedule(500 + prng.nextBelow(30_000), () => machine.switchOn());
		},
	],
	/** Counted when it strikes: the unit may not touch its flash for a while. */
	[
		"torn-cut",
		({ flash }, prng) => {
			flash.cutAt(prng.nextBelow(40), TEAR_MODELS[prng.nextBelow(TEAR_MODELS.length)]);
		},
	],
	[
		"broker-death",
		({ network, scheduler, ...world }, prng) => {
			if (!network.isBrokerUp) return;
			world.strike("broker-death");
			network.killBroker();
			scheduler.schedule(1_000 + prng.nextBelow(120_000), () => network.restoreBroker());
		},
	],
	[
		"link-loss",
		({ network, scheduler, ...world }, prng) => {
			world.strike("link-loss");
			network.link.drop();
			scheduler.schedule(1_000 + prng.nextBelow(60_000), () => {
				if (network.isBrokerUp) network.link.restore();
			});
		},
	],
	[
		"clock-jump",
		({ clock, scheduler, ...world }, prng) => {
			world.strike("clock-jump");
			clock.offsetSeconds = prng.nextBelow(3) === 0 ? prng.nextBelow(7_200) - 3_600 : prng.nextBelow(60) - 30;
			scheduler.schedule(60_000 + prng.nextBelow(600_000), () => {
				clock.offsetSeconds = 0;
			});
		},
	],
	[
		"terminal-restart",
		({ office, ...world }) => {
			world.strike("terminal-restart");
			office.restart();
		},
	],
	[
		"replay",
		({ network, ...world }) => {
			world.strike("replay");
			network.replay();
		},
	],
	[
		"nonsense",
		({ network, ...world }) => {
			world.strike("nonsense");
			network.talkNonsense();
		},
	],
	[
		"bit-rot",
		({ flash, ...world }, prng) => {
			world.strike("bit-rot");
			flash.flipBit(prng.nextBelow(flash.status().size), prng.nextBelow(8));
		},
	],
	[
		"camera-death",
		({ board, machine, scheduler, ...world }) => {
			world.strike("camera-death");
			board.camera.fail("no more frames");
			scheduler.schedule(CAMERA_MENDED_MS, () => {
				machine.pullPlug();
				scheduler.schedule(1_000, () => machine.switchOn());
			});
		},
	],
];

const CAMERA_MENDED_MS = 240_000;
