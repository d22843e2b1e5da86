import { test } from "uvu";
import * as assert from "uvu/assert";
import type { DayEvent } from "../../host-sim/day/events.js";
import { jsonReporter } from "../../host-sim/day/json-report.js";
import { type Screen, textReporter } from "../../host-sim/day/text-report.js";

const ESCAPE = "\x1b";
const RED = `${ESCAPE}[31m`;
const TITLE = { ja: "題", en: "title" };
const STEP: readonly DayEvent[] = [
	{ event: "step", step: 1, steps: 8, title: TITLE },
	{ event: "stage", stage: "camera", note: "1" },
	{ event: "stage", stage: "camera", note: "2" },
	{ event: "hint", hint: "present", detail: { ja: "手", en: "hand" } },
	{ event: "hint", hint: "present", detail: { ja: "手", en: "hand" } },
	{ event: "stage", stage: "unit", note: "" },
	{ event: "stage", stage: "broker", note: "280B" },
	{
		event: "outcome",
		step: 1,
		stepMs: 1234,
		expected: "accepted",
		actual: "refused:mismatch",
		met: false,
		detail: { ja: "否", en: "no" },
	},
];
const SUMMARY: DayEvent = {
	event: "summary",
	engine: "xs",
	expected: 8,
	met: 8,
	peakHeapBytes: 100_000,
	wallMs: 9000,
};

function shown(events: readonly DayEvent[], screen: Omit<Screen, "write">): string {
	let text = "";
	const reporter = textReporter({
		...screen,
		write: (more) => {
			text += more;
		},
	});
	for (const event of events) reporter.report(event, 0);
	return text;
}

test("in a file the line is written once a step, complete, and a hint once however often it comes", () => {
	const text = shown(STEP, { kind: "file", colour: "plain" });
	assert.is(
		text.match(/● カメラ camera 2 ─▶ ● 装置 unit ─▶ ● 仲介 broker 280B ─▶ ● 端末 terminal/g)?.length,
		1,
	);
	assert.is(text.match(/手 \/ hand/g)?.length, 1);
	assert.match(text, /\[1\/8\] 題 \/ title/);
	assert.match(text, /✘ 否 \/ no {2}refused:mismatch {2}\(期待 expected: accepted\) {2}1\.23 s/);
	assert.not.ok(text.includes(ESCAPE) || text.includes("\r"));
});

test("a hand presented again shows the refusal before, and small sets say how few pictures they have", () => {
	const again: DayEvent = {
		event: "again",
		presentation: 2,
		presentations: 3,
		actual: "refused:mismatch",
		detail: { ja: "否", en: "no" },
	};
	const pictures: DayEvent = { event: "enrol-pictures", pictures: 2, samples: 3 };
	const text = shown([...STEP.slice(0, -1), again, pictures, ...STEP.slice(1)], {
		kind: "file",
		colour: "plain",
	});
	assert.match(text, /✘ 否 \/ no {2}refused:mismatch {2}もう一度 2\/3 \/ once more, 2\/3/);
	assert.match(text, /2枚から3回読み取り \/ 3 samples of 2 different images/);
	assert.is(
		text.match(/● カメラ camera 2 ─▶ ● 装置 unit ─▶ ● 仲介 broker 280B ─▶ ● 端末 terminal/g)?.length,
		2,
	);
	assert.is(text.match(/手 \/ hand/g)?.length, 2);
});

test("on a terminal the line is redrawn in place as the palm's answer travels", () => {
	const text = shown(STEP, { kind: "tty", colour: "plain" });
	const drawn = text.split("\r").filter((part) => part.includes("カメラ"));
	assert.ok(drawn.length > 4, text);
	assert.match(drawn[0], /● カメラ camera 1 ─▶ ○ 装置 unit/);
	assert.not.ok(text.includes(RED));
});

test("colour is used only when asked for", () => {
	assert.ok(shown(STEP, { kind: "tty", colour: "colour" }).includes(RED));
	assert.not.ok(shown([...STEP, SUMMARY], { kind: "file", colour: "plain" }).includes(ESCAPE));
});

test("JSON is one object a line, and the summary is exactly its own fields", () => {
	let text = "";
	const reporter = jsonReporter((more) => {
		text += more;
	});
	for (const event of [...STEP, SUMMARY]) reporter.report(event, 12.7);
	const lines = text.trimEnd().split("\n");
	assert.is(lines.length, STEP.length + 1);
	assert.equal(JSON.parse(lines[0]), { atMs: 13, ...STEP[0] });
	assert.equal(JSON.parse(lines[lines.length - 1]), SUMMARY);
});

test.run();
