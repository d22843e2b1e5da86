/**
 * What the firmware keeps in its store. The numbers are on the flash of units in the field: never reuse
 * one.
 */
export const RECORD_KIND = {
	/** Unit key and trust anchors; one record, sealed by the caller. */
	identity: 1,
	/** Signed policy in force; one record. */
	policy: 2,
	/** Protected reference, sealed by the caller; key: record id. */
	enrolment: 3,
	/** Attempt and lockout counters; key: record id of the enrolment. */
	attempts: 4,
	/** Number of boots; one record. */
	bootCount: 5,
	/** Messages not yet acknowledged; key: sequence number. */
	outbox: 6,
	/** Hash and length of the audit chain; one record. */
	auditHead: 7,
	/** Audit entries; key: sequence number. */
	auditEntry: 8,
} as const;
