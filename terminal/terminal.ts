import type { Crypto } from "../hal/hal.js";
import { assert } from "../modules/bytes/assert.js";
import type { SigningKey } from "../modules/messages/envelope.js";
import type { Modality } from "../modules/messages/messages.generated.js";
import { type Exchange, freshNonce, type SignedRequest, signRequest } from "./exchange.js";

export interface ChallengeOptions {
	/** 32 bytes from `subjectTokenOf`. */
	readonly subjectToken: Uint8Array;
	readonly modality: Modality;
	/** Duty code of the office, 0..255. */
	readonly purpose: number;
	/** SHA-256 of the reception number, where the duty has one. */
	readonly receptionHash?: Uint8Array;
	/** Seconds since 1970, terminal's clock. */
	readonly nowSeconds: number;
	/** How long the person has to present the palm, 1..60 s. */
	readonly lifetimeSeconds: number;
}

export const CHALLENGE_LIFETIME_MAX_S = 60;

/** Signs "compare whoever is in front of you with this one person" and remembers it as outstanding. */
export function makeChallenge(
	crypto: Crypto,
	exchange: Exchange,
	terminalKey: SigningKey,
	options: ChallengeOptions,
): SignedRequest {
	const { subjectToken, modality, purpose, receptionHash, nowSeconds, lifetimeSeconds } = options;
	assert(
		Number.isInteger(lifetimeSeconds) && lifetimeSeconds >= 1 && lifetimeSeconds <= CHALLENGE_LIFETIME_MAX_S,
		"makeChallenge: lifetime out of range",
	);
	const body = {
		expiresAt: nowSeconds + lifetimeSeconds,
		issuedAt: nowSeconds,
		nonce: freshNonce(crypto),
		subjectToken,
		modality,
		purpose,
		...(receptionHash === undefined ? {} : { receptionHash }),
	};
	return signRequest(crypto, exchange, terminalKey, { type: "challenge", body });
}
