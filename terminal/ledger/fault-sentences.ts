/** What is wrong with a ledger, and what to do about it. */
import type { Sentence } from "../shared/contract.js";
import type { LedgerFault } from "./auditor.js";

export function faultSentence(fault: LedgerFault): Sentence {
	switch (fault.kind) {
		case "unreadable":
			return { ja: "記録として読めません。", en: "This line is not a record." };
		case "out-of-order":
			return {
				ja: `この番号の記録がなく、${fault.found}番があります。`,
				en: `This record is not here; record ${fault.found} stands in its place.`,
			};
		case "broken-chain":
			return {
				ja: "前の記録につながりません。時刻か連鎖値が書き換えられています。",
				en: "It does not continue the record before it: a time or chain value of one of the two was changed.",
			};
		case "refused":
			return {
				ja: `署名または内容が正しくありません (${fault.reason})。`,
				en: `Its signature or its content is not good (${fault.reason}).`,
			};
		case "unit-chain":
			return {
				ja: `装置の記録の順番が合いません (${fault.expected}番のはずが${fault.found}番)。`,
				en: `The unit's own chain breaks: entry ${fault.expected} was due, this is ${fault.found}.`,
			};
		case "other-root":
			return {
				ja: `${fault.since}番より後の記録が、連鎖値ごと書き換えられています。`,
				en: `A record after number ${fault.since} was rewritten together with the chain.`,
			};
		case "wrong-month":
			return {
				ja: "月の最初の記録が正しくありません。",
				en: "The month's first record is not what it must be.",
			};
		case "after-close":
			return { ja: "月の締めより後に記録があります。", en: "It stands behind the month's closing record." };
		case "truncated":
			return {
				ja: `ここから${fault.signedFor}番の手前までの記録がありません。`,
				en: `From here up to record ${fault.signedFor}, which was signed for, records are gone.`,
			};
		case "torn":
			return { ja: "書きかけの記録で終わっています。", en: "The last line was never finished." };
		case "file-missing":
			return { ja: `${fault.month}の記録簿がありません。`, en: `The file of ${fault.month} is missing.` };
		case "foreign-key":
			return { ja: "別の端末の鍵による記録簿です。", en: "Another terminal's key signed this ledger." };
		case "no-checkpoint":
			return { ja: "末尾を証明するものがありません。", en: "Nothing vouches for the end of the ledger." };
	}
}

const RESTORE: Sentence = {
	ja: "ファイルに触れず、セキュリティ責任者に知らせ、控えと比べてください。",
	en: "Leave the files as they are, tell the security officer, and compare with a backup.",
};

export const NEXT_STEP: Readonly<Record<LedgerFault["kind"], Sentence>> = {
	...{ unreadable: RESTORE, "out-of-order": RESTORE, "broken-chain": RESTORE, refused: RESTORE },
	...{ "unit-chain": RESTORE, "other-root": RESTORE, "wrong-month": RESTORE, "after-close": RESTORE },
	...{ truncated: RESTORE, "file-missing": RESTORE },
	torn: {
		ja: "端末を起動すると、書きかけの記録が取り除かれ、その旨が記録されます。",
		en: "Open the ledger with the terminal: it cuts the unfinished line off and puts that on record.",
	},
	"foreign-key": {
		ja: "端末の公開鍵を確かめ、この端末の記録簿を指定してください。",
		en: "Check the terminal's public key, and name the ledger of that terminal.",
	},
	"no-checkpoint": {
		ja: "checkpoint ファイルと同じフォルダーに置いて確かめてください。",
		en: "Put the file beside the checkpoint of its ledger and verify again.",
	},
};
