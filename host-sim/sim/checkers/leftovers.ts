import { ARENA_BYTES } from "../../../modules/pipeline/arena.js";
import { Limit } from "../../../modules/policy/limits.js";
import type { Board } from "../../doors/board.js";
import type { Seen } from "../journal.js";
import { DECISION, LABEL, numberIn, REASON, readEnvelope } from "../wire.js";
import type { Canaries } from "./secrets.js";

/** The firmware's memory, of an engine that shows it. */
export interface ShownMemory {
	/** What the unit sees of the camera; undefined where only what is known can be looked for. */
	readonly frame: Uint8Array | undefined;
	/** What it has made since the last call, released or not. */
	made(): Iterable<Uint8Array>;
	/** What it has had for longer. */
	kept(): Iterable<Uint8Array>;
}

export interface Remains {
	readonly board: {
		readonly camera: Pick<Board["camera"], "isStarted">;
		readonly illuminator: Pick<Board["illuminator"], "levelPercent">;
	};
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
	/** How what the camera was last started for has ended. */
	#ending: Ending = "unanswered";
	/** Hashes of the answers published so far. */
	readonly #told = new Set<string>();
	/** Times that everything was looked through after the camera's work, by how it had ended. */
	readonly searches: Partial<Record<Ending, number>> = {};

	constructor(remains: Remains) {
		this.#remains = remains;
	}

	see(event: Seen): void {
		this.#ending = this.#endingTold(event) ?? this.#ending;
		// Memory is gone with the power; the flash has been searched by then, see canaries.ts.
		if (event.kind === "power-off" && this.#wasStarted) this.#count("cut");
		if (event.kind !== "camera") return;
		if (!event.started) this.#stoppedAtMs = event.atMs;
		else if (!this.#wasStarted) this.#ending = "unanswered";
		if (event.started) this.#wasStarted = true;
	}

	/** The unit is on, and has done what there was to do by now. @returns what is left. */
	look(nowMs: number): string | undefined {
		const { board, memory } = this.#remains;
		if (board.camera.isStarted || nowMs - this.#stoppedAtMs <= Limit.answerSlotMs) return undefined;
		const fresh = this.#find("memory", memory?.made() ?? []);
		if (fresh !== undefined || !this.#wasStarted) return fresh;
		this.#count(this.#ending);
		const { levelPercent } = board.illuminator;
		if (levelPercent !== 0) return `the light is at ${levelPercent} %`;
		if (memory?.frame !== undefined && !EMPTY.equals(memory.frame))
			return "a picture is left in the frame buffer";
		return (
			this.#find("memory that stays", memory?.kept() ?? []) ??
			this.#find("the flash", [this.#remains.flashImage()]) ??
			arenaFault(memory)
		);
	}

	/** An answer counts when it is published first. */
	#endingTold(event: Seen): Ending | undefined {
		if (event.kind === "fault" && event.fault === "camera-death") return "fault";
		const said = event.kind === "published" ? readEnvelope(event.payload) : undefined;
		if (said === undefined || this.#told.has(said.hash)) return undefined;
		if (said.type !== "result" && said.type !== "enrol-result") return undefined;
		this.#told.add(said.hash);
		if (numberIn(said.body, LABEL.decision) === DECISION.accepted)
			return said.type === "result" ? "match" : "enrolment";
		const isCaptured = numberIn(said.body, LABEL.reason) !== REASON.noCapture;
		return isCaptured ? "refusal" : "aborted";
	}

	#count(ending: Ending): void {
		this.#wasStarted = false;
		this.searches[ending] = (this.searches[ending] ?? 0) + 1;
	}

	#find(place: string, parts: Iterable<Uint8Array>): string | undefined {
		for (const bytes of parts) {
			const name = this.#remains.canaries.find(bytes);
			if (name !== undefined) return `${name} in ${bytes.length} bytes of ${place}`;
		}
		return undefined;
	}
}

/**
 * "cut": by the power, so that the flash is all there is to search; "fault": of the camera; "aborted": nobody
 * could be captured in time, or the samples of an enrolment never agreed; "unanswered": the answer has not
 * left the unit.
 */
type Ending = "match" | "enrolment" | "refusal" | "aborted" | "fault" | "cut" | "unanswered";

/** In which pictures become codes, and codes are compared: whatever else was in it shows as well. */
function arenaFault(memory: ShownMemory | undefined): string | undefined {
	if (memory?.frame === undefined) return undefined;
	const arenas = [...memory.kept()].filter(({ length }) => length === ARENA_BYTES);
	if (arenas.length !== 1) return `${arenas.length} arenas in memory`;
	return arenas[0].every((byte) => byte === 0) ? undefined : "something in the arena";
}

const EMPTY = Buffer.alloc(640 * 480);
