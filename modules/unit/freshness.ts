import { equalConstantTime } from "../bytes/bytes.js";
import { Limit } from "../policy/limits.js";
import { RECORD_KIND } from "../store/record-kinds.js";
import type { Store } from "../store/store.js";
import { readUint32, SINGLE, writeUint32 } from "./store-keys.js";

export type Signer = "terminal" | "authority";

/**
 * What must not be answered twice. A signer's times of issue never fall, and within one second no nonce comes
 * again. The terminal's second is durable, before anything is done for its request; the nonces are not, so a
 * boot closes the second that it finds:
 *
 *   floor of the terminal 4 | not used 4      seconds since 1970; 0: nothing yet
 *
 * The authority's is of this boot, which each of its orders names: one of an earlier boot is refused for
 * that, and what a wrong clock signed keeps a right one out until the next boot at most.
 */
export class Freshness {
	readonly #store: Store;
	readonly #floors: Readonly<Record<Signer, Floor>>;

	/** @throws Error when the record has rotted: what was answered would be answered again */
	constructor(store: Store) {
		this.#store = store;
		const bytes = new Uint8Array(8);
		if (store.readInto(bytes, RECORD_KIND.freshness, SINGLE).kind === "damaged")
			throw new Error("the times of issue are damaged");
		this.#floors = { terminal: closed(readUint32(bytes, 0)), authority: closed(0) };
	}

	isFresh(signer: Signer, nonce: Uint8Array, issuedAt: number): boolean {
		const { second, nonces } = this.#floors[signer];
		if (issuedAt !== second) return issuedAt > second;
		return nonces !== undefined && !nonces.some((known) => equalConstantTime(known, nonce));
	}

	/** From now on neither this nonce nor an earlier time is fresh. */
	note(signer: Signer, nonce: Uint8Array, issuedAt: number): void {
		const floor = this.#floors[signer];
		const isSameSecond = floor.nonces !== undefined && floor.second === issuedAt;
		if (!isSameSecond) this.#move(signer, issuedAt);
		const nonces = isSameSecond ? (floor.nonces ?? []) : [];
		nonces.push(nonce);
		if (nonces.length > Limit.noncesRemembered) nonces.shift();
		floor.nonces = nonces;
	}

	/** An authority has set the time back: what a wrong clock signed must not keep a right one out. */
	lower(signer: Signer, issuedAt: number): void {
		if (issuedAt < this.#floors[signer].second) this.#move(signer, issuedAt);
	}

	#move(signer: Signer, second: number): void {
		this.#floors[signer].second = second;
		this.#floors[signer].nonces = undefined;
		if (signer === "authority") return;
		const bytes = new Uint8Array(8);
		writeUint32(bytes, 0, second);
		if (this.#store.put(RECORD_KIND.freshness, SINGLE, bytes).kind !== "stored")
			throw new Error("the store has no room for a time of issue");
	}
}

interface Floor {
	second: number;
	/** Seen in that second; undefined when the second is closed. */
	nonces: Uint8Array[] | undefined;
}

function closed(second: number): Floor {
	return { second, nonces: undefined };
}
