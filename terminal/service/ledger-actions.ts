/**
 * What the page may ask of the ledger, by name: see shared/ledger-state.ts. Rows and records have people in
 * them: they are given out only while somebody's session runs, whom the unit has verified and watches. When
 * the session ends, whatever ends it, the ledger is closed with it.
 */
import type { LedgerBook } from "../ledger/book.js";
import {
	type ActionResult,
	isRecord,
	type PageAction,
	type PageActions,
	refusedBecause,
} from "../shared/contract.js";
import { isRegisterId, type RegisterId, type RowFilter } from "../shared/registers.js";
import * as say from "./service-sentences.js";
import type { TerminalService } from "./terminal-service.js";

export function ledgerActionsOf(
	book: LedgerBook,
	service: Pick<TerminalService, "confirmRegister" | "state">,
): PageActions {
	/** Before anything is looked at: whoever is not logged in learns nothing from how it is refused. */
	const inSession = (act: PageAction): PageAction => {
		return async (input) =>
			service.state().session.kind === "running" ? act(input) : refusedBecause(say.LEDGER_CLOSED);
	};
	return {
		ledgerRows: inSession(async (input) => {
			const asked = askedOf(input);
			return asked === undefined ? NOT_UNDERSTOOD : done(book.rows(asked.id, asked.month, asked.filter));
		}),
		ledgerCsv: inSession(async (input) => {
			const asked = askedOf(input);
			const language = isRecord(input) && input["language"] === "en" ? "en" : "ja";
			if (asked === undefined) return NOT_UNDERSTOOD;
			return done(book.csv(asked.id, asked.month, asked.filter, language));
		}),
		ledgerEntry: inSession(async (input) => {
			const position = isRecord(input) ? input["position"] : undefined;
			if (typeof position !== "number" || !Number.isSafeInteger(position) || position < 0)
				return NOT_UNDERSTOOD;
			const entry = book.entry(position);
			return entry === undefined ? refusedBecause(say.NO_SUCH_RECORD) : done(entry);
		}),
		ledgerVerify: async () => {
			// What it finds, and that it failed, is in the ledger's state.
			book.verify().catch(() => {});
			return { kind: "done" };
		},
		confirmRegister: inSession(async (input) => {
			const asked = askedOf(input);
			const typed = isRecord(input) ? input["id"] : undefined;
			if (asked === undefined || typeof typed !== "string" || typed.length > TEXT_MAX) return NOT_UNDERSTOOD;
			const { id, month } = asked;
			const answer = service.confirmRegister(typed, () => book.present(id, month));
			return answer.kind === "asked" ? { kind: "done" } : refusedBecause(answer.reason);
		}),
	};
}

/** Longer than any form of the page lets anybody type. */
const TEXT_MAX = 1000;

interface RegisterAsked {
	readonly id: RegisterId;
	readonly month: string;
	readonly filter: RowFilter;
}

function askedOf(input: unknown): RegisterAsked | undefined {
	if (!isRecord(input)) return undefined;
	const { register, month, filter = {} } = input;
	if (!isRegisterId(register) || !isMonth(month) || !isRecord(filter)) return undefined;
	const text = (name: keyof RowFilter): Partial<Record<keyof RowFilter, string>> => {
		const value = filter[name];
		return typeof value === "string" && value !== "" && value.length <= TEXT_MAX ? { [name]: value } : {};
	};
	const words = { ...text("from"), ...text("to"), ...text("person"), ...text("kind"), ...text("text") };
	return { id: register, month, filter: words };
}

function isMonth(value: unknown): value is string {
	return typeof value === "string" && /^\d{4}-(0[1-9]|1[0-2])$/.test(value);
}

function done(value: unknown): ActionResult {
	return { kind: "done", value };
}

const NOT_UNDERSTOOD: ActionResult = refusedBecause(say.NOT_UNDERSTOOD);
