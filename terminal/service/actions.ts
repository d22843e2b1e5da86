/** What the page may ask of the service, by name; each input is judged before anything is done with it. */
import { fromHex } from "../../modules/bytes/bytes.js";
import { EndReason, Modality, RevocationReason } from "../../modules/messages/messages.generated.js";
import {
	type ActionResult,
	isRecord,
	type PageAction,
	type PageActions,
	refusedBecause,
} from "../shared/contract.js";
import type { Asked } from "./counter-desk.js";
import type { Ordered } from "./orders.js";
import * as say from "./service-sentences.js";
import type { TerminalService } from "./terminal-service.js";

export function actionsOf(service: TerminalService): PageActions {
	return {
		"log-in": asking(({ id, purpose }) =>
			isText(id) && isCode(purpose) ? service.logIn(id, purpose) : undefined,
		),
		"open-day": asking(({ id }) => (isText(id) ? service.openDay(id) : undefined)),
		"close-day": asking(({ id }) => (isText(id) ? service.closeDay(id) : undefined)),
		reauthenticate: asking(({ purpose, reception }) =>
			isCode(purpose) && isText(reception) ? service.reauthenticate(purpose, reception) : undefined,
		),
		confirm: asking(({ id, query }) =>
			isText(id) && isText(query) ? service.confirmQuery(id, query) : undefined,
		),
		enrol: asking((input) => enrolled(service, input)),
		"end-session": ordering(({ reason }) => {
			const end = reason === "lock" ? EndReason.lock : reason === "logoff" ? EndReason.logoff : undefined;
			return end && service.endSession(end);
		}),
		revoke: ordering(({ key, reason }) => {
			const why = Object.values(RevocationReason).find((value) => value === reason);
			return isText(key) && why !== undefined ? service.revoke(key, why) : undefined;
		}),
		forgive: ordering(({ key }) => (isText(key) ? service.forgive(key) : undefined)),
		mark: plain(({ key, attendance }) => {
			if (!isText(key) || (attendance !== "expected" && attendance !== "absent")) return NOT_UNDERSTOOD;
			return service.mark(key, attendance) ? DONE : refusedBecause(say.NO_SUCH_PERSON);
		}),
		acknowledge: plain(({ alert }) => {
			if (typeof alert !== "number") return NOT_UNDERSTOOD;
			service.acknowledge(alert);
			return DONE;
		}),
		dismiss: plain(() => {
			service.dismiss();
			return DONE;
		}),
		active: plain(() => {
			service.active();
			return DONE;
		}),
	};
}

type Input = Readonly<Record<string, unknown>>;

/** Answers once somebody is awaited; what comes of it is in the state. */
function asking(ask: (input: Input) => Asked | undefined): PageAction {
	return plain((input) => {
		const asked = ask(input);
		if (asked === undefined) return NOT_UNDERSTOOD;
		return asked.kind === "asked" ? DONE : refusedBecause(asked.reason);
	});
}

/** Answers with what came of it. */
function ordering(order: (input: Input) => Promise<Ordered> | undefined): PageAction {
	return async (input) => {
		const ordered = isRecord(input) ? order(input) : undefined;
		if (ordered === undefined) return NOT_UNDERSTOOD;
		const outcome = await ordered;
		if (outcome.kind === "accepted") return DONE;
		if (outcome.kind === "not-ordered") return refusedBecause(outcome.reason);
		const { reason, next } = outcome;
		return refusedBecause({ ja: `${reason.ja}${next.ja}`, en: `${reason.en} ${next.en}` });
	};
}

function plain(act: (input: Input) => ActionResult): PageAction {
	return async (input) => (isRecord(input) ? act(input) : NOT_UNDERSTOOD);
}

function enrolled(service: TerminalService, input: Input): Asked | undefined {
	const { id, name, role, witnessId, pledgeHash, modality } = input;
	const trait = Object.values(Modality).find((value) => value === modality);
	if (!isText(id) || !isText(name) || trait === undefined) return undefined;
	if (role !== "operator" && role !== "supervisor") return undefined;
	if (witnessId !== undefined && !isText(witnessId)) return undefined;
	const hash = isText(pledgeHash) ? fromHex(pledgeHash) : undefined;
	if (hash?.length !== 32) return { kind: "refused", reason: say.NO_PLEDGE };
	const witness = witnessId === undefined || witnessId === "" ? {} : { witnessId };
	return service.enrol({ id, name, role, pledgeHash: hash, modality: trait, ...witness });
}

/** Longer than any form of the page lets anybody type. */
const TEXT_MAX = 1000;

function isText(value: unknown): value is string {
	return typeof value === "string" && value.length <= TEXT_MAX;
}

function isCode(value: unknown): value is number {
	return typeof value === "number" && Number.isInteger(value) && value >= 0 && value <= 255;
}

const DONE: ActionResult = { kind: "done" };
const NOT_UNDERSTOOD: ActionResult = refusedBecause(say.NOT_UNDERSTOOD);
