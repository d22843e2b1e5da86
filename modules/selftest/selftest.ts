import type { Console, Doors } from "../../hal/hal.js";
import { decodeUtf8, encodeUtf8 } from "../bytes/utf8.js";
import type { Clause } from "./clause.js";
import { CLAUSES } from "./clauses.js";
import { perform } from "./performance.js";

/**
 * The self-test over the console. The tool asks and the unit answers, one message each, so that neither ever
 * has
 * more to say than the other can take; the answers are UTF-8, line by line the Test Anything Protocol 14:
 *
 *     tool               unit
 *     begin              TAP version 14
 *     next               1..N                                   the plan
 *     next               ok 1 - clock: ...                      N times: ok, not ok or ok ... # SKIP why
 *     next               # total N passed P failed F skipped S  and the same again from then on
 *     echo, 0, bytes     echo, 0, the same bytes                at most 1,400 in all
 *     restart            # restarting, and the unit starts anew
 *     throw              # throwing, and nobody catches it
 *     hang               # hanging, until the watchdog ends it
 *     cause              # cause: why the unit was started
 */
export function startSelftest(doors: Doors): void {
	let report = new Report(doors);
	const console: Console = doors.openConsole({
		onMessage(message) {
			const words = decodeUtf8(message.subarray(0, ECHO.length));
			if (words === ECHO) return console.write(message);
			const say = (line: string): void => console.write(encodeUtf8(line));
			switch (decodeUtf8(message)) {
				case "begin":
					report = new Report(doors);
					return say("TAP version 14");
				case "next":
					return report.next(say);
				case "cause":
					return say(`# cause: ${doors.restartCause()}`);
				case "restart":
					say("# restarting");
					return afterwards(doors, () => doors.restart());
				case "throw":
					say("# throwing");
					return afterwards(doors, () => {
						throw new Error("the self-test was asked to throw");
					});
				case "hang":
					say("# hanging");
					return afterwards(doors, hang);
				default:
					return say("# begin, next, echo, restart, throw, hang and cause are understood");
			}
		},
		onError: (reason) => doors.trace(`console: ${reason}`),
	});
	doors.onStep("self-test");
	doors.trace(`self-test: ${CLAUSES.length} clauses wait for the tool`);
}

/** Before the bytes of an echo. */
const ECHO = "echo\0";

/** Long enough for the answer to be on its way. */
const AFTERWARDS_MS = 500;

/** A watchdog has to end this. */
function hang(): never {
	for (;;);
}

function afterwards({ clock }: Doors, action: () => void): void {
	clock.setTimer(AFTERWARDS_MS, action);
}

/** One run through the clauses, a line at a time. */
class Report {
	readonly #doors: Doors;
	/** Lines said after the version: the plan, then the clauses. */
	#said = 0;
	#isBusy = false;
	readonly #counts = { passed: 0, failed: 0, skipped: 0 };

	constructor(doors: Doors) {
		this.#doors = doors;
	}

	/** Says the next line, once it is found out. A clause that is still at work says its own. */
	next(say: (line: string) => void): void {
		if (this.#isBusy) return;
		const at = this.#said - 1;
		if (at >= CLAUSES.length) return say(this.#total());
		if (at < 0) {
			this.#said++;
			return say(`1..${CLAUSES.length}`);
		}
		this.#isBusy = true;
		const clause = CLAUSES[at];
		this.#perform(clause, (outcome, why) => {
			this.#isBusy = false;
			this.#said++;
			this.#counts[outcome]++;
			this.#doors.onStep("self-test");
			const line = `${at + 1} - ${clause.door}: ${clause.name}`;
			if (outcome === "failed") say(`not ok ${line} # ${why}`);
			else say(outcome === "skipped" ? `ok ${line} # SKIP ${why}` : `ok ${line}`);
		});
	}

	#perform(clause: Clause, onEnd: (outcome: "passed" | "failed" | "skipped", why: string) => void): void {
		const why = clause.exempts?.(this.#doors);
		if (why !== undefined) return onEnd("skipped", why);
		const performance = perform(clause, this.#doors);
		const step = (): void => {
			try {
				const pauseMs = performance.step();
				if (pauseMs === undefined) onEnd("passed", "");
				else this.#doors.clock.setTimer(pauseMs, step);
			} catch (error) {
				onEnd("failed", String(error));
			}
		};
		step();
	}

	#total(): string {
		const { passed, failed, skipped } = this.#counts;
		return `# total ${CLAUSES.length} passed ${passed} failed ${failed} skipped ${skipped}`;
	}
}
