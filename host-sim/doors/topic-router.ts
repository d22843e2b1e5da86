import type { LinkMessage } from "../../hal/hal.js";
import { checkTopicName } from "../../modules/device/link-rules.js";

export type MessageListener = (topic: string, payload: Uint8Array) => void;

interface Subscription {
	readonly filters: readonly string[];
	readonly onMessage: MessageListener;
}

/**
 * A broker reduced to routing: topic filters (MQTT 3.1.1, 4.7) and retained messages. It loses nothing, keeps
 * order and calls listeners at once; delay and loss are the link's business.
 */
export class TopicRouter {
	readonly #subscriptions = new Set<Subscription>();
	readonly #retained = new Map<string, Uint8Array>();

	/** Every listener gets a copy of its own. An empty retained payload clears what was retained (3.3.1.3). */
	publish({ topic, payload, retain }: LinkMessage): void {
		checkTopicName(topic);
		if (retain && payload.length === 0) this.#retained.delete(topic);
		else if (retain) this.#retained.set(topic, payload.slice());
		for (const { filters, onMessage } of [...this.#subscriptions]) {
			if (filters.some((filter) => topicMatches(filter, topic))) onMessage(topic, payload.slice());
		}
	}

	/** As a broker that died and keeps nothing on disk. */
	forgetRetained(): void {
		this.#retained.clear();
	}

	/** Retained messages that match are delivered before this returns. @returns what ends the subscription. */
	subscribe(filters: readonly string[], onMessage: MessageListener): () => void {
		const subscription = { filters, onMessage };
		this.#subscriptions.add(subscription);
		for (const [topic, payload] of this.#retained) {
			if (filters.some((filter) => topicMatches(filter, topic))) onMessage(topic, payload.slice());
		}
		return () => {
			this.#subscriptions.delete(subscription);
		};
	}
}

/** `+` stands for one level, a trailing `#` for this level and all below it (MQTT 3.1.1, 4.7.1). */
export function topicMatches(filter: string, topic: string): boolean {
	const wanted = filter.split("/");
	const levels = topic.split("/");
	for (let i = 0; i < wanted.length; i++) {
		if (wanted[i] === "#") return true;
		if (i >= levels.length || (wanted[i] !== "+" && wanted[i] !== levels[i])) return false;
	}
	return wanted.length === levels.length;
}
