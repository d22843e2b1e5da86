/** What the terminal itself asks of the unit, signed with the terminal's key. */

import { assert } from "../modules/bytes/assert.js";
import type { SigningKey } from "../modules/messages/envelope.js";
import { signMessage } from "../modules/messages/envelope.js";
import { Action, type Demand, type EndReason } from "../modules/messages/messages.generated.js";
import { topicOf } from "../modules/messages/topics.js";
import { type Exchange, freshNonce, type KnownUnit, type SignedRequest, signRequest } from "./exchange.js";
import type { TerminalCrypto } from "./native-crypto.js";

export interface ChallengeOptions {
	/** 32 bytes from `subjectTokenOf`. */
	readonly subjectToken: Uint8Array;
	/** What the person must present. */
	readonly modality: Demand;
	/** What a match shall do. */
	readonly action: Action;
	/** Duty code of the office, 0..255. */
	readonly purpose: number;
	/** SHA-256 of the reception number, where the duty has one. */
	readonly receptionHash?: Uint8Array;
	/** SHA-256 of the query to be confirmed; exactly with Action.confirm. */
	readonly queryHash?: Uint8Array;
	/** Seconds since 1970, terminal's clock. */
	readonly nowSeconds: number;
	/** How long the person has to present the palm, 1..60 s. */
	readonly lifetimeSeconds: number;
}

const CHALLENGE_LIFETIME_MAX_S = 60;

/** Signs "compare whoever is in front of you with this one person" and remembers it as outstanding. */
export function makeChallenge(
	crypto: TerminalCrypto,
	exchange: Exchange,
	terminalKey: SigningKey,
	options: ChallengeOptions,
): SignedRequest {
	const { subjectToken, modality, action, purpose, receptionHash, queryHash } = options;
	const { nowSeconds, lifetimeSeconds } = options;
	assert(
		Number.isInteger(lifetimeSeconds) && lifetimeSeconds >= 1 && lifetimeSeconds <= CHALLENGE_LIFETIME_MAX_S,
		"makeChallenge: lifetime out of range",
	);
	assert(
		(queryHash !== undefined) === (action === Action.confirm),
		"makeChallenge: a query is named exactly when somebody confirms it",
	);
	const body = {
		...lasting(crypto, nowSeconds, lifetimeSeconds),
		subjectToken,
		modality,
		purpose,
		action,
		...(receptionHash === undefined ? {} : { receptionHash }),
		...(queryHash === undefined ? {} : { queryHash }),
	};
	return signRequest(crypto, exchange, terminalKey, { type: "challenge", body });
}

export interface SessionCloseOptions {
	/** The `nonce` of the challenge that began the session, hexadecimal. */
	readonly challengeNonce: string;
	readonly endReason: EndReason;
	/** Seconds since 1970, terminal's clock. */
	readonly nowSeconds: number;
}

/** Signs "that session is over"; the unit answers with an order-result and, on the log, a session-end. */
export function makeSessionClose(
	crypto: TerminalCrypto,
	exchange: Exchange,
	terminalKey: SigningKey,
	{ challengeNonce, endReason, nowSeconds }: SessionCloseOptions,
): SignedRequest {
	const sessionNonce = Uint8Array.from(Buffer.from(challengeNonce, "hex"));
	const body = { ...lasting(crypto, nowSeconds, QUERY_LIFETIME_S), sessionNonce, endReason };
	return signRequest(crypto, exchange, terminalKey, { type: "session-close", body });
}

/** Signs "which entries do you remember from `first` on?"; at most 32 digests come back. */
export function makeAuditRequest(
	crypto: TerminalCrypto,
	exchange: Exchange,
	terminalKey: SigningKey,
	{
		first,
		count,
		nowSeconds,
	}: { readonly first: number; readonly count: number; readonly nowSeconds: number },
): SignedRequest {
	const body = { ...lasting(crypto, nowSeconds, QUERY_LIFETIME_S), first, count };
	return signRequest(crypto, exchange, terminalKey, { type: "audit-request", body });
}

/** Signs "who is enrolled, from the record of rank `first` on?"; at most 42 records come back. */
export function makeRegisterRequest(
	crypto: TerminalCrypto,
	exchange: Exchange,
	terminalKey: SigningKey,
	{ first, nowSeconds }: { readonly first: number; readonly nowSeconds: number },
): SignedRequest {
	const body = { ...lasting(crypto, nowSeconds, QUERY_LIFETIME_S), first };
	return signRequest(crypto, exchange, terminalKey, { type: "register-request", body });
}

/**
 * Signs "entry `sequence` is safe with me": publish it on the command topic once that is true. The unit then
 * frees the entry's slot.
 */
export function makeReceipt(
	crypto: TerminalCrypto,
	unit: KnownUnit,
	terminalKey: SigningKey,
	{ sequence, digest }: { readonly sequence: number; readonly digest: Uint8Array },
): { readonly topic: string; readonly envelope: Uint8Array } {
	const topic = topicOf(unit.address, "cmd");
	const body = { ueid: unit.ueid, sequence, entryHash: digest };
	return { topic, envelope: signMessage(crypto, terminalKey, topic, "receipt", body) };
}

/** For what the unit answers at once, without anybody before it. */
export const QUERY_LIFETIME_S = 10;

/** The fields that every request has. */
export function lasting(
	crypto: TerminalCrypto,
	nowSeconds: number,
	lifetimeSeconds: number,
): { readonly expiresAt: number; readonly issuedAt: number; readonly nonce: Uint8Array } {
	return { expiresAt: nowSeconds + lifetimeSeconds, issuedAt: nowSeconds, nonce: freshNonce(crypto) };
}
