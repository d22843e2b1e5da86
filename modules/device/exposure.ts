/**
 * Tells lit frames from dark ones, and both from those during which the light changed:
 *
 *     light   ____________/~~~~~~~~~~~~~~~~~~~~~
 *     frames  |--dark--|--mixed--|---lit---|
 *
 * The camera says when a frame has arrived, not when it was exposed. With a rolling shutter its first row was
 * exposed up to two frame intervals before.
 */
export class ExposureLog {
	readonly #spanMs: number;
	#isOn = false;
	/** Undefined until the light first changes: it was off all along. */
	#changedAtMs: number | undefined;

	/** @param frameIntervalMs from one frame to the next. */
	constructor(frameIntervalMs: number) {
		this.#spanMs = 2 * frameIntervalMs;
	}

	/** The light is on, or off, from now on. */
	lightChanged(state: "on" | "off", nowMs: number): void {
		const isOn = state === "on";
		if (isOn === this.#isOn) return;
		this.#isOn = isOn;
		this.#changedAtMs = nowMs;
	}

	/** What a frame that arrives now has seen. */
	of(arrivedAtMs: number): "lit" | "dark" | "mixed" {
		if (this.#changedAtMs !== undefined && arrivedAtMs - this.#changedAtMs < this.#spanMs) return "mixed";
		return this.#isOn ? "lit" : "dark";
	}
}
