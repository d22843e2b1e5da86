/**
 * One sentence per reason, Japanese first: what the person at the counter sees. No sentence names a person.
 */
import { HintReason, Modality, RefusalReason } from "../modules/messages/messages.generated.js";
import type { ChainRefusal } from "./audit-mirror.js";
import type { ReportRefusal } from "./exchange.js";
import type { KeyFileRefusal } from "./keys.js";
import type { Sentence } from "./shared/contract.js";
import type { SubjectTokenRefusal } from "./subject-token.js";

export type { Sentence };

/** Why the terminal does not believe what arrived. */
export const REPORT_REFUSED: Readonly<Record<ReportRefusal, Sentence>> = {
	"wrong-topic": {
		ja: "この装置の回答用の宛先に届いたものではありません。",
		en: "It did not arrive on this unit's own result topic.",
	},
	"too-long": {
		ja: "電文が長すぎます。",
		en: "The message is longer than any the unit sends.",
	},
	malformed: {
		ja: "電文の形式が正しくありません。",
		en: "The message is not well formed.",
	},
	"unknown-key": {
		ja: "登録された装置の鍵で署名されていません。",
		en: "It names a key that is not the known unit's.",
	},
	"bad-signature": {
		ja: "署名が正しくありません。内容が改ざんされたか、別の宛先のものです。",
		en: "The signature does not verify: altered, or made for another topic.",
	},
	"unexpected-type": {
		ja: "照合や登録の回答ではない電文です。",
		en: "It is signed, but it is not an answer.",
	},
	"wrong-unit": {
		ja: "別の装置の識別番号が書かれています。",
		en: "It carries another unit's identity.",
	},
	"not-outstanding": {
		ja: "この端末が問い合わせていないものへの回答です。",
		en: "It answers nothing this terminal has asked.",
	},
	"already-answered": {
		ja: "すでに受け取った回答の再送です。",
		en: "It repeats an answer that was already taken: a replay.",
	},
	"wrong-request": {
		ja: "この端末が送った問い合わせと一致しません。",
		en: "It answers a request that differs from the one sent.",
	},
	"contradicts-request": {
		ja: "回答の中身が問い合わせと食い違っています。",
		en: "What it says contradicts what was asked.",
	},
	"stale-order": {
		ja: "前に受け取った回答より古い順番のものです。",
		en: "It is not newer than the last accepted answer.",
	},
	late: {
		ja: "有効な時間を過ぎて届きました。",
		en: "It came after the time in which it would count.",
	},
};

/**
 * Why an entry of the unit's audit chain is not taken: each is evidence, and somebody has to look into it.
 */
export const CHAIN_REFUSED: Readonly<Record<ChainRefusal, Sentence>> = {
	"before-origin": {
		ja: "この端末が記録を始める前のものです。前の端末の記録を確かめてください。",
		en: "It is older than this terminal's record; look in the previous terminal's.",
	},
	rewritten: {
		ja: "同じ番号で内容の違う記録が届きました。装置を調べてください。",
		en: "The unit signed another entry under this number; have the unit examined.",
	},
	"broken-chain": {
		ja: "前の記録とつながりません。記録が抜けているおそれがあります。",
		en: "It does not continue the record; an entry may have been left out.",
	},
	"boot-went-back": {
		ja: "装置の起動回数が前の記録より少なくなっています。",
		en: "Its boot count is below that of the entry before it.",
	},
};

/** Why the unit says no. */
export const UNIT_REFUSED: Readonly<Record<RefusalReason, Sentence>> = {
	[RefusalReason.mismatch]: {
		ja: "登録された照合情報と一致しません。",
		en: "What was presented is not what was enrolled.",
	},
	[RefusalReason.notEnrolled]: {
		ja: "この照合IDの照合情報は登録されていません。",
		en: "Nothing is enrolled for this ID.",
	},
	[RefusalReason.noCapture]: {
		ja: "時間内に読み取れませんでした。もう一度お願いします。",
		en: "No usable capture in time; please try again.",
	},
	[RefusalReason.busy]: { ja: "装置が別の処理をしています。", en: "The unit is serving another request." },
	[RefusalReason.alreadyEnrolled]: {
		ja: "この照合IDの照合情報はすでに登録されています。",
		en: "This ID is already enrolled.",
	},
	[RefusalReason.inconsistentSamples]: {
		ja: "登録用の読み取りがそろいませんでした。もう一度お願いします。",
		en: "The samples do not agree; please enrol again.",
	},
	[RefusalReason.storeFull]: { ja: "装置の登録数が上限に達しています。", en: "The unit's store is full." },
	[RefusalReason.expired]: {
		ja: "問い合わせの有効な時間が過ぎています。",
		en: "The request had expired, or asked for too long.",
	},
	[RefusalReason.unreadable]: {
		ja: "登録された照合情報を読み出せません。失効させて登録し直してください。",
		en: "The stored reference does not open; revoke it and enrol again.",
	},
	[RefusalReason.unsupported]: {
		ja: "この装置はその種類の照合情報を扱いません。",
		en: "This unit does not read that modality.",
	},
	[RefusalReason.locked]: {
		ja: "失敗が続いたため、しばらく使えません。時間をおいてやり直してください。",
		en: "Too many failures; wait, then try again.",
	},
	[RefusalReason.disabled]: {
		ja: "失敗が多すぎるため停止しています。セキュリティ責任者に連絡してください。",
		en: "Far too many failures; ask the security officer to reset it.",
	},
	[RefusalReason.dayClosed]: {
		ja: "本日の業務がまだ開始されていません。責任者の照合が必要です。",
		en: "No supervisor has opened the day yet.",
	},
	[RefusalReason.wrongRole]: { ja: "責任者だけができる操作です。", en: "Only a supervisor may do that." },
	[RefusalReason.noWitness]: {
		ja: "立ち会う責任者の照合ができませんでした。",
		en: "The witnessing supervisor was not named, or did not match.",
	},
	[RefusalReason.queueFull]: {
		ja: "未確認の記録が装置にたまっています。端末の記録簿を確かめてください。",
		en: "The unit's queue is full; the terminal must send its receipts first.",
	},
	[RefusalReason.samePerson]: {
		ja: "別の人の照合が必要です。",
		en: "Somebody else has to confirm or to witness.",
	},
	[RefusalReason.noSession]: {
		ja: "利用中ではないか、利用者が違います。",
		en: "There is no session, or it is not this person's.",
	},
	[RefusalReason.belowPolicy]: {
		ja: "この事務所の方針では、ほかの照合情報も必要です。",
		en: "The policy demands another modality, or both.",
	},
	[RefusalReason.rolledBack]: {
		ja: "現在より古い版または世代のため受け付けません。",
		en: "The version or generation is not the one in force.",
	},
	[RefusalReason.future]: {
		ja: "問い合わせの時刻が進みすぎています。端末の時計を確かめてください。",
		en: "The request was issued in the future; check the terminal's clock.",
	},
	[RefusalReason.otherBoot]: {
		ja: "装置が起動し直されています。もう一度指示してください。",
		en: "The unit has restarted since the order was signed; give it again.",
	},
};

/** What the person can do better. */
const HINTS: Readonly<Record<HintReason, Sentence>> = {
	[HintReason.present]: { ja: "手をかざしてください。", en: "Place your hand." },
	[HintReason.tooDark]: { ja: "暗すぎます。", en: "Too dark." },
	[HintReason.tooBright]: { ja: "明るすぎます。", en: "Too bright." },
	[HintReason.lowContrast]: { ja: "はっきり写っていません。", en: "Too little contrast." },
	[HintReason.blurred]: { ja: "ぼけています。", en: "Blurred." },
	[HintReason.holdStill]: { ja: "手を動かさないでください。", en: "Hold still." },
	[HintReason.again]: { ja: "もう一度かざしてください。", en: "Once more, please." },
	[HintReason.accepted]: { ja: "読み取りました。", en: "This capture is good." },
	[HintReason.noHand]: { ja: "手を見つけられません。", en: "No hand can be made out." },
	[HintReason.tooClose]: { ja: "近すぎます。", en: "Too close." },
	[HintReason.tooFar]: { ja: "遠すぎます。", en: "Too far." },
	[HintReason.notFlat]: {
		ja: "手をまっすぐに広げてください。",
		en: "Hold your hand flat, all of it in view.",
	},
	[HintReason.noEye]: { ja: "目を見つけられません。", en: "No eye can be made out." },
	[HintReason.eyeClosed]: { ja: "目を大きく開けてください。", en: "Open your eye wide." },
	[HintReason.lookingAway]: { ja: "装置をまっすぐ見てください。", en: "Look straight at the unit." },
	[HintReason.glare]: {
		ja: "光が映り込んでいます。眼鏡をはずすか、向きを変えてください。",
		en: "A light is mirrored in the eye; take off glasses or turn a little.",
	},
	[HintReason.witness]: { ja: "先に責任者がかざしてください。", en: "The supervisor presents first." },
};

const LOOK: Sentence = { ja: "装置をのぞいてください。", en: "Look into the unit." };

/** What a hint says to the person in front of the unit; `modality` is the trait that is to be presented. */
export function hintSentence(reason: HintReason, modality: Modality | undefined): Sentence {
	return reason === HintReason.present && modality === Modality.iris ? LOOK : HINTS[reason];
}

/** Why a typed 照合ID was not accepted. */
export const ID_REFUSED: Readonly<Record<SubjectTokenRefusal, Sentence>> = {
	empty: { ja: "照合IDを入力してください。", en: "Type a verification ID." },
	"too-long": { ja: "照合IDが長すぎます。", en: "The verification ID is too long." },
	unprintable: {
		ja: "照合IDに使えない文字があります。",
		en: "The verification ID has characters that cannot be used.",
	},
};

/** Why a key file cannot be used. */
export const KEY_FILE_REFUSED: Readonly<Record<KeyFileRefusal, Sentence>> = {
	missing: {
		ja: "鍵ファイルがありません。保管場所から持って来るか、keysで作ってください。",
		en: "There is no such key file; bring it from where it is kept, or have `keys` make one.",
	},
	unreadable: {
		ja: "鍵ファイルを読めません。権限を確かめてください。",
		en: "The key file cannot be read; look at its permissions.",
	},
	"open-to-others": {
		ja: "鍵ファイルを他の利用者が読めます。所有者だけに許可してください (chmod 600)。",
		en: "Others may read the key file; allow its owner only (chmod 600).",
	},
	damaged: {
		ja: "鍵ファイルが壊れています。控えから戻してください。",
		en: "The key file is damaged; put its copy back.",
	},
	"wrong-kind": {
		ja: "別の用途の鍵ファイルです。この用途のものを置いてください。",
		en: "The key file is for another use; put the one for this use there.",
	},
};
