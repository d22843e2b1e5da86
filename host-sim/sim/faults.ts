import type { Prng } from "../world/prng.js";

/** What the world may do to the unit, its link and its terminal. */
export const FAULTS = [
	/** The plug is pulled, between two operations of the flash. */
	"plug",
	/** The power goes in the middle of a flash operation. */
	"torn-cut",
	/** The power goes again in the boot after a cut. */
	"second-cut",
	/** The broker dies and comes back with nothing retained. */
	"broker-death",
	/** The unit alone loses the broker. */
	"link-loss",
	/** One message is lost, comes late, comes twice, or is overtaken. */
	"drop",
	"delay",
	"duplicate",
	"reorder",
	/** The terminal's clock is set wrong, by seconds or by an hour. */
	"clock-jump",
	/** The terminal's program is started anew. */
	"terminal-restart",
	/** Somebody on the network sends an old message again, or nonsense. */
	"replay",
	"nonsense",
	/** A bit of the flash flips. */
	"bit-rot",
	/** The camera dies until the unit is restarted. */
	"camera-death",
] as const;
export type FaultName = (typeof FAULTS)[number];

/** Which faults a world has, and how often: none of some, so that others get their chance (swarm testing). */
export class Swarm {
	readonly #meanGapMs = new Map<FaultName, number>();
	readonly injected: Partial<Record<FaultName, number>> = {};
	readonly #prng: Prng;
	#isOver = false;

	constructor(prng: Prng) {
		this.#prng = prng;
		for (const fault of FAULTS) {
			const dice = prng.split(fault);
			if (dice.nextBelow(RARE.includes(fault) ? 8 : 2) === 0)
				this.#meanGapMs.set(fault, GAPS_MIN[dice.nextBelow(GAPS_MIN.length)] * 60_000);
		}
	}

	get isOver(): boolean {
		return this.#isOver;
	}

	/** Whether it happens in this world at all. */
	has(fault: FaultName): boolean {
		return this.#meanGapMs.has(fault);
	}

	/** Milliseconds to the next one, about `meanGapMs`; undefined when there is none. */
	nextGapMs(fault: FaultName): number | undefined {
		const meanMs = this.#meanGapMs.get(fault);
		return meanMs === undefined || this.#isOver ? undefined : 1 + this.#prng.nextBelow(2 * meanMs);
	}

	/** For faults that strike one message (or boot) in some: does it strike this one? */
	strikes(fault: FaultName): boolean {
		const meanMs = this.#meanGapMs.get(fault);
		if (meanMs === undefined || this.#isOver) return false;
		return this.#prng.nextBelow(Math.max(3, meanMs / 60_000)) === 0;
	}

	count(fault: FaultName): void {
		this.injected[fault] = (this.injected[fault] ?? 0) + 1;
	}

	/** No more faults. */
	end(): void {
		this.#isOver = true;
	}
}

const GAPS_MIN = [4, 15, 60];
/** What a unit cannot be expected to get over by itself; everything else is checked harder without it. */
const RARE: readonly FaultName[] = ["bit-rot", "camera-death"];
