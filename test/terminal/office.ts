/** A terminal, an authority and a known unit whose answers the tests write themselves. */
import * as assert from "uvu/assert";
import type { Crypto } from "../../hal/hal.js";
import { seededEntropy } from "../../host-sim/doors/entropy.js";
import { createNodeCrypto } from "../../host-sim/doors/node-crypto.js";
import { signMessage } from "../../modules/messages/envelope.js";
import {
	Action,
	type BodyByType,
	ClockSource,
	Decision,
	Demand,
	Modality,
	Role,
} from "../../modules/messages/messages.generated.js";
import { topicOf, type UnitAddress } from "../../modules/messages/topics.js";
import { makeEnrolBegin } from "../../terminal/authority.js";
import { type Exchange, openExchange, type SignedRequest, verifyReport } from "../../terminal/exchange.js";
import { createSigningKey, type SigningKeyPair } from "../../terminal/keys.js";
import { makeChallenge } from "../../terminal/terminal.js";

export const NOW = 1_800_000_000;
export const ADDRESS: UnitAddress = { site: "s1", terminal: "t1", unit: "u1" };
export const RES = topicOf(ADDRESS, "res");

export interface Office {
	readonly crypto: Crypto;
	readonly terminalKey: SigningKeyPair;
	readonly authorityKey: SigningKeyPair;
	readonly unitKey: SigningKeyPair;
	readonly ueid: Uint8Array;
	readonly exchange: Exchange;
}

export function openOffice(): Office {
	const crypto = createNodeCrypto({
		entropy: seededEntropy(new Uint8Array(32).fill(5)),
		deviceRoot: new Uint8Array(32).fill(6),
	});
	const unitKey = createSigningKey(crypto);
	const ueid = new Uint8Array(17).fill(9);
	ueid[0] = 1;
	return {
		crypto,
		terminalKey: createSigningKey(crypto),
		authorityKey: createSigningKey(crypto),
		unitKey,
		ueid,
		exchange: openExchange({ address: ADDRESS, ueid, publicKey: unitKey.publicKey }),
	};
}

export function challenge({ crypto, exchange, terminalKey }: Office, nowSeconds = NOW): SignedRequest {
	return makeChallenge(crypto, exchange, terminalKey, {
		subjectToken: new Uint8Array(32).fill(1),
		modality: Demand.palmVein,
		action: Action.logIn,
		purpose: 7,
		nowSeconds,
		lifetimeSeconds: 15,
	});
}

const PLEDGE = new TextEncoder().encode("pledge");

export function enrolBegin({ crypto, exchange, authorityKey }: Office): SignedRequest {
	return makeEnrolBegin(crypto, exchange, authorityKey, {
		subjectToken: new Uint8Array(32).fill(1),
		modality: Modality.palmVein,
		role: Role.operator,
		pledge: PLEDGE,
		sampleCount: 3,
		nowSeconds: NOW,
		lifetimeSeconds: 60,
	});
}

/** The body with which an honest unit accepts `request`. */
export function accepting(office: Office, request: SignedRequest, sequence = 1): BodyByType["result"] {
	return {
		nonce: Buffer.from(request.nonce, "hex"),
		ueid: office.ueid,
		bootCount: 1,
		modality: Demand.palmVein,
		action: Action.logIn,
		sequence,
		requestHash: sha256(office, request.envelope),
		decision: Decision.accepted,
		generation: 1,
		clockSource: ClockSource.terminal,
		policyHash: new Uint8Array(32).fill(7),
		auditHead: new Uint8Array(32),
	};
}

export function acceptingEnrolment(office: Office, request: SignedRequest): BodyByType["enrol-result"] {
	const { action: _action, ...common } = accepting(office, request);
	return { ...common, modality: Modality.palmVein, role: Role.operator, pledgeHash: sha256(office, PLEDGE) };
}

export function sha256({ crypto }: Office, bytes: Uint8Array): Uint8Array {
	const hash = new Uint8Array(32);
	crypto.sha256Into(hash, bytes);
	return hash;
}

export function signedResult(
	{ crypto, unitKey }: Office,
	body: BodyByType["result"],
	topic = RES,
): Uint8Array {
	return signMessage(crypto, unitKey, topic, "result", body);
}

/** What the terminal makes of `bytes` arriving on `topic`: "verified" or the reason of the refusal. */
export function verdictOf({ crypto, exchange }: Office, bytes: Uint8Array, at = NOW, topic = RES): string {
	const verdict = verifyReport(crypto, exchange, at, topic, bytes);
	return verdict.kind === "verified" ? "verified" : verdict.reason;
}

/** The refused message must leave the request open: the honest answer is still taken. */
export function assertStillOpen(office: Office, request: SignedRequest): void {
	assert.is(verdictOf(office, signedResult(office, accepting(office, request))), "verified");
}
