import type { Doors, Link, LinkMessage, LinkOptions } from "../../hal/hal.js";
import { MESSAGE_BYTES_MAX } from "../codec/limits.js";
import type { Clause } from "./clause.js";
import { expectRefusal } from "./expect.js";

/** The Link door, as far as it can be asked without a broker; test/doors holds it to the rest, with one. */
export const LINK_CLAUSES: readonly Clause[] = [
	{
		door: "link",
		name: "options are checked before anything is opened",
		check({ doors }) {
			expectRefusal(() => open(doors, { subscriptions: [""] }), "assertion failed");
			expectRefusal(() => open(doors, { subscriptions: [] }), "assertion failed");
			expectRefusal(() => open(doors, { will: { ...WILL, topic: "unit/+" } }), "assertion failed");
			const payload = new Uint8Array(MESSAGE_BYTES_MAX + 1);
			expectRefusal(() => open(doors, { will: { ...WILL, payload } }), `at most ${MESSAGE_BYTES_MAX} fit`);
			open(doors, {});
		},
	},
	{
		door: "link",
		name: "publish throws before the link is open",
		check({ doors }) {
			const link = open(doors, {});
			expectRefusal(() => link.publish(WILL), "link: down");
		},
	},
	{
		door: "link",
		name: "after close every call but close throws, and a link can be opened again",
		check({ doors }) {
			const link = open(doors, {});
			link.close();
			link.close();
			expectRefusal(() => link.publish(WILL), "used while closed");
			open(doors, {});
		},
	},
];

const WILL: LinkMessage = { topic: "unit/state", payload: Uint8Array.of(0xde, 0xad), qos: 1, retain: true };

/** A network that is nowhere: nothing of the self-test goes on the air but the search for it. */
const NOWHERE = {
	wifiName: "self-test",
	wifiPassword: "",
	brokerHost: "192.0.2.1",
	brokerPort: 8883,
	brokerAuthority: Uint8Array.of(0x30),
};

function open(doors: Doors, changed: Partial<LinkOptions>): Link {
	return doors.openLink({
		network: NOWHERE,
		subscriptions: ["unit/cmd"],
		will: WILL,
		onOpen: () => {},
		onMessage: () => {},
		onClose: () => {},
		onError: () => {},
		...changed,
	});
}
