/** Years of an office on paper: a supervisor and ten operators, thirty messages of each a working day. */
import { Action, EndReason, Role } from "../../modules/messages/messages.generated.js";
import { type Ledger, openLedger } from "../../terminal/ledger/ledger.js";
import type { TerminalCrypto } from "../../terminal/native-crypto.js";
import { PaperUnit } from "./paper-unit.js";

/** Monday, 4 January 2027, midnight in Japan. */
export const FIRST_DAY_S = Date.UTC(2027, 0, 4) / 1000 - 9 * 3600;
const OPERATORS = 10;
/** Challenge, result and end of each: 30 messages an operator. */
const SESSIONS_A_DAY = 10;
const DAY_S = 86_400;

export interface WrittenYears {
	readonly unit: PaperUnit;
	readonly entries: number;
}

/** Writes days until there are so many records; the last day may end early. */
export function writeYears(
	crypto: TerminalCrypto,
	folder: string,
	entries: number,
	onDay: (entries: number) => void,
): WrittenYears {
	const unit = new PaperUnit(crypto);
	const opened = openLedger(crypto, {
		...{ folder, address: unit.address, terminalKey: unit.keys.terminal, keys: unit.ledgerKeys },
		nowSeconds: FIRST_DAY_S + 8 * 3600,
	});
	if (opened.kind !== "opened") throw new Error(`${folder}: ${opened.kind}`);
	const { ledger } = opened;
	const people = Array.from({ length: OPERATORS + 1 }, (_, i) => new Uint8Array(32).fill(i + 1));
	const [supervisor, ...operators] = people;
	const eight = FIRST_DAY_S + 8 * 3600;
	for (const [i, token] of people.entries()) {
		const pledge = new TextEncoder().encode(`pledge ${i}`);
		const role = i === 0 ? Role.supervisor : Role.operator;
		ledger.append(
			unit.enrol(token, pledge, role, eight + 60 * i, i === 0 ? undefined : supervisor),
			eight + 60 * i,
		);
	}
	for (let day = 0; ledger.next < entries; day++) {
		const startS = FIRST_DAY_S + DAY_S * (day + 2 * Math.floor(day / 5));
		writeDay(ledger, unit, supervisor, operators, startS, entries);
		onDay(ledger.next);
	}
	const written = ledger.next;
	ledger.close();
	return { unit, entries: written };
}

function writeDay(
	ledger: Ledger,
	unit: PaperUnit,
	supervisor: Uint8Array,
	operators: readonly Uint8Array[],
	startS: number,
	entries: number,
): void {
	const opens = startS + 8.5 * 3600;
	ledger.append(unit.present({ token: supervisor, action: Action.openDay, nowSeconds: opens }), opens);
	for (let round = 0; round < SESSIONS_A_DAY && ledger.next < entries; round++) {
		const messages = operators.flatMap((token, i) => {
			const nowSeconds = startS + 9 * 3600 + round * 2700 + i * 240;
			const begins = unit.present({ token, action: Action.logIn, nowSeconds });
			return [...begins, ...unit.endSession(EndReason.logoff, nowSeconds + 200)];
		});
		// Records are numbered one by one: the last batch is cut where there are enough.
		ledger.append(messages.slice(0, Math.max(1, entries - ledger.next)), startS + 9 * 3600 + round * 2700);
	}
	if (ledger.next >= entries) return;
	const closes = startS + 17.25 * 3600;
	ledger.append(unit.present({ token: supervisor, action: Action.closeDay, nowSeconds: closes }), closes);
}
