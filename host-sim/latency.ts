/** From a challenge to its verified result, through a broker: `npm run latency -- --help`. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Action, Demand } from "../modules/messages/messages.generated.js";
import { newAuditMirror } from "../terminal/audit-mirror.js";
import {
	type Command,
	EXIT,
	everyTwoSeconds,
	type Report,
	runCommand,
	wholeNumber,
} from "../terminal/command-line.js";
import { openExchange } from "../terminal/exchange.js";
import { type BrokerSession, openBrokerSession } from "../terminal/mqtt.js";
import { createNativeCrypto } from "../terminal/native-crypto.js";
import { makeChallenge } from "../terminal/terminal.js";
import { startBroker } from "./broker.js";
import { freePort, mosquittoMissing, startMosquitto } from "./brokers/mosquitto.js";
import { serveUnit, startUnitProcess, UNIT_ARGUMENT, type UnitProcess } from "./brokers/unit-process.js";
import { wallClock } from "./brokers/wall-clock.js";

/** What the office's rules leave for the protocol, beside the reading of a palm. */
const GOAL = { p50Ms: 1, p99Ms: 20 } as const;
const WARM_UP = 500;

interface LatencyOptions {
	readonly brokerUrl: string | undefined;
	readonly messages: number;
}

const COMMAND: Command<LatencyOptions> = {
	name: "latency",
	usage: `npm run latency -- [options]

Times a terminal that signs a challenge, a unit that answers at once (nobody is enrolled, so that nothing is
recognised) and the terminal that verifies the answer, one after another, over MQTT. The unit runs in a
process of its own; each answer is kept in the audit chain and receipted as ever. The goal, beside which the
figures are shown, is ${GOAL.p50Ms} ms for half of them and ${GOAL.p99Ms} ms for 99 of 100.

  --broker URL   a broker that lets anybody in (default: mosquitto where it is installed, else our own)
  --messages N   challenges, after ${WARM_UP} to warm up (2000)
  --json         progress and the summary as JSON, one object a line, the summary last
  --help         this text
`,
	options: { broker: { type: "string" }, messages: { type: "string" } },
	understand: (values) => ({
		brokerUrl: values["broker"] === undefined ? undefined : String(values["broker"]),
		messages: wholeNumber(values, "messages", 2000, [100, 1e6]),
	}),
	run,
};

if (process.argv[2] === UNIT_ARGUMENT) await serveUnit(process.argv[3]);
else process.exitCode = await runCommand(COMMAND, process.argv.slice(2));

async function run({ brokerUrl, messages }: LatencyOptions, report: Report): Promise<number> {
	const broker = brokerUrl === undefined ? await startOwnBroker() : { url: brokerUrl, close: async () => {} };
	report({ event: "broker", url: broker.url }, `broker: ${broker.url}`);
	const unit = await startUnitProcess(broker.url);
	try {
		const tookMs = await timeChallenges(unit, broker.url, messages, report);
		const at = (share: number) => Number(tookMs[Math.ceil(share * tookMs.length) - 1].toFixed(3));
		const summary = { event: "summary", n: messages, p50Ms: at(0.5), p99Ms: at(0.99) };
		report(
			summary,
			`${messages} challenges: half within ${at(0.5)} ms (goal ${GOAL.p50Ms}), ` +
				`99 % within ${at(0.99)} ms (goal ${GOAL.p99Ms})`,
		);
		return EXIT.passed;
	} finally {
		await unit.close();
		await broker.close();
	}
}

/** @returns how long each took, rising. */
async function timeChallenges(
	unit: UnitProcess,
	brokerUrl: string,
	messages: number,
	report: Report,
): Promise<readonly number[]> {
	const crypto = createNativeCrypto();
	const exchange = openExchange(unit.known);
	let arrived = () => {};
	const online = new Promise<void>((resolve) => {
		arrived = resolve;
	});
	const opened = await openBrokerSession({
		crypto,
		exchange,
		clock: wallClock,
		brokerUrl,
		connectTimeoutMs: 5000,
		onPresence: ({ type }) => {
			if (type === "birth") arrived();
		},
		audit: {
			mirror: newAuditMirror(),
			// A disk adds its own time: one write before the request is sent, one after the answer has come.
			ledger: { append() {} },
			terminalKey: unit.terminalKey,
			schedule: (write) => setImmediate(write),
		},
	});
	if (opened.kind === "unreachable") throw new Error(`${brokerUrl}: ${opened.reason}`);
	const { session } = opened;
	await online;
	const tookMs: number[] = [];
	const progress = everyTwoSeconds(() => report({ event: "progress", n: tookMs.length }, `${tookMs.length}`));
	for (let i = 0; i < WARM_UP + messages; i++) {
		const took = await ask(session, () =>
			makeChallenge(crypto, exchange, unit.terminalKey, {
				subjectToken: new Uint8Array(32),
				modality: Demand.palmVein,
				action: Action.logIn,
				purpose: 1,
				nowSeconds: wallClock.nowSeconds(),
				lifetimeSeconds: 15,
			}),
		);
		if (i >= WARM_UP) tookMs.push(took);
		progress();
	}
	await session.close();
	return tookMs.sort((a, b) => a - b);
}

async function ask(session: BrokerSession, sign: () => ReturnType<typeof makeChallenge>): Promise<number> {
	const startMs = performance.now();
	const answer = await session.request(sign());
	const tookMs = performance.now() - startMs;
	if (answer.kind !== "verified") throw new Error(`a challenge is ${answer.kind}`);
	return tookMs;
}

async function startOwnBroker(): Promise<{ readonly url: string; close(): Promise<void> }> {
	if (mosquittoMissing() !== undefined) return startBroker();
	const folder = mkdtempSync(join(tmpdir(), "shogo-latency-"));
	const port = await freePort();
	const path = join(folder, "mosquitto.conf");
	writeFileSync(path, `listener ${port} 127.0.0.1\nallow_anonymous true\nset_tcp_nodelay true\nuser root\n`);
	const mosquitto = await startMosquitto(folder, path, port);
	return {
		url: `mqtt://127.0.0.1:${port}`,
		async close() {
			await mosquitto.kill();
			rmSync(folder, { recursive: true });
		},
	};
}
