/** One terminal service for many units: one connection, a session of the library for each unit. */
import { Socket } from "node:net";
import { connectAsync } from "mqtt";
import { Action, Demand } from "../../modules/messages/messages.generated.js";
import { type Channel, topicOf } from "../../modules/messages/topics.js";
import { newAuditMirror } from "../../terminal/audit-mirror.js";
import { type KnownUnit, openExchange } from "../../terminal/exchange.js";
import type { SigningKeyPair } from "../../terminal/keys.js";
import type { TerminalCrypto } from "../../terminal/native-crypto.js";
import { type Answer, openSession } from "../../terminal/session.js";
import { makeChallenge } from "../../terminal/terminal.js";
import { wallClock } from "../brokers/wall-clock.js";

export interface TerminalService {
	/** Asks the unit with this index, and resolves when its answer is verified. */
	ask(unit: number): Promise<Answer["kind"]>;
	close(): Promise<void>;
}

/** What a unit reports on; its birth and its hints are for whoever stands before it. */
const CHANNELS: readonly Channel[] = ["res", "log"];

/** Verifies every answer, keeps every unit's audit chain in memory and gives receipts, like one terminal. */
export async function openTerminalService(
	crypto: TerminalCrypto,
	brokerUrl: string,
	terminalKey: SigningKeyPair,
	units: readonly KnownUnit[],
): Promise<TerminalService> {
	const client = await connectAsync(brokerUrl, { protocolVersion: 4 });
	if (client.stream instanceof Socket) client.stream.setNoDelay(true);
	const publish = (topic: string, payload: Uint8Array): void => {
		client.publish(topic, Buffer.from(payload), { qos: 1 });
	};
	const exchanges = units.map((unit) => openExchange(unit));
	const sessions = exchanges.map((exchange) =>
		openSession({
			crypto,
			exchange,
			clock: wallClock,
			publish,
			audit: {
				mirror: newAuditMirror(),
				// The disk is one for all and writes what came together: not what a fleet is limited by.
				ledger: { append() {} },
				terminalKey,
				schedule: (write) => setImmediate(write),
			},
		}),
	);
	const sessionOf = new Map(
		sessions.flatMap((session, i) =>
			CHANNELS.map((channel) => [topicOf(units[i].address, channel), session] as const),
		),
	);
	client.on("message", (topic, payload) => sessionOf.get(topic)?.receive(topic, Uint8Array.from(payload)));
	await client.subscribeAsync(
		CHANNELS.map((channel) => `shogo/1/+/+/+/${channel}`),
		{ qos: 1 },
	);

	return {
		async ask(unit) {
			const challenge = makeChallenge(crypto, exchanges[unit], terminalKey, {
				...LOG_IN,
				nowSeconds: wallClock.nowSeconds(),
			});
			return (await sessions[unit].request(challenge)).kind;
		},
		async close() {
			for (const session of sessions) session.close();
			await client.endAsync(true);
		},
	};
}

const LOG_IN = {
	subjectToken: new Uint8Array(32).fill(1),
	modality: Demand.palmVein,
	action: Action.logIn,
	purpose: 1,
	lifetimeSeconds: 60,
} as const;
