import { ClockSource } from "../messages/messages.generated.js";
import { Limit } from "../policy/limits.js";

/** What a report says about the time: nothing, or whose signature vouches for it. */
export interface TimeClaim {
	readonly clockSource: ClockSource;
	/** Seconds since 1970; absent exactly when the source is none. */
	readonly issuedAt?: number;
}

/**
 * The unit's only calendar: the latest time that somebody we trust has signed, plus the uptime since. It
 * never runs backwards but by an authority's order, and a reboot forgets it.
 */
export class SignedClock {
	#source: ClockSource = ClockSource.none;
	/**
	 * Milliseconds since 1970 at uptime 0, so to speak. A signed time is of whole seconds, cut off: counted on
	 * from the millisecond at which it came, the unit's clock is up to a second behind the signer's and never
	 * ahead, so that what is signed for a second is not over on arrival.
	 */
	#offsetMs = 0;

	/** Undefined before anybody has signed a time in this boot. */
	nowSeconds(nowMs: number): number | undefined {
		if (this.#source === ClockSource.none) return undefined;
		return Math.floor((this.#offsetMs + nowMs) / 1000);
	}

	claim(nowMs: number): TimeClaim {
		const issuedAt = this.nowSeconds(nowMs);
		return issuedAt === undefined ? { clockSource: this.#source } : { clockSource: this.#source, issuedAt };
	}

	/** Is this time so far ahead of the signed one that the clock it came from must be wrong? */
	isFuture(issuedAt: number, nowMs: number): boolean {
		const now = this.nowSeconds(nowMs);
		return now !== undefined && issuedAt > now + Limit.futureToleranceSeconds;
	}

	/** A fresh message says it was issued now; only a later time than believed moves the clock. */
	learn(issuedAt: number, source: ClockSource, nowMs: number): void {
		const now = this.nowSeconds(nowMs);
		if (now === undefined || issuedAt > now) this.#set(issuedAt, source, nowMs);
	}

	/** An authority says what time it is. @returns whether that was a step back of a second or more */
	set(issuedAt: number, nowMs: number): boolean {
		const before = this.nowSeconds(nowMs);
		this.#set(issuedAt, ClockSource.authority, nowMs);
		return before !== undefined && issuedAt < before - 1;
	}

	#set(issuedAt: number, source: ClockSource, nowMs: number): void {
		this.#source = source;
		this.#offsetMs = issuedAt * 1000 - nowMs;
	}
}
