/** Late January and the first days of February at a counter, with what goes wrong in such days. */
import type { PaperUnit } from "../../host-sim/ledger-trial/paper-unit.js";
import {
	Action,
	EndReason,
	IncidentKind,
	RefusalReason,
	Role,
} from "../../modules/messages/messages.generated.js";
import type { Signed } from "../../terminal/audit-keeper.js";

export interface Diary {
	/** What the terminal's clock says. */
	nowSeconds: number;
	/** Puts on record what came then. */
	write(messages: readonly Signed[], nowSeconds: number): void;
}

/** The supervisor first. The last one's would start a formula in a spreadsheet. */
export const NAMES = ["佐藤", "鈴木", "高橋", "=SUM(1)渡辺"] as const;
export const TOKENS: readonly Uint8Array[] = NAMES.map((_, index) => new Uint8Array(32).fill(0x31 + index));
const [SUPERVISOR, FIRST, SECOND] = TOKENS;
const OPERATORS = TOKENS.length - 1;
/** Thursday, 28 January 2027, eight in the morning in Japan. */
export const BEGIN_S = Date.UTC(2027, 0, 28) / 1000 - 3600;
const DAY_S = 86_400;
/** After the first one: one in January, the others in February. */
const DAYS = [0, 4, 5, 6, 7, 8];
const SESSIONS_A_DAY = 9;
/** Those of the days, and one late in the evening. */
export const SESSIONS_IN_FEBRUARY = 5 * SESSIONS_A_DAY + 1;

export function liveThrough(unit: PaperUnit, diary: Diary): void {
	const { write } = diary;
	const pledge = Uint8Array.of(1);
	for (const [index, token] of TOKENS.entries()) {
		const at = BEGIN_S + 120 * index;
		const witness = index === 0 ? undefined : SUPERVISOR;
		write(unit.enrol(token, pledge, index === 0 ? Role.supervisor : Role.operator, at, witness), at);
	}
	const work = workOf(unit, diary);
	for (const day of DAYS) {
		const morning = BEGIN_S + day * DAY_S + 1800;
		write(unit.present({ token: SUPERVISOR, action: Action.openDay, nowSeconds: morning }), morning);
		for (let i = 0; i < SESSIONS_A_DAY; i++)
			work(i % OPERATORS, morning + 600 + i * 1800, i % 4 === 3 ? EndReason.absent : EndReason.logoff);
	}
	haveABadEvening(unit, diary, BEGIN_S + 8 * DAY_S + 12 * 3600);
}

/** A session of an operator, counted from 0, from then on. */
export function workOf(unit: PaperUnit, { write }: Diary) {
	return (who: number, at: number, end: EndReason = EndReason.logoff) => {
		const bound = { purpose: 10 + who, receptionHash: new Uint8Array(32).fill(who + 1) };
		write(unit.present({ token: TOKENS[who + 1], action: Action.logIn, nowSeconds: at, ...bound }), at + 2);
		write(unit.endSession(end, at + 500), at + 500);
	};
}

/** Five mismatches, an opened case, and a wrong query that the supervisor confirms. */
function haveABadEvening(unit: PaperUnit, { write }: Diary, evening: number): void {
	const refusal = RefusalReason.mismatch;
	for (let at = evening; at < evening + 150; at += 30)
		write(unit.present({ token: SECOND, action: Action.logIn, nowSeconds: at, refusal }), at);
	write(unit.incident(IncidentKind.tamper, evening + 300), evening + 300);
	write(unit.present({ token: FIRST, action: Action.logIn, nowSeconds: evening + 400 }), evening + 400);
	const queryHash = new Uint8Array(32).fill(9);
	const confirmed = { token: SUPERVISOR, action: Action.confirm, queryHash, nowSeconds: evening + 420 };
	write(unit.present(confirmed), evening + 420);
	write(unit.endSession(EndReason.logoff, evening + 500), evening + 500);
}
