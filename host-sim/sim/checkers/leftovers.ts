import { Limit } from "../../../modules/policy/limits.js";
import type { Board } from "../../doors/board.js";
import type { Seen } from "../journal.js";
import type { Canaries } from "./secrets.js";

/** The firmware's memory, of an engine that shows it. */
export interface ShownMemory {
	/** What the unit sees of the camera. */
	readonly frame: Uint8Array;
	/** What it has made since the last call, released or not. */
	made(): Iterable<Uint8Array>;
	/** What it has had for longer. */
	kept(): Iterable<Uint8Array>;
}

export interface Remains {
	readonly board: Pick<Board, "camera" | "illuminator">;
	readonly canaries: Canaries;
	readonly flashImage: () => Uint8Array;
	readonly memory: ShownMemory | undefined;
}

/**
 * What a request leaves behind, however it ended: looked for whenever the unit is idle and its camera rests,
 * in all of its memory that the engine shows, and after each use of the camera on the flash as well.
 */
export class Leftovers {
	readonly name = "at rest nothing secret is left";
	readonly #remains: Remains;
	#wasStarted = false;
	/** When the camera was, last; its request is served until its verdict's slot has come. */
	#stoppedAtMs = Number.NEGATIVE_INFINITY;
	/** Times that everything was looked through, after the camera's work. */
	searches = 0;

	constructor(remains: Remains) {
		this.#remains = remains;
	}

	see(event: Seen): void {
		if (event.kind !== "camera") return;
		if (event.started) this.#wasStarted = true;
		else this.#stoppedAtMs = event.atMs;
	}

	/** The unit is on, and has done what there was to do by now. @returns what is left. */
	look(nowMs: number): string | undefined {
		const { board, memory } = this.#remains;
		if (board.camera.isStarted || nowMs - this.#stoppedAtMs <= Limit.answerSlotMs) return undefined;
		const fresh = this.#find("memory", memory?.made() ?? []);
		if (fresh !== undefined || !this.#wasStarted) return fresh;
		this.#wasStarted = false;
		this.searches++;
		const { levelPercent } = board.illuminator;
		if (levelPercent !== 0) return `the light is at ${levelPercent} %`;
		if (memory !== undefined && !EMPTY.equals(memory.frame)) return "a picture is left in the frame buffer";
		return (
			this.#find("memory that stays", memory?.kept() ?? []) ??
			this.#find("the flash", [this.#remains.flashImage()])
		);
	}

	#find(place: string, parts: Iterable<Uint8Array>): string | undefined {
		for (const bytes of parts) {
			const name = this.#remains.canaries.find(bytes);
			if (name !== undefined) return `${name} in ${bytes.length} bytes of ${place}`;
		}
		return undefined;
	}
}

const EMPTY = Buffer.alloc(640 * 480);
