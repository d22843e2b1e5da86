/** Why a terminal is used, where an office has no list of its own: neutral words, to be replaced. */
import type { Purpose } from "../shared/terminal-state.js";

export const OFFICE_PURPOSES: readonly Purpose[] = [
	{ code: 1, name: { ja: "業務の開始・終了", en: "start or end of work" } },
	{ code: 10, name: { ja: "申請内容の確認", en: "checking an application" } },
	{ code: 11, name: { ja: "住所・氏名の照会", en: "query of name and address" } },
	{ code: 12, name: { ja: "記載事項の訂正", en: "correction of an entry" } },
	{ code: 20, name: { ja: "交付時の本人確認", en: "identity check at delivery" } },
	{ code: 90, name: { ja: "保守・点検", en: "maintenance" } },
];
