import type { Clause } from "./clause.js";
import { expectRefusal, expectThat } from "./expect.js";

/** The Illuminator and the PresenceSensor doors, as far as they can be asked without a person. */
export const LIGHT_AND_PRESENCE_CLAUSES: readonly Clause[] = [
	{
		door: "illuminator",
		name: "the illuminator is set from 0 to 100 %, and to nothing else",
		check({ doors }) {
			const illuminator = doors.openIlluminator();
			for (const level of [100, 37, 0]) illuminator.set(level);
			for (const level of [-1, 101, Number.NaN]) {
				expectRefusal(() => illuminator.set(level), "assertion failed: illuminator level");
			}
		},
	},
	{
		door: "illuminator",
		name: "the illuminator may be closed twice and not used again, but opened again",
		check({ doors }) {
			const illuminator = doors.openIlluminator();
			illuminator.set(50);
			illuminator.close();
			illuminator.close();
			expectRefusal(() => illuminator.set(1), "used while closed");
			doors.openIlluminator().set(0);
		},
	},
	{
		door: "presence",
		name: "the presence sensor tells a distance in whole millimetres, or nothing",
		*steps({ doors }) {
			const presence = doors.openPresenceSensor();
			for (let i = 0; i < 5; i++) {
				const distanceMm = presence.sample()?.distanceMm ?? 0;
				expectThat(Number.isInteger(distanceMm) && distanceMm >= 0, `a distance of ${distanceMm}`);
				yield 50;
			}
		},
	},
	{
		door: "presence",
		name: "the presence sensor may be closed twice and not used again, but opened again",
		check({ doors }) {
			const presence = doors.openPresenceSensor();
			presence.close();
			presence.close();
			expectRefusal(() => presence.sample(), "used while closed");
			doors.openPresenceSensor().sample();
		},
	},
];
