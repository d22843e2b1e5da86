/** The start-of-day board: who is expected, who has come, who is away; and who has to wait. */
import { dayOf } from "../ledger/calendar.js";
import type { TerminalCrypto } from "../native-crypto.js";
import type { BoardEntry } from "../shared/terminal-state.js";
import { recordIdOf } from "../subject-token.js";
import type { StaffMember, StaffRegister } from "./staff.js";

export interface Board {
	entries(nowSeconds: number): readonly BoardEntry[];
	member(key: string): StaffMember | undefined;
	/** Somebody was recognised. */
	seen(subjectToken: Uint8Array, nowSeconds: number): void;
	/** @returns whether there is such a person, not yet present. */
	mark(key: string, attendance: "expected" | "absent"): boolean;
	lock(subjectToken: Uint8Array, untilSeconds: number): void;
	disable(subjectToken: Uint8Array): void;
	forgive(subjectToken: Uint8Array): void;
}

export function openBoard(crypto: TerminalCrypto, staff: StaffRegister, now: () => number): Board {
	const days = new Map<string, Day>();
	const waits = new Map<string, number>();
	const keyOf = (subjectToken: Uint8Array) => recordIdOf(crypto, subjectToken);
	/** What was seen or said on another date is over. */
	const today = (key: string) => {
		const day = days.get(key);
		return day !== undefined && dayOf(day.at) === dayOf(now()) ? day : EXPECTED;
	};

	return {
		entries: (nowSeconds) =>
			staff.list().map(({ subjectToken, name, role }) => {
				const key = keyOf(subjectToken);
				const { at: _, ...day } = today(key);
				return { key, name, role, ...day, ...waitOf(waits.get(key), nowSeconds) };
			}),
		member: (key) => staff.list().find(({ subjectToken }) => keyOf(subjectToken) === key),
		seen(subjectToken, nowSeconds) {
			const key = keyOf(subjectToken);
			const first = today(key).first ?? nowSeconds;
			days.set(key, { attendance: "present", at: nowSeconds, first, last: nowSeconds });
			waits.delete(key);
		},
		mark(key, attendance) {
			const isHere = today(key).attendance === "present";
			if (isHere || !staff.list().some(({ subjectToken }) => keyOf(subjectToken) === key)) return false;
			days.set(key, { attendance, at: now() });
			return true;
		},
		lock: (subjectToken, untilSeconds) => waits.set(keyOf(subjectToken), untilSeconds),
		disable: (subjectToken) => waits.set(keyOf(subjectToken), Number.POSITIVE_INFINITY),
		forgive: (subjectToken) => waits.delete(keyOf(subjectToken)),
	};
}

interface Day {
	readonly attendance: BoardEntry["attendance"];
	/** When it was last seen or said. */
	readonly at: number;
	readonly first?: number;
	readonly last?: number;
}

const EXPECTED: Day = { attendance: "expected", at: 0 };

function waitOf(until: number | undefined, nowSeconds: number): Pick<BoardEntry, "lockedUntil" | "disabled"> {
	if (until === undefined || until <= nowSeconds) return {};
	return until === Number.POSITIVE_INFINITY ? { disabled: true } : { lockedUntil: until };
}
