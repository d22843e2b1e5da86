/**
 * What only an authority (security officer, system administrator) may order, signed with the authority's
 * key.
 */

import { assert } from "../modules/bytes/assert.js";
import type { SigningKey } from "../modules/messages/envelope.js";
import type {
	Demand,
	Modality,
	Policy,
	RevocationReason,
	Role,
} from "../modules/messages/messages.generated.js";
import { type Exchange, type Request, type SignedRequest, signRequest } from "./exchange.js";
import type { TerminalCrypto } from "./native-crypto.js";
import { lasting, QUERY_LIFETIME_S } from "./terminal.js";

export interface EnrolOptions {
	/** 32 bytes from `subjectTokenOf`. */
	readonly subjectToken: Uint8Array;
	readonly modality: Modality;
	readonly role: Role;
	/** Of the supervisor who presents first; left out for the first supervisor only. */
	readonly witnessToken?: Uint8Array;
	/**
	 * The written pledge as filed (様式1): its bytes are hashed here and never sent; or its SHA-256, where
	 * whoever filed it keeps it from this program too.
	 */
	readonly pledge: Uint8Array | { readonly sha256: Uint8Array };
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
 * It is for the boot of the unit that the session has heard of last, and refused in any other.
 */
export function makeEnrolBegin(
	crypto: TerminalCrypto,
	exchange: Exchange,
	authorityKey: SigningKey,
	options: EnrolOptions,
): SignedRequest {
	const { subjectToken, modality, role, witnessToken, pledge, sampleCount } = options;
	const { nowSeconds, lifetimeSeconds } = options;
	assert(
		Number.isInteger(sampleCount) && sampleCount >= 3 && sampleCount <= 5,
		"makeEnrolBegin: sample count",
	);
	assert(
		Number.isInteger(lifetimeSeconds) && lifetimeSeconds >= 1 && lifetimeSeconds <= ENROL_LIFETIME_MAX_S,
		"makeEnrolBegin: lifetime out of range",
	);
	const pledgeHash = pledge instanceof Uint8Array ? hashOf(crypto, pledge) : pledge.sha256;
	assert(pledgeHash.length === 32, "makeEnrolBegin: no pledge");
	const body = {
		...lasting(crypto, nowSeconds, lifetimeSeconds),
		bootNonce: bootNonceOf(exchange),
		subjectToken,
		modality,
		pledgeHash,
		sampleCount,
		role,
		...(witnessToken === undefined ? {} : { witnessToken }),
	};
	return signRequest(crypto, exchange, authorityKey, { type: "enrol-begin", body });
}

/** Until the unit has announced itself, an order is for no boot of it, and is refused. */
function bootNonceOf({ boot }: Exchange): Uint8Array {
	return boot?.bootNonce ?? NO_BOOT;
}

const NO_BOOT = new Uint8Array(16);

function hashOf(crypto: TerminalCrypto, pledge: Uint8Array): Uint8Array {
	assert(pledge.length > 0, "makeEnrolBegin: no pledge");
	const hash = new Uint8Array(32);
	crypto.sha256Into(hash, pledge);
	return hash;
}

/** An order that the unit carries out at once and answers with an order-result. */
export type Order =
	| {
			readonly type: "revoke";
			readonly subjectToken: Uint8Array;
			/** Both: whatever there is. */
			readonly modality: Demand;
			/** Only if this is the live one. */
			readonly generation?: number;
			readonly revocationReason: RevocationReason;
	  }
	| { readonly type: "lockout-reset"; readonly subjectToken: Uint8Array }
	/** `policyVersion` above the one in force. */
	| ({ readonly type: "policy-set" } & Policy)
	/** `keyVersion` above the one in force; from then on only the new key is the terminal's. */
	| { readonly type: "key-set"; readonly keyVersion: number; readonly newTerminalKey: Uint8Array }
	| { readonly type: "time-set" }
	/** `firmwareVersion` above the one that runs. */
	| {
			readonly type: "update-offer";
			readonly softwareVersion: string;
			readonly firmwareVersion: number;
			readonly imageHash: Uint8Array;
			readonly imageLength: number;
	  };

/**
 * Signs `order` and remembers it as outstanding. Asserts that its fields are in the ranges of messages.cddl.
 * It is for the boot of the unit that the session has heard of last, and refused in any other.
 * @param nowSeconds since 1970; for "time-set" it is the time that the unit takes over.
 */
export function makeOrder(
	crypto: TerminalCrypto,
	exchange: Exchange,
	authorityKey: SigningKey,
	order: Order,
	nowSeconds: number,
): SignedRequest {
	const bootNonce = bootNonceOf(exchange);
	const common = { ...lasting(crypto, nowSeconds, QUERY_LIFETIME_S), bootNonce };
	return signRequest(crypto, exchange, authorityKey, requestOf(order, common));
}

type Common = ReturnType<typeof lasting> & { readonly bootNonce: Uint8Array };

/** `type` is no label: the encoder takes only the fields of the body. */
function requestOf(order: Order, common: Common): Request {
	switch (order.type) {
		case "revoke":
			return { type: order.type, body: { ...common, ...order } };
		case "lockout-reset":
			return { type: order.type, body: { ...common, ...order } };
		case "policy-set":
			return { type: order.type, body: { ...common, ...order } };
		case "key-set":
			return { type: order.type, body: { ...common, ...order } };
		case "time-set":
			return { type: order.type, body: common };
		case "update-offer":
			return { type: order.type, body: { ...common, ...order } };
	}
}
