import { Limit } from "./limits.js";

/** Whether the operator of a session is at the counter. */
export type Presence = "present" | "absent";

/**
 * One sample of the presence sensor: near is present, far is absent, and in between nothing changes, so that
 * somebody who leans back is not sent home by noise.
 * @param distanceMm to the nearest object; undefined when nothing is in range
 */
export function presenceAfter(before: Presence, distanceMm: number | undefined): Presence {
	if (distanceMm === undefined || distanceMm > Limit.attendanceFarMm) return "absent";
	return distanceMm <= Limit.attendanceNearMm ? "present" : before;
}
