import type { Link, LinkMessage, LinkOptions } from "../../hal/hal.js";
import { checkLinkOptions, checkPayload, checkTopicName } from "../bridge/link-rules.js";
import { DoorLife } from "./door-life.js";
import type { LinkDevice } from "./link-device.js";
import type { Scheduler } from "./scheduler.js";
import type { TopicRouter } from "./topic-router.js";

/**
 * The Link door on a router in this process: no sockets, no real time. The world decides when the connection
 * is lost.
 */
export class MemoryLink implements LinkDevice {
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
		const session = new Session(this.#scheduler, this.#router, options, () => {
			this.#session = undefined;
		});
		this.#session = session;
		if (this.#reachable) session.connect();
		return session;
	}
}

class Session implements Link {
	readonly #life: DoorLife;
	readonly #router: TopicRouter;
	readonly #options: LinkOptions;
	readonly #onClosed: () => void;
	/** Ends the subscription; undefined while not connected. */
	#disconnect: (() => void) | undefined;
	/** What the unit has been told, which trails the connection by one callback. */
	#isUp = false;

	constructor(scheduler: Scheduler, router: TopicRouter, options: LinkOptions, onClosed: () => void) {
		this.#life = new DoorLife("link", scheduler);
		this.#router = router;
		this.#options = options;
		this.#onClosed = onClosed;
	}

	connect(): void {
		if (this.#disconnect !== undefined || !this.#life.isOpen) return;
		this.#life.callLater(() => {
			this.#isUp = true;
			this.#options.onOpen();
		});
		this.#disconnect = this.#router.subscribe(this.#options.subscriptions, (topic, payload) => {
			this.#life.callLater(() => this.#options.onMessage(topic, payload));
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
		if (this.#disconnect !== undefined) this.#router.publish(message);
	}

	close(): void {
		if (!this.#life.close()) return;
		this.#hangUp();
		this.#onClosed();
	}

	#hangUp(): void {
		this.#disconnect?.();
		this.#disconnect = undefined;
	}
}
