/**
 * Presentations from the keyboard, one question a line: which 照合ID, whose palm, what quality. Works alike
 * when the lines come through a pipe; the end of input ends it as `quit` does.
 */
import { createInterface } from "node:readline";
import type { Sentence } from "../../terminal/sentences.js";
import { type Counter, type Operator, presentAndVerify } from "./day.js";
import type { CaptureQuality } from "./presenter.js";

export interface Keyboard {
	readonly input: NodeJS.ReadableStream;
	/** Shows a question; does nothing where no person watches. */
	readonly show: (text: string) => void;
	/** Ends the conversation from outside. */
	readonly signal: AbortSignal;
}

/** Takes presentations until `quit`, the end of input or the signal. @returns how many were made. */
export async function takePresentations(counter: Counter, keyboard: Keyboard): Promise<number> {
	const { input, show, signal } = keyboard;
	const lines = createInterface({ input, signal, crlfDelay: Number.POSITIVE_INFINITY });
	const answers = lines[Symbol.asyncIterator]();
	let made = 0;
	show(helpFor(counter));
	try {
		for (;;) {
			const id = await ask(answers, show, "照合ID / verification ID", (text) => text);
			if (id === undefined) return made;
			const who = await ask(answers, show, whoQuestion(counter), (text) => operatorOf(counter, text));
			if (who === undefined) return made;
			const quality = await ask(answers, show, "読み取り / capture: good, bad [good]", qualityOf);
			if (quality === undefined) return made;
			await presentOnce(counter, ++made, id, who, quality);
		}
	} finally {
		lines.close();
	}

	/** Asks until the answer makes sense. @returns undefined when there is nothing more to do. */
	async function ask<T>(
		from: AsyncIterator<string>,
		to: (text: string) => void,
		question: string,
		understand: (text: string) => T | undefined,
	): Promise<T | undefined> {
		for (;;) {
			to(`${question} > `);
			const line = await nextLine(from, signal);
			const word = line?.trim();
			if (word === undefined || word === "quit") return undefined;
			if (word === "help") {
				to(helpFor(counter));
				continue;
			}
			const understood = understand(word);
			if (understood !== undefined) return understood;
			to("もう一度入力してください / not understood; `help` explains\n");
		}
	}
}

async function presentOnce(
	counter: Counter,
	number: number,
	id: string,
	{ alias, person }: Operator,
	quality: CaptureQuality,
): Promise<void> {
	const startedAtMs = counter.nowMs();
	counter.report({ event: "presentation", presentation: number, title: presentationTitle(alias, quality) });
	const { actual, detail, by } = await presentAndVerify(counter, person, id, quality);
	if (by === "unit") counter.report({ event: "stage", stage: "unit", note: "" });
	const stepMs = Math.round(counter.nowMs() - startedAtMs);
	counter.report({ event: "answer", presentation: number, actual, detail, stepMs });
}

function presentationTitle(alias: string, quality: CaptureQuality): Sentence {
	return quality === "good"
		? { ja: `${alias}の手`, en: `the palm of ${alias}` }
		: { ja: `${alias}の手(かげになっている)`, en: `the palm of ${alias}, shaded` };
}

async function nextLine(from: AsyncIterator<string>, signal: AbortSignal): Promise<string | undefined> {
	if (signal.aborted) return undefined;
	const next = await from.next();
	return next.done ? undefined : next.value;
}

function whoQuestion({ operators }: Counter): string {
	return `誰の手 / whose palm: ${operators.map(({ alias }, index) => `${index + 1} ${alias}`).join(", ")}`;
}

function operatorOf({ operators }: Counter, word: string): Operator | undefined {
	return operators.find(({ alias }, index) => word === String(index + 1) || word === alias);
}

function qualityOf(word: string): CaptureQuality | undefined {
	if (word === "" || word === "good") return "good";
	return word === "bad" ? "bad" : undefined;
}

function helpFor({ operators, unknownId }: Counter): string {
	const ids = operators.map(({ alias, id }) => `  ${id}  ${alias}`).join("\n");
	return `
照合IDを入力し、誰の手をかざすかを選びます / type a verification ID, then pick whose palm is held up
${ids}
  ${unknownId}  登録なし / enrolled for nobody
help: この説明 / this text   quit: 終了 / end
`;
}
