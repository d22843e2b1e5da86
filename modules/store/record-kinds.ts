/**
 * What the firmware keeps in its store. The numbers are on the flash of units in the field: never reuse
 * one.
 */
export const RECORD_KIND = {
	/** Unit key and trust anchors; one record, sealed by the caller. */
	identity: 1,
	/** Policy in force; one record. */
	policy: 2,
	/** Protected reference, sealed by the caller; key: record id. */
	enrolment: 3,
	/** What is counted of a subject: attempts, generations, and the role; key: record id of the enrolment. */
	attempts: 4,
	/** Number of boots; one record. */
	bootCount: 5,
	/** Entries of the audit chain not yet acknowledged; key: sequence number. */
	outbox: 6,
	/** Head of the audit chain and the next sequence number; one record. */
	auditHead: 7,
	/** Digests of the newest entries, a ring; key: sequence number modulo its length. */
	auditEntry: 8,
	/** Times of issue of the last requests of either signer; one record. */
	freshness: 9,
	/** The day and the session that runs; one record. */
	duty: 10,
	/** Wi-Fi and broker, sealed by the caller; one record. */
	network: 11,
} as const;
