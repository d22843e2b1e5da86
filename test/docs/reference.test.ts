/**
 * docs/reference.md and reference.ja.md beside what the commands say of themselves. After a change of a help
 * text `node --import tsx test/docs/reference.test.ts --write` copies it into the English page; options of
 * the Japanese one are written by hand.
 */
import { spawnSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { suite } from "uvu";
import * as assert from "uvu/assert";

interface Help {
	readonly name: string;
	readonly text: string;
	/** As the command parses them. */
	readonly options: readonly string[];
}

const ENGLISH = "docs/reference.md";
const JAPANESE = "docs/reference.ja.md";
const HELP_BLOCK = /```text\n([\s\S]*?)\n```/;
/** They pass their words on to other programs. */
const WITHOUT_HELP = ["npm test", "npm run lint", "npm run format"];
/** Explained once: for all commands, and for all that speak to a unit. */
const EVERYWHERE = ["json", "help"];
const COMMON = ["office", "broker", "ca", "cert", "key"];
const OF_TERMINAL = "npm run -s terminal -- ";

const helps = askEveryCommand();
if (process.argv.includes("--write")) copyHelpTexts();

const test = suite("reference");

test("asking finds every script of package.json that has a help", () => {
	const described: { readonly scripts: Readonly<Record<string, string>> } = JSON.parse(
		readFileSync("package.json", "utf8"),
	);
	const spoken = (name: string) => `npm run ${["terminal", "engine"].includes(name) ? "-s " : ""}${name}`;
	const names = Object.keys(described.scripts).map((name) =>
		["start", "test"].includes(name) ? `npm ${name}` : spoken(name),
	);
	const asked = helps.map(({ name }) => name).filter((name) => !name.startsWith(OF_TERMINAL));
	assert.equal([...names].sort(), [...asked, ...WITHOUT_HELP].sort());
});

test("a help text explains exactly the options that its command takes", () => {
	for (const { name, text, options } of helps) {
		const explained = optionsOfHelp(text).filter((option) => !EVERYWHERE.includes(option));
		const taken = options.filter((option) => !EVERYWHERE.includes(option));
		assert.equal([...explained].sort(), [...taken].sort(), name);
	}
});

for (const path of [ENGLISH, JAPANESE]) {
	test(`${path} has one section for each command, and none for anything else`, () => {
		const expected = [...helps.map(({ name }) => name), ...WITHOUT_HELP];
		assert.equal([...sectionsOf(path).keys()].sort(), expected.sort());
		assert.is(readFileSync(path, "utf8").match(/^### /gm)?.length, expected.length);
	});
}

test("the English reference has every help text word for word", () => {
	const sections = sectionsOf(ENGLISH);
	for (const { name, text } of helps) {
		const [, shown] = HELP_BLOCK.exec(sections.get(name) ?? "") ?? [];
		assert.is(shown, text, `${name}: run this test with --write`);
	}
});

test("the Japanese reference explains exactly the options that a command takes", () => {
	const sections = sectionsOf(JAPANESE);
	for (const { name, options } of helps) {
		const elsewhere = name.startsWith(OF_TERMINAL) ? [...EVERYWHERE, ...COMMON] : EVERYWHERE;
		const taken = options.filter((option) => !elsewhere.includes(option));
		assert.equal(optionsOfTable(sections.get(name) ?? "").sort(), [...taken].sort(), name);
	}
	const [beforeTerminal] = readFileSync(JAPANESE, "utf8").split("### npm run -s terminal");
	assert.equal(optionsOfTable(beforeTerminal.slice(beforeTerminal.lastIndexOf("\n## "))), COMMON);
});

test.run();

function askEveryCommand(): readonly Help[] {
	const { status, stdout, stderr } = spawnSync(
		process.execPath,
		["--import", "tsx", "test/docs/help-process.ts"],
		{ encoding: "utf8", maxBuffer: 1 << 24 },
	);
	if (status !== 0) throw new Error(stderr);
	return stdout
		.trim()
		.split("\n")
		.map((line): Help => JSON.parse(line));
}

/** Heading -> what stands under it. */
function sectionsOf(path: string): ReadonlyMap<string, string> {
	const sections = readFileSync(path, "utf8")
		.split(/^(?=#{2,3} )/m)
		.filter((section) => section.startsWith("### "));
	return new Map(sections.map((section) => [section.split("\n", 1)[0].slice("### ".length), section]));
}

/** What stands before the explanation, in a synopsis or at the beginning of a line. */
function optionsOfHelp(text: string): string[] {
	const places = text.split("\n").flatMap((line) => {
		if (/^npm (run|start)/.test(line)) return [line];
		return /^ {2}--/.test(line) ? [line.trim().split("  ")[0]] : [];
	});
	return namesIn(places.join(" "));
}

/** First column of the tables. */
function optionsOfTable(section: string): string[] {
	const cells = [...section.matchAll(/^\| `(--[^`]*)` \|/gm)].map(([, cell]) => cell);
	return namesIn(cells.join(" "));
}

function namesIn(text: string): string[] {
	return [...new Set([...text.matchAll(/--([a-z][a-z-]*)/g)].map(([, name]) => name))];
}

function copyHelpTexts(): void {
	let page = readFileSync(ENGLISH, "utf8");
	for (const [name, section] of sectionsOf(ENGLISH)) {
		const help = helps.find((one) => one.name === name);
		if (help !== undefined)
			page = page.replace(section, () =>
				section.replace(HELP_BLOCK, () => `\`\`\`text\n${help.text}\n\`\`\``),
			);
	}
	writeFileSync(ENGLISH, page);
}
