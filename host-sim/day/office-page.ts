/** The page of `npm start`: the terminal's service on the counter's line, and whatever else offers acts. */
import { Modality } from "../../modules/messages/messages.generated.js";
import { bundlePage, type PageSources, TERMINAL_PAGE } from "../../terminal/service/bundle-page.js";
import { type PageServer, startPageServer } from "../../terminal/service/page-server.js";
import { OFFICE_PURPOSES } from "../../terminal/service/purposes.js";
import { newStaffRegister, type StaffMember } from "../../terminal/service/staff.js";
import { openTerminalService, type TerminalService } from "../../terminal/service/terminal-service.js";
import type { PageAction, PageActions, Sentence } from "../../terminal/shared/contract.js";
import { TERMINAL_CHANNEL, TIP_CHANNEL } from "../../terminal/shared/terminal-state.js";
import { subjectTokenOf } from "../../terminal/subject-token.js";
import type { Closing } from "./closing.js";
import type { Companion } from "./companion.js";
import type { Operator } from "./day.js";
import type { Desk } from "./desk.js";

export interface OfficePage {
	readonly url: string;
	readonly show: Pick<PageServer, "send" | "append">;
	/** Hears the counter's line from the beginning; acts are offered later. */
	companion(desk: Omit<Desk, "session">): Companion;
	/** What the page may do once it is open. */
	offer(acts: PageActions): void;
	/** Until now whoever asked for something was told to wait. */
	open(): void;
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
}

/** The terminal's own views, and the world around the unit. */
export const OFFICE_PAGE: PageSources = {
	entry: "host-sim/page/main.ts",
	styles: [...TERMINAL_PAGE.styles, "host-sim/page/world.css"],
};

/** @throws when the port is taken. */
export async function openOfficePage(
	{ port, operators, staff = "operators", onFault }: OfficePageOptions,
	closing: Closing,
): Promise<OfficePage> {
	const [offered, waiting]: Record<string, PageAction>[] = [{}, {}];
	let isOpen = false;
	const server = await startPageServer({
		...(await bundlePage(OFFICE_PAGE)),
		actions: offered,
		port,
		onFault,
	});
	await closing.add(() => server.close());
	if (staff === "operators") server.send(TIP_CHANNEL, tipFor(operators));
	const known = staff === "empty" ? [] : operators;
	let service: TerminalService | undefined;
	return {
		url: server.url,
		show: server,
		companion(desk) {
			const { crypto, keys, exchange, demand, clock } = desk;
			const opened = openTerminalService({
				...{ crypto, keys, exchange, demand, clock, purposes: OFFICE_PURPOSES },
				staff: newStaffRegister(known.map((operator, index) => memberOf(desk, operator, index))),
				modalities: demand === BOTH ? [Modality.palmVein, Modality.iris] : [demand],
				linkLossSeconds: LINK_LOSS_S,
				sampleCount: SAMPLES,
				onState: (state) => server.send(TERMINAL_CHANNEL, state),
			});
			service = opened;
			return { hears: opened.hears, ledger: FORGETFUL, attach: (session) => opened.attach(session) };
		},
		offer: (acts) => Object.assign(isOpen ? offered : waiting, acts),
		open() {
			isOpen = true;
			Object.assign(offered, waiting);
		},
		service: () => service,
	};
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
/** A day at the counter is a demonstration: what is not kept elsewhere is not kept. */
const FORGETFUL = { append() {}, close() {} };
