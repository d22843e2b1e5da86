/** What the commands share: the office's folder, its keys, its unit, and the line to the broker. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { openAuditFile } from "../audit-file.js";
import type { AuditOptions } from "../audit-keeper.js";
import type { Report, Values } from "../command-line.js";
import { type Exchange, openExchange, type SignedRequest } from "../exchange.js";
import { type KeyFile, loadSigningKey, loadSiteKey, type SigningKeyPair, type SigningUse } from "../keys.js";
import { type BrokerSession, openBrokerSession } from "../mqtt.js";
import { createNativeCrypto, type TerminalCrypto } from "../native-crypto.js";
import { CHAIN_REFUSED, hintSentence, ID_REFUSED, KEY_FILE_REFUSED, type Sentence } from "../sentences.js";
import type { SessionOptions, TerminalClock } from "../session.js";
import { subjectTokenOf } from "../subject-token.js";
import { loadUnit } from "../unit-file.js";
import { tellAnswer } from "./answers.js";

/** Options of every command that speaks to the unit. */
export const OFFICE_OPTIONS = {
	office: { type: "string" },
	broker: { type: "string" },
	ca: { type: "string" },
	cert: { type: "string" },
	key: { type: "string" },
} as const;

export const OFFICE_HELP = `  --office DIR     folder with the keys, the unit and the audit file (office)
  --broker URL     mqtt://host:port or mqtts://host:port (mqtt://127.0.0.1:1883)
  --ca, --cert, --key FILE   for mqtts, PEM: who signs the broker's certificate; our certificate and its key
  --json           one JSON object a line, the answer last
  --help           this text
`;

export interface Office {
	readonly folder: string;
	readonly crypto: TerminalCrypto;
	readonly exchange: Exchange;
	readonly values: Values;
	/** @throws with a sentence when the file cannot be used. */
	key(use: SigningUse): SigningKeyPair;
	/** The pseudonym of a typed 照合ID. @throws with a sentence. */
	token(typedId: string): Uint8Array;
}

/** @throws with a sentence when the folder lacks something. */
export function openOffice(values: Values): Office {
	const folder = textOf(values, "office") ?? "office";
	const crypto = createNativeCrypto();
	return {
		folder,
		crypto,
		exchange: openExchange(loadUnit(crypto, join(folder, "unit.json"))),
		values,
		key: (use) => usable(loadSigningKey(crypto, join(folder, `${use}.key`), use)),
		token(typedId) {
			const siteKey = usable(loadSiteKey(join(folder, "site.key")));
			const outcome = subjectTokenOf(crypto, siteKey, typedId);
			siteKey.fill(0);
			if (outcome.kind === "refused") throw new Error(spoken(ID_REFUSED[outcome.reason]));
			return outcome.token;
		},
	};
}

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
	let announced = () => {};
	const birth = new Promise<void>((resolve) => {
		announced = resolve;
	});
	return withUnit(
		office,
		report,
		async (session) => {
			const timer = clock.setTimer(ANNOUNCE_TIMEOUT_MS, announced);
			await birth;
			timer.close();
			if (office.exchange.boot === undefined) return tellAnswer({ kind: "timed-out" }, report);
			return askOn(session, report, sign);
		},
		{
			onPresence: ({ type }) => {
				if (type === "birth") announced();
			},
		},
	);
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
	const { crypto, exchange, values, folder } = office;
	const audit = openAuditFile(crypto, join(folder, "audit.jsonl"), exchange.unit);
	if (audit.kind === "damaged") throw new Error(`${audit.path}, line ${audit.line}: ${audit.reason}`);
	if (audit.kind === "opened" && audit.mirror.digests.length > 0) {
		exchange.lastOrder = { bootCount: audit.mirror.bootCount, sequence: audit.mirror.next.sequence - 1 };
	}
	const keeping =
		audit.kind === "in-use"
			? {}
			: {
					audit: {
						mirror: audit.mirror,
						ledger: audit.ledger,
						terminalKey: office.key("terminal"),
						schedule: (write: () => void) => setImmediate(write),
						onRefused: (_entry: unknown, reason: keyof typeof CHAIN_REFUSED) =>
							report({ event: "evidence", reason }, spoken(CHAIN_REFUSED[reason])),
						onFailed: (error: unknown) =>
							report({ event: "not-kept", error: String(error) }, `${audit.kind}: ${String(error)}`),
						...(heard.onKept === undefined ? {} : { onKept: heard.onKept }),
					},
				};
	const brokerUrl = textOf(values, "broker") ?? "mqtt://127.0.0.1:1883";
	const opened = await openBrokerSession({
		crypto,
		exchange,
		clock,
		brokerUrl,
		connectTimeoutMs: CONNECT_TIMEOUT_MS,
		...tlsOf(values),
		...keeping,
		onHint: ({ hintReason, modality }) =>
			report({ event: "hint", hintReason }, spoken(hintSentence(hintReason, modality))),
		...(heard.onPresence === undefined ? {} : { onPresence: heard.onPresence }),
		...(heard.onImageWanted === undefined ? {} : { onImageWanted: heard.onImageWanted }),
	});
	try {
		if (opened.kind === "unreachable") throw new Error(`${brokerUrl}: ${opened.reason}`);
		const result = await use(opened.session);
		// The entry that came with the answer is written at the end of this turn, its receipt sent in the next.
		await new Promise((resolve) => setTimeout(resolve, RECEIPT_MS));
		return result;
	} finally {
		if (opened.kind === "connected") await opened.session.close();
		if (audit.kind === "opened") audit.ledger.close();
	}
}

const CONNECT_TIMEOUT_MS = 10_000;
/** For what the broker has retained. */
const ANNOUNCE_TIMEOUT_MS = 5000;
const RECEIPT_MS = 100;

/** Reads lines of standard input: a 照合ID on the command line could be read by every user of the machine. */
export async function typedLines(
	input: NodeJS.ReadableStream,
	prompts: readonly string[],
): Promise<readonly string[]> {
	const reader = createInterface({ input });
	const lines: string[] = [];
	const show = () => {
		if (input === process.stdin && process.stdin.isTTY && lines.length < prompts.length)
			process.stderr.write(prompts[lines.length]);
	};
	show();
	for await (const line of reader) {
		lines.push(line);
		if (lines.length === prompts.length) break;
		show();
	}
	reader.close();
	if (lines.length < prompts.length) throw new Error(`standard input ends before: ${prompts[lines.length]}`);
	return lines;
}

export function textOf(values: Values, name: string): string | undefined {
	const value = values[name];
	return value === undefined ? undefined : String(value);
}

/** @throws with a sentence. */
export function required(values: Values, name: string): string {
	const text = textOf(values, name);
	if (text === undefined) throw new Error(`--${name} is missing`);
	return text;
}

export function spoken({ ja, en }: Sentence): string {
	return `${ja} / ${en}`;
}

export const clock: TerminalClock = {
	nowSeconds: () => Math.floor(Date.now() / 1000),
	setTimer(delayMs, onTimer) {
		const timer = setTimeout(onTimer, delayMs);
		return { close: () => clearTimeout(timer) };
	},
};

function tlsOf(values: Values) {
	const [ca, cert, key] = [textOf(values, "ca"), textOf(values, "cert"), textOf(values, "key")];
	if (ca === undefined && cert === undefined && key === undefined) return {};
	if (ca === undefined || cert === undefined || key === undefined)
		throw new Error("--ca, --cert and --key go together");
	const read = (path: string) => readFileSync(path, "utf8");
	return { tls: { ca: read(ca), cert: read(cert), key: read(key) } };
}

function usable<K>(file: KeyFile<K>): K {
	if (file.kind === "loaded") return file.key;
	throw new Error(`${file.path}: ${spoken(KEY_FILE_REFUSED[file.reason])}`);
}
