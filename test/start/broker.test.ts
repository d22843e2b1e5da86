import { connect } from "node:net";
import { connectAsync } from "mqtt";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { startBroker } from "../../host-sim/broker.js";

test("messages reach every subscriber, retained ones also those who come later", async () => {
	const broker = await startBroker();
	const heard: string[] = [];
	const first = await connectAsync(broker.url, { protocolVersion: 4 });
	await first.publishAsync("a/state", "here", { qos: 1, retain: true });
	const second = await connectAsync(broker.url, { protocolVersion: 4 });
	const both = new Promise<void>((resolve) => {
		second.on("message", (topic, payload) => {
			if (heard.push(`${topic} ${payload.toString()}`) === 2) resolve();
		});
	});
	await second.subscribeAsync("a/#", { qos: 1 });
	await first.publishAsync("a/res", "now", { qos: 1 });
	await both;
	assert.equal(heard, ["a/state here", "a/res now"]);
	await first.endAsync(true);
	await second.endAsync(true);
	await broker.close();
});

test("closing twice frees the port, with clients connected and one in the middle of a packet", async () => {
	const broker = await startBroker();
	const port = Number(new URL(broker.url).port);
	const client = await connectAsync(broker.url, { protocolVersion: 4, reconnectPeriod: 0 });
	const half = connect(port, "127.0.0.1", () => half.write(Uint8Array.of(0x10, 0x20, 0x00)));
	await new Promise((resolve) => half.on("connect", resolve));
	const gone = new Promise((resolve) => half.on("close", resolve));
	half.on("error", () => {});
	await Promise.all([broker.close(), broker.close()]);
	await gone;
	client.end(true);
	const refused = new Promise((resolve) => connect(port, "127.0.0.1").on("error", resolve));
	assert.match(String(await refused), /ECONNREFUSED/);
});

test("only this computer can reach it", async () => {
	const broker = await startBroker();
	assert.is(new URL(broker.url).hostname, "127.0.0.1");
	await broker.close();
});

test.run();
