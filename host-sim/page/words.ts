/** What the World view says, Japanese first. */
import type { Sentence } from "../../terminal/shared/contract.js";
import type { Material, Part, RangeName } from "../shared/world-state.js";

export const say = {
	title: { ja: "世界", en: "World" },
	intro: {
		ja: "シミュレーターの中の世界です。人も装置も本物ではありません。照合の依頼は「端末」画面から出します。",
		en: "Inside the simulator: nobody and nothing here is real. Requests come from the Terminal view.",
	},
	people: { ja: "人とかざし方", en: "Who presents, and how" },
	who: { ja: "人", en: "Person" },
	part: { ja: "手・目", en: "Hand or eye" },
	material: { ja: "状態", en: "What is held up" },
	moving: { ja: "動かし続ける", en: "Keeps moving" },
	present: { ja: "かざす", en: "Present" },
	stepAway: { ja: "離れる", en: "Step away" },
	nobody: { ja: "装置の前には誰もいません。", en: "Nobody is before the unit." },
	standing: { ja: "装置の前にいます", en: "Before the unit" },
	around: { ja: "まわりの出来事", en: "Things that happen" },
	power: { ja: "電源", en: "Power" },
	pull: { ja: "電源を抜く", en: "Pull the plug" },
	tear: { ja: "次の書き込み中に抜く", en: "Cut in the next write" },
	restore: { ja: "電源を入れる", en: "Restore the power" },
	broker: { ja: "仲介", en: "Broker" },
	kill: { ja: "仲介を止める", en: "Kill the broker" },
	start: { ja: "仲介を動かす", en: "Start the broker" },
	lid: { ja: "ケース", en: "Case" },
	open: { ja: "ケースを開ける", en: "Open the case" },
	close: { ja: "ケースを閉める", en: "Close the case" },
	clock: { ja: "端末の時計のずれ", en: "The terminal's clock is off by" },
	rightTime: { ja: "正しい時刻", en: "the right time" },
	outsider: { ja: "通信路の部外者", en: "An outsider on the line" },
	replay: { ja: "前の回答をもう一度送る", en: "Send the last answer again" },
	alter: { ja: "前の回答を書き換えて送る", en: "Send it altered" },
	camera: { ja: "カメラと各段階", en: "Camera and stages" },
	notGiven: {
		ja: "装置は画像も特徴も外に出しません。ここの絵は、同じプログラムを装置の外で同じ合成画像に当てたものです。",
		en: "The unit gives out no picture. Here its modules run outside it, over the same synthetic frame.",
	},
	withheld: {
		ja: "本物の画像を使っているため、画像は表示しません。",
		en: "The camera sees pictures of real people, so none is shown.",
	},
	noFrame: { ja: "まだ撮影していません。", en: "Nothing has been captured yet." },
	dark: { ja: "照明なし", en: "Without the lamp" },
	frame: { ja: "照明あり", en: "With the lamp" },
	contour: { ja: "外光を引き、輪郭と領域", en: "Daylight taken away; outline and region" },
	mask: { ja: "手の形", en: "Mask" },
	region: { ja: "切り出した領域", en: "Region" },
	measured: { ja: "使える画素", en: "Usable pixels" },
	code: { ja: "方向符号", en: "Orientation code" },
	refused: { ja: "この画像は使えません", en: "This frame cannot be used" },
	used: { ja: "この画像は使えます", en: "This frame can be used" },
	machine: { ja: "装置の状態", en: "State of the unit" },
	lamp: { ja: "照明", en: "Lamp" },
	heap: { ja: "メモリー (最大使用量)", en: "Memory (peaks)" },
	noHeap: {
		ja: "このエンジンには決まった大きさのメモリーがありません。",
		en: "This engine has no fixed heap; start with --engine xs to see one.",
	},
	trace: { ja: "記録", en: "Trace" },
	wire: { ja: "通信", en: "The wire" },
	checked: {
		ja: "署名はこのブラウザーの中で検証しています。",
		en: "Every signature is checked in this browser.",
	},
	empty: { ja: "まだ通信はありません。", en: "Nothing has been sent yet." },
	good: { ja: "署名は正しい", en: "signature good" },
	unsigned: { ja: "署名なし (案内)", en: "unsigned hint" },
	bad: { ja: "署名が正しくない", en: "signature bad" },
	malformed: { ja: "読めない", en: "malformed" },
	again: { ja: "再送", en: "seen before" },
	outside: { ja: "部外者が送信", en: "sent by the outsider" },
	bytes: { ja: "バイト", en: "bytes" },
} as const satisfies Readonly<Record<string, Sentence>>;

export const PART_NAMES: Readonly<Record<Part, Sentence>> = {
	"right-hand": { ja: "右手", en: "right hand" },
	"left-hand": { ja: "左手", en: "left hand" },
	"right-eye": { ja: "右目", en: "right eye" },
	"left-eye": { ja: "左目", en: "left eye" },
};

export const MATERIAL_NAMES: Readonly<Record<Material, Sentence>> = {
	skin: { ja: "ふつうの肌", en: "skin as usual" },
	"cold-skin": { ja: "冷えた手", en: "a cold hand" },
	"wet-skin": { ja: "ぬれた手", en: "a wet hand" },
	"dye-print": { ja: "偽物: インクジェット印刷", en: "fake: ink-jet print" },
	"toner-print": { ja: "偽物: レーザー印刷", en: "fake: laser print" },
	screen: { ja: "偽物: 画面の写真", en: "fake: photograph on a screen" },
};

export const RANGE_NAMES: Readonly<Record<RangeName, Sentence & { readonly unit: string }>> = {
	distanceMm: { ja: "距離", en: "Distance", unit: "mm" },
	rotation: { ja: "回転", en: "Rotation", unit: "°" },
	shiftX: { ja: "左右のずれ", en: "Shift sideways", unit: "%" },
	shiftY: { ja: "上下のずれ", en: "Shift down", unit: "%" },
	lamp: { ja: "照明の強さ", en: "Lamp", unit: "%" },
	daylight: { ja: "外の光", en: "Daylight", unit: "" },
};

export const STATE_NAMES: Readonly<Record<string, Sentence>> = {
	unprovisioned: { ja: "未設定", en: "unprovisioned" },
	idle: { ja: "待機", en: "idle" },
	capturing: { ja: "撮影", en: "capturing" },
	comparing: { ja: "照合", en: "comparing" },
	settling: { ja: "応答待ち", en: "settling" },
	enrolling: { ja: "登録", en: "enrolling" },
	faulted: { ja: "故障", en: "faulted" },
	booting: { ja: "起動中", en: "booting" },
	off: { ja: "電源なし", en: "no power" },
	stopped: { ja: "停止", en: "stopped" },
};

export const POOL_NAMES: Readonly<Record<string, Sentence>> = {
	chunks: { ja: "チャンク", en: "chunks" },
	slots: { ja: "スロット", en: "slots" },
	stack: { ja: "スタック", en: "stack" },
	all: { ja: "合計", en: "all" },
};
