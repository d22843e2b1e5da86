import { test } from "uvu";
import * as assert from "uvu/assert";
import { parseTopic, topicOf } from "../../modules/messages/topics.js";

const ADDRESS = { site: "k3", terminal: "t07", unit: "0123456789abcdef" };

test("a topic is name, version, site, terminal, unit and channel", () => {
	assert.is(topicOf(ADDRESS, "cmd"), "shogo/1/k3/t07/0123456789abcdef/cmd");
});

test("every topic parses back to what it was made of", () => {
	for (const channel of ["cmd", "res", "evt", "log", "state"] as const)
		assert.equal(parseTopic(topicOf(ADDRESS, channel)), { address: ADDRESS, channel });
});

const FOREIGN = [
	...["", "shogo/1/", "shogo/1/a/b/c", "shogo/1/a/b/c/cmd/", "shogo/1/a/b/c/d/cmd", "/shogo/1/a/b/c/cmd"],
	...["shogo/2/a/b/c/cmd", "shogo/1/a/b/c/logs", "shogo/1/a/b/c/CMD", "shogo/1/a/b/c/cmd\n"],
	...["shogo/1//b/c/cmd", "shogo/1/a/+/c/cmd", "shogo/1/a/b/#/cmd", "shogo/1/A/b/c/cmd"],
	...[`shogo/1/${"a".repeat(17)}/b/c/cmd`],
];

for (const text of FOREIGN) {
	test(`${JSON.stringify(text)} is no topic of ours`, () => {
		assert.is(parseTopic(text), undefined);
	});
}

test("a topic is not made of labels that are none", () => {
	for (const label of ["", "Tokyo", "a/b", "+", "#", "a".repeat(17)])
		assert.throws(() => topicOf({ ...ADDRESS, unit: label }, "cmd"), /not a label/);
});

test.run();
