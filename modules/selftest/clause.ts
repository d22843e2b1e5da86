import type { Doors } from "../../hal/hal.js";

/**
 * One sentence of the doors' contract, and how to find out whether it holds. The same clauses run on a unit's
 * own hardware (the self-test image) and, in virtual time, on the simulated boards.
 */
export type Clause = Immediate | Gradual;

interface Stated {
	readonly door: DoorName;
	/** What holds, as a sentence. */
	readonly name: string;
	/** @returns why this board cannot be asked, or undefined when it can. */
	readonly exempts?: (doors: Doors) => string | undefined;
}

/** Found out in one go. Throws an Error that says what does not hold. */
export interface Immediate extends Stated {
	readonly check: (stage: Stage) => void;
}

/** Found out in steps: yields the milliseconds that shall pass before the next. Throws as `check` does. */
export interface Gradual extends Stated {
	readonly steps: (stage: Stage) => Generator<number>;
}

export type DoorName =
	| "camera"
	| "clock"
	| "crypto"
	| "flash"
	| "illuminator"
	| "link"
	| "presence"
	| "restart"
	| "slots"
	| "tamper";

/** What a clause has to work with. */
export interface Stage {
	/** What is opened through them is closed after the clause, however it ends. */
	readonly doors: Doors;
	/** For a door's callbacks. A note from inside a call of the clause's own says so. */
	note(line: string): void;
	/** The notes since the last call, in order. */
	takeNotes(): readonly string[];
}
