import type { Board } from "../doors/board.js";
import type { Scheduler } from "../doors/scheduler.js";
import { type NorFlash, TEAR_MODELS } from "../world/nor-flash.js";
import type { Prng } from "../world/prng.js";
import type { WrongClock } from "./clock.js";
import type { FaultName, Swarm } from "./faults.js";
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
	readonly clock: WrongClock;
	readonly office: Office;
	readonly prng: Prng;
	/** Counts it. */
	strike(fault: FaultName): void;
}

/** Starts the faults that come by the clock; those of single messages are the network's. */
export function unleash(world: StormyWorld): void {
	for (const [fault, strike] of STRIKES) {
		const again = (): void => {
			const gapMs = world.swarm.nextGapMs(fault);
			if (gapMs === undefined) return;
			world.scheduler.schedule(gapMs, () => {
				// Meanwhile the storm may have ended.
				if (world.swarm.nextGapMs(fault) === undefined) return;
				strike(world, world.prng.split(`${fault} ${world.scheduler.nowMs()}`));
				again();
			});
		};
		again();
	}
}

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
