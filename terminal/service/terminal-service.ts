/**
 * The terminal behind its page: one unit, one counter, one session at a time. Knows no page and no sockets:
 * whoever opens the line to the unit gives it what it hears (`hears`) and a way to ask (`attach`). So another
 * terminal's software may use it as it stands, with a screen of its own. A typed 照合ID becomes a subject token
 * at once; it is kept nowhere, shown nowhere and in no error.
 */
import type { EndReason, RevocationReason } from "../../modules/messages/messages.generated.js";
import type { Session } from "../session.js";
import type { TerminalState } from "../shared/terminal-state.js";
import {
	closeDay,
	confirmQuery,
	confirmRegister,
	type Enrolment,
	enrol,
	logIn,
	openDay,
	reauthenticate,
} from "./challenges.js";
import type { Asked } from "./counter-desk.js";
import { type Hears, hearsOf } from "./hears.js";
import { active, endSession, forgive, type Ordered, revoke } from "./orders.js";
import { openRoom, type TerminalServiceOptions } from "./room.js";

export interface TerminalService {
	/** For whoever opens the line to the unit. */
	readonly hears: Hears;
	/** From now on it can ask. */
	attach(session: Pick<Session, "request">): void;
	state(): TerminalState;
	logIn(id: string, purpose: number): Asked;
	openDay(id: string): Asked;
	closeDay(id: string): Asked;
	reauthenticate(purpose: number, reception: string): Asked;
	confirmQuery(id: string, query: string): Asked;
	/** @param present puts on record what is confirmed, and gives that record's hash. */
	confirmRegister(id: string, present: () => Uint8Array): Asked;
	enrol(enrolment: Enrolment): Asked;
	endSession(reason: EndReason): Promise<Ordered>;
	/** While a supervisor is logged in, as `forgive`. */
	revoke(key: string, reason: RevocationReason): Promise<Ordered>;
	forgive(key: string): Promise<Ordered>;
	/** @returns false when there is no such person, or the person is here. */
	mark(key: string, attendance: "expected" | "absent"): boolean;
	/** @returns false when there is no such alert. */
	acknowledge(alert: number): boolean;
	/** What came of the last asking need not be shown any more. */
	dismiss(): void;
	active(): void;
	close(): void;
}

export function openTerminalService(options: TerminalServiceOptions): TerminalService {
	const room = openRoom(options);
	const { board, alerts, desk } = room;
	/** Tells whoever watches, when something was done. */
	const telling = <A extends readonly unknown[]>(act: (...words: A) => boolean) => {
		return (...words: A) => {
			const done = act(...words);
			if (done) room.changed();
			return done;
		};
	};
	return {
		hears: hearsOf(room),
		attach(session) {
			desk.attach(session);
			room.changed();
		},
		state: room.state,
		logIn: (id, purpose) => logIn(room, id, purpose),
		openDay: (id) => openDay(room, id),
		closeDay: (id) => closeDay(room, id),
		reauthenticate: (purpose, reception) => reauthenticate(room, purpose, reception),
		confirmQuery: (id, query) => confirmQuery(room, id, query),
		confirmRegister: (id, present) => confirmRegister(room, id, present),
		enrol: (enrolment) => enrol(room, enrolment),
		endSession: (reason) => endSession(room, reason),
		revoke: (key, reason) => revoke(room, key, reason),
		forgive: (key) => forgive(room, key),
		mark: telling(board.mark),
		acknowledge: telling(alerts.acknowledge),
		dismiss: () => desk.dismiss(),
		active: () => active(room),
		close: () => desk.close(),
	};
}
