/**
 * What a terminal remembers of one unit, and the one gate every answer from that unit passes.
 *
 *     signRequest --> outstanding --(one good answer)--> answered --> forgotten in turn
 *
 * Nothing is believed for the place it arrived at: the broker, the network and anybody with a recording may
 * publish on the unit's topic. A report counts only when `verifyReport` says so.
 */

import { assert } from "../modules/bytes/assert.js";
import { equalConstantTime, toHex } from "../modules/bytes/bytes.js";
import { kidOf, openMessage, type SigningKey, signMessage } from "../modules/messages/envelope.js";
import type { BodyByType } from "../modules/messages/messages.js";
import { topicOf, type UnitAddress } from "../modules/messages/topics.js";
import type { TerminalCrypto } from "./native-crypto.js";

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
	/** As the unit's last birth message told; until then the authority's orders are refused. */
	boot: KnownBoot | undefined;
}

/** What the authority's orders are signed for: held back until after a reboot, they are worth nothing. */
export interface KnownBoot {
	readonly bootCount: number;
	readonly bootNonce: Uint8Array;
}

/** What is asked, and which type answers it. */
const ANSWERED_BY = {
	challenge: "result",
	"enrol-begin": "enrol-result",
	"session-close": "order-result",
	revoke: "order-result",
	"lockout-reset": "order-result",
	"policy-set": "order-result",
	"key-set": "order-result",
	"time-set": "order-result",
	"update-offer": "order-result",
	"audit-request": "audit-range",
	"register-request": "register-page",
} as const;

export type RequestType = keyof typeof ANSWERED_BY;
export type ReportType = (typeof ANSWERED_BY)[RequestType];

export type Request = { [T in RequestType]: { readonly type: T; readonly body: BodyByType[T] } }[RequestType];
export type Report = { [T in ReportType]: { readonly type: T; readonly body: BodyByType[T] } }[ReportType];

export const REPORT_TYPES: readonly ReportType[] = [
	"result",
	"enrol-result",
	"order-result",
	"audit-range",
	"register-page",
];

/** A signed request, ready to be published. */
export interface SignedRequest {
	readonly type: RequestType;
	readonly topic: string;
	readonly envelope: Uint8Array;
	/** Hexadecimal; names the request among the outstanding ones. */
	readonly nonce: string;
	/** Seconds since 1970 until which a report is believed. */
	readonly believedUntil: number;
}

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
	return { unit, requests: new Map(), lastOrder, boot: undefined };
}

/** A birth message whose signature, topic and unit have been found good: an older one changes nothing. */
export function noteBirth(exchange: Exchange, { bootCount, bootNonce }: KnownBoot): void {
	if (exchange.boot !== undefined && bootCount < exchange.boot.bootCount) return;
	exchange.boot = { bootCount, bootNonce };
}

/** Signs `request` for the unit and remembers it as outstanding. The body's nonce must be fresh. */
export function signRequest(
	crypto: TerminalCrypto,
	exchange: Exchange,
	key: SigningKey,
	request: Request,
): SignedRequest {
	const { body } = request;
	const topic = topicOf(exchange.unit.address, "cmd");
	const envelope = signMessage(crypto, key, topic, request.type, body);
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
	return { type: request.type, topic, envelope, nonce, believedUntil };
}

/**
 * Decides whether `bytes`, arrived on `topic` at `nowSeconds` of the terminal's clock, is the unit's one
 * answer to one outstanding request. A verified report answers its request: the same bytes again are refused.
 */
export function verifyReport(
	crypto: TerminalCrypto,
	exchange: Exchange,
	nowSeconds: number,
	topic: string,
	bytes: Uint8Array,
): ReportVerdict {
	const { unit } = exchange;
	if (topic !== topicOf(unit.address, "res")) return refused("wrong-topic");
	const opened = openMessage(crypto, keyring(crypto, unit), topic, REPORT_TYPES, bytes);
	return opened.kind === "refused" ? refused(opened.reason) : judgeReport(exchange, nowSeconds, opened);
}

/** `verifyReport` for a report whose signature and topic have been found good. */
export function judgeReport(exchange: Exchange, nowSeconds: number, report: Report): ReportVerdict {
	const { body } = report;
	if (!equalConstantTime(body.ueid, exchange.unit.ueid)) return refused("wrong-unit");
	const nonce = toHex(body.nonce);
	const remembered = exchange.requests.get(nonce);
	if (remembered === undefined) return refused("not-outstanding");
	if (remembered.state === "answered") return refused("already-answered");
	if (!equalConstantTime(body.requestHash, remembered.hash)) return refused("wrong-request");
	if (!answers(report, remembered.request)) return refused("contradicts-request");
	if (!isLater(report, exchange.lastOrder)) return refused("stale-order");
	if (nowSeconds > remembered.believedUntil) return refused("late");

	remembered.state = "answered";
	exchange.lastOrder = orderOf(report) ?? exchange.lastOrder;
	return { kind: "verified", nonce, report };
}

/** A nonce, 16 bytes from the entropy source. */
export function freshNonce(crypto: TerminalCrypto): Uint8Array {
	const nonce = new Uint8Array(16);
	crypto.entropyInto(nonce);
	return nonce;
}

/** The only key that may have signed what claims to come from `unit`. */
export function keyring(
	crypto: TerminalCrypto,
	unit: KnownUnit,
): (kid: Uint8Array) => Uint8Array | undefined {
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
	if (report.type !== ANSWERED_BY[request.type]) return false;
	if (report.type === "result" && request.type === "challenge") {
		const { modality, action } = report.body;
		return modality === request.body.modality && action === request.body.action;
	}
	if (report.type === "enrol-result" && request.type === "enrol-begin") {
		const { modality, role, pledgeHash } = report.body;
		return (
			modality === request.body.modality &&
			role === request.body.role &&
			equalConstantTime(pledgeHash, request.body.pledgeHash)
		);
	}
	if (report.type === "audit-range" && request.type === "audit-request") {
		const { first, digests, sequence } = report.body;
		const count = digests.length / 32;
		return (
			first >= Math.min(request.body.first, sequence) &&
			isWhole(count, request.body.count) &&
			first + count <= sequence
		);
	}
	if (report.type === "register-page" && request.type === "register-request") {
		const { first, total, registerEntries } = report.body;
		const count = registerEntries.length / REGISTER_ENTRY_BYTES;
		return first === request.body.first && isWhole(count, Math.max(0, total - first));
	}
	return true;
}

/** Of one entry in `register-page` of messages.cddl. */
export const REGISTER_ENTRY_BYTES = 24;

function isWhole(count: number, max: number): boolean {
	return Number.isInteger(count) && count <= max;
}

/** A page is no entry of the unit's chain and has no place in its order. */
function orderOf({ type, body }: Report): ReportOrder | undefined {
	if (type === "audit-range" || type === "register-page") return undefined;
	return { bootCount: body.bootCount, sequence: body.sequence };
}

function isLater(report: Report, last: ReportOrder | undefined): boolean {
	const { bootCount } = report.body;
	const order = orderOf(report);
	if (last === undefined || bootCount > last.bootCount) return true;
	return bootCount === last.bootCount && (order === undefined || order.sequence > last.sequence);
}

interface RememberedRequest {
	readonly request: Request;
	/** SHA-256 of the signed request. */
	readonly hash: Uint8Array;
	readonly believedUntil: number;
	state: "outstanding" | "answered";
}
