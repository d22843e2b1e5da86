import type { Link, LinkOptions } from "../../../hal/hal.js";
import { assert } from "../../../modules/bytes/assert.js";
import { type DoorUse, openDoorUse } from "../../../modules/device/door-use.js";
import { checkLinkOptions, checkPayload, checkTopicName } from "../../../modules/device/link-rules.js";
import type { EVENTS, Handlers } from "../messages.js";
import { post } from "./wire.js";

export interface LinkProxy {
	readonly open: (options: LinkOptions) => Link;
	readonly events: Pick<Handlers<typeof EVENTS>, "link-open" | "link-message" | "link-close" | "link-error">;
}

interface OpenedLink {
	readonly options: LinkOptions;
	readonly use: DoorUse;
	isUp: boolean;
}

export function proxyLink(): LinkProxy {
	let opened: OpenedLink | undefined;
	const current = (): OpenedLink => {
		assert(opened !== undefined, "an event of a closed link");
		return opened;
	};
	const open = (options: LinkOptions): Link => {
		checkLinkOptions(options);
		if (opened !== undefined) throw new Error("link: already open");
		const mine: OpenedLink = { options, use: openDoorUse("link"), isUp: false };
		opened = mine;
		const { will } = options;
		post("link-open", options.subscriptions, will.topic, will.payload, will.qos, will.retain);
		return {
			publish(message) {
				mine.use.assertOpen();
				checkTopicName(message.topic);
				checkPayload(message);
				if (!mine.isUp) throw new Error("link: down");
				post("link-publish", message.topic, message.payload, message.qos, message.retain);
			},
			close() {
				if (!mine.use.close()) return;
				opened = undefined;
				post("link-close");
			},
		};
	};
	return {
		open,
		events: {
			"link-open"() {
				const link = current();
				link.isUp = true;
				link.options.onOpen();
			},
			"link-message"(topic, payload) {
				current().options.onMessage(topic, payload);
				payload.fill(0);
			},
			"link-close"() {
				const link = current();
				link.isUp = false;
				link.options.onClose();
			},
			"link-error"(reason) {
				const link = current();
				link.use.die();
				link.options.onError(reason);
			},
		},
	};
}
