import { test } from "uvu";
import * as assert from "uvu/assert";
import { parseDayOptions } from "../../host-sim/day/options.js";
import { iris } from "../../modules/modality/iris/iris.js";
import { palmVein } from "../../modules/modality/palm-vein/palm-vein.js";

function reasonFor(...words: string[]): string {
	const parsed = parseDayOptions(words);
	return parsed.kind === "refused" ? parsed.reason : parsed.kind;
}

test("without words the day runs in XS on synthetic hands, in text, and stays", () => {
	const options = {
		ending: "stay",
		output: "text",
		page: "served",
		port: 0,
		brokerUrl: undefined,
		engine: "xs",
		trait: palmVein,
		imagesFolder: undefined,
		ledgerFolder: undefined,
		view: "hand",
		seed: 1,
	};
	assert.equal(parseDayOptions([]), { kind: "options", options });
});

test("of an iris the camera sees the eye", () => {
	const parsed = parseDayOptions(["--modality", "iris"]);
	assert.is(parsed.kind === "options" && parsed.options.trait, iris);
	assert.is(parsed.kind === "options" && parsed.options.view, "eye");
});

test("of both the camera sees what is asked for, and no folder holds both", () => {
	const parsed = parseDayOptions(["--modality", "both", "--view", "palm"]);
	assert.is(parsed.kind === "options" && parsed.options.trait, "both");
	assert.is(parsed.kind === "options" && parsed.options.view, "palm");
});

test("every word is understood", () => {
	const words =
		"--once --json --broker mqtt://10.0.0.1:1884 --engine node --images palms --view palm --seed 42".split(
			" ",
		);
	const options = {
		ending: "once",
		output: "json",
		page: "none",
		port: 0,
		brokerUrl: "mqtt://10.0.0.1:1884",
		engine: "node",
		trait: palmVein,
		imagesFolder: "palms",
		ledgerFolder: undefined,
		view: "palm",
		seed: 42,
	};
	assert.equal(parseDayOptions(words), { kind: "options", options });
});

test("the page has a port of one's own choice, or is left out", () => {
	const [chosen, without] = [["--port", "8080"], ["--no-page"]].map((words) => parseDayOptions(words));
	assert.is(chosen.kind === "options" && `${chosen.options.page} ${chosen.options.port}`, "served 8080");
	assert.is(without.kind === "options" && without.options.page, "none");
	assert.match(reasonFor("--port", "65536"), /^--port 65536: expected/);
	assert.match(reasonFor("--port", "-1"), /--port/);
});

test("the ledger is kept in a folder of one's own where there is a page", () => {
	const kept = parseDayOptions(["--ledger", "books"]);
	assert.is(kept.kind === "options" && kept.options.ledgerFolder, "books");
	assert.match(reasonFor("--ledger", ""), /^--ledger: expected a folder/);
	assert.match(reasonFor("--ledger", "books", "--no-page"), /^--ledger: /);
});

test("help is help, whatever else is asked for", () => {
	assert.is(reasonFor("--help", "--once"), "help");
	assert.is(reasonFor("-h"), "help");
});

test("every wrong word is refused in one line that names it", () => {
	for (const [words, named] of [
		[["--onec"], "--onec"],
		[["folder"], "folder"],
		[["--engine", "v8"], "--engine v8"],
		[["--engine"], "--engine"],
		[["--broker", "localhost"], "--broker localhost"],
		[["--broker", "http://localhost:1883"], "--broker http://localhost:1883"],
		[["--broker", "mqtt://"], "--broker mqtt://"],
		[["--images", ""], "--images"],
		[["--modality", "voice"], "--modality voice"],
		[["--modality", "both", "--view", "eye"], "--view eye"],
		[["--modality", "both", "--images", "palms"], "--modality both"],
		[["--modality", "iris", "--view", "palm"], "--view palm"],
		[["--images"], "--images"],
		[["--view", "face"], "--view face"],
		[["--seed", "-1"], "--seed"],
		[["--seed", "1.5"], "--seed 1.5"],
		[["--seed", "ten"], "--seed ten"],
		[["--seed", "99999999999"], "--seed 99999999999"],
		[["--once=yes"], "--once"],
	] as const) {
		const reason = reasonFor(...words);
		assert.ok(reason.includes(named), `${words.join(" ")}: ${reason}`);
		assert.not.match(reason, /\n/);
	}
});

test.run();
