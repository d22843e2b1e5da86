/** What somebody has to look into: told once, and shown until somebody has seen it. */
import { EndReason, IncidentKind } from "../../modules/messages/messages.generated.js";
import { Names } from "../names.js";
import type { Sentence } from "../sentences.js";
import type { Alert } from "../shared/terminal-state.js";

export type Trouble = Pick<Alert, "level" | "code" | "what" | "next">;

export interface Alerts {
	/** Newest first. */
	list(): readonly Alert[];
	/** One of the same code that is still shown is told anew instead of twice. */
	raise(trouble: Trouble, at: number): void;
	/** @returns whether there was one. */
	acknowledge(id: number): boolean;
}

/** More than this many kinds at once say nothing that fewer do not. */
const ALERTS_MAX = 12;

export function openAlerts(): Alerts {
	let alerts: readonly Alert[] = [];
	let count = 0;
	return {
		list: () => alerts,
		raise(trouble, at) {
			const others = alerts.filter(({ code }) => code !== trouble.code);
			alerts = [{ ...trouble, id: ++count, at }, ...others].slice(0, ALERTS_MAX);
		},
		acknowledge(id) {
			const before = alerts.length;
			alerts = alerts.filter((alert) => alert.id !== id);
			return alerts.length < before;
		},
	};
}

/** An incident that the unit has signed. */
export function incidentTrouble(kind: IncidentKind): Trouble {
	return { code: `incident-${INCIDENT_NAMES.nameOf(kind)}`, ...INCIDENTS[kind] };
}

/** The unit's chain of records contradicts itself. */
export function evidenceTrouble(reason: string, what: Sentence): Trouble {
	return {
		level: "danger",
		code: `evidence-${reason}`,
		what,
		next: {
			ja: "装置を使うのをやめ、セキュリティ責任者に連絡してください。記録は残っています。",
			en: "Stop using the unit and call the security officer; the evidence is kept.",
		},
	};
}

/** Something came that proves nothing. */
export function disbelievedTrouble(reason: string, what: Sentence): Trouble {
	return {
		level: "warn",
		code: `not-believed-${reason}`,
		what: {
			ja: `信用できない電文を受け取り、捨てました。${what.ja}`,
			en: `A message was not believed and has been dropped. ${what.en}`,
		},
		next: {
			ja: "続くときは、通信経路を調べるようシステム管理者に伝えてください。",
			en: "If it goes on, have the system administrator examine the network.",
		},
	};
}

export const LEDGER_FAILED: Trouble = {
	level: "danger",
	code: "ledger-failed",
	what: {
		ja: "記録簿に書き込めません。装置は記録を手元に残し、やがて照合を止めます。",
		en: "The ledger cannot be written. The unit keeps its records and will stop serving when it is full.",
	},
	next: {
		ja: "保存先の空きと権限を確かめ、端末を起動し直してください。",
		en: "Check the disk's space and permissions, then start the terminal again.",
	},
};

export const LOG_OFF_UNCONFIRMED: Trouble = {
	level: "warn",
	code: "log-off-unconfirmed",
	what: {
		ja: "この端末では利用を終えましたが、装置がまだ確認していません。",
		en: "The session is over here, but the unit has not confirmed it yet.",
	},
	next: {
		ja: "装置は離席または通信断として自分で終わらせ、その記録を送ります。",
		en: "The unit ends it by itself, as absence or loss of the link, and reports that.",
	},
};

export const UNIT_RESTARTED: Trouble = {
	level: "warn",
	code: "unit-restarted",
	what: {
		ja: "装置の電源が切れ、再び入りました。利用と業務は終了しています。",
		en: "The unit lost power and is back. The session and the day have ended.",
	},
	next: {
		ja: "責任者が業務を開始し直してください。心当たりがなければ電源と筐体を確かめてください。",
		en: "Have the supervisor open the day again. If nobody did this, look at its plug and its case.",
	},
};

const TELL_AT_ONCE: Sentence = {
	ja: "セキュリティ責任者に直ちに報告してください(事故報告)。",
	en: "Report it to the security officer at once.",
};

const INCIDENT_NAMES = new Names(IncidentKind);

const INCIDENTS: Readonly<Record<IncidentKind, Omit<Trouble, "code">>> = {
	[IncidentKind.lockout]: {
		level: "warn",
		what: {
			ja: "照合の失敗が続き、ある照合IDを一時停止しました。",
			en: "Too many failures: one verification ID has to wait.",
		},
		next: {
			ja: "本人の操作か確かめてください。心当たりがなければ報告してください。",
			en: "Ask whether it was the person; report it if not.",
		},
	},
	[IncidentKind.disabled]: {
		level: "danger",
		what: {
			ja: "照合の失敗が多すぎるため、ある照合IDを停止しました。",
			en: "Far too many failures: one verification ID is disabled.",
		},
		next: TELL_AT_ONCE,
	},
	[IncidentKind.storeFault]: {
		level: "danger",
		what: { ja: "装置の記憶に傷みがあります。", en: "Something stored in the unit has rotted." },
		next: {
			ja: "登録が読めない人は登録し直してください。続くときは装置を交換してください。",
			en: "Enrol again whoever can no longer be read; replace the unit if it goes on.",
		},
	},
	[IncidentKind.tamper]: {
		level: "danger",
		what: { ja: "装置の筐体が開けられました。", en: "The unit's case was opened." },
		next: TELL_AT_ONCE,
	},
	[IncidentKind.keyChange]: {
		level: "warn",
		what: { ja: "端末の鍵が交換されました。", en: "The terminal's key was replaced." },
		next: {
			ja: "予定された交換か確かめてください。そうでなければ直ちに報告してください。",
			en: "See that this was planned; report it at once if not.",
		},
	},
	[IncidentKind.signatureFlood]: {
		level: "warn",
		what: {
			ja: "署名の正しくない電文が装置に多数届いています。",
			en: "The unit receives many messages that nobody it trusts has signed.",
		},
		next: {
			ja: "通信経路を調べるようシステム管理者に伝えてください。",
			en: "Have the system administrator examine the network.",
		},
	},
	[IncidentKind.restart]: {
		level: "warn",
		what: {
			ja: "装置のプログラムが予期せず止まり、再起動しました。",
			en: "The unit's firmware stopped without being asked to, and restarted.",
		},
		next: {
			ja: "繰り返すときは報告してください。",
			en: "Report it if it happens repeatedly.",
		},
	},
	[IncidentKind.queueFull]: {
		level: "danger",
		what: {
			ja: "未確認の記録が装置にたまり、照合を止めています。",
			en: "The unit's queue of unconfirmed records is full, and it serves nobody.",
		},
		next: {
			ja: "記録簿の保存先を確かめてください。空けば自動で続きます。",
			en: "See that the ledger can be written; it goes on by itself then.",
		},
	},
	[IncidentKind.clock]: {
		level: "warn",
		what: { ja: "装置の時刻が過去に戻されました。", en: "An authority has set the unit's time back." },
		next: {
			ja: "予定された操作か確かめてください。",
			en: "See that this was planned.",
		},
	},
	[IncidentKind.badImage]: {
		level: "danger",
		what: {
			ja: "更新の内容が申し出と違うため、装置が受け付けませんでした。",
			en: "A firmware came that is not the one that was offered; the unit has not started it.",
		},
		next: TELL_AT_ONCE,
	},
};

/** Why a session is over, to whoever comes back to a locked screen. */
export const SESSION_ENDED: Readonly<Record<EndReason, Sentence>> = {
	[EndReason.logoff]: { ja: "ログオフしました。", en: "Logged off." },
	[EndReason.idle]: {
		ja: "操作がなかったため、利用を終了しました。",
		en: "Nothing was done for a while, so the session was ended.",
	},
	[EndReason.absent]: {
		ja: "席を離れたため、利用を終了しました。",
		en: "The operator left, so the session was ended.",
	},
	[EndReason.handOver]: { ja: "次の人に交代しました。", en: "Handed over to the next person." },
	[EndReason.link]: {
		ja: "装置とつながらないため、利用を終了しました。",
		en: "The unit cannot be reached, so the session was ended.",
	},
	[EndReason.lock]: { ja: "画面をロックしました。", en: "The screen was locked." },
	[EndReason.day]: { ja: "本日の業務を終了しました。", en: "The day was closed." },
	[EndReason.revoked]: {
		ja: "登録が失効したため、利用を終了しました。",
		en: "The enrolment was revoked, so the session was ended.",
	},
};
