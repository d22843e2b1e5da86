/**
 * The session at this terminal, as the unit's signed reports have it.
 *
 *     none --log-in--> running --log-off, hand-over, day--> none
 *                              --absent, idle, link, lock, revoked, restart--> locked --log-in--> running
 *
 * What ends it here may come before the unit's own report: this side never shows more than that side allows.
 */
import { EndReason } from "../../modules/messages/messages.generated.js";
import { Names } from "../names.js";
import type { Sentence } from "../sentences.js";
import type { Role, SessionState } from "../shared/terminal-state.js";
import { SESSION_ENDED } from "./alerts.js";

export interface LogIn {
	/** Of the challenge that began it, hexadecimal. */
	readonly nonce: string;
	readonly since: number;
	readonly purpose?: number;
	/** Undefined where the log-in was asked for from elsewhere. */
	readonly subjectToken?: Uint8Array;
	readonly person?: string;
	readonly role?: Role;
}

export interface SessionKeeper {
	state(): SessionState;
	running(): LogIn | undefined;
	begin(logIn: LogIn): void;
	/** The session of that challenge is over; another one is not. */
	end(nonce: string, reason: EndReason, at: number): void;
	/** Whatever runs is over. */
	lock(why: Sentence, code: string, at: number): void;
	reauthenticated(at: number, purpose: number): void;
	confirmed(at: number, by: string | undefined): void;
}

/** @param onOver a session is over: what was shown to its operator is nobody else's business. */
export function openSessionKeeper(onOver: () => void): SessionKeeper {
	let state: SessionState = { kind: "none" };
	let running: LogIn | undefined;
	/** Its log-in may be reported once more, after it was ended here. */
	let ended: string | undefined;

	const lock = (why: Sentence, code: string, at: number) => {
		if (running === undefined) return;
		ended = running.nonce;
		running = undefined;
		state = { kind: "locked", at, why, code };
		onOver();
	};

	return {
		state: () => state,
		running: () => running,
		begin(logIn) {
			const isReport = logIn.subjectToken === undefined;
			if (isReport && [running?.nonce, ended].includes(logIn.nonce)) return;
			running = logIn;
			const { since, purpose, person, role } = logIn;
			state = {
				...{ kind: "running", since },
				...(purpose === undefined ? {} : { purpose }),
				...(person === undefined ? {} : { person }),
				...(role === undefined ? {} : { role }),
			};
		},
		end(nonce, reason, at) {
			if (running?.nonce !== nonce) return;
			if (!QUIET_ENDS.includes(reason)) return lock(SESSION_ENDED[reason], REASONS.nameOf(reason), at);
			ended = nonce;
			running = undefined;
			state = { kind: "none" };
			onOver();
		},
		lock,
		reauthenticated(at, purpose) {
			if (state.kind === "running") state = { ...state, reauthenticated: { at, purpose } };
		},
		confirmed(at, by) {
			const confirmed = by === undefined ? { at } : { at, by };
			if (state.kind === "running") state = { ...state, confirmed };
		},
	};
}

const REASONS = new Names(EndReason);

/** After these nobody's work is covered: whoever ended it wanted to. */
const QUIET_ENDS: readonly EndReason[] = [EndReason.logoff, EndReason.handOver, EndReason.day];
