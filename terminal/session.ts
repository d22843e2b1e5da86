/**
 * The conversation with one unit, over whatever carries topics and bytes. Knows no sockets: `mqtt.ts` feeds
 * it from a broker, tests feed it from memory.
 */

import { equalConstantTime } from "../modules/bytes/bytes.js";
import { type Opened, openMessage } from "../modules/messages/envelope.js";
import { Decision } from "../modules/messages/messages.generated.js";
import { type BodyByType, decodeBody } from "../modules/messages/messages.js";
import { topicOf } from "../modules/messages/topics.js";
import { type AuditKeeper, type AuditOptions, openAuditKeeper } from "./audit-keeper.js";
import { ENTRY_TYPES, entryOf } from "./audit-mirror.js";
import {
	type Exchange,
	judgeReport,
	keyring,
	noteBirth,
	REPORT_TYPES,
	type Report,
	type ReportRefusal,
	type SignedRequest,
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
	/** The unit asks for a piece of the firmware that it is offered. */
	readonly onImageWanted?: (wanted: BodyByType["image-wanted"]) => void;
	/** The unit came or went. Signed, but a retained message may be old. */
	readonly onPresence?: (presence: UnitPresence) => void;
	/**
	 * A session ended, or something happened. Signed, but perhaps sent again: `audit.onKept` hears of it once.
	 */
	readonly onLog?: (entry: LogEntry) => void;
	/**
	 * Keeps the unit's audit chain and what is asked of it, and sends the receipts without which its queue
	 * fills up.
	 */
	readonly audit?: AuditOptions;
	/** Anything arrived, not yet judged; for showing that the line is alive. */
	readonly onArrival?: (topic: string, byteLength: number) => void;
	/** Something arrived that proves nothing. */
	readonly onRefused?: (refusal: Refusal) => void;
}

export type UnitPresence =
	| { readonly type: "birth"; readonly body: BodyByType["birth"] }
	| { readonly type: "offline"; readonly body: BodyByType["offline"] };

export type LogEntry = Opened<(typeof ENTRY_TYPES.log)[number]>;

export interface Refusal {
	readonly channel: "res" | "evt" | "log" | "state" | "unknown";
	readonly reason: ReportRefusal;
}

export type Answer =
	| { readonly kind: "verified"; readonly report: Report }
	| { readonly kind: "timed-out" }
	| { readonly kind: "closed" };

/** Did the unit say yes? Only a verified answer, and of those only the one word, is one. */
export function isAccepted(answer: Answer): boolean {
	if (answer.kind !== "verified") return false;
	const { body } = answer.report;
	return "decision" in body && body.decision === Decision.accepted;
}

export interface Session {
	/**
	 * Publishes and waits for the verified report, at most until the request's reports are no longer believed.
	 */
	request(request: SignedRequest): Promise<Answer>;
	/** Publishes what nobody answers. */
	send(topic: string, payload: Uint8Array): void;
	/** What to subscribe to, at QoS 1. */
	readonly topics: readonly string[];
	/** Everything that arrives goes in here, whatever its topic. */
	receive(topic: string, payload: Uint8Array): void;
	/** Settles what waits, and every later request, with "closed". May be called twice. */
	close(): void;
}

export function openSession(options: SessionOptions): Session {
	const { crypto, exchange, clock } = options;
	const { unit } = exchange;
	const [res, log, evt, state] = [
		topicOf(unit.address, "res"),
		topicOf(unit.address, "log"),
		topicOf(unit.address, "evt"),
		topicOf(unit.address, "state"),
	];
	const publicKeyOf = keyring(crypto, unit);
	const keeper = options.audit && openAuditKeeper(crypto, unit, clock, options.publish, options.audit);
	const waiting = openWaitingRoom(clock);

	const refuse = (channel: Refusal["channel"], reason: ReportRefusal) =>
		options.onRefused?.({ channel, reason });

	function receiveReport(payload: Uint8Array): void {
		const opened = openMessage(crypto, publicKeyOf, res, REPORT_TYPES, payload);
		if (opened.kind === "refused") return refuse("res", opened.reason);
		const verdict = judgeReport(exchange, clock.nowSeconds(), opened);
		if (verdict.kind === "refused") refuse("res", verdict.reason);
		else waiting.answer(verdict.nonce, verdict.report);
		if (opened.type === "audit-range" || opened.type === "register-page") return;
		// Whether or not anybody still waits for the answer: what the unit has decided belongs in the record.
		if (isFromUnit(opened)) keeper?.take(entryOf(crypto, opened, res, payload));
	}

	function receiveLog(payload: Uint8Array): void {
		const opened = openMessage(crypto, publicKeyOf, log, ENTRY_TYPES.log, payload);
		if (opened.kind === "refused") return refuse("log", opened.reason);
		if (!isFromUnit(opened)) return refuse("log", "wrong-unit");
		options.onLog?.(opened);
		keeper?.take(entryOf(crypto, opened, log, payload));
	}

	function receiveUnsigned(payload: Uint8Array): void {
		const hint = decodeBody("hint", payload);
		if (hint.kind === "decoded") return options.onHint?.(hint.body);
		const wanted = decodeBody("image-wanted", payload);
		if (wanted.kind === "decoded") options.onImageWanted?.(wanted.body);
		else refuse("evt", "malformed");
	}

	function receivePresence(payload: Uint8Array): void {
		const opened = openMessage(crypto, publicKeyOf, state, ["birth", "offline"], payload);
		if (opened.kind === "refused") return refuse("state", opened.reason);
		if (!isFromUnit(opened)) return refuse("state", "wrong-unit");
		if (opened.type === "birth") noteBirth(exchange, opened.body);
		options.onPresence?.(opened);
	}

	const isFromUnit = ({ body }: { readonly body: { readonly ueid: Uint8Array } }): boolean =>
		equalConstantTime(body.ueid, unit.ueid);

	return {
		topics: [res, log, evt, state],
		request: (request) => waiting.wait(request, () => send(options, keeper, request)),
		send: options.publish,
		receive(topic, payload) {
			options.onArrival?.(topic, payload.length);
			if (topic === res) receiveReport(payload);
			else if (topic === log) receiveLog(payload);
			else if (topic === evt) receiveUnsigned(payload);
			else if (topic === state) receivePresence(payload);
			else refuse("unknown", "wrong-topic");
		},
		close: () => waiting.close(),
	};
}

/** On record first, where there is one. */
function send({ publish }: SessionOptions, keeper: AuditKeeper | undefined, request: SignedRequest): void {
	keeper?.ask(request);
	publish(request.topic, request.envelope);
}

/** Who waits for which answer, and for how long. */
function openWaitingRoom(clock: TerminalClock) {
	const waiting = new Map<string, (answer: Answer) => void>();
	let isClosed = false;
	return {
		/** @param send runs once the answer can be taken; what it throws rejects the promise. */
		wait({ nonce, believedUntil }: SignedRequest, send: () => void): Promise<Answer> {
			if (isClosed) return Promise.resolve({ kind: "closed" });
			return new Promise((resolve) => {
				const remainingMs = Math.max(0, believedUntil - clock.nowSeconds()) * 1000;
				const timer = clock.setTimer(remainingMs, () => settle({ kind: "timed-out" }));
				const settle = (answer: Answer) => {
					timer.close();
					waiting.delete(nonce);
					resolve(answer);
				};
				waiting.set(nonce, settle);
				send();
			});
		},
		answer(nonce: string, report: Report): void {
			waiting.get(nonce)?.({ kind: "verified", report });
		},
		close(): void {
			isClosed = true;
			for (const settle of [...waiting.values()]) settle({ kind: "closed" });
		},
	};
}
