import type { Demand } from "../../../modules/messages/messages.generated.js";
import type { Seen } from "../journal.js";
import type { Canaries } from "./secrets.js";
import type { UnitsVoice } from "./units-voice.js";

/** Watches a world from outside. What it answers is a failure, in a sentence. */
export interface Checker {
	readonly name: string;
	see(event: Seen): string | undefined;
	/** When the world has ended, after its calm. */
	end?(): string | undefined;
}

/** What checkers share. */
export interface Surroundings {
	readonly voice: UnitsVoice;
	/** Bits of the flash flip: what is stored may be lost, but never wrong. */
	readonly rot: boolean;
	readonly canaries: Canaries;
	readonly flashImage: () => Uint8Array;
	/** What the office asks everybody for. */
	readonly demand: Demand;
	/** Counts enrolments that no unit could have refused. */
	readonly heldUp: { count: number };
}
