/** The counter's terminal at work: a typed 照合ID becomes a request, the unit's report becomes an outcome. */
import type { Crypto } from "../../hal/hal.js";
import { assert } from "../../modules/bytes/assert.js";
import { encodeUtf8 } from "../../modules/bytes/utf8.js";
import {
	Action,
	Decision,
	type Demand,
	type Modality,
	RefusalReason,
	type Role,
} from "../../modules/messages/messages.generated.js";
import { DEFAULT_POLICY } from "../../modules/policy/default-policy.js";
import { makeEnrolBegin, makeOrder } from "../../terminal/authority.js";
import type { Exchange, Report, SignedRequest } from "../../terminal/exchange.js";
import type { SigningKeyPair } from "../../terminal/keys.js";
import { ID_REFUSED } from "../../terminal/own-refusals.js";
import { type Sentence, UNIT_REFUSED } from "../../terminal/sentences.js";
import type { Answer, Session, TerminalClock } from "../../terminal/session.js";
import { subjectTokenOf } from "../../terminal/subject-token.js";
import { makeChallenge } from "../../terminal/terminal.js";
import { nameOf } from "./names.js";

export interface Keys {
	readonly terminal: SigningKeyPair;
	readonly authority: SigningKeyPair;
	/** 32 bytes. */
	readonly site: Uint8Array;
}

export interface Desk {
	readonly crypto: Crypto;
	readonly keys: Keys;
	readonly exchange: Exchange;
	/** What it asks for: a trait, or both. */
	readonly demand: Demand;
	readonly clock: TerminalClock;
	readonly session: Pick<Session, "request">;
}

/** What came of a request: `actual` for programs, `detail` for people. */
export interface DeskOutcome {
	/** "accepted", "refused:REASON", "id-refused:REASON", "timed-out" or "closed". */
	readonly actual: string;
	readonly detail: Sentence;
	/** Who decided it. */
	readonly by: "unit" | "terminal";
}

/** Who is enrolled as what. */
export interface Enrolling {
	readonly id: string;
	readonly role: Role;
	/** 照合ID of the supervisor who presents first; the first supervisor has none. */
	readonly witnessId?: string;
	readonly modality: Modality;
	readonly sampleCount: number;
}

/** Asks the unit to enrol whoever stands before it, behind the witness if there is one. */
export function enrol(
	desk: Desk,
	{ id, role, witnessId, modality, sampleCount }: Enrolling,
): Promise<DeskOutcome> {
	const witness =
		witnessId === undefined ? undefined : subjectTokenOf(desk.crypto, desk.keys.site, witnessId);
	assert(witness?.kind !== "refused", "a witness is somebody enrolled");
	return ask(desk, id, (subjectToken) =>
		makeEnrolBegin(desk.crypto, desk.exchange, desk.keys.authority, {
			subjectToken,
			modality,
			role,
			...(witness === undefined ? {} : { witnessToken: witness.token }),
			pledge: encodeUtf8("誓約書(様式1)"),
			sampleCount,
			nowSeconds: desk.clock.nowSeconds(),
			lifetimeSeconds: ENROL_LIFETIME_S,
		}),
	);
}

/** Asks the unit whether whoever stands before it is the person of `typedId`, and to act on it. */
export function verify(desk: Desk, typedId: string, action: Action = Action.logIn): Promise<DeskOutcome> {
	return ask(desk, typedId, (subjectToken) =>
		makeChallenge(desk.crypto, desk.exchange, desk.keys.terminal, {
			subjectToken,
			modality: desk.demand,
			action,
			purpose: PURPOSE_LOG_IN,
			nowSeconds: desk.clock.nowSeconds(),
			lifetimeSeconds: CHALLENGE_LIFETIME_S,
		}),
	);
}

/**
 * Has the authority demand what the desk asks for of every challenge, where the unit's own policy demands
 * another.
 */
export async function demandTrait({
	session,
	crypto,
	exchange,
	keys,
	demand,
	clock,
}: Desk): Promise<DeskOutcome> {
	const order = {
		...DEFAULT_POLICY,
		type: "policy-set",
		policyVersion: 1,
		requiredModality: demand,
	} as const;
	return outcomeOf(
		await session.request(makeOrder(crypto, exchange, keys.authority, order, clock.nowSeconds())),
	);
}

const ENROL_LIFETIME_S = 60;
const CHALLENGE_LIFETIME_S = 15;
/** Duty code: starting work at the terminal. */
const PURPOSE_LOG_IN = 1;

async function ask(
	desk: Desk,
	typedId: string,
	makeRequest: (subjectToken: Uint8Array) => SignedRequest,
): Promise<DeskOutcome> {
	const subject = subjectTokenOf(desk.crypto, desk.keys.site, typedId);
	if (subject.kind === "refused") {
		return { actual: `id-refused:${subject.reason}`, detail: ID_REFUSED[subject.reason], by: "terminal" };
	}
	return outcomeOf(await desk.session.request(makeRequest(subject.token)));
}

function outcomeOf(answer: Answer): DeskOutcome {
	switch (answer.kind) {
		case "verified":
			return reported(answer.report);
		case "timed-out":
			return { actual: "timed-out", detail: UNANSWERED, by: "terminal" };
		case "closed":
			return { actual: "closed", detail: CLOSED, by: "terminal" };
	}
}

function reported({ type, body }: Report): DeskOutcome {
	assert(
		type === "result" || type === "enrol-result" || type === "order-result",
		"the desk asks for nothing else",
	);
	const { reason } = body;
	if (reason !== undefined) {
		return {
			actual: `refused:${nameOf(RefusalReason, reason)}`,
			detail: UNIT_REFUSED[reason].reason,
			by: "unit",
		};
	}
	assert(body.decision === Decision.accepted, "a report without a reason accepts");
	return { actual: "accepted", detail: DONE[type], by: "unit" };
}

const DONE = {
	result: { ja: "本人と確認しました。", en: "The operator is confirmed." },
	"enrol-result": { ja: "登録しました。", en: "Enrolled." },
	"order-result": { ja: "設定しました。", en: "The unit has taken the order." },
} as const;
const UNANSWERED: Sentence = { ja: "装置から回答がありません。", en: "The unit did not answer in time." };
const CLOSED: Sentence = { ja: "終了しました。", en: "The terminal was closed." };
