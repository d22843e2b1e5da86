/**
 * What a terminal remembers of one unit, and the one gate every report from that unit passes.
 *
 *     makeChallenge, makeEnrolBegin --> outstanding --(one good report)--> answered --> forgotten in turn
 *
 * Nothing is believed for the place it arrived at: the broker, the network and anybody with a recording may
 * publish on the unit's topic. A report counts only when `verifyReport` says so.
 */
import type { Crypto } from "../hal/hal.js";
import { assert } from "../modules/bytes/assert.js";
import { equalConstantTime, toHex } from "../modules/bytes/bytes.js";
import { kidOf, openMessage, type SigningKey, signMessage } from "../modules/messages/envelope.js";
import type { BodyByType } from "../modules/messages/messages.js";
import { topicOf, type UnitAddress } from "../modules/messages/topics.js";

/** A unit as provisioning made it known: where it speaks, who it is, what it signs with. */
export interface KnownUnit {
	readonly address: UnitAddress;
	/** 17 bytes. */
	readonly ueid: Uint8Array;
	/** P-256, SEC 1 uncompressed, 65 bytes. */
	readonly publicKey: Uint8Array;
}

/** (boot count, sequence) of a report; compared in this order. */
export interface ReportOrder {
	readonly bootCount: number;
	readonly sequence: number;
}

/** Mutable; one per known unit. */
export interface Exchange {
	readonly unit: KnownUnit;
	/** By nonce in hexadecimal, in order of asking. */
	readonly requests: Map<string, RememberedRequest>;
	/** Of the last report that was accepted. */
	lastOrder: ReportOrder | undefined;
}

/** A signed request, ready to be published. */
export interface SignedRequest {
	readonly topic: string;
	readonly envelope: Uint8Array;
	/** Hexadecimal; names the request among the outstanding ones. */
	readonly nonce: string;
	/** Seconds since 1970 until which a report is believed. */
	readonly believedUntil: number;
}

export type Report =
	| { readonly type: "result"; readonly body: BodyByType["result"] }
	| { readonly type: "enrol-result"; readonly body: BodyByType["enrol-result"] };

export type ReportRefusal =
	| "wrong-topic"
	| "too-long"
	| "malformed"
	| "unknown-key"
	| "bad-signature"
	| "unexpected-type"
	| "wrong-unit"
	| "not-outstanding"
	| "already-answered"
	| "wrong-request"
	| "contradicts-request"
	| "stale-order"
	| "late";

export type ReportVerdict =
	| { readonly kind: "verified"; readonly nonce: string; readonly report: Report }
	| { readonly kind: "refused"; readonly reason: ReportRefusal };

/** Requests remembered, answered ones included: enough to name a replay of the last hour a replay. */
const REQUESTS_REMEMBERED_MAX = 64;

/**
 * Seconds after a request's expiry in which its report is still believed. The unit answers "no capture" at
 * the expiry itself, and the report then needs its time on the link.
 */
export const REPORT_GRACE_S = 10;

export function openExchange(unit: KnownUnit, lastOrder?: ReportOrder): Exchange {
	return { unit, requests: new Map(), lastOrder };
}

/** Signs `body` for the unit and remembers it as outstanding. The body's nonce must be fresh. */
export function signRequest(
	crypto: Crypto,
	exchange: Exchange,
	key: SigningKey,
	request: Request,
): SignedRequest {
	const { body } = request;
	const topic = topicOf(exchange.unit.address, "cmd");
	const envelope =
		request.type === "challenge"
			? signMessage(crypto, key, topic, request.type, request.body)
			: signMessage(crypto, key, topic, request.type, request.body);
	const nonce = toHex(body.nonce);
	assert(!exchange.requests.has(nonce), "signRequest: the nonce was used before");
	const hash = new Uint8Array(32);
	crypto.sha256Into(hash, envelope);
	const believedUntil = body.expiresAt + REPORT_GRACE_S;
	exchange.requests.set(nonce, { request, hash, believedUntil, state: "outstanding" });
	for (const oldest of exchange.requests.keys()) {
		if (exchange.requests.size <= REQUESTS_REMEMBERED_MAX) break;
		exchange.requests.delete(oldest);
	}
	return { topic, envelope, nonce, believedUntil };
}

/**
 * Decides whether `bytes`, arrived on `topic` at `nowSeconds` of the terminal's clock, is the unit's one
 * answer to one outstanding request. A verified report answers its request: the same bytes again are refused.
 */
export function verifyReport(
	crypto: Crypto,
	exchange: Exchange,
	nowSeconds: number,
	topic: string,
	bytes: Uint8Array,
): ReportVerdict {
	const { unit } = exchange;
	if (topic !== topicOf(unit.address, "res")) return refused("wrong-topic");
	const opened = openMessage(crypto, keyring(crypto, unit), topic, ["result", "enrol-result"], bytes);
	if (opened.kind === "refused") return refused(opened.reason);
	const { body } = opened;
	if (!equalConstantTime(body.ueid, unit.ueid)) return refused("wrong-unit");

	const nonce = toHex(body.nonce);
	const remembered = exchange.requests.get(nonce);
	if (remembered === undefined) return refused("not-outstanding");
	if (remembered.state === "answered") return refused("already-answered");
	if (!equalConstantTime(body.requestHash, remembered.hash)) return refused("wrong-request");
	if (!answers(opened, remembered.request)) return refused("contradicts-request");
	if (!isLater(body, exchange.lastOrder)) return refused("stale-order");
	if (nowSeconds > remembered.believedUntil) return refused("late");

	remembered.state = "answered";
	exchange.lastOrder = { bootCount: body.bootCount, sequence: body.sequence };
	return { kind: "verified", nonce, report: opened };
}

/** A nonce, 16 bytes from the entropy source. */
export function freshNonce(crypto: Crypto): Uint8Array {
	const nonce = new Uint8Array(16);
	crypto.entropyInto(nonce);
	return nonce;
}

/** The only key that may have signed what claims to come from `unit`. */
export function keyring(crypto: Crypto, unit: KnownUnit): (kid: Uint8Array) => Uint8Array | undefined {
	const known = kidOf(crypto, unit.publicKey);
	return (kid) => (equalConstantTime(kid, known) ? unit.publicKey : undefined);
}

function refused(reason: ReportRefusal): ReportVerdict {
	return { kind: "refused", reason };
}

/**
 * Does the report repeat what was asked? The unit signs both, so a difference is the unit's fault, not the
 * wire's.
 */
function answers(report: Report, request: Request): boolean {
	if (report.body.modality !== request.body.modality) return false;
	if (report.type === "result") return request.type === "challenge";
	return request.type === "enrol-begin" && equalConstantTime(report.body.pledgeHash, request.body.pledgeHash);
}

function isLater(order: ReportOrder, last: ReportOrder | undefined): boolean {
	if (last === undefined || order.bootCount > last.bootCount) return true;
	return order.bootCount === last.bootCount && order.sequence > last.sequence;
}

type Request =
	| { readonly type: "challenge"; readonly body: BodyByType["challenge"] }
	| { readonly type: "enrol-begin"; readonly body: BodyByType["enrol-begin"] };

interface RememberedRequest {
	readonly request: Request;
	/** SHA-256 of the signed request. */
	readonly hash: Uint8Array;
	readonly believedUntil: number;
	state: "outstanding" | "answered";
}
