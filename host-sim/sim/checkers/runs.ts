/** Runs of eight bytes by which secrets are known, looked for at any offset. */
export class Runs<Secret> {
	readonly #secrets = new Map<string, Secret>();
	/** Of the first three bytes of every run. */
	readonly #starts = new Uint8Array(2 ** 21);

	/**
	 * The run at every `stride`-th byte of it. One of fewer than `variety` different bytes is passed over, as
	 * it could be anything; so is one that begins as blank memory does, where a search would always stumble.
	 */
	add(secret: Secret, bytes: Uint8Array, stride = RUN, variety = 4): void {
		for (let from = 0; from + RUN <= bytes.length; from += stride) {
			if (new Set(bytes.subarray(from, from + RUN)).size < variety) continue;
			const start = startAt(bytes, from);
			if (start === 0 || start === 0xffffff) continue;
			this.#starts[start >> 3] |= 1 << (start & 7);
			this.#secrets.set(textAt(bytes, from), secret);
		}
	}

	/** What shows in `bytes`, of these or, if it counts, of `others`. */
	find<Other>(
		bytes: Uint8Array,
		others: Runs<Other>,
		counts: (other: Other) => boolean,
	): Secret | Other | undefined {
		const [mine, theirs] = [this.#starts, others.#starts];
		for (let at = 0; at + RUN <= bytes.length; at++) {
			const start = startAt(bytes, at);
			if (((mine[start >> 3] | theirs[start >> 3]) & (1 << (start & 7))) === 0) continue;
			const text = textAt(bytes, at);
			const own = this.#secrets.get(text);
			if (own !== undefined) return own;
			const other = others.#secrets.get(text);
			if (other !== undefined && counts(other)) return other;
		}
		return undefined;
	}
}

export const RUN = 8;

function startAt(bytes: Uint8Array, at: number): number {
	return bytes[at] | (bytes[at + 1] << 8) | (bytes[at + 2] << 16);
}

function textAt(bytes: Uint8Array, at: number): string {
	return String.fromCharCode(...bytes.subarray(at, at + RUN));
}
