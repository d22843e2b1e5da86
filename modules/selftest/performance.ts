import type { Doors } from "../../hal/hal.js";
import type { Clause, Stage } from "./clause.js";

/** One clause at work. */
export interface Performance {
	/**
	 * Does the next step. @returns the milliseconds to let pass before the one after, or undefined at the end,
	 * when all that the clause opened is closed. @throws the clause's Error, everything closed as well.
	 */
	step(): number | undefined;
}

/** Performs `clause` on `doors`, whatever lets the time pass between its steps. */
export function perform(clause: Clause, doors: Doors): Performance {
	const opened: { close(): void }[] = [];
	let notes: string[] = [];
	let isInStep = false;
	const stage: Stage = {
		doors: remembering(doors, opened),
		note(line) {
			notes.push(isInStep ? `${line}, from inside a call` : line);
		},
		takeNotes() {
			const taken = notes;
			notes = [];
			return taken;
		},
	};
	let steps: Generator<number> | undefined;

	const advance = (): number | undefined => {
		if ("check" in clause) {
			clause.check(stage);
			return undefined;
		}
		steps ??= clause.steps(stage);
		const { done, value } = steps.next();
		return done ? undefined : value;
	};

	return {
		step() {
			let pauseMs: number | undefined;
			isInStep = true;
			try {
				pauseMs = advance();
			} finally {
				isInStep = false;
				if (pauseMs === undefined) for (const door of opened) door.close();
			}
			return pauseMs;
		},
	};
}

/** `doors` that note what is opened through them. The console is the report's own. */
function remembering(doors: Doors, opened: { close(): void }[]): Doors {
	const keep = <D extends { close(): void }>(door: D): D => {
		opened.push(door);
		return door;
	};
	return {
		...doors,
		openImageSensor: (options) => keep(doors.openImageSensor(options)),
		openIlluminator: () => keep(doors.openIlluminator()),
		openPresenceSensor: () => keep(doors.openPresenceSensor()),
		openFlash: () => keep(doors.openFlash()),
		openLink: (options) => keep(doors.openLink(options)),
		openTamperSwitch: (options) => keep(doors.openTamperSwitch(options)),
	};
}
