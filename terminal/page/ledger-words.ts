/** What the Ledger view says in its own words; the wording of the forms is the office's. */
import type { Sentence } from "../shared/contract.js";
import type { CheckName, Verdict } from "./ledger-check.js";

function say(ja: string, en: string): Sentence {
	return { ja, en };
}

export const WORDS = {
	title: say("記録簿", "Ledger"),
	waiting: say("記録簿を待っています…", "Waiting for the ledger…"),
	covered: say("記録簿はログイン中だけ見られます", "The ledger is open while somebody is logged in"),
	coveredLead: say(
		"記録簿には氏名があります。「端末」の画面でログインしてください。ログオフや離席で、また閉じます。",
		"It has names in it. Use the Terminal view to log in; logging off or leaving closes it again.",
	),
	toTerminal: say("「端末」の画面へ", "To the Terminal view"),
	registers: say("帳票", "Register"),
	month: say("月", "Month"),
	search: say("検索", "Search"),
	person: say("人", "Person"),
	result: say("結果", "Result"),
	everybody: say("全員", "Everybody"),
	everything: say("すべて", "All"),
	clear: say("絞り込みをやめる", "Clear the filter"),
	rows: say("件", "rows"),
	of: say("全", "of"),
	loading: say("読み込んでいます…", "Loading…"),
	none: say("この月の記録はありません。", "There is nothing in this month."),
	noneFits: say("絞り込みに合う行はありません。", "No row fits the filter."),
	more: say("残りも表示", "Show the rest"),
	csv: say("CSV を保存", "Save as CSV"),
	print: say("印刷", "Print"),
	blankSheet: say("用紙を印刷", "Print a blank form"),
	printSheet: say("この行の用紙を印刷", "Print this row's form"),
	confirm: say("手のひらで確認", "Confirm by palm"),
	again: say("もう一度確認", "Confirm again"),
	confirmed: say("確認済み", "Confirmed"),
	confirmedBy: say("確認", "Confirmed by"),
	outdated: say("確認の後に行が変わりました", "The rows have changed since the confirmation"),
	unconfirmed: say("未確認", "Not confirmed"),
	evidence: say("証拠", "Evidence"),
	show: say("見る", "Show"),
	hide: say("閉じる", "Hide"),
	sortBy: say("並べ替え", "Sort by"),
	// Evidence
	standsOn: say("この行の根拠となる署名済みの記録", "The signed records that this row stands on"),
	examining: say("このブラウザーで確かめています…", "Checking in this browser…"),
	allGood: say(
		"このブラウザーで確かめました。すべて正しい記録です。",
		"Checked in this browser: every record stands.",
	),
	someBad: say(
		"正しくない記録があり、この行は証拠になりません。責任者とセキュリティ責任者に知らせ、verify-ledger で検査してください。",
		"A record is wrong: this row proves nothing. Tell supervisor and security officer; run verify-ledger.",
	),
	someOpen: say(
		"正しくない記録はありませんが、確かめられない点があります。",
		"No record is wrong, but not everything could be checked.",
	),
	notFound: say("記録を読み出せませんでした。", "A record could not be read."),
	record: say("記録", "Record"),
	received: say("受信", "Received"),
	topic: say("宛先", "Topic"),
	signedBy: say("署名者", "Signed by"),
	content: say("署名された内容", "What was signed"),
	place: say("木の中の位置", "Place in the tree"),
	root: say("木の根", "Root"),
	key: say("鍵", "Key"),
	unit: say("装置", "the unit"),
	terminal: say("端末", "this terminal"),
	authority: say("権限者", "the authority"),
	// The ledger as a whole
	whole: say("記録簿全体", "The whole ledger"),
	entries: say("件の署名済み記録", "signed records"),
	verify: say("全体を検査", "Check everything"),
	checking: say("検査中", "Checking"),
	good: say("検査済み: 正しい", "Checked: good"),
	bad: say("検査で不正な記録が見つかりました", "The check has found a record that is wrong"),
	repaired: say(
		"前回の停止で書きかけになった記録を切り捨てました",
		"An unfinished record was cut off after the last stop",
	),
	terminalKey: say("端末の鍵", "The terminal's key"),
	// Confirming
	confirmLead: say(
		"この月の行をすべて見てから、責任者の照合IDを入力し、手をかざします。確認は署名されて記録簿に残ります。",
		"Look through the month first; then the supervisor types the ID and places the hand. It is kept, signed.",
	),
	confirmAll: say(
		"確認するのは、絞り込みに関わらず、この月のすべての行です。",
		"It covers all rows of the month, whatever the filter shows.",
	),
	remaining: say("残り", "left"),
	seconds: say("秒", "s"),
	supervisorsTurn: say("責任者の手を待っています", "Waiting for the supervisor's hand"),
	confirmDone: say("確認しました", "Confirmed"),
	confirmRefused: say("確認できませんでした", "Not confirmed"),
	close: say("閉じる", "Close"),
	whatNow: say("次にすること", "What to do"),
	// Paper
	printed: say("印刷日", "Printed"),
	filtered: say("絞り込んだ一部", "A part only, by the filter"),
	head: say("記録簿の署名", "Signed head of the ledger"),
	signature: say("署名・押印", "Signature or seal"),
	noForms: say(
		"様式の文面が届いていないため、列の見出しだけで表示しています。",
		"The wording of the forms has not arrived: only the bare headings are shown.",
	),
} as const satisfies Readonly<Record<string, Sentence>>;

export const CHECKS: Readonly<Record<CheckName, Sentence>> = {
	signature: say("署名", "Signature"),
	key: say("鍵の登録", "Key on record"),
	inclusion: say("記録簿の木に含まれる", "In the ledger's tree"),
	voucher: say("木の根に端末の署名", "Root signed by the terminal"),
	question: say("問いと答えの対応", "Answers the question"),
	chain: say("装置の連鎖", "The unit's chain"),
};

export const VERDICTS: Readonly<Record<Verdict, Sentence>> = {
	good: say("正しい", "good"),
	bad: say("不正", "wrong"),
	open: say("未確認", "not checked"),
};
