/** An office's own say about its ledger: what is wrong in the file is said with its place. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { configMistake, DEFAULT_CONFIG, readConfig } from "../../terminal/ledger/config.js";

const folder = mkdtempSync(join(tmpdir(), "shogo-config-"));
const path = join(folder, "ledger.json");

function mistakeIn(text: string): string {
	writeFileSync(path, text);
	const read = readConfig(path);
	return read.kind === "mistaken" ? configMistake(read).replace(path, "") : "taken";
}

test("without a file, and with an empty object, the defaults hold", () => {
	assert.equal(readConfig(join(folder, "none.json")), { kind: "read", config: DEFAULT_CONFIG });
	writeFileSync(path, "{}");
	assert.equal(readConfig(path), { kind: "read", config: DEFAULT_CONFIG });
});

test("what the file says holds, and the rest stays", () => {
	const usageColumns = [
		{ field: "operator", ja: "氏名" },
		{ field: "blank", ja: "備考", en: "Notes" },
	];
	const hours = { from: "09:00", to: "18:30" };
	writeFileSync(path, JSON.stringify({ usageColumns, hours, purposes: { 7: { ja: "検索" } } }));
	const read = readConfig(path);
	if (read.kind !== "read") throw new Error(configMistake(read));
	const { config } = read;
	assert.equal(config.usageColumns[0], { field: "operator", ja: "氏名", en: "氏名" });
	assert.equal([config.opensAt, config.closesAt], [540, 1110]);
	assert.equal([...config.purposes.keys()], [7, 255]);
	assert.equal(config.thresholds, DEFAULT_CONFIG.thresholds);
});

test("each mistake is named with its line, its column, its field and what to do", () => {
	const cases: readonly (readonly [text: string, at: string])[] = [
		["{", ":1:2: } is missing at the end"],
		['{\n  "ofice": "x"\n}', ":2:12, ofice: there is no such field"],
		['{"office": 5}', ":1:12, office: a text in quotation marks is needed"],
		['{"office": "a", "office": "b"}', ':1:25: "office" is there twice'],
		['{"usageColumns": []}', ":1:18, usageColumns: a list [ ] with something in it is needed"],
		['{"usageColumns": [{"field": "soul", "ja": "x"}]}', ':1:29, usageColumns[0].field: "soul" is none of'],
		['{"usageColumns": [{"field": "date"}]}', ':1:19, usageColumns[0]: "ja" is missing'],
		['{"hours": {"from": "8:30"}}', ':1:20, hours.from: a time like "08:30" is needed'],
		['{"hours": {"from": "18:00", "to": "09:00"}}', ":1:11, hours: the hours end before they begin"],
		['{"purposes": {"255": {"ja": "x"}}}', ":1:22, purposes.255: a purpose code is a number from 0 to 254"],
		['{"retentionYears": 6}', ":1:20, retentionYears: a whole number from 7 to 100 is needed"],
		['{"thresholds": {"failures": 1.5}}', ":1:29, thresholds.failures: a whole number from 1 to 100"],
		["{} x", ":1:4: something follows the end"],
	];
	for (const [text, at] of cases) {
		const said = mistakeIn(text);
		assert.ok(said.startsWith(at), `${text}\n${said}`);
		assert.match(said, /Correct it and start again/);
	}
});

test.after(() => rmSync(folder, { recursive: true }));
test.run();
