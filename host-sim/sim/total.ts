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
	readonly #people: Record<string, number> = {};
	readonly #searches: Record<string, number> = {};

	add(outcome: WorldOutcome): void {
		const { traceHash, demand, heldUpEnrolments, virtualMs, failure } = outcome;
		this.#heldUp += heldUpEnrolments;
		this.#seeds++;
		this.#virtualMs += virtualMs;
		if (failure !== undefined) this.#failures++;
		this.#hash.update(traceHash);
		addCounts(this.#faults, outcome.faults);
		addCounts(this.#answers, outcome.answers);
		addCounts(this.#people, outcome.people);
		addCounts(this.#searches, outcome.searches, `${demand} `);
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
			people: this.#people,
			searches: this.#searches,
			heldUpEnrolments: this.#heldUp,
			virtualHoursPerWallSecond: Number((virtualHours / (wallMs / 1000)).toFixed(2)),
			wallMs: Math.round(wallMs),
		};
	}
}

function addCounts(sum: Record<string, number>, counts: Readonly<Record<string, number>>, prefix = ""): void {
	for (const [name, count] of Object.entries(counts)) sum[prefix + name] = (sum[prefix + name] ?? 0) + count;
}
