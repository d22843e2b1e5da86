import type { Clock } from "../../hal/hal.js";
import { type Lockout, type LockoutNumbers, lockoutAfter } from "../policy/lockout.js";
import { NEW_SUBJECT, type Subject } from "./subjects.js";

/** When it is, for attempts: uptime is all that counts, and a reboot begins a wait anew. */
export interface AttemptTime {
	readonly bootCount: number;
	readonly uptimeSeconds: number;
}

/** Now, in whole seconds of uptime. */
export function attemptTime(bootCount: number, clock: Clock): AttemptTime {
	return { bootCount, uptimeSeconds: Math.floor(clock.nowMs() / 1000) };
}

/** @param subject "damaged": what was counted is lost, and only an authority helps */
export function lockoutOf(
	subject: Subject | undefined | "damaged",
	numbers: LockoutNumbers,
	now: AttemptTime,
): Lockout {
	if (subject === "damaged") return { kind: "disabled" };
	const { failures, failedInBoot, failedAtSeconds } = subject ?? NEW_SUBJECT;
	const sinceSeconds = failedInBoot === now.bootCount ? failedAtSeconds : 0;
	return lockoutAfter(numbers, failures, now.uptimeSeconds - sinceSeconds);
}

/** One attempt more; counted as failed until it has succeeded. */
export function attempted(subject: Subject, now: AttemptTime): Subject {
	return {
		...subject,
		failures: Math.min(subject.failures + 1, FAILURES_MAX),
		failedInBoot: now.bootCount,
		failedAtSeconds: now.uptimeSeconds,
	};
}

/** Two bytes in the store. */
const FAILURES_MAX = 65_535;
