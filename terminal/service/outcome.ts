/** What the unit's answer means to whoever stands at the counter, and what to do next. */
import { assert } from "../../modules/bytes/assert.js";
import { Decision, RefusalReason } from "../../modules/messages/messages.generated.js";
import type { Report } from "../exchange.js";
import { Names } from "../names.js";
import { type Sentence, UNIT_REFUSED } from "../sentences.js";
import type { Answer } from "../session.js";

export type Outcome = { readonly kind: "accepted"; readonly report: AnsweredReport } | Refused;

export interface Refused {
	readonly kind: "refused";
	/** As messages.cddl names it; or "timed-out", "closed", "not-sent". */
	readonly code: string;
	readonly reason: Sentence;
	readonly next: Sentence;
	readonly attemptsLeft?: number;
	/** Seconds until a locked person may try again. */
	readonly retryAfter?: number;
}

/** What answers a person or an order. */
export type AnsweredReport = Extract<Report, { readonly type: "result" | "enrol-result" | "order-result" }>;

export function outcomeOf(answer: Answer): Outcome {
	switch (answer.kind) {
		case "verified":
			return outcomeOfReport(answer.report);
		case "timed-out":
			return { kind: "refused", code: "timed-out", reason: UNANSWERED, next: CHECK_UNIT };
		case "closed":
			return { kind: "refused", code: "closed", reason: CLOSED, next: START_AGAIN };
	}
}

function outcomeOfReport(report: Report): Outcome {
	assert(
		report.type === "result" || report.type === "enrol-result" || report.type === "order-result",
		"outcomeOf: a page of a register is nobody's outcome",
	);
	const { body } = report;
	if (body.reason === undefined) {
		assert(body.decision === Decision.accepted, "outcomeOf: a report without a reason accepts");
		return { kind: "accepted", report };
	}
	const { attemptsLeft, retryAfter } = report.type === "result" ? report.body : {};
	return {
		kind: "refused",
		code: REASONS.nameOf(body.reason),
		reason: UNIT_REFUSED[body.reason].reason,
		// The failure that begins a wait is told like one that comes during it.
		next: UNIT_REFUSED[retryAfter === undefined ? body.reason : RefusalReason.locked].next,
		...(attemptsLeft === undefined ? {} : { attemptsLeft }),
		...(retryAfter === undefined ? {} : { retryAfter }),
	};
}

export function notSent(error: unknown): Refused {
	const detail = error instanceof Error ? error.message : String(error);
	return {
		kind: "refused",
		code: "not-sent",
		reason: { ja: `問い合わせを送れませんでした (${detail})。`, en: `The request was not sent (${detail}).` },
		next: CHECK_UNIT,
	};
}

/** The unit has lost power while somebody was awaited. */
export const INTERRUPTED: Refused = {
	kind: "refused",
	code: "unit-restarted",
	reason: {
		ja: "途中で装置の電源が切れました。本人の確認はできていません。",
		en: "The unit lost power meanwhile; nobody was verified.",
	},
	next: {
		ja: "責任者が業務を開始し直してから、もう一度操作してください。",
		en: "Have the supervisor open the day again, then start anew.",
	},
};

const REASONS = new Names(RefusalReason);

const CHECK_UNIT: Sentence = {
	ja: "装置の電源とつながりを確かめ、もう一度操作してください。",
	en: "Check the unit's power and its connection, then ask again.",
};
const START_AGAIN: Sentence = { ja: "端末を起動し直してください。", en: "Start the terminal again." };
const UNANSWERED: Sentence = { ja: "装置から回答がありません。", en: "The unit did not answer in time." };
const CLOSED: Sentence = { ja: "端末を終了しました。", en: "The terminal was closed." };
