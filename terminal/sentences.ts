/**
 * What the unit's refusals and hints say to whoever stands at the counter, Japanese first: one sentence a
 * reason, and what to do next. No sentence names a person. What the terminal itself refuses: own-refusals.ts.
 */
import { HintReason, Modality, RefusalReason } from "../modules/messages/messages.generated.js";
import type { Sentence } from "./shared/contract.js";

export type { Sentence };

export interface UnitRefusal {
	readonly reason: Sentence;
	/** What to do now. */
	readonly next: Sentence;
}

const CHECK_CLOCK: Sentence = {
	ja: "端末の時計を確かめ、もう一度操作してください。",
	en: "Check this terminal's clock, then ask again.",
};
const ASK_AGAIN: Sentence = { ja: "もう一度操作してください。", en: "Ask again." };

/** Why the unit says no, and what to do now. */
export const UNIT_REFUSED: Readonly<Record<RefusalReason, UnitRefusal>> = {
	[RefusalReason.mismatch]: {
		reason: {
			ja: "登録された照合情報と一致しません。",
			en: "What was presented is not what was enrolled.",
		},
		next: {
			ja: "照合IDを確かめ、手をかざし直してください。",
			en: "Check the verification ID and place your hand again.",
		},
	},
	[RefusalReason.notEnrolled]: {
		reason: {
			ja: "この照合IDの照合情報は登録されていません。",
			en: "Nothing is enrolled for this ID.",
		},
		next: {
			ja: "照合IDを入力し直してください。登録がまだの人は、責任者が登録します。",
			en: "Type the verification ID again. If it is not enrolled yet, have a supervisor enrol it.",
		},
	},
	[RefusalReason.noCapture]: {
		reason: {
			ja: "時間内に読み取れませんでした。",
			en: "No usable capture in time.",
		},
		next: {
			ja: "案内の図のとおりに手をかざし、「読み取りました」まで動かさないでください。",
			en: "Place your hand as the picture shows and keep it there until it has been read.",
		},
	},
	[RefusalReason.busy]: {
		reason: { ja: "装置が別の処理をしています。", en: "The unit is serving another request." },
		next: {
			ja: "装置の表示が消えるまで少し待ち、もう一度操作してください。",
			en: "Wait until the unit has finished, then ask again.",
		},
	},
	[RefusalReason.alreadyEnrolled]: {
		reason: {
			ja: "この照合IDの照合情報はすでに登録されています。",
			en: "This ID is already enrolled.",
		},
		next: {
			ja: "登録し直すときは、先に今の登録を失効させてください。",
			en: "Revoke the present enrolment first, then enrol anew.",
		},
	},
	[RefusalReason.inconsistentSamples]: {
		reason: {
			ja: "登録用の読み取りがそろいませんでした。",
			en: "The samples do not agree.",
		},
		next: {
			ja: "登録をもう一度始め、毎回同じように手をかざしてください。",
			en: "Start the enrolment again and place the hand the same way each time.",
		},
	},
	[RefusalReason.storeFull]: {
		reason: { ja: "装置の登録数が上限に達しています。", en: "The unit's store is full." },
		next: {
			ja: "退職・異動した人の登録を失効させてください。",
			en: "Revoke those who have left, then ask again.",
		},
	},
	[RefusalReason.expired]: {
		reason: {
			ja: "問い合わせの有効な時間が過ぎています。",
			en: "The request had expired, or asked for too long.",
		},
		next: CHECK_CLOCK,
	},
	[RefusalReason.unreadable]: {
		reason: {
			ja: "登録された照合情報を読み出せません。",
			en: "The stored reference does not open.",
		},
		next: {
			ja: "責任者が登録を失効させ、登録し直してください。",
			en: "Have the supervisor revoke the enrolment and enrol again.",
		},
	},
	[RefusalReason.unsupported]: {
		reason: {
			ja: "この装置はその種類の照合情報を扱いません。",
			en: "This unit does not read that modality.",
		},
		next: {
			ja: "装置が扱う照合情報(手または目)を選んでください。",
			en: "Choose what this unit reads: hand or eye.",
		},
	},
	[RefusalReason.locked]: {
		reason: {
			ja: "失敗が続いたため、しばらく使えません。",
			en: "Too many failures: this ID has to wait.",
		},
		next: {
			ja: "残り時間が過ぎてから、もう一度操作してください。心当たりがなければ責任者に知らせてください。",
			en: "Try again when the time is over. If the failures were not yours, tell the supervisor.",
		},
	},
	[RefusalReason.disabled]: {
		reason: {
			ja: "失敗が多すぎるため停止しています。",
			en: "Far too many failures: this ID is disabled.",
		},
		next: {
			ja: "セキュリティ責任者に連絡してください。解除は責任者の画面の「失敗の取消し」で行います。",
			en: "Call the security officer, who forgives the failures on the supervisor's board.",
		},
	},
	[RefusalReason.dayClosed]: {
		reason: {
			ja: "本日の業務がまだ開始されていません。",
			en: "No supervisor has opened the day yet.",
		},
		next: {
			ja: "責任者が「業務の開始」を行ってから、もう一度操作してください。",
			en: "Have the supervisor open the day, then ask again.",
		},
	},
	[RefusalReason.wrongRole]: {
		reason: { ja: "責任者だけができる操作です。", en: "Only a supervisor may do that." },
		next: {
			ja: "責任者の照合IDと手で行ってください。",
			en: "Have a supervisor do it, with the supervisor's own ID and hand.",
		},
	},
	[RefusalReason.noWitness]: {
		reason: {
			ja: "立ち会う責任者の照合ができませんでした。",
			en: "The witnessing supervisor was not named, or did not match.",
		},
		next: {
			ja: "責任者の照合IDを確かめ、先に責任者の手をかざしてください。",
			en: "Check the supervisor's ID, and place the supervisor's hand first.",
		},
	},
	[RefusalReason.queueFull]: {
		reason: {
			ja: "未確認の記録が装置にたまり、いっぱいです。",
			en: "The unit's queue is full of records without a receipt.",
		},
		next: {
			ja: "記録簿の保存先に空きがあるか確かめてください。空けば自動で送られます。",
			en: "See that the ledger can be written: the receipts then go by themselves.",
		},
	},
	[RefusalReason.samePerson]: {
		reason: {
			ja: "別の人の照合が必要です。",
			en: "Somebody else has to confirm or to witness.",
		},
		next: {
			ja: "本人ではない責任者が行ってください。",
			en: "Have another supervisor do it than the person concerned.",
		},
	},
	[RefusalReason.noSession]: {
		reason: {
			ja: "利用中ではないか、利用者が違います。",
			en: "There is no session, or it is not this person's.",
		},
		next: { ja: "ログインしてから操作してください。", en: "Log in, then ask again." },
	},
	[RefusalReason.belowPolicy]: {
		reason: {
			ja: "この事務所の方針では、ほかの照合情報も必要です。",
			en: "The policy demands another modality, or both.",
		},
		next: {
			ja: "責任者に知らせてください。",
			en: "Tell the supervisor.",
		},
	},
	[RefusalReason.rolledBack]: {
		reason: {
			ja: "現在より古い版または世代のため受け付けません。",
			en: "The version or generation is not the one in force.",
		},
		next: ASK_AGAIN,
	},
	[RefusalReason.future]: {
		reason: {
			ja: "問い合わせの時刻が進みすぎています。",
			en: "The request was issued in the future.",
		},
		next: CHECK_CLOCK,
	},
	[RefusalReason.otherBoot]: {
		reason: {
			ja: "装置が起動し直されています。",
			en: "The unit has restarted since the order was signed.",
		},
		next: ASK_AGAIN,
	},
};

/**
 * What to do next, short enough to be read while holding the hand there: never only what is wrong. The words
 * are for a palm; EYE_HINTS has those that differ for an eye.
 */
const HINTS: Readonly<Record<HintReason, Sentence>> = {
	[HintReason.present]: { ja: "手をかざしてください。", en: "Place your hand." },
	[HintReason.tooDark]: {
		ja: "手を窓の正面にかざしてください。",
		en: "Hold your hand right before the window.",
	},
	[HintReason.tooBright]: {
		ja: "日光や照明が装置に当たらないようにしてください。",
		en: "Keep sunlight and lamps off the unit.",
	},
	[HintReason.lowContrast]: {
		ja: "窓を拭き、手を温めてください。",
		en: "Wipe the window and warm your hand.",
	},
	[HintReason.blurred]: { ja: "印の高さで手を止めてください。", en: "Hold still at the height of the mark." },
	[HintReason.holdStill]: { ja: "手を動かさないでください。", en: "Hold still." },
	[HintReason.again]: {
		ja: "手を離し、もう一度かざしてください。",
		en: "Take your hand away, then place it again.",
	},
	[HintReason.accepted]: {
		ja: "読み取りました。そのままお待ちください。",
		en: "Stay as you are: this capture is good.",
	},
	[HintReason.noHand]: { ja: "手のひら全体を窓に向けてください。", en: "Show the window your whole palm." },
	[HintReason.tooClose]: { ja: "手を少し離してください。", en: "Move a little away." },
	[HintReason.tooFar]: { ja: "手を近づけてください。", en: "Move closer." },
	[HintReason.notFlat]: {
		ja: "指を開き、手をまっすぐ広げてください。",
		en: "Spread your fingers and hold your hand flat.",
	},
	[HintReason.noEye]: {
		ja: "目を窓の正面に合わせてください。",
		en: "Bring your eye right before the window.",
	},
	[HintReason.eyeClosed]: { ja: "目を大きく開けてください。", en: "Open your eye wide." },
	[HintReason.lookingAway]: { ja: "窓をまっすぐ見てください。", en: "Look straight into the window." },
	[HintReason.glare]: {
		ja: "眼鏡をはずすか、少し向きを変えてください。",
		en: "Take off glasses, or turn a little.",
	},
	[HintReason.witness]: {
		ja: "先に責任者が手をかざしてください。",
		en: "Place the supervisor's hand first.",
	},
};

const EYE_HINTS: Readonly<Partial<Record<HintReason, Sentence>>> = {
	[HintReason.present]: { ja: "装置をのぞいてください。", en: "Look into the unit." },
	[HintReason.tooDark]: HINTS[HintReason.noEye],
	[HintReason.lowContrast]: {
		ja: "窓を拭き、まっすぐ見てください。",
		en: "Wipe the window, then look straight into it.",
	},
	[HintReason.blurred]: { ja: "印の位置で止まってください。", en: "Stop at the mark and hold still." },
	[HintReason.holdStill]: { ja: "動かないでください。", en: "Hold still." },
	[HintReason.again]: {
		ja: "一度離れ、もう一度のぞいてください。",
		en: "Step back, then look into the unit again.",
	},
	[HintReason.tooClose]: { ja: "少し離れてください。", en: "Move a little away." },
	[HintReason.tooFar]: { ja: "近づいてください。", en: "Move closer." },
	[HintReason.witness]: {
		ja: "先に責任者が装置をのぞいてください。",
		en: "Have the supervisor look in first.",
	},
};

/** What a hint says to the person in front of the unit; `modality` is the trait that is to be presented. */
export function hintSentence(reason: HintReason, modality: Modality | undefined): Sentence {
	return (modality === Modality.iris ? EYE_HINTS[reason] : undefined) ?? HINTS[reason];
}
