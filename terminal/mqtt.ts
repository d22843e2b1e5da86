/** The terminal's end of the broker: MQTT 3.1.1, QoS 1, no waiting in the socket. */
import { Socket } from "node:net";
import { connect, type IClientOptions, type MqttClient } from "mqtt";
import { openSession, type Session, type SessionOptions } from "./session.js";

export interface BrokerSessionOptions extends Omit<SessionOptions, "publish"> {
	/** mqtt://host:port or mqtts://host:port */
	readonly brokerUrl: string;
	/** For mqtts: who signs the broker's certificate, and what the terminal shows of itself. */
	readonly tls?: TlsFiles;
	/** Named in the broker's log; one connection each. Random when left out. */
	readonly clientId?: string;
	/** How long connecting and subscribing may take. */
	readonly connectTimeoutMs: number;
	/** First wait before reconnecting; it doubles up to `reconnectMaxMs`. */
	readonly reconnectMs?: number;
	readonly reconnectMaxMs?: number;
	/** The connection broke; the client reconnects by itself. */
	readonly onDisconnected?: () => void;
	/** It did, and has. */
	readonly onReconnected?: () => void;
}

/** Contents of PEM files. */
export interface TlsFiles {
	readonly ca: string;
	readonly cert: string;
	readonly key: string;
}

export type BrokerConnection =
	| { readonly kind: "connected"; readonly session: BrokerSession }
	| { readonly kind: "unreachable"; readonly reason: string };

export interface BrokerSession extends Pick<Session, "request" | "send"> {
	close(): Promise<void>;
}

/**
 * Connects, subscribes to what the unit says, and only then hands out the session: no report can be missed.
 */
export async function openBrokerSession(options: BrokerSessionOptions): Promise<BrokerConnection> {
	const { brokerUrl, connectTimeoutMs, reconnectMs = 250, reconnectMaxMs = 30_000 } = options;
	const clientOptions: IClientOptions = {
		protocolVersion: 4,
		clean: true,
		connectTimeout: connectTimeoutMs,
		reconnectPeriod: reconnectMs,
		queueQoSZero: false,
		...(options.clientId === undefined ? {} : { clientId: options.clientId }),
		...(options.tls === undefined ? {} : { ...options.tls, ...TLS_RULES }),
	};
	const client = connect(brokerUrl, clientOptions);
	client.on("connect", () => {
		withoutDelay(client);
		client.options.reconnectPeriod = reconnectMs;
	});
	client.on("close", () => {
		const period = client.options.reconnectPeriod ?? reconnectMs;
		client.options.reconnectPeriod = Math.min(2 * period, reconnectMaxMs);
	});
	const failure = await firstConnection(client, connectTimeoutMs);
	if (failure !== undefined) {
		client.end(true);
		return { kind: "unreachable", reason: failure };
	}

	const session = openSession({
		...options,
		publish: (topic, payload) => {
			client.publish(topic, Buffer.from(payload), { qos: 1, retain: false });
		},
	});
	client.on("message", (topic, payload) => session.receive(topic, Uint8Array.from(payload)));
	client.on("close", () => options.onDisconnected?.());
	client.on("connect", () => options.onReconnected?.());
	// A later error is followed by "close" and a reconnection; without a listener it would end the process.
	client.on("error", () => {});
	const refusal = await subscribe(client, session.topics);
	if (refusal !== undefined) {
		client.end(true);
		return { kind: "unreachable", reason: refusal };
	}

	return {
		kind: "connected",
		session: {
			request: session.request,
			send: session.send,
			async close() {
				session.close();
				client.removeAllListeners("close");
				await client.endAsync(true);
			},
		},
	};
}

/** TLS 1.2 is what the unit speaks; the broker's name is checked. */
const TLS_RULES = { minVersion: "TLSv1.2", rejectUnauthorized: true } as const;

/** @returns undefined when the broker grants every topic, else what it does not. */
async function subscribe(client: MqttClient, topics: readonly string[]): Promise<string | undefined> {
	try {
		const granted = await client.subscribeAsync([...topics], { qos: 1 });
		const refused = granted.find(({ qos }) => qos > 2);
		return refused && `the broker refuses the subscription to ${refused.topic}`;
	} catch (error) {
		return error instanceof Error ? reasonOf(error) : String(error);
	}
}

/** @returns undefined when connected, else why not. */
function firstConnection(client: MqttClient, timeoutMs: number): Promise<string | undefined> {
	return new Promise((resolve) => {
		const timer = setTimeout(() => resolve(`no answer within ${timeoutMs} ms`), timeoutMs);
		const settle = (reason: string | undefined) => {
			clearTimeout(timer);
			resolve(reason);
		};
		client.once("connect", () => settle(undefined));
		client.once("error", (error) => settle(reasonOf(error)));
	});
}

/** An AggregateError (both address families refused) has an empty message and a code. */
function reasonOf(error: Error): string {
	if (error.message !== "") return error.message;
	return "code" in error ? String(error.code) : error.name;
}

/**
 * Without this, Nagle's algorithm holds small packets back: a request and its report then take 88 ms, not 1.
 */
function withoutDelay(client: MqttClient): void {
	if (client.stream instanceof Socket) client.stream.setNoDelay(true);
}
