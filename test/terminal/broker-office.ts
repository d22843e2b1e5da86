/**
 * mosquitto with the configuration and the access list of docs/broker, a unit's link and a terminal on it.
 */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { connectAsync, type IClientOptions, type MqttClient } from "mqtt";
import type { Link } from "../../hal/hal.js";
import { freePort, type Mosquitto, startMosquitto } from "../../host-sim/brokers/mosquitto.js";
import { MqttLink } from "../../host-sim/doors/link-mqtt.js";
import { driveInRealTime } from "../../host-sim/doors/real-time.js";
import { Scheduler } from "../../host-sim/doors/scheduler.js";
import { topicOf } from "../../modules/messages/topics.js";
import type { TlsFiles } from "../../terminal/mqtt.js";
import { type CertificateAuthority, createAuthority, issueCertificate } from "./certificates.js";
import { ADDRESS } from "./office.js";

export interface BrokerOffice {
	readonly mosquitto: Mosquitto;
	readonly url: string;
	/** Of the listener for units that show no certificate. */
	readonly unitsUrl: string;
	readonly authority: CertificateAuthority;
	readonly unit: TlsFiles;
	readonly otherUnit: TlsFiles;
	readonly terminal: TlsFiles;
	/** Of the program that keeps the record beside the others. */
	readonly recorder: TlsFiles;
	close(): Promise<void>;
}

const DOCS = new URL("../../docs/broker/", import.meta.url);

export async function openBrokerOffice(): Promise<BrokerOffice> {
	const folder = mkdtempSync(join(tmpdir(), "shogo-broker-"));
	const [port, unitsPort] = [await freePort(), await freePort()];
	const read = (name: string) => readFileSync(new URL(name, DOCS), "utf8");
	const asShown = read("mosquitto.conf");
	const here = asShown
		.replace("listener 8883", `listener ${port} 127.0.0.1`)
		.replace("listener 8884", `listener ${unitsPort} 127.0.0.1`);
	if (/listener 888/.test(here)) throw new Error("the configuration names a port twice");
	// Started by root it would become another user, who cannot read our folder.
	writeFileSync(join(folder, "mosquitto.conf"), `${here}\nuser root\n`);
	for (const name of ["acl", "acl-units"]) writeFileSync(join(folder, name), read(name), { mode: 0o600 });
	const authority = createAuthority(folder);
	issueCertificate(authority, "broker", "broker", ["127.0.0.1", "localhost"]);
	const { site, terminal, unit } = ADDRESS;
	const mosquitto = await startMosquitto(folder, join(folder, "mosquitto.conf"), port);
	return {
		mosquitto,
		url: `mqtts://127.0.0.1:${port}`,
		unitsUrl: `mqtts://127.0.0.1:${unitsPort}`,
		authority,
		unit: issueCertificate(authority, "unit", `${site}/${terminal}/${unit}`),
		otherUnit: issueCertificate(authority, "other", `${site}/${terminal}/u2`),
		terminal: issueCertificate(authority, "terminal", "terminal-t1"),
		recorder: issueCertificate(authority, "recorder", "terminal-t1-record"),
		async close() {
			await mosquitto.kill();
			rmSync(folder, { recursive: true });
		},
	};
}

export interface UnitLink {
	readonly link: Link;
	/** "open", "close", "error ..." and the topics of what came. */
	readonly heard: string[];
	close(): Promise<void>;
}

/** The unit's own end: the Link door that the simulator gives the firmware. */
export function openUnitLink(
	{ url }: Pick<BrokerOffice, "url">,
	tls: TlsFiles,
	on: { onOpen?: (link: Link) => void; onMessage?: (payload: Uint8Array, link: Link) => void } = {},
): UnitLink {
	const scheduler = new Scheduler();
	const driver = driveInRealTime(scheduler, async () => {});
	const device = new MqttLink({
		url,
		clientId: "unit",
		tls,
		scheduler,
		reconnectMs: RECONNECT_MS,
		reconnectMaxMs: 4 * RECONNECT_MS,
	});
	const heard: string[] = [];
	const will = { topic: topicOf(ADDRESS, "state"), payload: Uint8Array.of(1), qos: 1, retain: true } as const;
	const link = device.open({
		subscriptions: [topicOf(ADDRESS, "cmd")],
		will,
		onOpen() {
			heard.push("open");
			on.onOpen?.(link);
		},
		onMessage(topic, payload) {
			heard.push(topic);
			on.onMessage?.(payload, link);
		},
		onClose: () => heard.push("close"),
		onError: (reason) => heard.push(`error ${reason}`),
	});
	return {
		link,
		heard,
		async close() {
			link.close();
			await device.ended();
			driver.close();
			await driver.stopped;
		},
	};
}

const RECONNECT_MS = 25;

/** A client that keeps to no rule but MQTT's. */
export function openClient(
	{ url }: Pick<BrokerOffice, "url">,
	tls: Partial<TlsFiles>,
	options: IClientOptions = {},
): Promise<MqttClient> {
	const never = { protocolVersion: 4, reconnectPeriod: 0, connectTimeout: 5000 } as const;
	return connectAsync(url, { ...never, ...tls, ...options });
}

/** Polls; the time is only waited out when a test fails. */
export async function until(what: string, isSo: () => boolean): Promise<void> {
	for (let waitedMs = 0; !isSo(); waitedMs += 10) {
		if (waitedMs > 8000) throw new Error(`waited in vain: ${what}`);
		await new Promise((resolve) => setTimeout(resolve, 10));
	}
}
