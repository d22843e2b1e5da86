import { createHash } from "node:crypto";
import type { WorldOutcome } from "./world.js";

/** What many worlds come to. */
export class Total {
	readonly #hash = createHash("sha256");
	readonly #faults: Record<string, number> = {};
	readonly #answers: Record<string, number> = {};
	#seeds = 0;
	#virtualMs = 0;
	#failures = 0;
	#heldUp = 0;
	#searches = 0;

	add({ traceHash, faults, answers, heldUpEnrolments, searches, virtualMs, failure }: WorldOutcome): void {
		this.#searches += searches;
		this.#heldUp += heldUpEnrolments;
		this.#seeds++;
		this.#virtualMs += virtualMs;
		if (failure !== undefined) this.#failures++;
		this.#hash.update(traceHash);
		for (const [name, count] of Object.entries(faults))
			this.#faults[name] = (this.#faults[name] ?? 0) + count;
		for (const [name, count] of Object.entries(answers))
			this.#answers[name] = (this.#answers[name] ?? 0) + count;
	}

	summary(wallMs: number) {
		const virtualHours = this.#virtualMs / 3_600_000;
		return {
			seeds: this.#seeds,
			virtualHours: Number(virtualHours.toFixed(2)),
			failures: this.#failures,
			traceHash: this.#hash.digest("hex"),
			faults: this.#faults,
			answers: this.#answers,
			searches: this.#searches,
			heldUpEnrolments: this.#heldUp,
			virtualHoursPerWallSecond: Number((virtualHours / (wallMs / 1000)).toFixed(2)),
			wallMs: Math.round(wallMs),
		};
	}
}
