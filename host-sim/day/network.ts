/**
 * What lies between terminal and unit, seen from where the day's people stand: any broker, or a router in
 * memory.
 */
import { randomUUID } from "node:crypto";
import { connectAsync } from "mqtt";
import { type BrokerSession, type BrokerSessionOptions, openBrokerSession } from "../../terminal/mqtt.js";
import { openSession, type SessionOptions } from "../../terminal/session.js";
import type { LinkDevice } from "../doors/link-device.js";
import { MemoryLink } from "../doors/link-memory.js";
import { MqttLink } from "../doors/link-mqtt.js";
import type { Scheduler } from "../doors/scheduler.js";
import type { TopicRouter } from "../doors/topic-router.js";

export interface Network {
	/** The unit's interface to it. */
	openLink(scheduler: Scheduler): NetworkLink;
	/** The terminal's connection. @throws Error when the broker cannot be reached. */
	openTerminal(options: TerminalLine): Promise<BrokerSession>;
	/** Somebody with access to the broker: hears everything below `prefix` and may publish what he likes. */
	openTap(prefix: string, onMessage: (topic: string, payload: Uint8Array) => void): Promise<Tap>;
}

/** What a terminal hears, of the line too where there is one that can break. */
export type TerminalLine = Omit<SessionOptions, "publish"> &
	Pick<BrokerSessionOptions, "onDisconnected" | "onReconnected">;

export interface NetworkLink {
	readonly device: LinkDevice;
	/** Resolves when nothing of a link that was closed is left. */
	ended(): Promise<void>;
}

export interface Tap {
	publish(topic: string, payload: Uint8Array): void;
	close(): Promise<void>;
}

/** @throws Error with one clear line when nobody answers at `brokerUrl`. */
export async function reachBroker(brokerUrl: string): Promise<void> {
	try {
		const client = await connectAsync(brokerUrl, { protocolVersion: 4, connectTimeout: CONNECT_TIMEOUT_MS });
		await client.endAsync(true);
	} catch (error) {
		const code = error instanceof Error && "code" in error ? String(error.code) : String(error);
		throw new Error(`${brokerUrl}: ブローカーに接続できません / the broker cannot be reached (${code})`);
	}
}

export function brokerNetwork(brokerUrl: string): Network {
	return {
		openLink(scheduler) {
			const device = new MqttLink({ url: brokerUrl, clientId: `unit-${randomUUID()}`, scheduler });
			return { device, ended: () => device.ended() };
		},
		async openTerminal(options) {
			const opened = await openBrokerSession({ ...options, brokerUrl, connectTimeoutMs: CONNECT_TIMEOUT_MS });
			if (opened.kind === "unreachable") throw new Error(`${brokerUrl}: ${opened.reason}`);
			return opened.session;
		},
		async openTap(prefix, onMessage) {
			const client = await connectAsync(brokerUrl, { protocolVersion: 4 });
			client.on("message", (topic, payload) => onMessage(topic, Uint8Array.from(payload)));
			client.on("error", () => {});
			await client.subscribeAsync(`${prefix}/#`, { qos: 1 });
			return {
				publish: (topic, payload) => {
					client.publish(topic, Buffer.from(payload), { qos: 1 });
				},
				close: () => client.endAsync(true),
			};
		},
	};
}

/** Everything arrives through the scheduler, one callback later, in order. */
export function memoryNetwork(router: TopicRouter, scheduler: Scheduler): Network {
	const publish = (topic: string, payload: Uint8Array) => {
		router.publish({ topic, payload, qos: 1, retain: false });
	};
	const listen = (filters: readonly string[], onMessage: (topic: string, payload: Uint8Array) => void) =>
		router.subscribe(filters, (topic, payload) => {
			scheduler.schedule(0, () => onMessage(topic, payload));
		});
	return {
		openLink: () => ({ device: new MemoryLink(scheduler, router), ended: async () => {} }),
		async openTerminal(options) {
			const session = openSession({ ...options, publish });
			const unsubscribe = listen(session.topics, session.receive);
			return {
				request: session.request,
				send: session.send,
				async close() {
					unsubscribe();
					session.close();
				},
			};
		},
		async openTap(prefix, onMessage) {
			const unsubscribe = listen([`${prefix}/#`], onMessage);
			return { publish, close: async () => unsubscribe() };
		},
	};
}

const CONNECT_TIMEOUT_MS = 10_000;
