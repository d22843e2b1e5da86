import type { PolicyNumbers } from "./default-policy.js";

/**
 * What a subject may do after a number of consecutive failures, and a wait:
 *
 *   failures  0 .. 4     5        6        7     ..  11       12 ..     50 ..
 *             open       30 s     60 s     120 s     1920 s   1 h       disabled, until an authority resets
 *
 * (with the default policy). When a wait is over, one attempt is open; if it fails, the next wait begins.
 */
export type Lockout =
	/** `attemptsLeft`: failures that may still happen before a wait begins; 1 or more. */
	| { readonly kind: "open"; readonly attemptsLeft: number }
	| { readonly kind: "locked"; readonly retryAfterSeconds: number }
	| { readonly kind: "disabled" };

export type LockoutNumbers = Pick<
	PolicyNumbers,
	"failuresBeforeLock" | "firstLockSeconds" | "longestLockSeconds" | "failuresBeforeDisable"
>;

/**
 * @param failures consecutive ones, 0 or more
 * @param waitedSeconds since the last of them, by a clock that a power cut cannot move on; 0 or more
 */
export function lockoutAfter(numbers: LockoutNumbers, failures: number, waitedSeconds: number): Lockout {
	if (failures >= numbers.failuresBeforeDisable) return { kind: "disabled" };
	const retryAfterSeconds = lockSeconds(numbers, failures) - waitedSeconds;
	if (retryAfterSeconds > 0) return { kind: "locked", retryAfterSeconds };
	return { kind: "open", attemptsLeft: Math.max(1, numbers.failuresBeforeLock - failures) };
}

/** Seconds that this many failures cost; 0 below the limit. */
function lockSeconds(numbers: LockoutNumbers, failures: number): number {
	const doublings = failures - numbers.failuresBeforeLock;
	if (doublings < 0) return 0;
	return Math.min(numbers.longestLockSeconds, numbers.firstLockSeconds * 2 ** doublings);
}
