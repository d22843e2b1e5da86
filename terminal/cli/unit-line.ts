/** The line to the office's unit: what goes over it is put on record. */
import { type AuditOptions, isForTheRecord } from "../audit-keeper.js";
import type { Report } from "../command-line.js";
import type { SignedRequest } from "../exchange.js";
import type { LedgerBook } from "../ledger/book.js";
import { spoolMessage } from "../ledger/spool.js";
import { type BrokerSession, openBrokerSession } from "../mqtt.js";
import { CHAIN_REFUSED } from "../own-refusals.js";
import { hintSentence } from "../sentences.js";
import type { SessionOptions, UnitPresence } from "../session.js";
import { tellAnswer } from "./answers.js";
import { brokerOf, unreachable } from "./broker.js";
import { clock, type Office, spoken } from "./office.js";
import { ledgerFolderOf, openOfficeBook } from "./office-book.js";

/** Sends one request and tells what came of it. @returns the exit code. */
export async function ask(
	office: Office,
	report: Report,
	sign: (nowSeconds: number) => SignedRequest,
): Promise<number> {
	return withUnit(office, report, (session) => askOn(session, report, sign));
}

/**
 * Like `ask`, for what the authority orders: it is signed for the boot that the unit announces, which the
 * broker has retained.
 */
export async function command(
	office: Office,
	report: Report,
	sign: (nowSeconds: number) => SignedRequest,
): Promise<number> {
	const { onPresence, presence } = heardPresence();
	return withUnit(
		office,
		report,
		async (session) => {
			await presence();
			if (office.exchange.boot === undefined) return tellAnswer({ kind: "timed-out" }, report);
			return askOn(session, report, sign);
		},
		{ onPresence },
	);
}

/** What the unit last said of itself: the broker has retained it. */
export function heardPresence(): {
	readonly onPresence: (presence: UnitPresence) => void;
	/** Waits for a birth: a unit that is off may just be starting. */
	readonly presence: (timeoutMs?: number) => Promise<UnitPresence | undefined>;
} {
	let latest: UnitPresence | undefined;
	let announced = () => {};
	const born = new Promise<void>((resolve) => {
		announced = resolve;
	});
	return {
		onPresence(presence) {
			latest = presence;
			if (presence.type === "birth") announced();
		},
		async presence(timeoutMs = ANNOUNCE_TIMEOUT_MS) {
			const timer = clock.setTimer(timeoutMs, announced);
			await born;
			timer.close();
			return latest;
		},
	};
}

async function askOn(
	session: BrokerSession,
	report: Report,
	sign: (nowSeconds: number) => SignedRequest,
): Promise<number> {
	const request = sign(clock.nowSeconds());
	report({ event: "asked", nonce: request.nonce }, "");
	return tellAnswer(await session.request(request), report);
}

/** Connects, keeps what the unit reports unless another process does, and hangs up in the end. */
export async function withUnit<T>(
	office: Office,
	report: Report,
	use: (session: BrokerSession) => Promise<T>,
	heard: Pick<SessionOptions, "onPresence" | "onImageWanted"> & Pick<AuditOptions, "onKept"> = {},
): Promise<T> {
	const { crypto, exchange, values } = office;
	const broker = brokerOf(values);
	const book = openOfficeBook(office, report);
	const keeping = book === undefined ? {} : { audit: auditBy(office, book, report, heard) };
	const opened = await openBrokerSession({
		crypto,
		exchange,
		clock,
		...broker,
		connectTimeoutMs: CONNECT_TIMEOUT_MS,
		...keeping,
		onHint: ({ hintReason, modality }) =>
			report({ event: "hint", hintReason }, spoken(hintSentence(hintReason, modality))),
		...(heard.onPresence === undefined ? {} : { onPresence: heard.onPresence }),
		...(heard.onImageWanted === undefined ? {} : { onImageWanted: heard.onImageWanted }),
	});
	try {
		if (opened.kind === "unreachable") throw unreachable(broker.brokerUrl, opened.reason);
		const result = await use(book === undefined ? spooling(office, opened.session) : opened.session);
		// The entry that came with the answer is written at the end of this turn, its receipt sent in the next.
		await new Promise((resolve) => setTimeout(resolve, RECEIPT_MS));
		return result;
	} finally {
		if (opened.kind === "connected") await opened.session.close();
		book?.close();
	}
}

function auditBy(
	office: Office,
	book: LedgerBook,
	report: Report,
	{ onKept }: Pick<AuditOptions, "onKept">,
): AuditOptions {
	const { mirror } = book;
	if (mirror.digests.length > 0)
		office.exchange.lastOrder = { bootCount: mirror.bootCount, sequence: mirror.next.sequence - 1 };
	return {
		...{ mirror, ledger: book, terminalKey: office.key("terminal") },
		schedule: (write) => setImmediate(write),
		onRefused: (_entry, reason) => report({ event: "evidence", reason }, spoken(CHAIN_REFUSED[reason])),
		onFailed: (error) => report({ event: "not-kept", error: String(error) }, `ledger: ${String(error)}`),
		...(onKept === undefined ? {} : { onKept }),
	};
}

/** Another process writes the ledger: it takes in what is asked here. */
function spooling(office: Office, session: BrokerSession): BrokerSession {
	return {
		...session,
		async request(request) {
			if (isForTheRecord(request.type)) spoolMessage(ledgerFolderOf(office), request);
			return session.request(request);
		},
	};
}

const CONNECT_TIMEOUT_MS = 10_000;
/** For what the broker has retained. */
const ANNOUNCE_TIMEOUT_MS = 5000;
const RECEIPT_MS = 100;
