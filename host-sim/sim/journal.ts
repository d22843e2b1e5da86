import { createHash } from "node:crypto";
import type { Modality } from "../../modules/messages/messages.generated.js";
import type { Scheduler } from "../doors/scheduler.js";
import type { NorFlash } from "../world/nor-flash.js";
import type { FaultName } from "./faults.js";

/** What can be seen from outside the unit, in the order in which it happens. */
export type WorldEvent =
	| { readonly kind: "boot" }
	| { readonly kind: "provisioned"; readonly publicKey: Uint8Array }
	/** `torn`: in the middle of a flash operation. */
	| { readonly kind: "power-off"; readonly torn: boolean }
	/** The firmware ended by itself. */
	| { readonly kind: "stopped"; readonly reason: string }
	| { readonly kind: "fault"; readonly fault: FaultName }
	/** The camera has taken a picture: of whose palm or eye, how it was held, whether our light was on. */
	| {
			readonly kind: "exposed";
			readonly person: string;
			readonly trait: Modality;
			readonly condition: string;
			readonly lit: boolean;
	  }
	| { readonly kind: "camera"; readonly started: boolean }
	/** A message has reached the unit, or leaves it. */
	| { readonly kind: "delivered"; readonly topic: string; readonly payload: Uint8Array }
	| { readonly kind: "published"; readonly topic: string; readonly payload: Uint8Array }
	| { readonly kind: "traced"; readonly line: string }
	/** The unit has opened a stored reference: it is about to compare. */
	| { readonly kind: "reference-opened" }
	| { readonly kind: "signed"; readonly signature: Uint8Array }
	/** The office asks about a person: by this signed request, whose subject token it is. */
	| { readonly kind: "asked"; readonly type: string; readonly person: string; readonly envelope: Uint8Array }
	/** The terminal believes an answer. */
	| { readonly kind: "believed"; readonly nonce: string; readonly type: string; readonly outcome: string }
	/** The terminal has an entry of the audit chain on its disk, or will not have it. */
	| { readonly kind: "kept"; readonly sequence: number }
	| { readonly kind: "chain-refused"; readonly reason: string }
	/** The faults are over, the plug is in, the broker is back. */
	| { readonly kind: "calm" };

export interface Timed {
	readonly atMs: number;
	/** Flash programs and erases before it. */
	readonly operations: number;
}

export type Seen = WorldEvent & Timed;

/** Hears everything, tells the checkers, and hashes it: same seed, same hash. */
export class Journal {
	readonly #scheduler: Pick<Scheduler, "nowMs">;
	readonly #flash: Pick<NorFlash, "counters">;
	readonly #hash = createHash("sha256");
	readonly #listeners: ((event: Seen) => void)[] = [];

	constructor(scheduler: Pick<Scheduler, "nowMs">, flash: Pick<NorFlash, "counters">) {
		this.#scheduler = scheduler;
		this.#flash = flash;
	}

	listen(listener: (event: Seen) => void): void {
		this.#listeners.push(listener);
	}

	note(event: WorldEvent): void {
		const { operations } = this.#flash.counters();
		const seen: Seen = { ...event, atMs: this.#scheduler.nowMs(), operations };
		this.#hash.update(`${JSON.stringify(seen, bytesAsHex)}\n`);
		for (const listener of this.#listeners) listener(seen);
	}

	/** Bytes between unit and world, in either direction. */
	crossed(direction: ">" | "<", bytes: Uint8Array): void {
		this.#hash.update(direction).update(bytes);
	}

	/** Of everything so far; the journal ends here. */
	digest(): string {
		return this.#hash.digest("hex");
	}
}

function bytesAsHex(_key: string, value: unknown): unknown {
	return value instanceof Uint8Array ? Buffer.from(value).toString("hex") : value;
}
