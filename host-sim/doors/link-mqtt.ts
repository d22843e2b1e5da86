import { connect, type IClientOptions, type MqttClient } from "mqtt";
import type { Link, LinkMessage, LinkOptions } from "../../hal/hal.js";
import { checkLinkOptions, checkPayload, checkTopicName } from "../../modules/device/link-rules.js";
import { DoorLife } from "./door-life.js";
import type { LinkDevice } from "./link-device.js";
import type { Scheduler } from "./scheduler.js";

export interface MqttLinkOptions {
	/** mqtt://host:port or mqtts://host:port */
	readonly url: string;
	readonly clientId: string;
	/**
	 * For mqtts, contents of PEM files: who signs the broker's certificate, and what the unit shows of
	 * itself.
	 */
	readonly tls?: { readonly ca: string; readonly cert: string; readonly key: string };
	readonly scheduler: Scheduler;
	/** First wait before reconnecting; it doubles up to `reconnectMaxMs`. */
	readonly reconnectMs?: number;
	readonly reconnectMaxMs?: number;
}

type Settings = Required<Omit<MqttLinkOptions, "tls">> & Pick<MqttLinkOptions, "tls">;

/** SUBACK return code for a refused subscription (MQTT 3.1.1, 3.9.3). */
const SUBSCRIPTION_REFUSED = 0x80;

/**
 * The Link door on a real broker, MQTT 3.1.1. What the socket brings reaches the unit through the scheduler.
 */
export class MqttLink implements LinkDevice {
	readonly #options: Settings;
	#session: Session | undefined;

	constructor(options: MqttLinkOptions) {
		this.#options = { reconnectMs: 250, reconnectMaxMs: 30_000, ...options };
	}

	/** Resolves when the socket of a link that was closed is gone. */
	async ended(): Promise<void> {
		await this.#session?.ended;
	}

	powerOff(): void {
		this.#session?.vanish();
	}

	open(options: LinkOptions): Link {
		checkLinkOptions(options);
		if (this.#session?.isOpen) throw new Error("link: already open");
		this.#session = new Session(this.#options, options);
		return this.#session;
	}
}

class Session implements Link {
	ended: Promise<void> = Promise.resolve();
	readonly #life: DoorLife;
	readonly #options: LinkOptions;
	readonly #client: MqttClient;
	readonly #settings: Settings;
	/** Messages that came between the subscription and its acknowledgement. */
	readonly #early: (() => void)[] = [];
	/** Where the connection is; `#isUp` is what the unit has been told, one callback later. */
	#isSubscribed = false;
	#isUp = false;

	constructor(settings: Settings, options: LinkOptions) {
		this.#settings = settings;
		this.#options = options;
		this.#life = new DoorLife("link", settings.scheduler);
		this.#client = connect(settings.url, clientOptions(settings, options));
		this.#client.on("connect", () => this.#subscribe());
		this.#client.on("message", (topic, payload) => this.#receive(topic, Uint8Array.from(payload)));
		this.#client.on("close", () => this.#lose());
		this.#client.on("error", (error) => this.#refused(error));
	}

	get isOpen(): boolean {
		return this.#life.isOpen;
	}

	publish(message: LinkMessage): void {
		this.#life.assertOpen();
		checkTopicName(message.topic);
		checkPayload(message);
		if (!this.#isUp) throw new Error("link: down");
		this.#client.publish(message.topic, Buffer.from(message.payload), {
			qos: message.qos,
			retain: message.retain,
		});
	}

	close(): void {
		if (this.#life.close()) this.ended = this.#client.endAsync();
	}

	/** Cuts the socket without a DISCONNECT, so that the broker publishes the will. */
	vanish(): void {
		if (!this.#life.close()) return;
		this.#client.stream?.destroy();
		this.ended = this.#client.endAsync(true);
	}

	#subscribe(): void {
		const { stream } = this.#client;
		if ("setNoDelay" in stream && typeof stream.setNoDelay === "function") stream.setNoDelay(true);
		this.#client.options.reconnectPeriod = this.#settings.reconnectMs;
		this.#client.subscribe([...this.#options.subscriptions], { qos: 1 }, (_error, granted) => {
			const refused = granted?.find(({ qos }) => qos === SUBSCRIPTION_REFUSED);
			if (refused !== undefined) this.#die(`the broker refuses the subscription to ${refused.topic}`);
			else if (granted !== undefined && this.#client.connected) this.#announce();
		});
	}

	#announce(): void {
		this.#isSubscribed = true;
		this.#callNow(() => {
			this.#isUp = true;
			this.#options.onOpen();
		});
		for (const deliver of this.#early.splice(0)) this.#callNow(deliver);
	}

	#receive(topic: string, payload: Uint8Array): void {
		if (!this.#life.isOpen) return;
		const deliver = (): void => this.#options.onMessage(topic, payload);
		if (this.#isSubscribed) this.#callNow(deliver);
		else this.#early.push(deliver);
	}

	/**
	 * The socket closed; the library reconnects after `reconnectPeriod`, which doubles from attempt to attempt.
	 */
	#lose(): void {
		const period = this.#client.options.reconnectPeriod ?? this.#settings.reconnectMs;
		this.#client.options.reconnectPeriod = Math.min(2 * period, this.#settings.reconnectMaxMs);
		this.#early.length = 0;
		if (!this.#isSubscribed || !this.#life.isOpen) return;
		this.#isSubscribed = false;
		this.#callNow(() => {
			this.#isUp = false;
			this.#options.onClose();
		});
	}

	/**
	 * A socket does not wait for the scheduler, whose time stands still while nothing is due: what it brings
	 * comes at the wall clock's time, lest the unit believe that an idle hour has not passed.
	 */
	#callNow(callback: () => void): void {
		this.#life.callLater(callback, this.#settings.scheduler.latenessMs());
	}

	/**
	 * A broker that answers and refuses is final; an address that does not answer is tried again by the
	 * library.
	 */
	#refused(error: Error): void {
		if ("code" in error && typeof error.code === "number") this.#die(error.message);
	}

	#die(reason: string): void {
		if (!this.#life.isOpen) return;
		this.#life.fail(reason, this.#options.onError);
		this.ended = this.#client.endAsync(true);
	}
}

function clientOptions(settings: Settings, { will }: LinkOptions): IClientOptions {
	return {
		protocolVersion: 4,
		...(settings.tls && { ...settings.tls, minVersion: "TLSv1.2", maxVersion: "TLSv1.2" }),
		clientId: settings.clientId,
		clean: true,
		resubscribe: false,
		reconnectPeriod: settings.reconnectMs,
		will: { topic: will.topic, payload: Buffer.from(will.payload), qos: will.qos, retain: will.retain },
	};
}
