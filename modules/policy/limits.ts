/**
 * Every bound of the unit's behaviour, with its reason. Sizes of messages stand in codec/limits.ts, of
 * records in store/limits.ts.
 */
export const Limit = {
	/** A challenge or enrolment lives this long at most: a minute's presentation, and one more to spare. */
	requestLifetimeMaxMs: 120_000,
	/** Pause between two enrolment samples: long enough for the hand to have moved a little. */
	sampleSpacingMs: 400,
	/** Samples of an enrolment that may disagree with the others before it is given up. */
	disagreementsMax: 5,
	/** Nonces remembered against replay within one boot; requests come one at a time, by hand. */
	noncesRemembered: 32,
	/** Reports kept while the link is down. They are stale after seconds; a durable queue is another matter. */
	reportsWaiting: 4,
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
