/**
 * A day for a person to watch:
 *
 *     [4/8] 操作者1が自分の照合IDで / operator 1 under the own ID
 *           ● カメラ camera 3 ─▶ ● 装置 unit ─▶ ● 仲介 broker 275B ─▶ ● 端末 terminal
 *           ✔ 本人と確認しました。/ The operator is confirmed.  accepted  0.61 s
 *
 * On a terminal the middle line is redrawn while things happen; elsewhere it is written once, complete.
 */
import type { Sentence } from "../../terminal/sentences.js";
import { type DayEvent, type Reporter, STAGES, type Stage } from "./events.js";

export interface Screen {
	write(text: string): void;
	/** "tty": lines can be redrawn; "file": they cannot. */
	readonly kind: "tty" | "file";
	readonly colour: "colour" | "plain";
}

export function textReporter(screen: Screen): Reporter {
	const paint = painter(screen.colour);
	let line: Line = new Map();
	let lastHint = "";
	const begin = (title: string) => {
		line = new Map();
		lastHint = "";
		print(title);
	};

	const drawLine = () => screen.write(`\r${ERASE_LINE}${INDENT}${picture(line, paint)}`);
	const reach = (stage: Stage, note: string) => {
		line.set(stage, note);
		if (screen.kind === "tty") drawLine();
	};
	const print = (text: string) => screen.write(`${screen.kind === "tty" ? `\r${ERASE_LINE}` : ""}${text}\n`);
	/** A remark in the middle of a step; the picture is drawn again below it. */
	const remark = (text: string) => {
		print(`${INDENT}${text}`);
		if (screen.kind === "tty" && line.size > 0) drawLine();
	};

	return {
		report(event) {
			switch (event.event) {
				case "step":
					return begin(`\n${paint.bold(`[${event.step}/${event.steps}]`)} ${both(event.title)}`);
				case "stage":
					return reach(event.stage, event.note);
				case "outcome":
					reach("terminal", "");
					print(`${INDENT}${picture(line, paint)}`);
					print(`${INDENT}${verdict(event, paint)}`);
					line = new Map();
					return;
				case "presentation":
					return begin(`${paint.bold("[手]")} ${both(event.title)}`);
				case "answer":
					reach("terminal", "");
					print(`${INDENT}${picture(line, paint)}`);
					print(`${INDENT}${answered(event, paint)}`);
					line = new Map();
					return;
				case "hint": {
					// The unit may repeat itself; people need telling once.
					const hint = `${both(event.detail)}${progressOf(event)}`;
					if (hint !== lastHint) remark(paint.dim(`… ${hint}`));
					lastHint = hint;
					return;
				}
				case "enrol-pictures":
					return remark(paint.dim(`… ${picturesFor(event)}`));
				case "again":
					reach("terminal", "");
					print(`${INDENT}${picture(line, paint)}`);
					line = new Map();
					lastHint = "";
					return print(`${INDENT}${again(event, paint)}`);
				case "refused":
					return remark(`${paint.red("✘")} 端末は信用しません: ${both(event.detail)}`);
				default:
					return print(announcement(event, paint));
			}
		},
	};
}

type Line = Map<Stage, string>;
type Verdict = Extract<DayEvent, { event: "outcome" }>;
type Announcement = Exclude<
	DayEvent,
	{
		event:
			| "step"
			| "presentation"
			| "stage"
			| "outcome"
			| "answer"
			| "hint"
			| "enrol-pictures"
			| "again"
			| "refused";
	}
>;

const INDENT = "      ";
const ERASE_LINE = "\x1b[2K";

const STATIONS: Readonly<Record<Stage, string>> = {
	camera: "カメラ camera",
	unit: "装置 unit",
	broker: "仲介 broker",
	terminal: "端末 terminal",
};

function picture(line: Line, paint: Painter): string {
	const cells = STAGES.map((stage) => {
		const note = line.get(stage);
		if (note === undefined) return paint.dim(`○ ${STATIONS[stage]}`);
		return `${paint.green("●")} ${STATIONS[stage]}${note === "" ? "" : ` ${note}`}`;
	});
	return cells.join(paint.dim(" ─▶ "));
}

function verdict({ met, detail, actual, expected, stepMs }: Verdict, paint: Painter): string {
	const mark = met ? paint.green("✔") : paint.red("✘");
	const wanted = met ? "" : paint.red(`  (期待 expected: ${expected})`);
	return `${mark} ${both(detail)}  ${paint.bold(actual)}${wanted}  ${paint.dim(seconds(stepMs))}`;
}

function progressOf({ progress }: Extract<DayEvent, { event: "hint" }>): string {
	return progress === undefined ? "" : ` (${progress})`;
}

function picturesFor({ pictures, samples }: Extract<DayEvent, { event: "enrol-pictures" }>): string {
	return `登録用の画像${pictures}枚から${samples}回読み取り / ${samples} samples of ${pictures} different images`;
}

function again(
	{ detail, actual, presentation, presentations }: Extract<DayEvent, { event: "again" }>,
	paint: Painter,
): string {
	const turn = `${presentation}/${presentations}`;
	return `${paint.red("✘")} ${both(detail)}  ${paint.bold(actual)}  もう一度 ${turn} / once more, ${turn}`;
}

function answered(
	{ detail, actual, stepMs }: Extract<DayEvent, { event: "answer" }>,
	paint: Painter,
): string {
	const mark = actual === "accepted" ? paint.green("✔") : paint.red("✘");
	return `${mark} ${both(detail)}  ${paint.bold(actual)}  ${paint.dim(seconds(stepMs))}`;
}

/** The hash in full: the birth message carries the same. */
function unitLines({ engine, bundleBytes, sha256 }: Extract<DayEvent, { event: "unit" }>): string {
	return `装置 unit       engine ${engine}, bundle ${bundleBytes} bytes\n${" ".repeat(16)}${sha256}`;
}

function announcement(event: Announcement, paint: Painter): string {
	switch (event.event) {
		case "people":
			return `手 hands        ${event.source}`;
		case "left-out":
			return paint.red(`除外 left out   ${event.reason}`);
		case "broker":
			return `仲介 broker     ${event.url}${event.origin === "built-in" ? " (内蔵 built in)" : ""}`;
		case "unit":
			return unitLines(event);
		case "provisioned":
			return `初期設定 set up ${event.topics}`;
		case "birth":
			return `起動 online     boot ${event.bootCount}, ${event.softwareVersion}, ${event.sha256.slice(0, 8)}`;
		case "offline":
			return paint.dim(`切断 offline    boot ${event.bootCount}`);
		case "page":
			return pageLines(event, paint);
		case "note":
			return both(event.detail);
		case "summary":
			return summary(event, paint);
	}
}

function pageLines({ url, stage }: Extract<DayEvent, { event: "page" }>, paint: Painter): string {
	if (stage === "starting") return `画面 page       ${url}  (一日の後で使えます / ready after the day)`;
	return `
${paint.green("▶")} 画面をブラウザーで開く / open the page in a browser:  ${paint.bold(url)}
  終了は Ctrl-C / Ctrl-C ends it`;
}

function summary(event: Extract<DayEvent, { event: "summary" }>, paint: Painter): string {
	const { met, expected, engine, peakHeapBytes, wallMs } = event;
	const mark = met === expected ? paint.green("✔") : paint.red("✘");
	const heap = peakHeapBytes > 0 ? `, heap ${Math.ceil(peakHeapBytes / 1024)} KiB` : "";
	const counted = `${expected}件中${met}件が期待どおり / ${met} of ${expected} as expected`;
	return `\n${mark} ${counted}  (${engine}${heap}, ${seconds(wallMs)})`;
}

function both({ ja, en }: Sentence): string {
	return `${ja} / ${en}`;
}

function seconds(ms: number): string {
	return `${(ms / 1000).toFixed(2)} s`;
}

type Painter = Readonly<Record<"bold" | "dim" | "green" | "red", (text: string) => string>>;

function painter(colour: Screen["colour"]): Painter {
	const style = (code: number) => (text: string) =>
		colour === "plain" ? text : `\x1b[${code}m${text}\x1b[0m`;
	return { bold: style(1), dim: style(2), green: style(32), red: style(31) };
}
