/** What came of a request, for people and for programs. */
import { Decision, RefusalReason } from "../../modules/messages/messages.generated.js";
import { EXIT, type Report } from "../command-line.js";
import { Names } from "../names.js";
import { UNIT_REFUSED } from "../sentences.js";
import type { Answer } from "../session.js";

const REASONS = new Names(RefusalReason);

/** @returns the exit code: passed exactly when the unit accepted. */
export function tellAnswer(answer: Answer, report: Report): number {
	if (answer.kind !== "verified") {
		report(
			{ event: "answer", kind: answer.kind },
			"装置から回答がありません。電源とつながりを確かめてください。 / The unit did not answer in time; check its power and connection.",
		);
		return EXIT.failed;
	}
	const { type, body } = answer.report;
	if (type === "audit-range" || type === "register-page") {
		report({ event: "answer", kind: "verified", type }, type);
		return EXIT.passed;
	}
	const { bootCount, sequence, generation, reason } = body;
	const common = { event: "answer", kind: "verified", type, bootCount, sequence };
	if (body.decision === Decision.accepted) {
		const detail = generation === undefined ? {} : { generation };
		report({ ...common, decision: "accepted", ...detail }, "承認しました。 / Accepted.");
		return EXIT.passed;
	}
	const { attemptsLeft, retryAfter } =
		type === "result" ? body : { attemptsLeft: undefined, retryAfter: undefined };
	const { reason: why, next } = UNIT_REFUSED[reason ?? RefusalReason.mismatch];
	const wait = retryAfter === undefined ? "" : ` (${retryAfter} s)`;
	report(
		{
			...common,
			decision: "refused",
			reason: reason === undefined ? "none" : REASONS.nameOf(reason),
			...(attemptsLeft === undefined ? {} : { attemptsLeft }),
			...(retryAfter === undefined ? {} : { retryAfter }),
		},
		`${why.ja}${next.ja} / ${why.en} ${next.en}${wait}`,
	);
	return EXIT.failed;
}
