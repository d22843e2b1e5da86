/**
 * Debian's mosquitto, set up as docs/broker shows, with TLS and a certificate for each: what works, and
 * what a unit gone bad, or a stranger, can do with it.
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { connect as connectTls } from "node:tls";
import { connectAsync } from "mqtt";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { mosquittoMissing } from "../../host-sim/brokers/mosquitto.js";
import { type Channel, topicOf } from "../../modules/messages/topics.js";
import { openBrokerSession } from "../../terminal/mqtt.js";
import { type BrokerOffice, openBrokerOffice, openClient, openUnitLink, until } from "./broker-office.js";
import { createAuthority, issueCertificate } from "./certificates.js";
import { ADDRESS, accepting, challenge, openOffice, signedResult } from "./office.js";

const clock = {
	nowSeconds: () => Math.floor(Date.now() / 1000),
	setTimer(delayMs: number, onTimer: () => void) {
		const timer = setTimeout(onTimer, delayMs);
		return { close: () => clearTimeout(timer) };
	},
};

const OTHER = { ...ADDRESS, unit: "u2" };
const CHANNELS: readonly Channel[] = ["cmd", "res", "evt", "log", "state"];

const missing = mosquittoMissing();
if (missing !== undefined) console.log(`SKIP mosquitto, its TLS and its access list: ${missing}`);
else {
	let broker: BrokerOffice;
	test.before(async () => {
		broker = await openBrokerOffice();
	});
	test.after(() => broker.close());

	test("a challenge reaches the unit and its result the terminal, over TLS 1.2", async () => {
		const office = openOffice();
		const now = clock.nowSeconds();
		const request = challenge(office, now);
		const unit = openUnitLink(broker, broker.unit, {
			onMessage: (payload, link) => {
				assert.equal(payload, request.envelope);
				const result = signedResult(office, accepting(office, request));
				link.publish({ topic: topicOf(ADDRESS, "res"), payload: result, qos: 1, retain: false });
			},
		});
		const opened = await openTerminal(office);
		await until("the unit is up", () => unit.heard.includes("open"));
		const answer = await opened.request(request);
		assert.is(answer.kind, "verified");
		await opened.close();
		await unit.close();
	});

	test("a client without a certificate, or with one of another authority, is not let in", async () => {
		const folder = mkdtempSync(join(tmpdir(), "shogo-stranger-"));
		const stranger = issueCertificate(createAuthority(folder, "elsewhere"), "unit", "s1/t1/u1");
		rmSync(folder, { recursive: true });
		const { ca } = broker.unit;
		for (const options of [{ ca }, { ...stranger, ca }]) {
			const never = { protocolVersion: 4, reconnectPeriod: 0, connectTimeout: 5000 } as const;
			const outcome = connectAsync(broker.url, { ...never, ...options });
			assert.is(
				await outcome.then(
					() => "let in",
					() => "refused",
				),
				"refused",
			);
		}
	});

	test("a broker whose certificate another authority signed is not spoken to", async () => {
		const folder = mkdtempSync(join(tmpdir(), "shogo-stranger-"));
		const { ca } = issueCertificate(createAuthority(folder, "elsewhere"), "any", "any");
		rmSync(folder, { recursive: true });
		const tls = { ...broker.terminal, ca };
		const { crypto, exchange } = openOffice();
		const common = { crypto, exchange, clock, brokerUrl: broker.url, connectTimeoutMs: 3000 };
		const opened = await openBrokerSession({ ...common, tls });
		assert.match(
			opened.kind === "unreachable" ? opened.reason : "connected",
			/self.signed|unable to verify|certificate/,
		);
		const unit = openUnitLink(broker, { ...broker.unit, ca });
		await new Promise((resolve) => setTimeout(resolve, 200));
		assert.not(unit.heard.includes("open"));
		await unit.close();
	});

	test("TLS 1.1 is refused", async () => {
		const { unit, mosquitto } = broker;
		const error = await new Promise<string>((resolve) => {
			const socket = connectTls({
				...unit,
				port: mosquitto.port,
				host: "127.0.0.1",
				minVersion: "TLSv1.1",
				maxVersion: "TLSv1.1",
				ciphers: "DEFAULT@SECLEVEL=0",
			});
			socket.once("secureConnect", () => resolve(`connected by ${socket.getProtocol()}`));
			socket.once("error", ({ message }) => resolve(message));
		});
		assert.match(error, /alert protocol version/);
	});

	test("what a unit publishes on another's topics, or as a command, reaches nobody", async () => {
		const terminal = await openClient(broker, broker.terminal);
		const heard: string[] = [];
		terminal.on("message", (topic, payload) => heard.push(`${topic} ${payload}`));
		await terminal.subscribeAsync("shogo/1/s1/t1/+/+", { qos: 1 });
		const bad = await openClient(broker, broker.otherUnit);
		for (const channel of CHANNELS) {
			for (const retain of [false, true])
				await bad.publishAsync(topicOf(ADDRESS, channel), "forged", { qos: 1, retain });
		}
		await bad.publishAsync(topicOf(OTHER, "cmd"), "forged", { qos: 1 });
		await bad.publishAsync("shogo/1/s1/t1/u1/res/deeper", "forged", { qos: 1 });
		await bad.publishAsync("$SYS/broker/uptime", "forged", { qos: 1 });
		await bad.publishAsync(topicOf(OTHER, "res"), "own", { qos: 1 });
		await until("its own report arrives", () => heard.length > 0);
		// A new reader is handed what was retained.
		await terminal.unsubscribeAsync("shogo/1/s1/t1/+/+");
		await terminal.subscribeAsync("shogo/1/s1/t1/+/+", { qos: 1 });
		await bad.publishAsync(topicOf(OTHER, "log"), "last", { qos: 1 });
		await until("its own log arrives", () => heard.length > 1);
		assert.equal(heard, [`${topicOf(OTHER, "res")} own`, `${topicOf(OTHER, "log")} last`]);
		await Promise.all([terminal.endAsync(), bad.endAsync()]);
	});

	test("whatever a unit subscribes to, it hears only its own commands", async () => {
		const bad = await openClient(broker, broker.otherUnit);
		const heard: string[] = [];
		bad.on("message", (topic) => heard.push(topic));
		const greedy = [
			"#",
			"shogo/#",
			"shogo/1/+/+/+/cmd",
			topicOf(ADDRESS, "cmd"),
			topicOf(ADDRESS, "res"),
			"$SYS/#",
		];
		for (const filter of greedy) await bad.subscribeAsync(filter, { qos: 1 });
		const terminal = await openClient(broker, broker.terminal);
		const unit = await openClient(broker, broker.unit);
		await terminal.publishAsync(topicOf(ADDRESS, "cmd"), "for the other", { qos: 1 });
		for (const channel of CHANNELS) await unit.publishAsync(topicOf(ADDRESS, channel), "secret", { qos: 1 });
		await terminal.publishAsync(topicOf(OTHER, "cmd"), "for it", { qos: 1 });
		await until("its own command arrives", () => heard.length > 0);
		assert.equal([...new Set(heard)], [topicOf(OTHER, "cmd")]);
		await Promise.all([terminal.endAsync(), bad.endAsync(), unit.endAsync()]);
	});

	test("a unit that calls itself by another's name pushes nobody off the line", async () => {
		const unit = openUnitLink(broker, broker.unit);
		await until("the unit is up", () => unit.heard.includes("open"));
		const bad = await openClient(broker, broker.otherUnit, { clientId: "s1/t1/u1", username: "s1/t1/u1" });
		const terminal = await openClient(broker, broker.terminal);
		const heard: string[] = [];
		terminal.on("message", (_topic, payload) => heard.push(String(payload)));
		await terminal.subscribeAsync(topicOf(ADDRESS, "res"), { qos: 1 });
		await bad.publishAsync(topicOf(ADDRESS, "res"), "forged", { qos: 1 });
		unit.link.publish({ topic: topicOf(ADDRESS, "res"), payload: Buffer.from("own"), qos: 1, retain: false });
		await until("the unit's own report arrives", () => heard.length > 0);
		assert.equal([heard, unit.heard], [["own"], ["open"]]);
		await Promise.all([bad.endAsync(), terminal.endAsync(), unit.close()]);
	});

	test("a last will for another's topic is not carried out", async () => {
		const terminal = await openClient(broker, broker.terminal);
		const heard: string[] = [];
		terminal.on("message", (topic, payload) => heard.push(`${topic} ${payload}`));
		await terminal.subscribeAsync("shogo/1/s1/t1/+/state", { qos: 1 });
		const will = (address: typeof ADDRESS) =>
			({ topic: topicOf(address, "state"), payload: Buffer.from("will"), qos: 1 }) as const;
		for (const address of [ADDRESS, OTHER]) {
			const bad = await openClient(broker, broker.otherUnit, { will: will(address) });
			bad.stream.destroy();
			bad.end(true);
		}
		await until("its own will arrives", () => heard.length > 0);
		assert.equal(heard, [`${topicOf(OTHER, "state")} will`]);
		await terminal.endAsync();
	});

	test("a terminal that the access list does not name commands nobody and hears nothing", async () => {
		const stranger = await openClient(broker, issueCertificate(broker.authority, "t2", "terminal-t2"));
		const unit = openUnitLink(broker, broker.unit);
		await until("the unit is up", () => unit.heard.includes("open"));
		const heard: string[] = [];
		stranger.on("message", (topic) => heard.push(topic));
		await stranger.subscribeAsync("shogo/1/s1/t1/+/res", { qos: 1 });
		await stranger.publishAsync(topicOf(ADDRESS, "cmd"), "forged", { qos: 1 });
		unit.link.publish({ topic: topicOf(ADDRESS, "res"), payload: Buffer.from("own"), qos: 1, retain: false });
		const terminal = await openClient(broker, broker.terminal);
		await terminal.publishAsync(topicOf(ADDRESS, "cmd"), "real", { qos: 1 });
		await until("the real command arrives", () => unit.heard.length > 1);
		assert.equal([unit.heard, heard], [["open", topicOf(ADDRESS, "cmd")], []]);
		await Promise.all([stranger.endAsync(), terminal.endAsync(), unit.close()]);
	});

	test("a unit without a certificate speaks for its name and hears its commands alone", async () => {
		const { ca } = broker.unit;
		const units = { url: broker.unitsUrl };
		const terminal = await openClient(broker, broker.terminal);
		const unit = await openClient(units, { ca }, { clientId: "s1/t1/u1" });
		const [atTerminal, atUnit]: string[][] = [[], []];
		terminal.on("message", (topic, payload) => atTerminal.push(`${topic} ${payload}`));
		unit.on("message", (topic) => atUnit.push(topic));
		await terminal.subscribeAsync("shogo/1/s1/t1/+/+", { qos: 1 });
		for (const filter of ["#", topicOf(OTHER, "cmd"), topicOf(OTHER, "res"), topicOf(ADDRESS, "cmd")])
			await unit.subscribeAsync(filter, { qos: 1 });
		for (const channel of CHANNELS) await unit.publishAsync(topicOf(OTHER, channel), "forged", { qos: 1 });
		await unit.publishAsync(topicOf(ADDRESS, "cmd"), "forged", { qos: 1 });
		await terminal.publishAsync(topicOf(OTHER, "cmd"), "for the other", { qos: 1 });
		await terminal.publishAsync(topicOf(ADDRESS, "cmd"), "for it", { qos: 1 });
		await unit.publishAsync(topicOf(ADDRESS, "res"), "own", { qos: 1 });
		await until("both have heard", () => atTerminal.length > 0 && atUnit.length > 0);
		assert.equal(atTerminal, [`${topicOf(ADDRESS, "res")} own`]);
		assert.equal([...new Set(atUnit)], [topicOf(ADDRESS, "cmd")]);
		await Promise.all([terminal.endAsync(), unit.endAsync()]);
	});

	test("on the units' listener a terminal's name, or a wild one, gives no leave", async () => {
		const { ca } = broker.unit;
		const units = { url: broker.unitsUrl };
		const witness = await openClient(units, { ca }, { clientId: "s1/t1/u1" });
		const heard: string[] = [];
		witness.on("message", (topic, payload) => heard.push(`${topic} ${payload}`));
		await witness.subscribeAsync(topicOf(ADDRESS, "cmd"), { qos: 1 });
		const name = "terminal-t1";
		for (const options of [{ clientId: name }, { clientId: name, username: name }, { clientId: "s1/t1/+" }]) {
			const stranger = await openClient(units, { ca }, options).catch(() => undefined);
			await stranger?.publishAsync(topicOf(ADDRESS, "cmd"), "forged", { qos: 1 });
			await stranger?.endAsync();
		}
		const terminal = await openClient(broker, broker.terminal);
		await terminal.publishAsync(topicOf(ADDRESS, "cmd"), "real", { qos: 1 });
		await until("the real command arrives", () => heard.length > 0);
		assert.equal(heard, [`${topicOf(ADDRESS, "cmd")} real`]);
		await Promise.all([terminal.endAsync(), witness.endAsync()]);
	});

	async function openTerminal({ crypto, exchange }: ReturnType<typeof openOffice>) {
		const common = { crypto, exchange, clock, brokerUrl: broker.url, connectTimeoutMs: 5000 };
		const opened = await openBrokerSession({ ...common, tls: broker.terminal });
		if (opened.kind === "unreachable") throw new Error(opened.reason);
		return opened.session;
	}
}

test.run();
