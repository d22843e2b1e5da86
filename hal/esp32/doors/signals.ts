import Digital from "embedded:io/digital";
import type { Clock } from "../../hal.js";
import type { Board } from "./board.js";
import { openPwm } from "./io.js";

/** What the person at the counter sees and hears; docs/unit.md has the same table. */
export interface Signals {
	/** The state machine is now in `state`. */
	show(state: string): void;
	/** Beeps digits, each as often as it says, zero as ten, with the amber light on meanwhile. */
	spell(digits: string): void;
}

type Colour = keyof Board["lights"];

interface Signal {
	readonly lights: readonly Colour[];
	/** Beeps of 80 ms. */
	readonly beeps: number;
}

const SIGNALS: Readonly<Record<string, Signal>> = {
	unprovisioned: { lights: ["amber", "red"], beeps: 0 },
	idle: { lights: ["green"], beeps: 0 },
	capturing: { lights: ["amber"], beeps: 1 },
	enrolling: { lights: ["amber"], beeps: 1 },
	comparing: { lights: ["amber", "green"], beeps: 0 },
	settling: { lights: ["amber", "green"], beeps: 0 },
	faulted: { lights: ["red"], beeps: 3 },
};

/** Amber alone blinks nowhere: a state without a line of its own shows it, so that it is seen in tests. */
const UNKNOWN: Signal = { lights: ["amber"], beeps: 0 };

const BEEP_MS = 80;
const DIGIT_PAUSE_MS = 900;
const BEEP_HZ = 2_700;
/** Channels 0 to 2 are the camera's and the light's. */
const BUZZER_CHANNEL = 3;

/** Three lights and a buzzer. */
export function openSignals(lights: Board["lights"], buzzerPin: number, clock: Clock): Signals {
	const lamps = new Map<Colour, Digital>();
	for (const colour of ["green", "amber", "red"] as const) {
		lamps.set(colour, new Digital({ pin: lights[colour], mode: Digital.Output }));
	}
	const buzzer = openPwm(buzzerPin, BEEP_HZ, BUZZER_CHANNEL);
	let shown: string | undefined;

	const beep = (left: number, onDone: () => void = () => {}): void => {
		if (left === 0) return onDone();
		buzzer.write((1 << buzzer.resolution) >> 1);
		clock.setTimer(BEEP_MS, () => {
			buzzer.write(0);
			clock.setTimer(BEEP_MS, () => beep(left - 1, onDone));
		});
	};

	const spellFrom = (digits: string): void => {
		if (digits === "") return lamps.get("amber")?.write(0);
		const times = digits[0] === "0" ? 10 : Number(digits[0]);
		beep(times, () => clock.setTimer(DIGIT_PAUSE_MS, () => spellFrom(digits.slice(1))));
	};

	return {
		show(state) {
			if (state === shown) return;
			shown = state;
			const signal = SIGNALS[state] ?? UNKNOWN;
			for (const [colour, lamp] of lamps) lamp.write(signal.lights.includes(colour) ? 1 : 0);
			beep(signal.beeps);
		},
		spell(digits) {
			lamps.get("amber")?.write(1);
			spellFrom(digits);
		},
	};
}
