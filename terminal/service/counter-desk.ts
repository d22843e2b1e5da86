/**
 * What goes on before the unit: nothing, somebody is awaited, or what came of it. One person at a time.
 *
 *     free --ask--> placing --the unit's signed answer--> accepted | refused --dismiss, ask--> free, placing
 */
import { HintReason, Modality } from "../../modules/messages/messages.generated.js";
import type { BodyByType } from "../../modules/messages/messages.js";
import type { SignedRequest } from "../exchange.js";
import { hintSentence, type Sentence } from "../sentences.js";
import type { Session, TerminalClock } from "../session.js";
import type { CounterState, Placing, Task } from "../shared/terminal-state.js";
import { notSent, type Outcome, outcomeOf, type Refused } from "./outcome.js";

export interface Asking {
	readonly task: Task;
	readonly modality: number;
	/** The supervisor presents first. */
	readonly witness?: "first";
	/** Of an enrolment. */
	readonly samples?: number;
	readonly lifetimeSeconds: number;
	/** As the register of staff has the person. */
	readonly person?: string;
}

export type Asked =
	| { readonly kind: "refused"; readonly reason: Sentence }
	| { readonly kind: "asked"; readonly outcome: Promise<Outcome> };

export interface CounterDesk {
	state(): CounterState;
	attach(session: Pick<Session, "request">): void;
	/** Asks for a person; refuses while another is awaited. `then` runs before the answer is shown. */
	ask(asking: Asking, sign: (nowSeconds: number) => SignedRequest, then: (outcome: Outcome) => void): Asked;
	/** Asks for what needs nobody. */
	order(sign: (nowSeconds: number) => SignedRequest): Promise<Outcome>;
	/** Asks for what nobody waits for. */
	query(sign: (nowSeconds: number) => SignedRequest): void;
	hear(hint: BodyByType["hint"]): void;
	/** The unit has forgotten whom it waited for: nobody need wait for its answer. */
	interrupt(why: Refused): void;
	dismiss(): void;
	/** Nobody speaks any more for what is shown. */
	close(): void;
}

/** An acceptance needs no answer: it goes by itself. */
const ACCEPTED_SHOWN_MS = 6000;

export function openCounterDesk(clock: TerminalClock, onChange: () => void): CounterDesk {
	let state: CounterState = { kind: "free" };
	let session: Pick<Session, "request"> | undefined;
	let fading: { close(): void } | undefined;
	let awaited: Asking | undefined;

	const become = (next: CounterState) => {
		fading?.close();
		fading = undefined;
		state = next;
		if (next.kind === "accepted") fading = clock.setTimer(ACCEPTED_SHOWN_MS, () => become({ kind: "free" }));
		onChange();
	};

	const request = async (sign: (nowSeconds: number) => SignedRequest): Promise<Outcome> => {
		if (session === undefined) return notSent("no line to the unit");
		try {
			return outcomeOf(await session.request(sign(clock.nowSeconds())));
		} catch (error) {
			return notSent(error);
		}
	};

	const settle = (asking: Asking, outcome: Outcome) => {
		if (awaited !== asking) return;
		awaited = undefined;
		const { task, person } = asking;
		const at = clock.nowSeconds();
		if (outcome.kind === "accepted") return become({ kind: "accepted", task, at, ...named(person) });
		const { code, reason, next, attemptsLeft, retryAfter } = outcome;
		become({
			...{ kind: "refused", task, at, code, reason, next },
			...(attemptsLeft === undefined ? {} : { attemptsLeft }),
			...(retryAfter === undefined ? {} : { retryAt: at + retryAfter }),
		});
	};

	return {
		state: () => state,
		attach(opened) {
			session = opened;
		},
		ask(asking, sign, then) {
			if (state.kind === "placing") return { kind: "refused", reason: SOMEBODY_IS_AWAITED };
			awaited = asking;
			become(placingOf(asking, clock.nowSeconds()));
			const outcome = request(sign).then((result) => {
				then(result);
				settle(asking, result);
				return result;
			});
			return { kind: "asked", outcome };
		},
		order: request,
		query(sign) {
			session?.request(sign(clock.nowSeconds())).catch(() => {});
		},
		hear(hint) {
			if (state.kind === "placing") become(afterHint(state, hint));
		},
		interrupt(why) {
			if (awaited !== undefined) settle(awaited, why);
		},
		dismiss() {
			if (state.kind === "accepted" || state.kind === "refused") become({ kind: "free" });
		},
		close: () => fading?.close(),
	};
}

function placingOf(asking: Asking, since: number): Placing {
	const { task, modality, witness, samples, lifetimeSeconds, person } = asking;
	const turn = witness === "first" ? "witness" : "subject";
	return {
		...{ kind: "placing", task, turn, modality, hints: 0, since, until: since + lifetimeSeconds },
		says: hintSentence(
			turn === "witness" ? HintReason.witness : HintReason.present,
			modality === Modality.iris ? Modality.iris : Modality.palmVein,
		),
		...(samples === undefined ? {} : { progress: { taken: 0, of: samples } }),
		...named(person),
	};
}

function afterHint(before: Placing, { hintReason, progress, modality }: BodyByType["hint"]): Placing {
	const isWitnessDone = before.turn === "witness" && hintReason === HintReason.accepted;
	const asked = modality ?? (before.modality === Modality.iris ? Modality.iris : Modality.palmVein);
	return {
		...before,
		turn: hintReason === HintReason.witness ? "witness" : isWitnessDone ? "subject" : before.turn,
		modality: asked,
		hint: hintReason,
		hints: before.hints + 1,
		says: isWitnessDone ? NOW_THE_PERSON : hintSentence(hintReason, asked),
		...(before.progress === undefined || progress === undefined
			? {}
			: { progress: { ...before.progress, taken: progress } }),
	};
}

function named(person: string | undefined): { readonly person?: string } {
	return person === undefined ? {} : { person };
}

const SOMEBODY_IS_AWAITED: Sentence = {
	ja: "いま装置は別の照合を待っています。終わるまでお待ちください。",
	en: "The unit is waiting for somebody already; wait until that is over.",
};
const NOW_THE_PERSON: Sentence = {
	ja: "責任者を確認しました。手を離し、登録する人に替わってください。",
	en: "The supervisor is confirmed: take the hand away, and let the person to be enrolled come.",
};
