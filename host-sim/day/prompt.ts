/**
 * Presentations from the keyboard, one question a line: which 照合ID, whose hand, how it is held. Works alike
 * when the lines come through a pipe; the end of input ends it as `quit` does.
 */
import { createInterface } from "node:readline";
import type { Sentence } from "../../terminal/sentences.js";
import { type Counter, type Operator, presentAndVerify } from "./day.js";
import type { Condition, Person } from "./people.js";

export interface Keyboard {
	readonly input: NodeJS.ReadableStream;
	/** Shows a question; does nothing where no person watches. */
	readonly show: (text: string) => void;
	/** Hears every line read; shows it where a keyboard would not have. */
	readonly echo: (line: string) => void;
	/** Ends the conversation from outside. */
	readonly signal: AbortSignal;
}

/** How a conversation ended: "no-lines" when nobody has ever typed anything. */
export type Ending = "ended" | "no-lines";

/** Takes presentations until `quit`, the end of input or the signal. */
export async function takePresentations(counter: Counter, keyboard: Keyboard): Promise<Ending> {
	const { input, show, signal } = keyboard;
	const lines = createInterface({ input, signal, crlfDelay: Number.POSITIVE_INFINITY });
	const iterator = lines[Symbol.asyncIterator]();
	const conversation = { keyboard, help: helpFor(counter), lines: iterator, read: 0 };
	const ending = (): Ending => (conversation.read === 0 ? "no-lines" : "ended");
	let made = 0;
	show(conversation.help);
	try {
		for (;;) {
			const id = await ask(conversation, "照合ID / verification ID", (word) => word);
			if (id === undefined) return ending();
			const who = await ask(conversation, whoQuestion(counter), (word) => operatorOf(counter, word));
			if (who === undefined) return ending();
			const { person } = who;
			const condition = await ask(conversation, howQuestion(person), (word) => conditionOf(person, word));
			if (condition === undefined) return ending();
			await presentOnce(counter, ++made, id, who, condition);
		}
	} finally {
		lines.close();
	}
}

interface Conversation {
	readonly keyboard: Keyboard;
	readonly help: string;
	readonly lines: AsyncIterator<string>;
	/** Lines so far. */
	read: number;
}

/** Asks until the answer makes sense. @returns undefined when there is nothing more to do. */
async function ask<T>(
	conversation: Conversation,
	question: string,
	understand: (word: string) => T | undefined,
): Promise<T | undefined> {
	const { keyboard, help } = conversation;
	for (;;) {
		keyboard.show(`${question} > `);
		const word = await nextWord(conversation);
		if (word === undefined || word === "quit") return undefined;
		const understood = word === "help" ? undefined : understand(word);
		if (understood !== undefined) return understood;
		keyboard.show(word === "help" ? help : "もう一度入力してください / not understood; `help` explains\n");
	}
}

/** @returns undefined at the end of input. */
async function nextWord(conversation: Conversation): Promise<string | undefined> {
	const { keyboard, lines } = conversation;
	if (keyboard.signal.aborted) return undefined;
	const next = await lines.next();
	if (next.done) return undefined;
	conversation.read++;
	keyboard.echo(next.value);
	return next.value.trim();
}

async function presentOnce(
	counter: Counter,
	number: number,
	id: string,
	{ alias, person }: Operator,
	condition: Condition,
): Promise<void> {
	const startedAtMs = counter.nowMs();
	counter.report({
		event: "presentation",
		presentation: number,
		title: presentationTitle(alias, person, condition),
	});
	const { actual, detail, by } = await presentAndVerify(counter, person, id, condition);
	if (by === "unit") counter.report({ event: "stage", stage: "unit", note: "" });
	const stepMs = Math.round(counter.nowMs() - startedAtMs);
	counter.report({ event: "answer", presentation: number, actual, detail, stepMs });
}

function presentationTitle(alias: Sentence, { shown }: Person, condition: Condition): Sentence {
	const { ja, en } = CONDITIONS[condition];
	return { ja: `${alias.ja}の${shown.ja}: ${ja}`, en: `the ${shown.en} of ${alias.en}: ${en}` };
}

const CONDITIONS: Readonly<Record<Condition, Sentence>> = {
	good: { ja: "正しくかざす", en: "held well" },
	closed: { ja: "閉じている", en: "closed" },
	"looking-away": { ja: "よそを見ている", en: "looking away" },
	glare: { ja: "明かりが映っている", en: "with a lamp mirrored in it" },
	"too-close": { ja: "近すぎる", en: "too close" },
	"too-far": { ja: "遠すぎる", en: "too far" },
	"fingers-cut": { ja: "指が画面の外", en: "fingers out of view" },
	"not-flat": { ja: "握りかけで傾いている", en: "half closed and leaning" },
	"too-dark": { ja: "かげになっている", en: "shaded" },
	"too-bright": { ja: "光が強すぎる", en: "glaring light" },
	blurred: { ja: "ピントが合わない", en: "out of focus" },
	moving: { ja: "動いている", en: "moving" },
	nothing: { ja: "何もない", en: "not there" },
};

function whoQuestion({ operators }: Counter): string {
	const { ja, en } = operators[0].person.shown;
	const names = operators.map(({ alias }, index) => `${index + 1} ${alias.ja}`);
	return `誰の${ja} / whose ${en}: ${names.join(", ")}`;
}

function operatorOf({ operators }: Counter, word: string): Operator | undefined {
	return operators.find(({ alias }, index) => word === String(index + 1) || word === alias.ja);
}

function howQuestion({ conditions }: Person): string {
	return `かざし方 / held how: ${conditions.join(", ")} [${conditions[0]}]`;
}

function conditionOf({ conditions }: Person, word: string): Condition | undefined {
	return word === "" ? conditions[0] : conditions.find((condition) => condition === word);
}

function helpFor({ operators, unknownId }: Counter): string {
	const ids = operators.map(({ alias, id }) => `  ${id}  ${alias.ja} / ${alias.en}`).join("\n");
	return `
照合IDを入力し、誰の手をかざすかを選びます / type a verification ID, then pick whose hand is held up
${ids}
  ${unknownId}  登録なし / enrolled for nobody
help: この説明 / this text   quit: 終了 / end
`;
}
