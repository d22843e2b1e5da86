/** Acts for which somebody comes forward: each binds its purpose into what the unit signs. */
import { encodeUtf8 } from "../../modules/bytes/utf8.js";
import { Action, Demand, EndReason, Modality, Role } from "../../modules/messages/messages.generated.js";
import { makeEnrolBegin } from "../authority.js";
import { dayOf } from "../ledger/calendar.js";
import { CONFIRMATION_PURPOSE } from "../ledger/facts.js";
import { ID_REFUSED } from "../own-refusals.js";
import type { Sentence } from "../sentences.js";
import type { Role as RoleName, Task } from "../shared/terminal-state.js";
import { subjectTokenOf } from "../subject-token.js";
import { type ChallengeOptions, makeChallenge } from "../terminal.js";
import type { Asked } from "./counter-desk.js";
import type { Outcome } from "./outcome.js";
import { isOfThisBoot, type Room } from "./room.js";
import * as say from "./service-sentences.js";
import { memberOf } from "./staff.js";

/** Whom the authority has enrolled, and before whom. */
export interface Enrolment {
	readonly id: string;
	readonly name: string;
	readonly role: RoleName;
	/** 照合ID of the supervisor who presents first; the first supervisor has none. */
	readonly witnessId?: string;
	/** SHA-256 of the signed pledge as filed (様式1). */
	readonly pledgeHash: Uint8Array;
	readonly modality: Modality;
}

export function logIn(room: Room, id: string, purpose: number): Asked {
	return withTyped(room, id, (subjectToken) =>
		challenge(room, "log-in", subjectToken, { purpose }, (nonce) => {
			const member = memberOf(room.options.staff, subjectToken);
			const who = member === undefined ? {} : { person: member.name, role: member.role };
			room.sessions.begin({ nonce, since: room.now(), purpose, subjectToken, ...who });
			room.line.day = "open";
		}),
	);
}

export function openDay(room: Room, id: string): Asked {
	return withTyped(room, id, (subjectToken) =>
		challenge(room, "open-day", subjectToken, { purpose: PURPOSE_DAY }, () => {
			room.board.seen(subjectToken, room.now());
			room.line.day = "open";
		}),
	);
}

export function closeDay(room: Room, id: string): Asked {
	return withTyped(room, id, (subjectToken) =>
		challenge(room, "close-day", subjectToken, { purpose: PURPOSE_DAY }, () => {
			room.line.day = "closed";
			const running = room.sessions.running();
			if (running !== undefined) room.sessions.end(running.nonce, EndReason.day, room.now());
		}),
	);
}

/** The session's operator once more, before a sensitive act; of the reception number goes on only a hash. */
export function reauthenticate(room: Room, purpose: number, reception: string): Asked {
	const subjectToken = room.sessions.running()?.subjectToken;
	if (subjectToken === undefined) return refused(say.NO_SESSION);
	if (reception.trim() === "") return refused(say.NO_RECEPTION);
	const what = { purpose, receptionHash: hashOf(room, reception) };
	return challenge(room, "reauthenticate", subjectToken, what, () =>
		room.sessions.reauthenticated(room.now(), purpose),
	);
}

/** A supervisor confirms that the session's operator asked a wrong query; only its hash goes on. */
export function confirmQuery(room: Room, id: string, query: string): Asked {
	const running = room.sessions.running();
	if (running === undefined) return refused(say.NO_SESSION);
	if (query.trim() === "") return refused(say.NO_QUERY);
	const what = { purpose: running.purpose ?? PURPOSE_DAY, queryHash: hashOf(room, query) };
	return withTyped(room, id, (subjectToken) =>
		challenge(room, "confirm", subjectToken, what, () =>
			room.sessions.confirmed(room.now(), memberOf(room.options.staff, subjectToken)?.name),
		),
	);
}

/**
 * A supervisor confirms a form of the ledger. The unit signs it as an opening of the day, which is for
 * supervisors alone and changes nothing while the day is open.
 * @param present puts on record what is confirmed, once the unit can be asked. @returns that record's hash.
 */
export function confirmRegister(room: Room, id: string, present: () => Uint8Array): Asked {
	if (room.line.day === "closed") return refused(say.DAY_CLOSED);
	const what = () => ({ purpose: CONFIRMATION_PURPOSE, receptionHash: present() });
	return withTyped(room, id, (subjectToken) =>
		challenge(room, "confirm-register", subjectToken, what, () => {}),
	);
}

/** The supervisor's palm first, then the new person's, as often as samples are taken. */
export function enrol(room: Room, enrolment: Enrolment): Asked {
	const { name, role, modality, pledgeHash, witnessId } = enrolment;
	const { crypto, keys, exchange, staff, sampleCount } = room.options;
	const { authority } = keys;
	if (authority === undefined) return refused(say.NO_AUTHORITY);
	if (name.trim() === "") return refused(say.NO_NAME);
	const enrolling = (subjectToken: Uint8Array, witness: { readonly witnessToken?: Uint8Array }) => {
		const reason = unreachable(room);
		if (reason !== undefined) return refused(reason);
		const asking = { task: "enrol", modality, samples: sampleCount, person: name.trim() } as const;
		const turn = witness.witnessToken === undefined ? {} : ({ witness: "first" } as const);
		return room.desk.ask(
			{ ...asking, ...turn, lifetimeSeconds: ENROL_LIFETIME_S },
			(nowSeconds) =>
				makeEnrolBegin(crypto, exchange, authority, {
					...{ subjectToken, modality, role: ROLES[role], ...witness, sampleCount, nowSeconds },
					...{ pledge: { sha256: pledgeHash }, lifetimeSeconds: ENROL_LIFETIME_S },
				}),
			(outcome) => {
				const pledgedOn = dayOf(room.now());
				if (outcome.kind === "accepted") staff.put({ subjectToken, name: name.trim(), role, pledgedOn });
			},
		);
	};
	return withTyped(room, enrolment.id, (subjectToken) =>
		witnessId === undefined
			? enrolling(subjectToken, {})
			: withTyped(room, witnessId, (witnessToken) => enrolling(subjectToken, { witnessToken })),
	);
}

/** What a challenge is for. */
type Bound = Pick<ChallengeOptions, "purpose" | "receptionHash" | "queryHash">;

/** Has the unit compare whoever comes forward with the person of `subjectToken`. */
function challenge(
	room: Room,
	task: keyof typeof ACTIONS,
	subjectToken: Uint8Array,
	what: Bound | (() => Bound),
	then: (nonce: string) => void,
): Asked {
	const reason = unreachable(room);
	if (reason !== undefined) return refused(reason);
	const { crypto, exchange, keys, demand, staff } = room.options;
	const person = memberOf(staff, subjectToken)?.name;
	const asking = {
		...{ task, lifetimeSeconds: CHALLENGE_LIFETIME_S, ...(person === undefined ? {} : { person }) },
		modality: demand === Demand.iris ? Modality.iris : Modality.palmVein,
	};
	let nonce = "";
	const sign = (nowSeconds: number) => {
		const request = makeChallenge(crypto, exchange, keys.terminal, {
			...{
				...(typeof what === "function" ? what() : what),
				subjectToken,
				modality: demand,
				action: ACTIONS[task],
			},
			...{ nowSeconds, lifetimeSeconds: CHALLENGE_LIFETIME_S },
		});
		nonce = request.nonce;
		return request;
	};
	return room.desk.ask(asking, sign, (outcome) => {
		note(room, subjectToken, outcome);
		if (outcome.kind === "accepted" && isOfThisBoot(room.line, outcome.report.body)) then(nonce);
	});
}

function note({ board, line, now }: Room, subjectToken: Uint8Array, outcome: Outcome): void {
	if (outcome.kind === "accepted") return board.seen(subjectToken, now());
	if (outcome.retryAfter !== undefined) board.lock(subjectToken, now() + outcome.retryAfter);
	if (outcome.code === "disabled") board.disable(subjectToken);
	if (outcome.code === "day-closed") line.day = "closed";
}

/** Turns what was typed into a pseudonym, or says what is wrong with it; never what it was. */
function withTyped({ options }: Room, id: string, go: (subjectToken: Uint8Array) => Asked): Asked {
	const subject = subjectTokenOf(options.crypto, options.keys.site, id);
	return subject.kind === "refused" ? refused(ID_REFUSED[subject.reason]) : go(subject.token);
}

/** Why asking would be in vain. */
function unreachable({ line }: Room): Sentence | undefined {
	if (line.broker === "lost") return say.BROKER_LOST;
	return line.unit.kind === "offline" ? say.UNIT_OFFLINE : undefined;
}

/** One spelling, one hash: a number typed in full-width digits is the same number. */
function hashOf({ options }: Room, text: string): Uint8Array {
	const hash = new Uint8Array(32);
	options.crypto.sha256Into(hash, encodeUtf8(text.normalize("NFKC").trim()));
	return hash;
}

function refused(reason: Sentence): Asked {
	return { kind: "refused", reason };
}

const CHALLENGE_LIFETIME_S = 30;
const ENROL_LIFETIME_S = 90;
/** Duty code of what opens and closes a day. */
const PURPOSE_DAY = 1;

const ACTIONS = {
	"log-in": Action.logIn,
	"open-day": Action.openDay,
	"confirm-register": Action.openDay,
	"close-day": Action.closeDay,
	reauthenticate: Action.reauthenticate,
	confirm: Action.confirm,
} as const satisfies Partial<Record<Task, Action>>;

const ROLES = { operator: Role.operator, supervisor: Role.supervisor } as const;
