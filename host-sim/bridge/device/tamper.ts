import type { TamperOptions, TamperSwitch } from "../../../hal/hal.js";
import { assert } from "../../../modules/bytes/assert.js";
import { type DoorUse, openDoorUse } from "../../../modules/device/door-use.js";
import type { EVENTS, Handlers } from "../messages.js";
import { post } from "./wire.js";

export interface TamperProxy {
	readonly open: (options: TamperOptions) => TamperSwitch;
	readonly events: Pick<Handlers<typeof EVENTS>, "tamper-opened">;
}

export function proxyTamper(): TamperProxy {
	let opened: { readonly options: TamperOptions; readonly use: DoorUse } | undefined;
	return {
		open(options) {
			if (opened !== undefined) throw new Error("tamper switch: already open");
			const use = openDoorUse("tamper switch");
			opened = { options, use };
			post("tamper-open");
			return {
				close() {
					if (!use.close()) return;
					opened = undefined;
					post("tamper-close");
				},
			};
		},
		events: {
			"tamper-opened"() {
				assert(opened !== undefined, "a word from a closed tamper switch");
				opened.options.onOpened();
			},
		},
	};
}
