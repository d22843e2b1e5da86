/**
 * A broker that is killed over and over, and a unit whose reports must all arrive: `npm run queue --
 * --help`.
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { EXIT, everyTwoSeconds, type Report, runCommand, wholeNumber } from "../terminal/command-line.js";
import { type Books, balance } from "./queue/books.js";
import { type KillableBroker, startKillable } from "./queue/killable-broker.js";
import { openOffice, type QueueOffice } from "./queue/office.js";
import { createPrng } from "./world/prng.js";

interface QueueOptions {
	readonly kills: number;
	readonly messages: number;
	readonly seed: number;
}

/** Short against a day, long against the clients' first attempts to reconnect. */
const DOWN_MAX_MS = 60;
/** A few exchanges long, so that a kill may come anywhere in one. */
const WAIT_MAX_MS = 40;

process.exitCode = await runCommand<QueueOptions>(
	{
		name: "queue",
		usage: `npm run queue -- [options]

The firmware reports to a terminal through a broker that is killed at random moments and started again:
mosquitto, by SIGKILL, where it is installed, else our own, by cutting every connection. In the end the
terminal's ledger, the unit's flash and what the terminal counted must be the same, entry for entry. Exits
1 when they are not.

  --kills N      of the broker (20)
  --messages N   entries of the unit's audit chain, at least (1000)
  --seed N       when the kills come (1)
  --json         progress and the summary as JSON, one object a line, the summary last
  --help         this text
`,
		options: { kills: { type: "string" }, messages: { type: "string" }, seed: { type: "string" } },
		understand: (values) => ({
			kills: wholeNumber(values, "kills", 20, [0, 1e6]),
			messages: wholeNumber(values, "messages", 1000, [1, 1e8]),
			seed: wholeNumber(values, "seed", 1, [0, 1e9]),
		}),
		run,
	},
	process.argv.slice(2),
);

async function run({ kills, messages, seed }: QueueOptions, report: Report): Promise<number> {
	const folder = mkdtempSync(join(tmpdir(), "shogo-queue-"));
	const startMs = performance.now();
	const broker = await startKillable(folder);
	report({ event: "broker", name: broker.name, url: broker.url }, `broker: ${broker.name} at ${broker.url}`);
	try {
		const office = await openOffice(broker.url, join(folder, "ledger"));
		let killed = 0;
		const progress = everyTwoSeconds(() => {
			const kept = office.keptCount();
			report({ event: "progress", kills: killed, messages: kept }, `${killed} kills, ${kept} messages`);
		});
		const asking = office.askUntil(() => killed >= kills && office.keptCount() >= messages, progress);
		const killing = killAtRandom(broker, office, { kills, messages, seed }, () => killed++);
		await Promise.all([asking, killing]);
		const books: Books = await office.close();
		const { lost, doubled, differences } = balance(books);
		for (const difference of differences) report({ event: "difference", difference }, difference);
		const count = books.unit.sequence;
		const wallMs = Math.round(performance.now() - startMs);
		report(
			{ event: "summary", kills, messages: count, lost, doubled, broker: broker.name, wallMs },
			`${count} messages over ${kills} kills of the broker: ${lost} lost, ${doubled} doubled`,
		);
		return lost + doubled + differences.length === 0 ? EXIT.passed : EXIT.failed;
	} finally {
		await broker.close();
		rmSync(folder, { recursive: true });
	}
}

/** Spread over the messages, so that each state of the exchange meets its kill. */
async function killAtRandom(
	broker: KillableBroker,
	office: QueueOffice,
	{ kills, messages, seed }: QueueOptions,
	onKilled: () => void,
): Promise<void> {
	const prng = createPrng(seed, "kills");
	const share = messages / Math.max(1, kills);
	for (let kill = 0; kill < kills; kill++) {
		await office.reach(Math.floor(kill * share));
		await pause(prng.nextBelow(WAIT_MAX_MS));
		await broker.kill();
		onKilled();
		await pause(prng.nextBelow(DOWN_MAX_MS));
		await broker.start();
	}
}

function pause(ms: number): Promise<void> {
	return new Promise((resolve) => setTimeout(resolve, ms));
}
