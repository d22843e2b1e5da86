/** A terminal that never stops asking, and a unit that answers, through a broker that may not be there. */
import { Action, Demand } from "../../modules/messages/messages.generated.js";
import { type KnownUnit, openExchange } from "../../terminal/exchange.js";
import { type LedgerBook, openBook } from "../../terminal/ledger/book.js";
import { DEFAULT_CONFIG } from "../../terminal/ledger/config.js";
import { openReader } from "../../terminal/ledger/reader.js";
import { mirrorFromFiles } from "../../terminal/ledger/unit-mirror.js";
import { verifyLedger } from "../../terminal/ledger/verify.js";
import { openBrokerSession } from "../../terminal/mqtt.js";
import { createNativeCrypto, type TerminalCrypto } from "../../terminal/native-crypto.js";
import type { TerminalClock } from "../../terminal/session.js";
import { makeChallenge } from "../../terminal/terminal.js";
import { type LiveUnit, startLiveUnit } from "../brokers/live-unit.js";
import { wallClock } from "../brokers/wall-clock.js";
import type { Books } from "./books.js";

export interface QueueOffice {
	/** Entries that the terminal has kept. */
	keptCount(): number;
	/** Asks, a few at a time, until `isEnough`, and then until nothing of the unit's waits any more. */
	askUntil(isEnough: () => boolean, onKept: () => void): Promise<void>;
	/** Resolves when so many entries are kept. */
	reach(count: number): Promise<void>;
	/** Ends it all and opens the books. */
	close(): Promise<Books>;
}

/** Requests on their way at once: fewer than make the unit's outbox full. */
const IN_FLIGHT = 4;
/** The unit sends again after seconds of its own time; ours are dear. */
const SPEED = 20;
const ANSWER_MAX_MS = 250;
const RECONNECT_MS = 20;
const RECONNECT_MAX_MS = 160;

/** @param folder of the ledger. */
export async function openOffice(brokerUrl: string, folder: string): Promise<QueueOffice> {
	const crypto = createNativeCrypto();
	const reconnect = { reconnectMs: RECONNECT_MS, reconnectMaxMs: RECONNECT_MAX_MS };
	const unit = await startLiveUnit({ brokerUrl, speed: SPEED, ...reconnect });
	const tally = newTally();
	let trouble: string | undefined;
	const giveUp = (reason: string) => {
		trouble ??= reason;
	};
	// A second of the office's for every few requests: the unit remembers 32 nonces of each.
	let asked = 0;
	const nowSeconds = () => EPOCH_S + Math.floor(asked / 16);
	const exchange = openExchange(unit.known);
	const clock: TerminalClock = {
		nowSeconds,
		setTimer: (_delayMs, onTimer) => wallClock.setTimer(ANSWER_MAX_MS, onTimer),
	};
	const book = bookIn(folder, crypto, unit, clock);
	let onKept = () => {};
	const opened = await openBrokerSession({
		crypto,
		exchange,
		clock,
		brokerUrl,
		connectTimeoutMs: 5000,
		...reconnect,
		audit: {
			mirror: book.mirror,
			ledger: book,
			terminalKey: unit.terminalKey,
			schedule: (write) => setImmediate(write),
			onKept(entry) {
				tally.count(entry.message.body.sequence);
				onKept();
			},
			onRefused: ({ message }, reason) => giveUp(`entry ${message.body.sequence} is refused: ${reason}`),
			onFailed: (error) => giveUp(`the ledger cannot be written: ${String(error)}`),
		},
	});
	if (opened.kind === "unreachable") throw new Error(`${brokerUrl}: ${opened.reason}`);
	const { session } = opened;

	async function ask(): Promise<void> {
		asked++;
		const options = { ...CHALLENGE, nowSeconds: nowSeconds() };
		await session.request(makeChallenge(crypto, exchange, unit.terminalKey, options));
		if (trouble !== undefined) throw new Error(trouble);
	}

	return {
		keptCount: () => tally.counted.size,
		async askUntil(isEnough, tell) {
			onKept = tell;
			const askAlways = async () => {
				while (!isEnough()) await ask();
			};
			await untilStopped(unit.stopped, Promise.all(Array.from({ length: IN_FLIGHT }, askAlways)));
			await settle(tally.counted);
		},
		reach: tally.reach,
		async close() {
			await session.close();
			book.close();
			const account = await unit.close();
			return { unit: account, file: await readBack(crypto, folder, unit.known), counted: tally.counted };
		},
	};
}

function bookIn(
	folder: string,
	crypto: TerminalCrypto,
	{ known, terminalKey }: Pick<LiveUnit, "known" | "terminalKey">,
	clock: TerminalClock,
): LedgerBook {
	const { address, ueid, publicKey } = known;
	const opened = openBook(crypto, {
		...{ folder, address, unit: known, terminalKey, clock, config: DEFAULT_CONFIG },
		keys: [{ use: "unit", publicKey, unit: { label: address.unit, ueid } }],
		nameOf: () => undefined,
	});
	if (opened.kind !== "opened") throw new Error(`${folder}: ${opened.kind}`);
	return opened.book;
}

async function untilStopped(stopped: Promise<void>, work: Promise<unknown>): Promise<void> {
	const failed = stopped.then(() => {
		throw new Error("the unit has stopped");
	});
	await Promise.race([work, failed]);
}

/** Every signature is verified again. */
async function readBack(crypto: TerminalCrypto, folder: string, known: KnownUnit): Promise<Books["file"]> {
	const { firstBad } = await verifyLedger(crypto, { path: folder });
	if (firstBad !== undefined) throw new Error(`${folder}, record ${firstBad.entry}: ${firstBad.fault.kind}`);
	const reader = openReader(crypto, folder);
	const records = reader.months().flatMap((month) => reader.read(month).records);
	const sequences = records.flatMap(({ meaning }) =>
		meaning.kind === "entry" ? [meaning.message.body.sequence] : [],
	);
	return { sequences, head: mirrorFromFiles(crypto, folder, known).next.head };
}

/** How often each sequence number was kept, and whoever waits for so many of them. */
function newTally() {
	const counted = new Map<number, number>();
	let waiting: { readonly size: number; readonly resolve: () => void }[] = [];
	return {
		counted,
		count(sequence: number): void {
			counted.set(sequence, (counted.get(sequence) ?? 0) + 1);
			const due = waiting.filter(({ size }) => counted.size >= size);
			waiting = waiting.filter(({ size }) => counted.size < size);
			for (const { resolve } of due) resolve();
		},
		reach: (size: number): Promise<void> =>
			counted.size >= size ? Promise.resolve() : new Promise((resolve) => waiting.push({ size, resolve })),
	};
}

/** Waits until the unit, which sends again what has no receipt, has had nothing to send for so long. */
async function settle(counted: ReadonlyMap<number, number>): Promise<void> {
	for (let last = -1; last !== counted.size; ) {
		last = counted.size;
		await new Promise((resolve) => setTimeout(resolve, QUIET_MS));
	}
}

/** More than the unit's longest wait, 60 s, at its speed. */
const QUIET_MS = (1.2 * 60_000) / SPEED;
const EPOCH_S = 1_800_000_000;

/** Nobody is enrolled and the day is closed: answered at once. */
const CHALLENGE = {
	subjectToken: new Uint8Array(32).fill(1),
	modality: Demand.palmVein,
	action: Action.logIn,
	purpose: 1,
	lifetimeSeconds: 60,
} as const;
