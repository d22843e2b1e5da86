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
		reason: UNIT_REFUSED[body.reason],
		// The failure that begins a wait is told like one that comes during it.
		next: NEXT[retryAfter === undefined ? body.reason : RefusalReason.locked],
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

const AGAIN: Sentence = {
	ja: "照合IDを確かめ、手をかざし直してください。",
	en: "Check the verification ID and place your hand again.",
};
const ASK_SUPERVISOR: Sentence = {
	ja: "責任者に知らせてください。",
	en: "Tell the supervisor.",
};
const ASK_OFFICER: Sentence = {
	ja: "セキュリティ責任者に連絡してください。解除は責任者の画面の「失敗の取消し」で行います。",
	en: "Call the security officer, who forgives the failures on the supervisor's board.",
};
const CHECK_CLOCK: Sentence = {
	ja: "端末の時計を確かめ、もう一度操作してください。",
	en: "Check this terminal's clock, then ask again.",
};
const ASK_AGAIN: Sentence = { ja: "もう一度操作してください。", en: "Ask again." };
const CHECK_UNIT: Sentence = {
	ja: "装置の電源とつながりを確かめ、もう一度操作してください。",
	en: "Check the unit's power and its connection, then ask again.",
};
const START_AGAIN: Sentence = { ja: "端末を起動し直してください。", en: "Start the terminal again." };
const UNANSWERED: Sentence = { ja: "装置から回答がありません。", en: "The unit did not answer in time." };
const CLOSED: Sentence = { ja: "端末を終了しました。", en: "The terminal was closed." };

/** What helps against each reason. */
const NEXT: Readonly<Record<RefusalReason, Sentence>> = {
	[RefusalReason.mismatch]: AGAIN,
	[RefusalReason.notEnrolled]: {
		ja: "照合IDを入力し直してください。登録がまだの人は、責任者が登録します。",
		en: "Type the verification ID again. Whoever is not enrolled yet is enrolled with a supervisor.",
	},
	[RefusalReason.noCapture]: {
		ja: "案内の図のとおりに手をかざし、「読み取りました」まで動かさないでください。",
		en: "Place your hand as the picture shows and keep it there until it has been read.",
	},
	[RefusalReason.busy]: {
		ja: "装置の表示が消えるまで少し待ち、もう一度操作してください。",
		en: "Wait until the unit has finished, then ask again.",
	},
	[RefusalReason.alreadyEnrolled]: {
		ja: "登録し直すときは、先に今の登録を失効させてください。",
		en: "To enrol anew, revoke the present enrolment first.",
	},
	[RefusalReason.inconsistentSamples]: {
		ja: "登録をもう一度始め、毎回同じように手をかざしてください。",
		en: "Start the enrolment again and place the hand the same way each time.",
	},
	[RefusalReason.storeFull]: {
		ja: "退職・異動した人の登録を失効させてください。",
		en: "Revoke those who have left, then ask again.",
	},
	[RefusalReason.expired]: CHECK_CLOCK,
	[RefusalReason.unreadable]: {
		ja: "責任者が登録を失効させ、登録し直してください。",
		en: "Have the supervisor revoke the enrolment and enrol again.",
	},
	[RefusalReason.unsupported]: {
		ja: "装置が扱う照合情報(手または目)を選んでください。",
		en: "Choose what this unit reads: hand or eye.",
	},
	[RefusalReason.locked]: {
		ja: "残り時間が過ぎてから、もう一度操作してください。心当たりがなければ責任者に知らせてください。",
		en: "Try again when the time is over. If the failures were not yours, tell the supervisor.",
	},
	[RefusalReason.disabled]: ASK_OFFICER,
	[RefusalReason.dayClosed]: {
		ja: "責任者が「業務の開始」を行ってから、もう一度操作してください。",
		en: "Have the supervisor open the day, then ask again.",
	},
	[RefusalReason.wrongRole]: {
		ja: "責任者の照合IDと手で行ってください。",
		en: "A supervisor does this, with the supervisor's own ID and hand.",
	},
	[RefusalReason.noWitness]: {
		ja: "責任者の照合IDを確かめ、先に責任者の手をかざしてください。",
		en: "Check the supervisor's ID; the supervisor's hand comes first.",
	},
	[RefusalReason.queueFull]: {
		ja: "記録簿の保存先に空きがあるか確かめてください。空けば自動で送られます。",
		en: "See that the ledger can be written; what waits is then sent by itself.",
	},
	[RefusalReason.samePerson]: {
		ja: "本人ではない責任者が行ってください。",
		en: "Another supervisor than the person concerned does this.",
	},
	[RefusalReason.noSession]: { ja: "ログインしてから操作してください。", en: "Log in, then ask again." },
	[RefusalReason.belowPolicy]: ASK_SUPERVISOR,
	[RefusalReason.rolledBack]: ASK_AGAIN,
	[RefusalReason.future]: CHECK_CLOCK,
	[RefusalReason.otherBoot]: ASK_AGAIN,
};
