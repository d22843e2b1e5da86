/** What the registers call things, Japanese first. */
import {
	Demand,
	EndReason,
	IncidentKind,
	RevocationReason,
	Role,
} from "../../modules/messages/messages.generated.js";
import type { Sentence } from "../shared/contract.js";
import type { RegisterId } from "../shared/registers.js";

export const END_REASONS: Readonly<Record<EndReason, Sentence>> = {
	[EndReason.logoff]: { ja: "ログオフ", en: "logged off" },
	[EndReason.idle]: { ja: "無操作", en: "idle" },
	[EndReason.absent]: { ja: "離席", en: "absent" },
	[EndReason.handOver]: { ja: "交代", en: "handed over" },
	[EndReason.link]: { ja: "通信断", en: "link lost" },
	[EndReason.lock]: { ja: "端末ロック", en: "locked" },
	[EndReason.day]: { ja: "業務終了・再起動", en: "day closed or unit restarted" },
	[EndReason.revoked]: { ja: "失効", en: "revoked" },
};

export const ROLE_WORDS: Readonly<Record<Role, Sentence>> = {
	[Role.operator]: { ja: "操作者", en: "operator" },
	[Role.supervisor]: { ja: "責任者", en: "supervisor" },
};

export const TRAIT_WORDS: Readonly<Record<Demand, Sentence>> = {
	[Demand.palmVein]: { ja: "手のひら静脈", en: "palm vein" },
	[Demand.iris]: { ja: "虹彩", en: "iris" },
	[Demand.both]: { ja: "両方", en: "both" },
};

export const REVOCATION_WORDS: Readonly<Record<RevocationReason, Sentence>> = {
	[RevocationReason.loss]: { ja: "照合IDの紛失・漏えい", en: "ID lost or known to others" },
	[RevocationReason.transfer]: { ja: "異動", en: "transfer" },
	[RevocationReason.retirement]: { ja: "退職", en: "retirement" },
	[RevocationReason.renewal]: { ja: "再登録", en: "renewal" },
};

export const INCIDENT_WORDS: Readonly<Record<IncidentKind, Sentence>> = {
	[IncidentKind.lockout]: { ja: "照合失敗による一時停止", en: "locked out after failures" },
	[IncidentKind.disabled]: { ja: "照合失敗による停止", en: "disabled after failures" },
	[IncidentKind.storeFault]: { ja: "装置内の記録の破損", en: "fault in the unit's store" },
	[IncidentKind.tamper]: { ja: "装置のケースが開けられた", en: "the unit's case was opened" },
	[IncidentKind.keyChange]: { ja: "端末の鍵の交換", en: "the terminal's key was replaced" },
	[IncidentKind.signatureFlood]: {
		ja: "署名の正しくない電文が多数",
		en: "many messages with bad signatures",
	},
	[IncidentKind.restart]: { ja: "装置の予期しない再起動", en: "the unit restarted unasked" },
	[IncidentKind.queueFull]: { ja: "未確認の記録が満杯", en: "the unit's queue was full" },
	[IncidentKind.clock]: { ja: "時刻が戻された", en: "the time was set back" },
	[IncidentKind.badImage]: { ja: "指示と異なるファームウェア", en: "another firmware than the one offered" },
};

export const UNKNOWN: Sentence = { ja: "不明", en: "unknown" };
export const RUNNING: Sentence = { ja: "利用中", en: "running" };

export const ENROLMENT_WORDS = {
	enrolled: { ja: "登録", en: "enrolled" },
	renewed: { ja: "再登録", en: "enrolled anew" },
	revoked: { ja: "失効", en: "revoked" },
} as const satisfies Readonly<Record<string, Sentence>>;

export const DETECTOR_WORDS = {
	"all-day": { ja: "休みなしの利用", en: "used all day" },
	"off-hours": { ja: "時間外の利用", en: "off hours" },
	"missed-log-off": { ja: "ログオフ忘れ", en: "missed log-off" },
	failures: { ja: "多数の照合失敗", en: "many failures" },
} as const satisfies Readonly<Record<string, Sentence>>;
export type Detector = keyof typeof DETECTOR_WORDS;

export const REGISTER_TITLES: Readonly<Record<RegisterId, Sentence>> = {
	usage: { ja: "業務端末利用記録簿", en: "Usage record" },
	references: { ja: "照合情報認証管理簿", en: "Register of references" },
	pledges: { ja: "誓約書一覧", en: "Pledges" },
	"wrong-queries": { ja: "誤入力確認", en: "Wrong queries" },
	attendance: { ja: "出勤の記録", en: "Attendance" },
	incidents: { ja: "事故・異常", en: "Incidents" },
	detectors: { ja: "点検の手掛かり", en: "What to look into" },
	confirmations: { ja: "責任者確認", en: "Confirmations" },
};
