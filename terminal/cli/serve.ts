/** The terminal's page for the office's unit: what operators and supervisors work at, on this machine. */
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Demand, Modality } from "../../modules/messages/messages.generated.js";
import { type Command, EXIT, type Report, type Values, wholeNumber } from "../command-line.js";
import { readForms } from "../forms/read-forms.js";
import { loadSigningKey, loadSiteKey } from "../keys.js";
import type { LedgerBook } from "../ledger/book.js";
import { CONFIRMATION_PURPOSE } from "../ledger/facts.js";
import { openPeople, type PeopleRegister } from "../ledger/people.js";
import { shapesOf } from "../ledger/registers.js";
import { type BrokerSession, openBrokerSession } from "../mqtt.js";
import { Names } from "../names.js";
import { actionsOf } from "../service/actions.js";
import { bundlePage, TERMINAL_PAGE } from "../service/bundle-page.js";
import { ledgerActionsOf } from "../service/ledger-actions.js";
import { drawPageKey } from "../service/page-key.js";
import { type PageServer, startPageServer } from "../service/page-server.js";
import { openTerminalService, type TerminalService } from "../service/terminal-service.js";
import type { PageAction } from "../shared/contract.js";
import { FORMS_CHANNEL } from "../shared/form-template.js";
import { LEDGER_CHANNEL } from "../shared/ledger-state.js";
import { TERMINAL_CHANNEL } from "../shared/terminal-state.js";
import { brokerOf, unreachable } from "./broker.js";
import { clock, OFFICE_HELP, OFFICE_OPTIONS, type Office, openOffice, textOf, usable } from "./office.js";
import { officeConfig, openOfficeBook, peoplePathOf } from "./office-book.js";

const DEMANDS = new Names(Demand);
/** The unit's own default: an office that shortens it by a policy sees the screen end later than the unit. */
const LINK_LOSS_SECONDS = 30;

export const serve: Command<Values> = {
	name: "serve",
	usage: `npm run -s terminal -- serve [options]

Serves the terminal's page for this office's unit and prints its address, until Ctrl-C: attendance, log-in,
confirmations and the ledger, and where authority.key is here enrolment and revocation. It keeps what the unit
reports, as \`receipt\` does. Only this machine reaches it, and only with the printed address.

  --port N         on this port (any that is free); the address then stays the same from one start to the
                   next, its key is kept in page.key
  --modality NAME  what a verification asks for: ${DEMANDS.list()} (palm-vein)
${OFFICE_HELP}`,
	options: { ...OFFICE_OPTIONS, port: { type: "string" }, modality: { type: "string" } },
	understand: (values) => values,
	async run(values, report) {
		const port = wholeNumber(values, "port", 0, [0, 65_535]);
		const demand = DEMANDS.valueOf("modality", textOf(values, "modality") ?? "palm-vein");
		const office = openOffice(values);
		const ends: (() => unknown)[] = [];
		try {
			const actions: Record<string, PageAction> = {};
			const key = port === 0 ? drawPageKey() : keptPageKey(join(office.folder, "page.key"));
			const server = await startPageServer({ ...(await bundlePage(TERMINAL_PAGE)), actions, port, key });
			ends.push(() => server.close());
			const { book, people } = openRecords(office, server, report);
			ends.push(() => book.close());
			const service = serviceFor(office, server, people, demand);
			ends.push(() => service.close());
			const session = await lineTo(office, service, book);
			ends.push(() => session.close());
			service.attach(session);
			Object.assign(actions, actionsOf(service), ledgerActionsOf(book, service));
			report({ event: "page", url: server.url }, `画面 / page: ${server.url}`);
			await interrupted();
			return EXIT.passed;
		} finally {
			for (const end of ends.reverse()) await end();
		}
	},
};

function openRecords(
	office: Office,
	server: PageServer,
	report: Report,
): { readonly book: LedgerBook; readonly people: PeopleRegister } {
	const people: PeopleRegister = openPeople(office.crypto, peoplePathOf(office), {
		onRemoved: (subjectToken, reason) => book?.declare({ kind: "person-removed", subjectToken, reason }),
	});
	const book = openOfficeBook(office, report, {
		nameOf: (person) => people.nameOf(person),
		onState: (state) => server.send(LEDGER_CHANNEL, state),
	});
	if (book === undefined)
		throw new Error(`${office.folder}: another program keeps its ledger (receipt, or another serve); end it`);
	server.send(LEDGER_CHANNEL, book.state());
	server.send(FORMS_CHANNEL, readForms(shapesOf(officeConfig(office)), join(office.folder, "forms")));
	// What it finds, and that it failed, is in the ledger's state.
	book.verify().catch(() => {});
	return { book, people };
}

function serviceFor(
	office: Office,
	server: PageServer,
	staff: PeopleRegister,
	demand: Demand,
): TerminalService {
	const { crypto, exchange, folder } = office;
	const authority = loadSigningKey(crypto, join(folder, "authority.key"), "authority");
	// The authority's key is kept elsewhere where somebody else enrols; one that cannot be used is a mistake.
	if (authority.kind === "refused" && authority.reason !== "missing") usable(authority);
	const purposes = [...officeConfig(office).purposes].map(([code, name]) => ({ code, name }));
	return openTerminalService({
		...{ crypto, exchange, clock, staff, demand },
		keys: {
			terminal: office.key("terminal"),
			site: usable(loadSiteKey(join(folder, "site.key"))),
			...(authority.kind === "loaded" ? { authority: authority.key } : {}),
		},
		modalities: demand === Demand.both ? [Modality.palmVein, Modality.iris] : [demand],
		// The ledger itself asks for this one.
		purposes: purposes.filter(({ code }) => code !== CONFIRMATION_PURPOSE),
		linkLossSeconds: LINK_LOSS_SECONDS,
		sampleCount: ENROL_SAMPLES,
		onState: (state) => server.send(TERMINAL_CHANNEL, state),
	});
}

async function lineTo(office: Office, { hears }: TerminalService, book: LedgerBook): Promise<BrokerSession> {
	const { crypto, exchange, values } = office;
	const { mirror } = book;
	if (mirror.digests.length > 0)
		exchange.lastOrder = { bootCount: mirror.bootCount, sequence: mirror.next.sequence - 1 };
	const broker = brokerOf(values);
	const opened = await openBrokerSession({
		...{ crypto, exchange, clock, ...broker, ...hears.session, ...hears.broker },
		connectTimeoutMs: CONNECT_TIMEOUT_MS,
		audit: {
			...{ mirror, ledger: book, terminalKey: office.key("terminal"), ...hears.audit },
			schedule: (write) => setImmediate(write),
		},
	});
	if (opened.kind === "unreachable") throw unreachable(broker.brokerUrl, opened.reason);
	return opened.session;
}

/** The address that people have noted stays good. */
function keptPageKey(path: string): string {
	if (!existsSync(path)) writeFileSync(path, `${drawPageKey()}\n`, { mode: 0o600, flag: "wx" });
	return readFileSync(path, "utf8").trim();
}

function interrupted(): Promise<void> {
	return new Promise((resolve) => {
		process.once("SIGINT", () => resolve()).once("SIGTERM", () => resolve());
	});
}

const CONNECT_TIMEOUT_MS = 10_000;
const ENROL_SAMPLES = 3;
