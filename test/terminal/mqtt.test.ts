import { connectAsync, type MqttClient } from "mqtt";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { type Broker, startBroker } from "../../host-sim/broker.js";
import { HintReason } from "../../modules/messages/messages.generated.js";
import { encodeBody } from "../../modules/messages/messages.js";
import { topicOf } from "../../modules/messages/topics.js";
import { openBrokerSession } from "../../terminal/mqtt.js";
import { ADDRESS, accepting, challenge, type Office, openOffice, RES, signedResult } from "./office.js";

const CLOCK = {
	nowSeconds: () => Math.floor(Date.now() / 1000),
	setTimer(delayMs: number, onTimer: () => void) {
		const timer = setTimeout(onTimer, delayMs);
		return { close: () => clearTimeout(timer) };
	},
};

/** A broker, a terminal on it, and somebody who answers what is asked. */
async function openLine(office: Office, answer: (client: MqttClient, request: Uint8Array) => void) {
	const broker = await startBroker();
	const heard: string[] = [];
	const unit = await connectAsync(broker.url, { protocolVersion: 4 });
	await unit.subscribeAsync(topicOf(ADDRESS, "cmd"), { qos: 1 });
	unit.on("message", (_topic, payload) => answer(unit, payload));
	const opened = await openBrokerSession({
		brokerUrl: broker.url,
		connectTimeoutMs: 2000,
		crypto: office.crypto,
		exchange: office.exchange,
		clock: CLOCK,
		onHint: ({ hintReason }) => heard.push(`hint ${hintReason}`),
		onRefused: ({ reason }) => heard.push(reason),
	});
	if (opened.kind === "unreachable") throw new Error(opened.reason);
	return {
		broker,
		heard,
		session: opened.session,
		async close() {
			await opened.session.close();
			await unit.endAsync(true);
			await broker.close();
		},
	};
}

test("a challenge goes over a real broker and comes back answered, with the hint before it", async () => {
	const office = openOffice();
	const request = challenge(office, CLOCK.nowSeconds());
	const line = await openLine(office, (unit, bytes) => {
		assert.equal(Uint8Array.from(bytes), request.envelope);
		unit.publish(
			topicOf(ADDRESS, "evt"),
			Buffer.from(encodeBody("hint", { hintReason: HintReason.present })),
		);
		unit.publish(RES, Buffer.from([1, 2, 3]));
		unit.publish(RES, Buffer.from(signedResult(office, accepting(office, request))), { qos: 1 });
	});
	try {
		assert.is((await line.session.request(request)).kind, "verified");
		assert.equal(line.heard, [`hint ${HintReason.present}`, "malformed"]);
	} finally {
		await line.close();
	}
});

test("the broker's end settles nothing by itself: closing the session does", async () => {
	const office = openOffice();
	const line = await openLine(office, () => {});
	const answer = line.session.request(challenge(office, CLOCK.nowSeconds()));
	await line.broker.close();
	await line.close();
	assert.is((await answer).kind, "closed");
});

test("a broker that is not there is reported as unreachable, with the reason", async () => {
	const gone: Broker = await startBroker();
	await gone.close();
	const office = openOffice();
	const opened = await openBrokerSession({
		brokerUrl: gone.url,
		connectTimeoutMs: 2000,
		crypto: office.crypto,
		exchange: office.exchange,
		clock: CLOCK,
	});
	assert.is(opened.kind, "unreachable");
	if (opened.kind === "unreachable") assert.match(opened.reason, /ECONNREFUSED/);
});

test.run();
