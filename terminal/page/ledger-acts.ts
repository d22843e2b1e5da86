/** What can be done in the Ledger view: each act changes what is chosen or asks the service, then draws. */
import type { Sentence } from "../shared/contract.js";
import { isCsvFile } from "../shared/ledger-state.js";
import type { Row } from "../shared/registers.js";
import { type EntryAt, examine } from "./ledger-check.js";
import type { LedgerData } from "./ledger-data.js";
import {
	type Choice,
	type Confirming,
	FIRST_CHOICE,
	filterOf,
	keyOfRow,
	type LedgerActs,
	type OpenedRow,
} from "./ledger-screen.js";
import type { ViewContext } from "./view.js";

/** Mutable: what whoever looks has brought about. */
export interface Pane {
	choice: Choice;
	opened: OpenedRow | undefined;
	confirming: Confirming | undefined;
	problem: Sentence | undefined;
	sheet: Row | "blank" | undefined;
}

export function newPane(): Pane {
	const nothing = { opened: undefined, confirming: undefined, problem: undefined, sheet: undefined };
	return { choice: FIRST_CHOICE, ...nothing };
}

export function actsOf(context: ViewContext, data: LedgerData, pane: Pane, draw: () => void): LedgerActs {
	const ask = async (name: string, input?: unknown) => {
		const result = await context.act(name, input);
		pane.problem = result.kind === "refused" ? result.reason : undefined;
		return result;
	};
	return {
		choose(change) {
			const { choice } = pane;
			const isOther = change.register !== undefined || change.month !== undefined;
			// What was looked for in one register is not there in the next.
			const kept = isOther ? { ...FIRST_CHOICE, register: choice.register, month: choice.month } : choice;
			pane.choice = { ...kept, ...change };
			if (isOther) [pane.opened, pane.problem] = [undefined, undefined];
			draw();
		},
		async act(name, input) {
			const result = await ask(name, input);
			draw();
			return result.kind === "done";
		},
		confirm(next) {
			if (next === pane.confirming) return;
			[pane.confirming, pane.problem] = [next, undefined];
			draw();
		},
		async toggle(row) {
			const key = keyOfRow(row, pane.choice.register);
			const isClosing = pane.opened?.key === key;
			pane.opened = isClosing ? undefined : { key, findings: undefined, state: "examining" };
			draw();
			if (isClosing) return;
			const opened = await look(row, key, data);
			// Another row may have been opened meanwhile.
			if (pane.opened?.key === key) pane.opened = opened;
			draw();
		},
		async saveCsv(month) {
			const { choice } = pane;
			const asked = {
				register: choice.register,
				month,
				filter: filterOf(choice),
				language: context.language(),
			};
			const result = await ask("ledgerCsv", asked);
			if (result.kind === "done" && isCsvFile(result.value)) download(result.value.name, result.value.text);
			draw();
		},
		print(sheet) {
			pane.sheet = sheet;
			window.print();
		},
		redraw: draw,
	};
}

async function look(row: Row, key: string, { told, entryAt }: LedgerData): Promise<OpenedRow> {
	// Within one look a record is asked for once.
	const asked = new Map<number, ReturnType<EntryAt>>();
	const once: EntryAt = (position) => {
		const entry = asked.get(position) ?? entryAt(position);
		asked.set(position, entry);
		return entry;
	};
	const records = await Promise.all(row.entries.map(once));
	const shown = records.filter((record) => record !== undefined);
	const findings = await examine(shown, once, told.ledger?.terminalKey ?? "");
	return { key, findings, state: shown.length === row.entries.length ? "examined" : "missing" };
}

function download(name: string, text: string): void {
	const link = document.createElement("a");
	const address = URL.createObjectURL(new Blob([text], { type: "text/csv;charset=utf-8" }));
	[link.href, link.download] = [address, name];
	link.click();
	setTimeout(() => URL.revokeObjectURL(address), DOWNLOADED_MS);
}

const DOWNLOADED_MS = 10_000;
