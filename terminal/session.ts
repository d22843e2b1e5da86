/**
 * The conversation with one unit, over whatever carries topics and bytes. Knows no sockets: `mqtt.ts` feeds
 * it from a broker, tests feed it from memory.
 */

import { equalConstantTime } from "../modules/bytes/bytes.js";
import { openMessage } from "../modules/messages/envelope.js";
import { type BodyByType, decodeBody } from "../modules/messages/messages.js";
import { topicOf } from "../modules/messages/topics.js";
import {
	type Exchange,
	keyring,
	type Report,
	type ReportRefusal,
	type SignedRequest,
	verifyReport,
} from "./exchange.js";
import type { TerminalCrypto } from "./native-crypto.js";

/** The terminal's trusted clock. */
export interface TerminalClock {
	/** Seconds since 1970, whole. */
	nowSeconds(): number;
	setTimer(delayMs: number, onTimer: () => void): { close(): void };
}

export interface SessionOptions {
	readonly crypto: TerminalCrypto;
	readonly exchange: Exchange;
	readonly clock: TerminalClock;
	/** Sends a request towards the unit; throwing rejects the request's promise. */
	readonly publish: (topic: string, payload: Uint8Array) => void;
	/** Unsigned guidance for the person at the unit; show it, decide nothing by it. */
	readonly onHint?: (hint: BodyByType["hint"]) => void;
	/** The unit came or went. Signed, but a retained message may be old. */
	readonly onPresence?: (presence: UnitPresence) => void;
	/** Anything arrived, not yet judged; for showing that the line is alive. */
	readonly onArrival?: (topic: string, byteLength: number) => void;
	/** Something arrived that proves nothing. */
	readonly onRefused?: (refusal: Refusal) => void;
}

export type UnitPresence =
	| { readonly type: "birth"; readonly body: BodyByType["birth"] }
	| { readonly type: "offline"; readonly body: BodyByType["offline"] };

export interface Refusal {
	readonly channel: "res" | "evt" | "state" | "unknown";
	readonly reason: ReportRefusal;
}

export type Answer =
	| { readonly kind: "verified"; readonly report: Report }
	| { readonly kind: "timed-out" }
	| { readonly kind: "closed" };

export interface Session {
	/**
	 * Publishes and waits for the verified report, at most until the request's reports are no longer believed.
	 */
	request(request: SignedRequest): Promise<Answer>;
	/** What to subscribe to, at QoS 1. */
	readonly topics: readonly string[];
	/** Everything that arrives goes in here, whatever its topic. */
	receive(topic: string, payload: Uint8Array): void;
	/** Settles what waits, and every later request, with "closed". May be called twice. */
	close(): void;
}

export function openSession(options: SessionOptions): Session {
	const { crypto, exchange, clock } = options;
	const { address } = exchange.unit;
	const publicKeyOf = keyring(crypto, exchange.unit);
	const waiting = new Map<string, (answer: Answer) => void>();
	let isClosed = false;

	const refuse = (channel: Refusal["channel"], reason: ReportRefusal) =>
		options.onRefused?.({ channel, reason });

	function receiveReport(topic: string, payload: Uint8Array): void {
		const verdict = verifyReport(crypto, exchange, clock.nowSeconds(), topic, payload);
		if (verdict.kind === "refused") refuse("res", verdict.reason);
		else waiting.get(verdict.nonce)?.({ kind: "verified", report: verdict.report });
	}

	function receiveHint(payload: Uint8Array): void {
		const decoded = decodeBody("hint", payload);
		if (decoded.kind === "malformed") refuse("evt", "malformed");
		else options.onHint?.(decoded.body);
	}

	function receivePresence(topic: string, payload: Uint8Array): void {
		const opened = openMessage(crypto, publicKeyOf, topic, ["birth", "offline"], payload);
		if (opened.kind === "refused") refuse("state", opened.reason);
		else if (!equalConstantTime(opened.body.ueid, exchange.unit.ueid)) refuse("state", "wrong-unit");
		else options.onPresence?.(opened);
	}

	return {
		topics: [topicOf(address, "res"), topicOf(address, "evt"), topicOf(address, "state")],
		request(request) {
			if (isClosed) return Promise.resolve({ kind: "closed" });
			return new Promise((resolve) => {
				const remainingMs = Math.max(0, request.believedUntil - clock.nowSeconds()) * 1000;
				const timer = clock.setTimer(remainingMs, () => settle({ kind: "timed-out" }));
				const settle = (answer: Answer) => {
					timer.close();
					waiting.delete(request.nonce);
					resolve(answer);
				};
				waiting.set(request.nonce, settle);
				options.publish(request.topic, request.envelope);
			});
		},
		receive(topic, payload) {
			options.onArrival?.(topic, payload.length);
			if (topic === topicOf(address, "res")) receiveReport(topic, payload);
			else if (topic === topicOf(address, "evt")) receiveHint(payload);
			else if (topic === topicOf(address, "state")) receivePresence(topic, payload);
			else refuse("unknown", "wrong-topic");
		},
		close() {
			isClosed = true;
			for (const settle of [...waiting.values()]) settle({ kind: "closed" });
		},
	};
}
