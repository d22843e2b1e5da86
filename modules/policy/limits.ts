/**
 * Every bound of the unit's behaviour, with its reason. Sizes of messages stand in codec/limits.ts, of
 * records in store/limits.ts.
 */
export const Limit = {
	/** A challenge or enrolment lives this long at most: a minute's presentation, and one more to spare. */
	requestLifetimeMaxMs: 120_000,
	/**
	 * A verdict is told at a multiple of this after its capture: the search takes the longer the more alike
	 * two palms are. Half a second is what nobody minds waiting.
	 */
	answerSlotMs: 500,
	/** Pause between two enrolment samples: long enough for the hand to have moved a little. */
	sampleSpacingMs: 400,
	/** Samples of an enrolment that may disagree with the others before it is given up. */
	disagreementsMax: 5,
	/**
	 * Nonces remembered of one signer and one second: older seconds are refused whole. Requests come one at a
	 * time, by hand; a program that sends more than this in a second can repeat its own.
	 */
	noncesRemembered: 32,
	/** A request may be issued this far after the unit's own signed time: clocks of an office differ. */
	futureToleranceSeconds: 300,
	/** Entries of the audit chain that wait for their receipts: more than a busy day without a broker. */
	outboxSlots: 48,
	/** Of these only lockouts, incidents and ends of sessions may take the last ones. */
	outboxReserved: 8,
	/**
	 * Slots that a request must find free before it is served: what it, and the session it begins, may yet
	 * say.
	 */
	outboxMargin: 6,
	/** Slots of the margin for telling why nobody is served, the incident included; later ones hear nothing. */
	outboxRefusals: 3,
	/** Bytes of the longest entry: a result with all its claims has some 420. */
	entryBytesMax: 512,
	/** Digests kept of the newest entries, for terminals that compare their chain; 2 KB of flash. */
	auditDigests: 64,
	/** Of one audit-range: 1,024 bytes. */
	auditDigestsInRange: 32,
	/** A chain-head is signed every so many entries. */
	chainHeadEvery: 32,
	/** Unreceipted entries are sent again after this long, then after twice as long, and so on. */
	resendFirstMs: 5000,
	resendLongestMs: 60_000,
	/** Entries sent again at a time. */
	resendEntries: 4,
	/** Entries of one register-page: 24 bytes each, 1,008 in all. */
	registerEntriesInPage: 42,
	/** The presence sensor is sampled this often while a session runs. */
	attendanceSampleMs: 1000,
	/** As near as this somebody is at the counter (an arm's length and a chair), */
	attendanceNearMm: 1000,
	/** and farther away than this nobody is. */
	attendanceFarMm: 1300,
	/** So many badly signed messages within the window are a flood: no honest wire garbles that many. */
	floodMessages: 20,
	floodWindowMs: 60_000,
	/**
	 * Farther than this nobody is presenting a hand (working distance of palm vein sensors: 35-70 mm, iris to
	 * 400 mm).
	 */
	presenceMaxMm: 500,
	/** Frames that a capture takes before the light goes on; the last of them is the ambient picture. */
	ambientFrames: 1,
	/** Light on while capturing, percent of the level that the eye-safety calculation allows. */
	illuminationPercent: 100,
} as const;
