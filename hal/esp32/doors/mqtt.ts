import TCP from "embedded:io/socket/tcp";
import TLSSocket from "embedded:io/socket/tcp/tls";
import UDP from "embedded:io/socket/udp";
import Resolver from "embedded:network/dns/resolver/udp";
import MQTTClient from "embedded:network/mqtt/client";
import Timer from "timer";
import type { LinkMessage, LinkOptions, NetworkSettings } from "../../hal.js";

/**
 * Bytes that MQTT and TLS add to topic and payload, at most, and as many again for what the client sends by
 * itself. It reckons with 32 for TLS; a cipher that adds more would overrun the socket's buffer, which ends
 * the connection.
 */
const OVERHEAD = 160;

/** The broker forgets a silent unit after one and a half of these, and publishes its will. */
const KEEP_ALIVE_MS = 20_000;

/** MQTT 3.1.1, 3.9.3. */
const SUBSCRIPTION_REFUSED = 0x80;

/**
 * Messages that wait until the socket takes more: its buffer holds three or four of the longest. The outbox
 * keeps what must arrive and sends it again.
 */
const WAITING_MAX = 4;

export interface MqttSession {
	/** Sends a message now or when there is room; one too many at a time is lost, as on a bad line. */
	publish(message: LinkMessage): void;
	close(): void;
}

export interface MqttSessionOptions {
	readonly network: NetworkSettings;
	readonly clientId: string;
	readonly link: LinkOptions;
	/** Connected and subscribed. */
	readonly onUp: () => void;
	readonly onMessage: (topic: string, payload: Uint8Array) => void;
	/** Over, for whatever reason; nothing else is called any more. */
	readonly onDown: (reason: string) => void;
}

/**
 * One connection to the broker, from handshake to loss. The SDK's client knows no reconnection, tells a loss
 * by
 * `onError(undefined)`, and throws out of its callbacks when a handshake fails: all of that ends in `onDown`,
 * once, here or by `abort.ts` through `fail`.
 */
export function openMqttSession(options: MqttSessionOptions): MqttSession & { fail(reason: string): void } {
	const { network, clientId, link, onUp, onMessage, onDown } = options;
	let isOver = false;
	let incoming: Incoming | undefined;

	const end = (reason: string): void => {
		if (isOver) return;
		isOver = true;
		closeSoon(client);
		onDown(reason);
	};

	/** What the client throws inside its own callbacks would otherwise reach nobody. */
	const guarded =
		<A extends readonly unknown[]>(action: (...values: A) => void): ((...values: A) => void) =>
		(...values) => {
			if (isOver) return;
			try {
				action(...values);
			} catch (error) {
				end(String(error));
			}
		};

	const client = new MQTTClient({
		...wayTo(network),
		id: clientId,
		clean: true,
		keepAlive: KEEP_ALIVE_MS,
		will: willOf(link.will),
		onControl: guarded((message: unknown) => {
			const { operation, payload } = controlOf(message);
			if (operation === MQTTClient.CONNACK) subscribe();
			if (operation !== MQTTClient.SUBACK) return;
			if (payload.includes(SUBSCRIPTION_REFUSED)) end("the broker refuses a subscription");
			else onUp();
		}),
		onReadable: guarded((count: number, message) => {
			incoming ??= openIncoming(message.topic ?? "", message.byteLength ?? count);
			const bytes = client.read(count);
			if (incoming.append(new Uint8Array(bytes))) {
				const whole = incoming;
				incoming = undefined;
				onMessage(whole.topic, whole.payload);
				whole.payload.fill(0);
			}
		}),
		onWritable: guarded((count: number) => outgoing.flush(count)),
		onError: () => end("the connection is lost"),
	});

	const subscribe = (): void => {
		const items = link.subscriptions.map((topic) => ({ topic, QoS: 1 }));
		client.write(new ArrayBuffer(0), { operation: MQTTClient.SUBSCRIBE, topic: "", items });
	};

	const outgoing = openOutgoing(({ topic, payload, qos, retain }) =>
		client.write(bufferOf(payload), { topic, QoS: qos, retain }),
	);

	return {
		publish: outgoing.publish,
		fail: end,
		close() {
			isOver = true;
			closeSoon(client);
		},
	};
}

/** @param write sends a message and returns the bytes that the socket takes after it. */
function openOutgoing(write: (message: LinkMessage) => number) {
	let waiting: LinkMessage[] = [];
	let room = 0;
	const publish = (message: LinkMessage): void => {
		const { topic, payload } = message;
		if (waiting.length === 0 && topic.length + payload.length + OVERHEAD <= room) room = write(message);
		else if (waiting.length < WAITING_MAX) waiting.push({ ...message, payload: payload.slice() });
	};
	return {
		publish,
		flush(count: number): void {
			room = count;
			const messages = waiting;
			waiting = [];
			for (const message of messages) publish(message);
		},
	};
}

/** A client that is closed in its own callback has its socket call once more, into nothing. */
function closeSoon(client: MQTTClient): void {
	Timer.set(() => {
		try {
			client.close();
		} catch {
			// It had closed itself.
		}
	});
}

function wayTo({ brokerHost, brokerPort, brokerAuthority }: NetworkSettings) {
	return {
		host: brokerHost,
		port: brokerPort,
		dns: { io: Resolver, servers: DNS_SERVERS, socket: { io: UDP } },
		socket: {
			io: TLSSocket,
			TCP: { io: TCP },
			nodelay: true,
			secure: { certificate: bufferOf(brokerAuthority), verify: true },
		},
	};
}

function willOf({ topic, payload, qos, retain }: LinkMessage) {
	return { topic, message: bufferOf(payload), QoS: qos, retain };
}

interface Incoming {
	readonly topic: string;
	readonly payload: Uint8Array;
	/** @returns true when the message is whole. */
	append(bytes: Uint8Array): boolean;
}

/** A message comes in pieces; the topic and the length of it all come with the first. */
function openIncoming(topic: string, byteLength: number): Incoming {
	const payload = new Uint8Array(byteLength);
	let length = 0;
	return {
		topic,
		payload,
		append(bytes) {
			payload.set(bytes, length);
			length += bytes.length;
			return length === byteLength;
		},
	};
}

/** The SDK's typings give `onControl` two arguments; its client gives one. */
function controlOf(message: unknown): { readonly operation: number; readonly payload: readonly number[] } {
	if (typeof message !== "object" || message === null || !("operation" in message)) {
		throw new Error("mqtt: a control message without an operation");
	}
	const payload = "payload" in message && Array.isArray(message.payload) ? message.payload : [];
	return { operation: Number(message.operation), payload };
}

function bufferOf(bytes: Uint8Array): ArrayBuffer {
	const copy = new Uint8Array(bytes.length);
	copy.set(bytes);
	return copy.buffer;
}

/** Only asked when the broker is given by name: an office gives its address, or its own resolver here. */
export const DNS_SERVERS: readonly string[] = ["1.1.1.1"];
