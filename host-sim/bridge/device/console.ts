import type { Console, ConsoleOptions } from "../../../hal/hal.js";
import { assert } from "../../../modules/bytes/assert.js";
import { type DoorUse, openDoorUse } from "../../../modules/device/door-use.js";
import type { EVENTS, Handlers } from "../messages.js";
import { post } from "./wire.js";

export interface ConsoleProxy {
	readonly open: (options: ConsoleOptions) => Console;
	readonly events: Pick<Handlers<typeof EVENTS>, "console-message" | "console-error">;
}

export function proxyConsole(): ConsoleProxy {
	let opened: { readonly options: ConsoleOptions; readonly use: DoorUse } | undefined;
	return {
		open(options) {
			if (opened !== undefined) throw new Error("console: already open");
			const use = openDoorUse("console");
			opened = { options, use };
			post("console-open");
			return {
				write(message) {
					use.assertOpen();
					post("console-write", message);
				},
				close() {
					if (!use.close()) return;
					opened = undefined;
					post("console-close");
				},
			};
		},
		events: {
			"console-message"(message) {
				assert(opened !== undefined, "a message for a closed console");
				opened.options.onMessage(message);
			},
			"console-error"(reason) {
				assert(opened !== undefined, "an error of a closed console");
				opened.use.die();
				opened.options.onError(reason);
			},
		},
	};
}
