import type { Doors, Timer } from "../../hal/hal.js";
import type { ImagePiece, ImageWanted, UpdateOffer } from "../messages/messages.generated.js";
import { Limit } from "../policy/limits.js";
import { Update } from "./update.js";

export type UpdateDoors = Pick<Doors, "clock" | "slots" | "restart">;

export interface UpdateDutyOptions {
	/** Of the image that runs. */
	readonly runningVersion: number;
	/** Asks the terminal for a piece; it may never come. */
	readonly want: (piece: ImageWanted) => void;
	/** What came was not what was offered; it never starts. */
	readonly onBadImage: () => void;
	/** Nobody would be disturbed by a restart. */
	readonly isAtRest: () => boolean;
}

/**
 * Brings an update home over a link that comes and goes: one piece is asked for at a time, again while it
 * does not come, and the new image starts when nobody is served, nobody is logged on and no day is open.
 *
 *     want n --> piece n --> want n+1 ...      no piece, or no rest: again after 5 s, 10 s, ... 60 s
 */
export class UpdateDuty {
	readonly update: Update;
	readonly #doors: UpdateDoors;
	readonly #options: UpdateDutyOptions;
	#timer: Timer | undefined;
	#waitMs: number = Limit.resendFirstMs;
	#isComplete = false;

	constructor(doors: UpdateDoors, options: UpdateDutyOptions) {
		this.#doors = doors;
		this.#options = options;
		this.update = new Update(doors.slots, options.runningVersion);
	}

	/** Begins what an acceptable offer names. */
	begin(offer: UpdateOffer): void {
		this.update.begin(offer);
		this.#goOn();
	}

	take(piece: ImagePiece): void {
		const outcome = this.update.take(piece);
		if (outcome === "not-wanted") return;
		if (outcome === "another-image") this.#options.onBadImage();
		this.#isComplete = outcome === "complete";
		this.#goOn();
	}

	/**
	 * The broker is reached: the image that runs is good, and stays. What was asked for before may have been
	 * lost.
	 */
	online(): void {
		this.#doors.slots.confirm();
		this.#goOn();
	}

	/** For good. */
	close(): void {
		this.#timer?.close();
		this.#timer = undefined;
	}

	/** Asks at once. */
	#goOn(): void {
		this.#waitMs = Limit.resendFirstMs;
		this.#ask();
	}

	#ask(): void {
		this.close();
		const { wanted } = this.update;
		const { want, isAtRest } = this.#options;
		if (this.#isComplete && isAtRest()) return this.#doors.restart();
		if (wanted !== undefined) want(wanted);
		else if (!this.#isComplete) return;
		this.#timer = this.#doors.clock.setTimer(this.#waitMs, () => {
			this.#timer = undefined;
			this.#waitMs = Math.min(2 * this.#waitMs, Limit.resendLongestMs);
			this.#ask();
		});
	}
}
