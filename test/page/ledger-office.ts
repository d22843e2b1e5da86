/** An office's ledger behind its page, written by a unit on paper: real files and signatures, no camera. */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { OFFICE_PAGE } from "../../host-sim/day/office-page.js";
import { PaperUnit } from "../../host-sim/ledger-trial/paper-unit.js";
import { Action, Modality } from "../../modules/messages/messages.generated.js";
import { readForms } from "../../terminal/forms/read-forms.js";
import { type LedgerBook, openBook } from "../../terminal/ledger/book.js";
import { DEFAULT_CONFIG } from "../../terminal/ledger/config.js";
import { CONFIRMATION_PURPOSE } from "../../terminal/ledger/facts.js";
import { createNativeCrypto } from "../../terminal/native-crypto.js";
import { bundlePage } from "../../terminal/service/bundle-page.js";
import type { Asked } from "../../terminal/service/counter-desk.js";
import { ledgerActionsOf } from "../../terminal/service/ledger-actions.js";
import { startPageServer } from "../../terminal/service/page-server.js";
import type { PageActions, Sentence } from "../../terminal/shared/contract.js";
import { FORMS_CHANNEL } from "../../terminal/shared/form-template.js";
import { type EntryShown, isEntryShown, LEDGER_CHANNEL } from "../../terminal/shared/ledger-state.js";
import { TERMINAL_CHANNEL, type TerminalState } from "../../terminal/shared/terminal-state.js";
import { recordIdOf } from "../../terminal/subject-token.js";
import { BEGIN_S, type Diary, liveThrough, NAMES, TOKENS, workOf } from "./ledger-diary.js";

export interface LedgerOffice {
	readonly url: string;
	/** The supervisor's ID that is accepted. */
	readonly supervisorId: string;
	/** One more session of that person. */
	work(who: number): void;
	/** From now on a record is shown so; undefined: as it is. */
	alter(how: ((shown: EntryShown) => EntryShown) | undefined): void;
	/** The supervisor's hand is there, for what was asked last. */
	place(): void;
	/** What the terminal says of itself. */
	show(change: Partial<TerminalState>): void;
	/** Somebody turns a letter in January's file. @returns the position of the record. */
	damage(): number;
	close(): Promise<void>;
}

const SUPERVISOR_ID = "A1001";

/** @param forms the office's own wording, by file name. */
export async function openLedgerOffice(forms: Readonly<Record<string, string>>): Promise<LedgerOffice> {
	const folder = mkdtempSync(join(tmpdir(), "ledger-page-"));
	const send = { to: (_channel: string, _state: unknown) => {} };
	const { book, diary, unit } = openDiary(folder, (state) => send.to(LEDGER_CHANNEL, state));
	liveThrough(unit, diary);
	let terminal: TerminalState = { ...IDLE, now: diary.nowSeconds };
	const show = (change: Partial<TerminalState>) => {
		terminal = { ...terminal, ...change, now: diary.nowSeconds };
		send.to(TERMINAL_CHANNEL, terminal);
	};
	let stated: Uint8Array | undefined;
	let alter: ((shown: EntryShown) => EntryShown) | undefined;
	const actions = ledgerActionsOf(book, {
		state: () => terminal,
		confirmRegister(id, present): Asked {
			if (id !== SUPERVISOR_ID) return { kind: "refused", reason: NOT_KNOWN };
			stated = present();
			show({ counter: awaited(diary.nowSeconds) });
			return { kind: "asked", outcome: new Promise(() => {}) };
		},
	});
	const page = await startPageServer({
		...(await bundlePage(OFFICE_PAGE)),
		onFault: (error) => console.log(error),
		actions: {
			...withAlteredEntries(actions, (shown) => alter?.(shown) ?? shown),
			active: async () => ({ kind: "done" }),
			dismiss: async () => {
				show({ counter: { kind: "free" } });
				return { kind: "done" };
			},
		},
	});
	send.to = page.send;
	page.send(FORMS_CHANNEL, readForms(book.state().registers, written(join(folder, "forms"), forms)));
	page.send(LEDGER_CHANNEL, book.state());
	show({});
	void book.verify();
	return {
		...{ url: page.url, supervisorId: SUPERVISOR_ID, show },
		work: (who) => workOf(unit, diary)(who, diary.nowSeconds + 60),
		alter(how) {
			alter = how;
		},
		place() {
			if (stated === undefined) throw new Error("nobody has asked");
			const nowSeconds = diary.nowSeconds + 5;
			const bound = { purpose: CONFIRMATION_PURPOSE, receptionHash: stated };
			diary.write(
				unit.present({ token: TOKENS[0], action: Action.openDay, nowSeconds, ...bound }),
				nowSeconds,
			);
			show({ counter: { kind: "accepted", task: "confirm-register", at: nowSeconds } });
		},
		damage: () => turnALetter(join(folder, "ledger", "2027-01.ledger"), DAMAGED),
		async close() {
			await page.close();
			book.close();
			rmSync(folder, { recursive: true });
		},
	};
}

function openDiary(folder: string, onState: (state: unknown) => void) {
	const crypto = createNativeCrypto();
	const unit = new PaperUnit(crypto);
	const clock = {
		nowSeconds: () => diary.nowSeconds,
		setTimer(delayMs: number, onTimer: () => void) {
			const timer = setTimeout(onTimer, delayMs);
			return { close: () => clearTimeout(timer) };
		},
	};
	const names = new Map(TOKENS.map((token, index) => [recordIdOf(crypto, token), NAMES[index]]));
	const diary: Diary = {
		nowSeconds: BEGIN_S,
		write(messages, nowSeconds) {
			diary.nowSeconds = nowSeconds;
			book.append(messages, nowSeconds);
		},
	};
	const opened = openBook(crypto, {
		...{ folder: join(folder, "ledger"), address: unit.address, terminalKey: unit.keys.terminal },
		...{ keys: unit.ledgerKeys, unit: unit.known, clock, onState },
		config: { ...DEFAULT_CONFIG, office: "北町旅券窓口" },
		nameOf: (person) => names.get(person),
	});
	if (opened.kind !== "opened") throw new Error(opened.kind);
	const book: LedgerBook = opened.book;
	return { book, diary, unit };
}

function withAlteredEntries(actions: PageActions, alter: (shown: EntryShown) => EntryShown): PageActions {
	return {
		...actions,
		async ledgerEntry(input) {
			const answer = await actions["ledgerEntry"](input);
			if (answer.kind !== "done" || !isEntryShown(answer.value)) return answer;
			return { kind: "done", value: alter(answer.value) };
		},
	};
}

/** Of January's records; any would do. */
const DAMAGED = 12;

function turnALetter(path: string, position: number): number {
	const lines = readFileSync(path, "latin1").split("\n");
	lines[position] = lines[position].replace(/"envelope":"(.)/, (_whole, letter: string) => {
		return `"envelope":"${letter === "A" ? "B" : "A"}`;
	});
	writeFileSync(path, lines.join("\n"), "latin1");
	return position;
}

function written(folder: string, forms: Readonly<Record<string, string>>): string {
	mkdirSync(folder);
	for (const [name, text] of Object.entries(forms)) writeFileSync(join(folder, name), text);
	return folder;
}

function awaited(nowSeconds: number): TerminalState["counter"] {
	const asked = { kind: "placing", task: "confirm-register", turn: "subject" } as const;
	const says: Sentence = { ja: "手をかざしてください。", en: "Place your hand." };
	const time = { since: nowSeconds, until: nowSeconds + 20 };
	return { ...asked, ...time, modality: Modality.palmVein, hints: 1, says };
}

const NOT_KNOWN: Sentence = {
	ja: "この照合IDでは確認できません。",
	en: "This ID cannot confirm anything.",
};

const IDLE: TerminalState = {
	...{ now: 0, broker: "connected", unit: { kind: "unheard" }, day: "open", authority: "here" },
	...{
		counter: { kind: "free" },
		session: { kind: "running", since: 0 },
		people: [],
		purposes: [],
		alerts: [],
	},
	modalities: [Modality.palmVein],
};
