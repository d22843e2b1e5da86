/** A broker that dies and comes back, in every state in which unit and terminal can meet it. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { startLiveUnit } from "../../host-sim/brokers/live-unit.js";
import { wallClock } from "../../host-sim/brokers/wall-clock.js";
import { type KillableBroker, startKillable } from "../../host-sim/queue/killable-broker.js";
import { Action, Demand, Modality, RefusalReason, Role } from "../../modules/messages/messages.generated.js";
import { newAuditMirror } from "../../terminal/audit-mirror.js";
import { makeEnrolBegin } from "../../terminal/authority.js";
import { openExchange, type SignedRequest } from "../../terminal/exchange.js";
import { openBrokerSession } from "../../terminal/mqtt.js";
import { createNativeCrypto } from "../../terminal/native-crypto.js";
import type { Answer } from "../../terminal/session.js";
import { makeChallenge } from "../../terminal/terminal.js";
import { until } from "./broker-office.js";

const folder = mkdtempSync(join(tmpdir(), "shogo-states-"));
const crypto = createNativeCrypto();
const RECONNECT = { reconnectMs: 20, reconnectMaxMs: 80 };

/** A unit and a terminal on one broker; `heard` notes what came of the unit, in words. */
async function openOffice(broker: KillableBroker) {
	const unit = await startLiveUnit({ brokerUrl: broker.url, ...RECONNECT });
	const exchange = openExchange(unit.known);
	const mirror = newAuditMirror();
	const heard: string[] = [];
	const written: number[] = [];
	const opened = await openBrokerSession({
		crypto,
		exchange,
		clock: wallClock,
		brokerUrl: broker.url,
		connectTimeoutMs: 5000,
		...RECONNECT,
		onPresence: ({ type }) => heard.push(type),
		onHint: () => heard.push("hint"),
		onDisconnected: () => heard.push("disconnected"),
		audit: {
			mirror,
			ledger: {
				append: (entries) => written.push(...entries.map(({ message }) => message.body.sequence)),
				close() {},
			},
			terminalKey: unit.terminalKey,
			schedule: (write) => setImmediate(write),
		},
	});
	if (opened.kind === "unreachable") throw new Error(opened.reason);
	const { session } = opened;
	await until("the unit is there", () => heard.includes("birth"));
	const common = { subjectToken: new Uint8Array(32).fill(1), nowSeconds: wallClock.nowSeconds() };
	return {
		heard,
		written,
		request: (request: SignedRequest) => session.request(request),
		/** Refused at once: the day is closed. */
		challenge: () =>
			makeChallenge(crypto, exchange, unit.terminalKey, {
				...common,
				modality: Demand.palmVein,
				action: Action.logIn,
				purpose: 1,
				nowSeconds: wallClock.nowSeconds(),
				lifetimeSeconds: 15,
			}),
		/** The unit waits for a palm that never comes. */
		enrolment: (lifetimeSeconds: number) =>
			makeEnrolBegin(crypto, exchange, unit.authorityKey, {
				...common,
				modality: Modality.palmVein,
				role: Role.supervisor,
				pledge: Uint8Array.of(1),
				sampleCount: 3,
				nowSeconds: wallClock.nowSeconds(),
				lifetimeSeconds,
			}),
		async close() {
			await session.close();
			return unit.close();
		},
	};
}

function pause(ms: number): Promise<undefined> {
	return new Promise((resolve) => setTimeout(() => resolve(undefined), ms));
}

function reasonOf(answer: Answer): RefusalReason | string | undefined {
	if (answer.kind !== "verified") return answer.kind;
	return "reason" in answer.report.body ? answer.report.body.reason : answer.report.type;
}

/**
 * Runs `meet` on an office whose broker it may kill. In the end the terminal has kept what the unit has
 * made, and that is as much as `meet` says at least.
 */
function inOffice(
	what: string,
	meet: (office: Awaited<ReturnType<typeof openOffice>>, broker: KillableBroker) => Promise<number>,
): void {
	test(what, async () => {
		const broker = await startKillable(folder);
		const office = await openOffice(broker);
		const entries = await meet(office, broker);
		await until("every entry is kept", () => office.written.length >= entries);
		// The last receipt is on its way.
		await pause(150);
		const { sequence, waiting } = await office.close();
		await broker.close();
		assert.equal([sequence, waiting], [office.written.length, 0]);
		assert.equal(office.written, [...office.written.keys()], "each entry once, in order");
	});
}

inOffice(
	"killed while nobody asks: both are back, and the next question is answered",
	async (office, broker) => {
		await broker.kill();
		await until("the terminal notices", () => office.heard.includes("disconnected"));
		office.heard.length = 0;
		await broker.start();
		await until("the unit is there again", () => office.heard.includes("birth"));
		assert.is(reasonOf(await office.request(office.challenge())), RefusalReason.dayClosed);
		return 1;
	},
);

inOffice(
	"killed before the question is asked: it waits, and is answered after the restart",
	async (office, broker) => {
		await broker.kill();
		await until("the terminal notices", () => office.heard.includes("disconnected"));
		office.heard.length = 0;
		const answer = office.request(office.challenge());
		await broker.start();
		await until("the unit is there again", () => office.heard.includes("birth"));
		// Where the unit came back after the question had been passed on, nobody heard it: it is asked again.
		const first = await Promise.race([answer, pause(1500)]);
		if (first !== undefined) assert.is(reasonOf(first), RefusalReason.dayClosed);
		else assert.is(reasonOf(await office.request(office.challenge())), RefusalReason.dayClosed);
		return 1;
	},
);

inOffice(
	"killed while the unit waits for a palm: its answer comes after the restart",
	async (office, broker) => {
		const answer = office.request(office.enrolment(3));
		await until("the unit asks for the palm", () => office.heard.includes("hint"));
		await broker.kill();
		await broker.start();
		assert.is(reasonOf(await answer), RefusalReason.noCapture);
		return 1;
	},
);

inOffice(
	"down when the answer falls due: it is kept, and comes after the restart",
	async (office, broker) => {
		const answer = office.request(office.enrolment(1));
		await until("the unit asks for the palm", () => office.heard.includes("hint"));
		await broker.kill();
		await pause(1500);
		await broker.start();
		assert.is(reasonOf(await answer), RefusalReason.noCapture);
		return 1;
	},
);

inOffice(
	"killed between an answer and its receipt: the entry comes again and is counted once",
	async (office, broker) => {
		assert.is(reasonOf(await office.request(office.challenge())), RefusalReason.dayClosed);
		await broker.kill();
		await broker.start();
		await until(
			"the unit is there again",
			() => office.heard.lastIndexOf("birth") > office.heard.indexOf("disconnected"),
		);
		assert.is(reasonOf(await office.request(office.challenge())), RefusalReason.dayClosed);
		return 2;
	},
);

test.after(() => rmSync(folder, { recursive: true }));
test.run();
