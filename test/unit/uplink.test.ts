import { test } from "uvu";
import * as assert from "uvu/assert";
import type { Doors, LinkMessage, LinkOptions } from "../../hal/hal.js";
import { Limit } from "../../modules/policy/limits.js";
import { Uplink } from "../../modules/unit/uplink.js";

/** A link whose connection the test makes and breaks, and what was published on it. */
function openUplink() {
	const published: string[] = [];
	let options: LinkOptions | undefined;
	const openLink: Doors["openLink"] = (given) => {
		options = given;
		return { publish: ({ payload }) => published.push(new TextDecoder().decode(payload)), close() {} };
	};
	const uplink = new Uplink(
		{ openLink },
		{
			topic: "cmd",
			will: messageOf("will", 1),
			announce: () => messageOf("birth", 1),
			onRequest: () => {},
			onError: () => {},
		},
	);
	if (options === undefined) throw new Error("no link was opened");
	return { uplink, published, link: options };
}

function messageOf(text: string, qos: 0 | 1): LinkMessage {
	return { topic: "t", payload: new TextEncoder().encode(text), qos, retain: false };
}

test("every connection begins with a birth", () => {
	const { published, link } = openUplink();
	assert.equal(published, []);
	link.onOpen();
	link.onClose();
	link.onOpen();
	assert.equal(published, ["birth", "birth"]);
});

test("reports wait for the connection in order, hints do not, and nothing is sent twice", () => {
	const { uplink, published, link } = openUplink();
	uplink.send(messageOf("report 1", 1));
	uplink.send(messageOf("hint", 0));
	uplink.send(messageOf("report 2", 1));
	link.onOpen();
	uplink.send(messageOf("report 3", 1));
	uplink.send(messageOf("hint", 0));
	link.onClose();
	link.onOpen();
	assert.equal(published, ["birth", "report 1", "report 2", "report 3", "hint", "birth"]);
});

test("of more reports than may wait the oldest give way", () => {
	const { uplink, published, link } = openUplink();
	const reports = Array.from({ length: Limit.reportsWaiting + 2 }, (_, i) => `report ${i}`);
	for (const report of reports) uplink.send(messageOf(report, 1));
	link.onOpen();
	assert.equal(published, ["birth", ...reports.slice(2)]);
});

test.run();
