import type { Clock, PresenceSensor, Timer } from "../../hal/hal.js";
import { equalConstantTime } from "../bytes/bytes.js";
import { Limit } from "../policy/limits.js";
import { RECORD_KIND } from "../store/record-kinds.js";
import type { Change, Store } from "../store/store.js";
import {
	attend,
	DAY_CLOSED,
	type DutyEvent,
	type DutyNumbers,
	type DutyState,
	type EndedSession,
} from "./session-states.js";
import { SINGLE } from "./store-keys.js";

export interface DutyOptions {
	readonly clock: Clock;
	readonly presence: PresenceSensor;
	/** Those of the policy in force. */
	readonly numbers: () => DutyNumbers;
	/** Must report the end and store the change with it. */
	readonly onEnded: (ended: EndedSession, change: Change) => void;
}

/**
 * Runs the day and the session (session-states.ts) on clock and presence sensor. A record of what runs is
 * kept, changed together with the report that says so; a boot that finds one was preceded by a power cut:
 *
 *   1 (the day is open) | nonce of the challenge that began the session, 16 bytes, if one runs
 */
export class Duty {
	readonly #options: DutyOptions;
	#state: DutyState = DAY_CLOSED;
	#timer: Timer | undefined;

	constructor(options: DutyOptions) {
		this.#options = options;
	}

	get isDayOpen(): boolean {
		return this.#state.day === "open";
	}

	/** Nobody is logged on and no day is open: a restart disturbs nobody. */
	get isAtRest(): boolean {
		return this.#state.day === "closed" && this.#state.session === undefined;
	}

	/** Does a session run, and is it that of `operator` (a record id)? */
	sessionOf(operator: Uint8Array): "none" | "own" | "of-another" {
		const { session } = this.#state;
		if (session === undefined) return "none";
		return equalConstantTime(session.operator, operator) ? "own" : "of-another";
	}

	/** Does the session that this challenge began run? */
	isRunning(nonce: Uint8Array): boolean {
		const { session } = this.#state;
		return session !== undefined && equalConstantTime(session.nonce, nonce);
	}

	/**
	 * Something has happened. A session that it ends is reported before this returns.
	 * @returns what the report of the event itself must store
	 */
	handle(event: DutyEvent): Change {
		const { clock, numbers, onEnded } = this.#options;
		const { state, ended } = attend(this.#state, event, clock.nowMs(), numbers());
		this.#state = state;
		if (ended !== undefined) onEnded(ended, changeTo({ ...state, session: undefined }));
		this.#watch();
		return changeTo(state);
	}

	/** For good: nobody is watched any more. */
	close(): void {
		this.#timer?.close();
		this.#timer = undefined;
	}

	#watch(): void {
		if (this.#state.session === undefined) return this.close();
		if (this.#timer !== undefined) return;
		this.#timer = this.#options.clock.setTimer(Limit.attendanceSampleMs, () => {
			this.#timer = undefined;
			this.handle({ kind: "sampled", distanceMm: this.#options.presence.sample()?.distanceMm });
		});
	}
}

/** What ran when the power was cut. */
export interface CutDuty {
	/** Of the session. */
	readonly nonce: Uint8Array | undefined;
	/** Ends it. */
	readonly change: Change;
}

/** @returns undefined when the day was closed; a record that has rotted names no session */
export function cutDuty(store: Store): CutDuty | undefined {
	const bytes = new Uint8Array(1 + NONCE_LENGTH);
	const found = store.readInto(bytes, RECORD_KIND.duty, SINGLE);
	if (found.kind === "absent") return undefined;
	const hasSession = found.kind === "found" && found.length === bytes.length;
	return { nonce: hasSession ? bytes.slice(1) : undefined, change: changeTo(DAY_CLOSED) };
}

const NONCE_LENGTH = 16;

function changeTo({ day, session }: DutyState): Change {
	if (day === "closed" && session === undefined)
		return { kind: RECORD_KIND.duty, key: SINGLE, value: undefined };
	const value = new Uint8Array(session === undefined ? 1 : 1 + NONCE_LENGTH);
	value[0] = 1;
	if (session !== undefined) value.set(session.nonce, 1);
	return { kind: RECORD_KIND.duty, key: SINGLE, value };
}
