/**
 * Why the terminal itself refuses what arrived, what was typed, or a file: one sentence a reason, Japanese
 * first.
 */
import type { ChainRefusal } from "./audit-mirror.js";
import type { ReportRefusal } from "./exchange.js";
import type { KeyFileRefusal } from "./keys.js";
import type { Sentence } from "./shared/contract.js";
import type { SubjectTokenRefusal } from "./subject-token.js";

/** Why the terminal does not believe an answer. */
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

/** Why a typed 照合ID was not accepted. */
export const ID_REFUSED: Readonly<Record<SubjectTokenRefusal, Sentence>> = {
	empty: { ja: "照合IDを入力してください。", en: "Type a verification ID." },
	"too-long": {
		ja: "照合IDが長すぎます。確かめて入力し直してください。",
		en: "The verification ID is too long; check it and type it again.",
	},
	unprintable: {
		ja: "照合IDに使えない文字があります。確かめて入力し直してください。",
		en: "The verification ID has characters that cannot be used; check it and type it again.",
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
