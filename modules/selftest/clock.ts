import type { Timer } from "../../hal/hal.js";
import type { Clause } from "./clause.js";
import { expectLines, expectRefusal, expectSame, expectThat } from "./expect.js";

/** The longest delay (hal.ts). */
const DELAY_MAX_MS = 2 ** 31 - 1;

/** The Clock door. Where virtual time is exact, a unit's is only never early. */
export const CLOCK_CLAUSES: readonly Clause[] = [
	{
		door: "clock",
		name: "the uptime is whole milliseconds and follows the world's time",
		*steps({ doors: { clock } }) {
			const startMs = clock.nowMs();
			expectThat(Number.isInteger(startMs) && startMs >= 0, `an uptime of ${startMs}`);
			yield 200;
			const passedMs = clock.nowMs() - startMs;
			expectThat(passedMs >= 200 && passedMs < 2000, `${passedMs} ms after 200 ms`);
		},
	},
	{
		door: "clock",
		name: "a timer calls once, not early, and not from inside the call that set it",
		*steps({ doors: { clock }, note, takeNotes }) {
			const setMs = clock.nowMs();
			let firedMs = 0;
			clock.setTimer(100, () => {
				firedMs = clock.nowMs();
				note("timer");
			});
			yield 50;
			expectLines(takeNotes(), [], "after half its time");
			yield 400;
			expectLines(takeNotes(), ["timer"], "after its time");
			expectThat(firedMs - setMs >= 100, `after ${firedMs - setMs} of 100 ms`);
		},
	},
	{
		door: "clock",
		name: "a delay of 0 still waits for the world",
		*steps({ doors: { clock }, note, takeNotes }) {
			clock.setTimer(0, () => note("timer"));
			expectLines(takeNotes(), [], "at once");
			yield 20;
			expectLines(takeNotes(), ["timer"], "afterwards");
		},
	},
	{
		door: "clock",
		name: "timers fire by time, and at one time in the order they were set",
		*steps({ doors: { clock }, note, takeNotes }) {
			for (const [name, delayMs] of [
				["first", 50],
				["soonest", 20],
				["second", 50],
			] as const) {
				clock.setTimer(delayMs, () => note(name));
			}
			yield 200;
			expectLines(takeNotes(), ["soonest", "first", "second"], "fired");
		},
	},
	{
		door: "clock",
		name: "a timer set by a timer counts from when that one fired",
		*steps({ doors: { clock }, note, takeNotes }) {
			let lastMs = clock.nowMs();
			const next = (left: number): void => {
				const nowMs = clock.nowMs();
				note(nowMs - lastMs >= 30 ? "link" : `early, after ${nowMs - lastMs} ms`);
				lastMs = nowMs;
				if (left > 1) clock.setTimer(30, () => next(left - 1));
			};
			clock.setTimer(30, () => next(3));
			yield 400;
			expectLines(takeNotes(), ["link", "link", "link"], "the chain");
		},
	},
	{
		door: "clock",
		name: "a closed timer does not fire, and closing is harmless afterwards",
		*steps({ doors: { clock }, note, takeNotes }) {
			const closed = clock.setTimer(20, () => note("closed"));
			const kept = clock.setTimer(20, () => note("kept"));
			closed.close();
			closed.close();
			yield 150;
			expectLines(takeNotes(), ["kept"], "fired");
			kept.close();
			yield 50;
			expectLines(takeNotes(), [], "after closing");
		},
	},
	{
		door: "clock",
		name: "a timer closed in the moment it is due does not fire",
		*steps({ doors: { clock }, note, takeNotes }) {
			const rivals: Timer[] = [];
			for (const other of [1, 0]) {
				rivals.push(
					clock.setTimer(20, () => {
						note("one");
						rivals[other].close();
					}),
				);
			}
			yield 150;
			expectLines(takeNotes(), ["one"], "fired");
		},
	},
	{
		door: "clock",
		name: "a delay is an integer of 0 to 2^31 - 1",
		check({ doors: { clock } }) {
			clock.setTimer(DELAY_MAX_MS, () => {}).close();
			for (const delayMs of [DELAY_MAX_MS + 1, -1, 0.5]) {
				expectRefusal(() => clock.setTimer(delayMs, () => {}), "Error: assertion failed: delay");
			}
			expectSame(typeof clock.nowMs(), "number", "the clock goes on");
		},
	},
];
