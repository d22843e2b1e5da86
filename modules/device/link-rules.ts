/** What every implementation of the Link door checks before it acts. Pure: runs in XS too. */
import type { LinkMessage, LinkOptions } from "../../hal/hal.js";
import { assert } from "../bytes/assert.js";
import { MESSAGE_BYTES_MAX } from "../codec/limits.js";

/** @throws Error for a payload that the device's MQTT client could not write. */
export function checkPayload({ payload }: LinkMessage): void {
	if (payload.length > MESSAGE_BYTES_MAX) {
		throw new Error(`link: a payload of ${payload.length} bytes, at most ${MESSAGE_BYTES_MAX} fit`);
	}
}

/** Asserts that topics are names and subscriptions are not empty (MQTT 3.1.1, 3.3.2.1 and 4.7). */
export function checkLinkOptions({ subscriptions, will }: LinkOptions): void {
	assert(subscriptions.length > 0, "link: at least one subscription");
	assert(
		subscriptions.every((topic) => topic.length > 0),
		"link: an empty subscription",
	);
	checkTopicName(will.topic);
	checkPayload(will);
}

/** Asserts that `topic` is a name without wildcards (MQTT 3.1.1, 4.7.1). */
export function checkTopicName(topic: string): void {
	assert(topic.length > 0 && !/[+#\0]/.test(topic), `link: not a topic name: ${JSON.stringify(topic)}`);
}
