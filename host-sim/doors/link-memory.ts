import type { Link, LinkMessage, LinkOptions } from "../../hal/hal.js";
import { checkLinkOptions, checkPayload, checkTopicName } from "../../modules/device/link-rules.js";
import { DoorLife } from "./door-life.js";
import type { LinkDevice } from "./link-device.js";
import type { Scheduler } from "./scheduler.js";
import type { TopicRouter } from "./topic-router.js";

/**
 * What becomes of a message on its way: milliseconds until each copy arrives. [0] at once, [] never, two
 * numbers twice; a copy may overtake another message's.
 */
export type Weather = (topic: string) => readonly number[];

const CALM: Weather = () => [0];

/**
 * The Link door on a router in this process: no sockets, no real time. The world decides when the connection
 * is lost, and what becomes of the messages while it lasts.
 */
export class MemoryLink implements LinkDevice {
	/** Towards the broker and from it. Set by the world. */
	weather: Weather = CALM;
	readonly #scheduler: Scheduler;
	readonly #router: TopicRouter;
	#session: Session | undefined;
	#reachable = true;

	constructor(scheduler: Scheduler, router: TopicRouter) {
		this.#scheduler = scheduler;
		this.#router = router;
	}

	/** The broker can no longer be reached; a connected unit's will is published. */
	drop(): void {
		this.#reachable = false;
		this.#session?.lose();
	}

	/** The broker can be reached again; an opened link connects. */
	restore(): void {
		this.#reachable = true;
		this.#session?.connect();
	}

	/** The device dies. */
	fail(reason: string): void {
		this.#session?.fail(reason);
	}

	powerOff(): void {
		this.#session?.lose();
		this.#session?.close();
	}

	open(options: LinkOptions): Link {
		checkLinkOptions(options);
		if (this.#session !== undefined) throw new Error("link: already open");
		const session = new Session(this.#scheduler, this.#router, options, {
			weather: (topic) => this.weather(topic),
			onClosed: () => {
				this.#session = undefined;
			},
		});
		this.#session = session;
		if (this.#reachable) session.connect();
		return session;
	}
}

interface Surroundings {
	readonly weather: Weather;
	readonly onClosed: () => void;
}

class Session implements Link {
	readonly #life: DoorLife;
	readonly #scheduler: Scheduler;
	readonly #router: TopicRouter;
	readonly #options: LinkOptions;
	readonly #surroundings: Surroundings;
	/** Ends the subscription; undefined while not connected. */
	#disconnect: (() => void) | undefined;
	/** What the unit has been told, which trails the connection by one callback. */
	#isUp = false;

	constructor(scheduler: Scheduler, router: TopicRouter, options: LinkOptions, surroundings: Surroundings) {
		this.#life = new DoorLife("link", scheduler);
		this.#scheduler = scheduler;
		this.#router = router;
		this.#options = options;
		this.#surroundings = surroundings;
	}

	connect(): void {
		if (this.#disconnect !== undefined || !this.#life.isOpen) return;
		this.#life.callLater(() => {
			this.#isUp = true;
			this.#options.onOpen();
		});
		this.#disconnect = this.#router.subscribe(this.#options.subscriptions, (topic, payload) => {
			for (const delayMs of this.#surroundings.weather(topic))
				this.#life.callLater(() => this.#hear(topic, payload), delayMs);
		});
	}

	lose(): void {
		if (this.#disconnect === undefined) return;
		this.#hangUp();
		this.#router.publish(this.#options.will);
		this.#life.callLater(() => {
			this.#isUp = false;
			this.#options.onClose();
		});
	}

	fail(reason: string): void {
		this.#life.fail(reason, (reported) => {
			this.#hangUp();
			this.#options.onError(reported);
		});
	}

	publish(message: LinkMessage): void {
		this.#life.assertOpen();
		checkTopicName(message.topic);
		checkPayload(message);
		if (!this.#isUp) throw new Error("link: down");
		// A connection that broke before the unit heard of it takes the message with it, as a network does.
		if (this.#disconnect === undefined) return;
		const sent = { ...message, payload: message.payload.slice() };
		for (const delayMs of this.#surroundings.weather(message.topic)) {
			if (delayMs === 0) this.#router.publish(sent);
			else this.#scheduler.schedule(delayMs, () => this.#router.publish(sent));
		}
	}

	close(): void {
		if (!this.#life.close()) return;
		this.#hangUp();
		this.#surroundings.onClosed();
	}

	/** What was still on its way to the unit when the connection broke is lost with it. */
	#hear(topic: string, payload: Uint8Array): void {
		if (this.#isUp) this.#options.onMessage(topic, payload);
	}

	#hangUp(): void {
		this.#disconnect?.();
		this.#disconnect = undefined;
	}
}
