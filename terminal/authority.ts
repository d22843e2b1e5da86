import type { Crypto } from "../hal/hal.js";
import { assert } from "../modules/bytes/assert.js";
import type { SigningKey } from "../modules/messages/envelope.js";
import type { Modality } from "../modules/messages/messages.generated.js";
import { type Exchange, freshNonce, type SignedRequest, signRequest } from "./exchange.js";

export interface EnrolOptions {
	/** 32 bytes from `subjectTokenOf`. */
	readonly subjectToken: Uint8Array;
	readonly modality: Modality;
	/** The written pledge as filed (様式1): its bytes are hashed here and never sent. */
	readonly pledge: Uint8Array;
	/** Samples the unit takes, 3..5. */
	readonly sampleCount: number;
	/** Seconds since 1970, terminal's clock. */
	readonly nowSeconds: number;
	/** How long the whole enrolment may take, 1..120 s. */
	readonly lifetimeSeconds: number;
}

export const ENROL_LIFETIME_MAX_S = 120;

/**
 * Signs "enrol whoever is in front of you as this person, who has pledged" and remembers it as outstanding.
 */
export function makeEnrolBegin(
	crypto: Crypto,
	exchange: Exchange,
	authorityKey: SigningKey,
	options: EnrolOptions,
): SignedRequest {
	const { subjectToken, modality, pledge, sampleCount, nowSeconds, lifetimeSeconds } = options;
	assert(pledge.length > 0, "makeEnrolBegin: no pledge");
	assert(
		Number.isInteger(sampleCount) && sampleCount >= 3 && sampleCount <= 5,
		"makeEnrolBegin: sample count",
	);
	assert(
		Number.isInteger(lifetimeSeconds) && lifetimeSeconds >= 1 && lifetimeSeconds <= ENROL_LIFETIME_MAX_S,
		"makeEnrolBegin: lifetime out of range",
	);
	const pledgeHash = new Uint8Array(32);
	crypto.sha256Into(pledgeHash, pledge);
	const body = {
		expiresAt: nowSeconds + lifetimeSeconds,
		issuedAt: nowSeconds,
		nonce: freshNonce(crypto),
		subjectToken,
		modality,
		pledgeHash,
		sampleCount,
	};
	return signRequest(crypto, exchange, authorityKey, { type: "enrol-begin", body });
}
