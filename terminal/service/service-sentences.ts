/** Why the service refuses before the unit is asked. */
import type { Sentence } from "../shared/contract.js";

export const BROKER_LOST: Sentence = {
	ja: "通信の仲介(ブローカー)につながりません。つながりしだい使えます。",
	en: "The message broker cannot be reached; this works again as soon as it can.",
};

export const UNIT_OFFLINE: Sentence = {
	ja: "装置がつながっていません。電源とケーブルを確かめてください。",
	en: "The unit is offline; check its power and its cable.",
};

export const NO_SESSION: Sentence = {
	ja: "利用中ではありません。ログインしてから操作してください。",
	en: "No session is running; log in first.",
};

export const LEDGER_CLOSED: Sentence = {
	ja: "記録簿は、ログインしている間だけ見られます。「端末」の画面でログインしてください。",
	en: "The ledger is open while somebody is logged in; use the Terminal view to log in.",
};

export const NO_SUPERVISOR: Sentence = {
	ja: "責任者がログインしている間だけできます。責任者がログインしてから操作してください。",
	en: "Only while a supervisor is logged in: have the supervisor log in first.",
};

export const NO_RECEPTION: Sentence = {
	ja: "受付番号を入力してください。",
	en: "Type the reception number.",
};

export const NO_QUERY: Sentence = {
	ja: "誤って入力した照会の番号または内容を入力してください。",
	en: "Type which query was wrong.",
};

export const NO_NAME: Sentence = { ja: "氏名を入力してください。", en: "Type the person's name." };

export const NO_PLEDGE: Sentence = {
	ja: "署名された誓約書(様式1)のファイルを選んでください。登録には誓約書が必要です。",
	en: "Choose the file of the signed pledge; nobody is enrolled without one.",
};

export const NO_AUTHORITY: Sentence = {
	ja: "この端末には登録・失効の権限の鍵がありません。システム管理者に依頼してください。",
	en: "The authority's key is not at this terminal; ask the system administrator.",
};

export const NO_SUCH_PERSON: Sentence = {
	ja: "その人は名簿にありません。画面を読み込み直してください。",
	en: "That person is not in the register; load the page again.",
};

export const DAY_CLOSED: Sentence = {
	ja: "業務が開始されていません。責任者が業務を開始してから確認してください。",
	en: "The day is not open; a supervisor opens it first, then confirms.",
};

export const NO_SUCH_RECORD: Sentence = {
	ja: "その番号の記録はありません。画面を読み込み直してください。",
	en: "There is no record of that number; load the page again.",
};

export const NOT_UNDERSTOOD: Sentence = {
	ja: "入力の形が正しくありません。画面を読み込み直し、入力し直してください。",
	en: "What was sent is not as it should be; load the page again and type it anew.",
};
