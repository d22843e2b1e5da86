/** What the World view may do, by the name it is asked for: input is judged here, and then it happens. */
import {
	type ActionResult,
	isRecord,
	type PageActions,
	refusedBecause,
	type Sentence,
} from "../../terminal/shared/contract.js";
import type { Playground } from "./playground.js";
import { parsePresentation } from "./presentation.js";

export function worldActs(playground: Playground): PageActions {
	const { unit } = playground;
	const happen = async (act: () => void): Promise<ActionResult> =>
		(await playground.happen(act)) ? DONE : refusedBecause(NOT_YET);
	const simply = (act: () => void) => () => happen(act);
	return {
		"world-present": async (input) => {
			const parsed = parsePresentation(input, playground.sitters);
			if (parsed.kind === "refused") return refusedBecause(parsed.reason);
			return happen(() => playground.stand(parsed.presentation));
		},
		"world-step-away": simply(() => playground.stepAway()),
		"world-pull-plug": simply(() => unit.pullPlug()),
		"world-cut-in-write": simply(() => unit.cutInNextWrite()),
		"world-restore-power": simply(() => unit.restorePower()),
		"world-open-case": simply(() => playground.setCase("open")),
		"world-close-case": simply(() => playground.setCase("closed")),
		"world-set-clock": async (input) => {
			const offset = isRecord(input) ? input["offsetSeconds"] : undefined;
			if (typeof offset !== "number" || !Number.isInteger(offset) || Math.abs(offset) > OFFSET_MAX_S)
				return refusedBecause(NO_OFFSET);
			return happen(() => playground.setClock(offset));
		},
		"world-kill-broker": () => switchBroker(playground, "kill"),
		"world-restore-broker": () => switchBroker(playground, "restore"),
		"world-replay": () => publish(playground, () => playground.wire.replay()),
		"world-alter": () => publish(playground, () => playground.wire.alter()),
	};
}

const DONE: ActionResult = { kind: "done" };
/** A day, so that a wrong date is among them. */
const OFFSET_MAX_S = 86_400;

async function switchBroker(playground: Playground, act: "kill" | "restore"): Promise<ActionResult> {
	const { broker } = playground;
	if (broker === undefined) return refusedBecause(NOT_OURS);
	try {
		await broker[act]();
	} catch {
		return refusedBecause(PORT_TAKEN);
	} finally {
		playground.tellBroker();
	}
	return DONE;
}

async function publish(playground: Playground, act: () => boolean): Promise<ActionResult> {
	const sent = { done: false };
	const happened = await playground.happen(() => {
		sent.done = act();
	});
	if (!happened) return refusedBecause(NOT_YET);
	return sent.done ? DONE : refusedBecause(NO_ANSWER);
}

const NOT_YET: Sentence = {
	ja: "装置の準備がまだできていません。",
	en: "The unit is not set up yet.",
};
const NO_OFFSET: Sentence = {
	ja: "時計のずれは、前後24時間以内の秒数で指定してください。",
	en: "A clock is set wrong by whole seconds, at most a day.",
};
const NOT_OURS: Sentence = {
	ja: "このブローカーは別のプログラムのものです (--broker)。止めるには、そちらを操作してください。",
	en: "The broker is another program (--broker): stop it there.",
};
const PORT_TAKEN: Sentence = {
	ja: "ブローカーを起動できません。ポートがほかのプログラムに使われています。",
	en: "The broker cannot start: another program has taken its port.",
};
const NO_ANSWER: Sentence = {
	ja: "装置の回答がまだありません。先に照合を行ってください。",
	en: "The unit has not answered anything yet; verify somebody first.",
};
