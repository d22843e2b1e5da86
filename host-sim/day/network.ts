/** What lies between terminal and unit, seen from where the day's people stand: any broker, or a router in memory. */
import { connectAsync } from "mqtt";
import type { BrokerSession } from "../../terminal/mqtt.js";
import { openBrokerSession } from "../../terminal/mqtt.js";
import { openSession, type SessionOptions } from "../../terminal/session.js";
import type { Scheduler } from "../doors/scheduler.js";
import type { TopicRouter } from "../doors/topic-router.js";

export interface Network {
	/** The terminal's connection. @throws Error when the broker cannot be reached. */
	openTerminal(options: Omit<SessionOptions, "publish">): Promise<BrokerSession>;
	/** Somebody with access to the broker: hears everything below `prefix` and may publish what he likes. */
	openTap(prefix: string, onMessage: (topic: string, payload: Uint8Array) => void): Promise<Tap>;
}

export interface Tap {
	publish(topic: string, payload: Uint8Array): void;
	close(): Promise<void>;
}

export function brokerNetwork(brokerUrl: string): Network {
	return {
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
		async openTerminal(options) {
			const session = openSession({ ...options, publish });
			const unsubscribe = listen(session.topics, session.receive);
			return {
				request: session.request,
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
