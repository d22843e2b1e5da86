/** The page of `npm start`: the terminal's service on the counter's line, and whatever else offers acts. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Modality } from "../../modules/messages/messages.generated.js";
import { readForms } from "../../terminal/forms/read-forms.js";
import { configMistake, type LedgerConfig, readConfig } from "../../terminal/ledger/config.js";
import { CONFIRMATION_PURPOSE } from "../../terminal/ledger/facts.js";
import { shapesOf } from "../../terminal/ledger/registers.js";
import { createNativeCrypto } from "../../terminal/native-crypto.js";
import { bundlePage, type PageSources, TERMINAL_PAGE } from "../../terminal/service/bundle-page.js";
import { ledgerActionsOf } from "../../terminal/service/ledger-actions.js";
import { type PageServer, startPageServer } from "../../terminal/service/page-server.js";
import type { StaffMember } from "../../terminal/service/staff.js";
import { openTerminalService, type TerminalService } from "../../terminal/service/terminal-service.js";
import type { PageAction, PageActions, Sentence } from "../../terminal/shared/contract.js";
import { FORMS_CHANNEL } from "../../terminal/shared/form-template.js";
import { LEDGER_CHANNEL } from "../../terminal/shared/ledger-state.js";
import { type Purpose, TERMINAL_CHANNEL, TIP_CHANNEL } from "../../terminal/shared/terminal-state.js";
import { subjectTokenOf } from "../../terminal/subject-token.js";
import type { Closing } from "./closing.js";
import type { Companion } from "./companion.js";
import type { Operator } from "./day.js";
import type { Desk } from "./desk.js";
import { openOfficeFolder, type TerminalIdentity } from "./office-folder.js";
import { openOfficeLedger } from "./office-ledger.js";

export interface OfficePage {
	readonly url: string;
	readonly show: Pick<PageServer, "send" | "append">;
	/** Hears the counter's line from the beginning; acts are offered later. */
	companion(desk: Omit<Desk, "session">): Companion;
	/** What the page may do once it is open. */
	offer(acts: PageActions): void;
	/** Until now whoever asked for something was told to wait. */
	open(): void;
	/** Who the terminal is, by its folder. */
	readonly identity: TerminalIdentity;
	/** Where the ledger is. */
	readonly ledgerFolder: string;
	/** Once there is a companion. */
	service(): TerminalService | undefined;
}

export interface OfficePageOptions {
	/** 0: any that is free. */
	readonly port: number;
	readonly operators: readonly Operator[];
	/** Whether the day enrols the operators, or whoever uses the page does. */
	readonly staff?: "operators" | "empty";
	readonly onFault: (error: unknown) => void;
	/** Keeps keys, names and ledger, and goes on with what is there; left out: one that is gone in the end. */
	readonly folder?: string;
	/** Something about the ledger that whoever started it should know. */
	readonly onNotice?: (notice: Sentence) => void;
}

/** The terminal's own views, and the world around the unit. */
export const OFFICE_PAGE: PageSources = {
	entry: "host-sim/page/main.ts",
	styles: [...TERMINAL_PAGE.styles, "host-sim/page/world.css"],
};

/** @throws when the port is taken. */
export async function openOfficePage(
	{ port, operators, staff = "operators", onFault, folder, onNotice = () => {} }: OfficePageOptions,
	closing: Closing,
): Promise<OfficePage> {
	const crypto = createNativeCrypto();
	const office = openOfficeFolder(crypto, folder ?? (await temporaryFolder(closing)));
	const config = configOf(office.config);
	const [offered, waiting]: Record<string, PageAction>[] = [{}, {}];
	let isOpen = false;
	const server = await startPageServer({
		...(await bundlePage(OFFICE_PAGE)),
		actions: offered,
		port,
		onFault,
	});
	await closing.add(() => server.close());
	const forms = folder === undefined ? undefined : join(folder, "forms");
	server.send(FORMS_CHANNEL, readForms(shapesOf(config), forms));
	if (staff === "operators") server.send(TIP_CHANNEL, tipFor(operators));
	const known = staff === "empty" ? [] : operators;
	let service: TerminalService | undefined;
	const offer = (acts: PageActions) => Object.assign(isOpen ? offered : waiting, acts);
	return {
		url: server.url,
		show: server,
		identity: office.identity,
		ledgerFolder: office.ledger,
		companion(desk) {
			const { crypto: deskCrypto, keys, exchange, demand, clock } = desk;
			const kept = openOfficeLedger(crypto, office, {
				...{ config, keys, exchange, clock, onNotice },
				onState: (state) => server.send(LEDGER_CHANNEL, state),
			});
			void closing.add(async () => kept.book.close());
			for (const [index, operator] of known.entries()) kept.people.put(memberOf(desk, operator, index));
			const opened = openTerminalService({
				...{ crypto: deskCrypto, keys, exchange, demand, clock, purposes: purposesOf(config) },
				staff: kept.people,
				modalities: demand === BOTH ? [Modality.palmVein, Modality.iris] : [demand],
				linkLossSeconds: LINK_LOSS_S,
				sampleCount: SAMPLES,
				onState: (state) => server.send(TERMINAL_CHANNEL, state),
			});
			service = opened;
			offer(ledgerActionsOf(kept.book, opened));
			return { hears: opened.hears, book: kept.book, attach: (session) => opened.attach(session) };
		},
		offer,
		open() {
			isOpen = true;
			Object.assign(offered, waiting);
		},
		service: () => service,
	};
}

/** The office's list, without what the ledger itself asks for. */
function purposesOf({ purposes }: LedgerConfig): readonly Purpose[] {
	return [...purposes].flatMap(([code, name]) => (code === CONFIRMATION_PURPOSE ? [] : [{ code, name }]));
}

/** @throws with a sentence that says where the mistake is. */
function configOf(path: string): LedgerConfig {
	const read = readConfig(path);
	if (read.kind === "mistaken") throw new Error(configMistake(read));
	return read.config;
}

async function temporaryFolder(closing: Closing): Promise<string> {
	const folder = mkdtempSync(join(tmpdir(), "shogo-office-"));
	await closing.add(async () => rmSync(folder, { recursive: true, force: true }));
	return folder;
}

/** Nobody's secret: these people do not exist. */
function tipFor(operators: readonly Operator[]): Sentence {
	const ids = (language: "ja" | "en") =>
		operators.map(({ id, alias }) => `${id} (${alias[language]})`).join(", ");
	return {
		ja: `シミュレーター: 照合IDは ${ids("ja")}。照合を始めたら「世界」の画面で人を選び、手をかざします。`,
		en: `Simulator: the IDs are ${ids("en")}. Start, then pick in the World view who places the hand.`,
	};
}

/** The day enrols everybody before its first witness. */
function memberOf(
	{ crypto, keys }: Omit<Desk, "session">,
	{ alias, id }: Operator,
	index: number,
): StaffMember {
	const subject = subjectTokenOf(crypto, keys.site, id);
	if (subject.kind === "refused") throw new Error(`the day's own ID is ${subject.reason}`);
	const role = index === 0 ? "supervisor" : "operator";
	return { subjectToken: subject.token, name: `${alias.ja} (${alias.en})`, role };
}

const BOTH = 3;
/** As in the unit's own policy, which the day leaves as it is. */
const LINK_LOSS_S = 30;
const SAMPLES = 3;
