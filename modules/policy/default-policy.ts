/**
 * The numbers of the office: what a policy-set of messages.cddl signs (`policy` there), and what holds until
 * the first one arrives. No published rule gives them; they follow NIST SP 800-63B 5.2.2 and 5.2.3 and what
 * FIDO's biometric requirements allow, and the day and the session are on the safe side: nobody works before
 * a supervisor has opened the day, and a session outlives neither its operator's leaving nor five idle
 * minutes.
 */
export interface PolicyNumbers {
	/** 0 for the unit's own default; versions only rise. */
	readonly policyVersion: number;
	/** `demand-value` of messages.cddl: what every challenge must ask for, at least. */
	readonly requiredModality: 1 | 2 | 3;
	/** 1: nobody logs in before a supervisor has opened the day. */
	readonly dayRequired: number;
	/** Consecutive failures of one subject that begin a wait. */
	readonly failuresBeforeLock: number;
	/** Seconds of the first wait; each further failure doubles it. */
	readonly firstLockSeconds: number;
	readonly longestLockSeconds: number;
	/** Consecutive failures after which only an authority helps. */
	readonly failuresBeforeDisable: number;
	/** A session without a request for longer than this ends. */
	readonly idleSeconds: number;
	/** A session whose operator is away for this long ends. */
	readonly absenceSeconds: number;
	/** A session whose terminal cannot be reached for this long ends. */
	readonly linkLossSeconds: number;
}

/** Version 0. */
export const DEFAULT_POLICY: PolicyNumbers = {
	policyVersion: 0,
	requiredModality: 1,
	dayRequired: 1,
	failuresBeforeLock: 5,
	firstLockSeconds: 30,
	longestLockSeconds: 3600,
	failuresBeforeDisable: 50,
	idleSeconds: 300,
	absenceSeconds: 10,
	linkLossSeconds: 30,
};
