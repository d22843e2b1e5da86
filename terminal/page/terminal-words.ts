/** Every fixed word of the Terminal view. */
import type { Sentence } from "../shared/contract.js";
import type { BoardEntry, Role, Task, TerminalState } from "../shared/terminal-state.js";

const say = (ja: string, en: string): Sentence => ({ ja, en });

export const WORDS = {
	title: say("端末", "Terminal"),
	waiting: say("端末の状態を読み込んでいます…", "Loading the terminal's state…"),
	// Status
	unitUnheard: say("装置: 確認中", "Unit: not heard yet"),
	unitUnknown: say("装置: 不明", "Unit: not reachable"),
	unitOnline: say("装置: 接続中", "Unit: online"),
	unitOffline: say("装置: 切断", "Unit: offline"),
	brokerUp: say("通信: 正常", "Broker: connected"),
	brokerLost: say("通信: 切断", "Broker: lost"),
	brokerLostLong: say(
		"通信の仲介(ブローカー)につながりません。照合はできません。利用中の画面は、つながらないまま30秒で終了します。",
		"The message broker cannot be reached: nobody can be verified. A running session ends after 30 seconds.",
	),
	unitOfflineLong: say(
		"装置とつながりません。電源とケーブルを確かめてください。つながれば自動で戻ります。",
		"The unit is offline. Check its power and cable; it comes back by itself.",
	),
	// Asking
	verificationId: say("照合ID", "Verification ID"),
	supervisorId: say("責任者の照合ID", "Supervisor's verification ID"),
	idHelp: say(
		"人に見せず、ほかの人のものを使わないでください。入力した文字は保存されません。",
		"Show it to nobody and use nobody else's. What you type is not kept.",
	),
	show: say("表示", "Show"),
	hide: say("隠す", "Hide"),
	purpose: say("利用の目的", "Purpose"),
	logIn: say("ログイン", "Log in"),
	logInLead: say("照合IDを入力し、手をかざします。", "Type your verification ID, then place your hand."),
	startVerification: say("照合を始める", "Start verification"),
	openDay: say("業務の開始", "Open the day"),
	openDayLead: say(
		"責任者が照合して、本日の業務を開始します。それまで操作者はログインできません。",
		"A supervisor is verified and opens the day. Until then no operator can log in.",
	),
	closeDay: say("業務の終了", "Close the day"),
	closeDayLead: say(
		"責任者が照合して、本日の業務を終了します。利用中の画面も終わります。",
		"A supervisor is verified and closes the day. A running session ends too.",
	),
	// At the counter
	remaining: say("残り", "left"),
	seconds: say("秒", "s"),
	samples: say("読み取り", "Samples"),
	witnessTurn: say("先に責任者の番です", "The supervisor's turn first"),
	subjectTurn: say("登録する人の番です", "Now the person to be enrolled"),
	fromAbove: say("上から見た図", "Seen from above"),
	fromFront: say("正面から見た図", "Seen from the front"),
	fromSide: say("横から見た図", "Seen from the side"),
	atTheMark: say("印の高さ", "at the mark"),
	whatNow: say("次にすること", "What to do now"),
	attemptsLeft: say("一時停止までの残り回数", "Attempts before a wait"),
	retryIn: say("もう一度できるまで", "Try again in"),
	close: say("閉じる", "Close"),
	again: say("もう一度", "Try again"),
	// Session
	inSession: say("利用中", "In session"),
	unknownPerson: say("ほかの画面からログインした人", "somebody who logged in elsewhere"),
	since: say("開始", "Since"),
	elapsed: say("経過", "Elapsed"),
	reauthenticate: say("重要な操作の前の再認証", "Re-authenticate for a sensitive act"),
	reauthenticateLead: say(
		"目的と受付番号を入れて、もう一度手をかざします。受付番号は番号そのものではなく、照合値だけが記録されます。",
		"Give purpose and reception number and place your hand again. Only the number's hash is recorded.",
	),
	reauthenticated: say("再認証", "Re-authenticated"),
	reception: say("受付番号", "Reception number"),
	confirm: say("誤入力確認", "Confirm a wrong query"),
	confirmLead: say(
		"誤って照会したときだけ、別の責任者が確認して印刷できます。照会の内容は照合値だけが記録されます。",
		"Only a wrong query may be printed, once a supervisor has confirmed it. Only its hash is recorded.",
	),
	confirmed: say("誤入力確認", "Wrong query confirmed"),
	query: say("誤った照会 (照会番号と内容)", "The wrong query (its number and what it was)"),
	handOver: say("交代", "Hand over"),
	handOverLead: say(
		"次の人の照合IDを入力します。確認できた時点で、今の利用は終わります。",
		"The next person's ID. The present session ends when the next person is confirmed.",
	),
	lock: say("画面をロック", "Lock the screen"),
	logOff: say("ログオフ", "Log off"),
	locked: say("画面はロックされています", "The screen is locked"),
	lockedLead: say("続けるには、もう一度ログインしてください。", "Log in again to go on."),
	// Board
	board: say("本日の在席", "Today's attendance"),
	nobody: say("名簿に誰もいません。", "The register of staff is empty."),
	name: say("氏名", "Name"),
	role: say("役割", "Role"),
	markAbsent: say("欠勤にする", "Mark absent"),
	markExpected: say("予定に戻す", "Mark expected"),
	revoke: say("失効", "Revoke"),
	revokeLead: say(
		"この人の照合情報を装置から消します。取り消せません。もう一度使うには登録し直します。",
		"Deletes this person's references in the unit. It cannot be undone; the person has to be enrolled again.",
	),
	revokeNow: say("失効させる", "Revoke now"),
	reason: say("理由", "Reason"),
	forgive: say("失敗の取消し", "Forgive failures"),
	lockedFor: say("一時停止", "Waits"),
	disabled: say("停止中", "Disabled"),
	first: say("最初", "first"),
	last: say("最後", "last"),
	// Enrolment
	enrol: say("登録", "Enrol"),
	enrolTitle: say("照合情報の登録", "Enrolment"),
	step: say("手順", "Step"),
	next: say("次へ", "Next"),
	back: say("戻る", "Back"),
	cancel: say("やめる", "Cancel"),
	enrolWho: say("登録する人", "Who is enrolled"),
	enrolIdHelp: say(
		"一人に一つの照合IDです。本人が入力してください。",
		"One ID for one person; the person types it.",
	),
	trait: say("照合に使うもの", "Trait"),
	palm: say("手のひらの静脈", "Palm vein"),
	iris: say("虹彩(目)", "Iris"),
	pledge: say("誓約書 (様式1)", "The written pledge"),
	pledgeLead: say(
		"署名された誓約書のファイル(スキャンしたものなど)を選びます。ファイルはこの画面の外へ出ません。照合値だけが登録に結び付けられます。",
		"Choose the file of the signed pledge, such as a scan. It stays in this browser; its hash counts.",
	),
	pledgeHash: say("照合値", "Hash"),
	pledgeMissing: say("誓約書のファイルを選んでください。", "Choose the file of the pledge."),
	witness: say("立ち会う責任者", "The supervisor who witnesses"),
	witnessLead: say(
		"先に責任者が手をかざし、続けて登録する人が手をかざします。",
		"The supervisor's hand comes first, then that of the person to be enrolled.",
	),
	firstSupervisor: say(
		"最初の責任者の登録である(立会いなし)",
		"This is the very first supervisor: nobody can witness",
	),
	startEnrolment: say("登録を始める", "Start enrolment"),
	supervisorFirst: say(
		"失効と失敗の取消しは、責任者がログインしている間にできます。",
		"Revoking and forgiving are there while a supervisor is logged in.",
	),
	elsewhere: say(
		"登録・失効・失敗の取消しの鍵は、この端末にありません。",
		"The key for enrolment, revocation and forgiving is not at this terminal.",
	),
	// Alerts
	alerts: say("お知らせ", "Notices"),
	seen: say("確認した", "Seen"),
	fieldMissing: say("入力してください。", "Please fill this in."),
} as const satisfies Readonly<Record<string, Sentence>>;

export const DAY: Readonly<Record<TerminalState["day"], Sentence>> = {
	unknown: say("業務: 確認中", "Day: not heard yet"),
	open: say("業務: 開始済み", "Day: open"),
	closed: say("業務: 未開始", "Day: not open"),
};

export const ROLES: Readonly<Record<Role, Sentence>> = {
	operator: say("操作者", "Operator"),
	supervisor: say("責任者", "Supervisor"),
};

export const ATTENDANCE: Readonly<Record<BoardEntry["attendance"], Sentence>> = {
	expected: say("予定", "Expected"),
	present: say("在席", "Present"),
	absent: say("欠勤", "Absent"),
};

export const TASK_NAMES: Readonly<Record<Task, Sentence>> = {
	"log-in": say("ログイン", "Log-in"),
	"open-day": say("業務の開始", "Opening the day"),
	"close-day": say("業務の終了", "Closing the day"),
	reauthenticate: say("再認証", "Re-authentication"),
	confirm: say("誤入力確認", "Confirmation of a wrong query"),
	"confirm-register": say("記録簿の確認", "Confirmation of a register"),
	enrol: say("照合情報の登録", "Enrolment"),
};

export const ACCEPTED: Readonly<Record<Task, Sentence>> = {
	"log-in": say("ログインしました", "Logged in"),
	"open-day": say("業務を開始しました", "The day is open"),
	"close-day": say("業務を終了しました", "The day is closed"),
	reauthenticate: say("本人と確認しました", "Confirmed again"),
	confirm: say("誤入力を確認しました", "Wrong query confirmed"),
	"confirm-register": say("記録簿を確認しました", "Register confirmed"),
	enrol: say("登録しました", "Enrolled"),
};

export const REFUSED: Readonly<Record<Task, Sentence>> = {
	"log-in": say("ログインできませんでした", "Not logged in"),
	"open-day": say("業務を開始できませんでした", "The day was not opened"),
	"close-day": say("業務を終了できませんでした", "The day was not closed"),
	reauthenticate: say("本人と確認できませんでした", "Not confirmed"),
	confirm: say("誤入力を確認できませんでした", "Wrong query not confirmed"),
	"confirm-register": say("記録簿を確認できませんでした", "Register not confirmed"),
	enrol: say("登録できませんでした", "Not enrolled"),
};

/** What an acceptance has brought about. */
export const DONE: Readonly<Record<Task, Sentence>> = {
	"log-in": say("席を離れると、画面は自動でロックされます。", "Leaving locks the screen by itself."),
	"open-day": say(
		"本日の業務を開始しました。操作者はログインできます。",
		"The day is open: operators can log in.",
	),
	"close-day": say(
		"お疲れさまでした。次に使うときは、責任者が業務を開始します。",
		"The next day begins with a supervisor.",
	),
	reauthenticate: say("重要な操作を続けられます。", "You may go on with the sensitive act."),
	"confirm-register": say("確認は記録簿に残りました。", "The ledger has the confirmation."),
	confirm: say("誤入力確認票を記録簿の画面から印刷できます。", "The slip can be printed in the Ledger view."),
	enrol: say(
		"この照合IDと照合情報で、今日からログインできます。",
		"This ID and this trait can be used from now on.",
	),
};

/** `revocation-reason-value` of messages.cddl. */
export const REVOCATION_REASONS: readonly { readonly value: number; readonly name: Sentence }[] = [
	{ value: 1, name: say("照合IDの紛失・漏えい", "The ID was lost or became known") },
	{ value: 2, name: say("異動", "Transfer") },
	{ value: 3, name: say("退職・契約の終了", "Retirement, or end of contract") },
	{ value: 4, name: say("登録のやり直し", "Renewal of the enrolment") },
];
