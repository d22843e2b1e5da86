import { execFileSync } from "node:child_process";
import { existsSync, readFileSync, statSync } from "node:fs";
import { test } from "uvu";
import * as assert from "uvu/assert";
import type { Source } from "./check.js";
import { checks, complaintsAbout } from "./style.js";
import { accepted, alsoRefused, refused } from "./style-fixtures.js";

const FOLDERS = [".ci", "docs", "hal", "host-sim", "modules", "terminal", "test"];

/** Files under version control, and new ones that nobody told git to ignore. */
function projectFiles(): string[] {
	const listed = execFileSync("git", ["ls-files", "-z", "--cached", "--others", "--exclude-standard"], {
		encoding: "utf8",
	});
	return listed.split("\0").filter((path) => path !== "" && existsSync(path) && statSync(path).isFile());
}

function projectSources(): Source[] {
	return projectFiles()
		.filter((path) => !path.startsWith("test/illegal/"))
		.map((path) => ({ path, text: readFileSync(path, "utf8") }))
		.filter(({ text }) => !text.includes("\0"));
}

/** The names of the checks that complain, without repetition. */
function complainers(source: Source): string[] {
	return [...new Set(complaintsAbout(source).map((line) => line.split(" ")[1].replace(":", "")))];
}

test("every check has a source that it alone refuses", () => {
	for (const name of Object.keys(checks)) {
		assert.ok(name in refused, `${name} has no fixture`);
		assert.equal(complainers(refused[name]), [name]);
	}
	for (const [name, source] of alsoRefused) assert.equal(complainers(source), [name], source.text);
});

test("what only looks like an offence is accepted", () => {
	for (const source of accepted) assert.equal(complaintsAbout(source), []);
});

test("the project's files keep to the style", () => {
	const sources = projectSources();
	assert.ok(
		sources.some(({ path }) => path === "modules/bytes/bytes.ts"),
		"nothing was read",
	);
	const complaints = sources.flatMap(complaintsAbout);
	for (const complaint of complaints) console.log(complaint);
	assert.is(complaints.length, 0);
});

test("nothing but the agreed folders lies at the top", () => {
	const folders = projectFiles().flatMap((path) => (path.includes("/") ? [path.split("/")[0]] : []));
	const strangers = [...new Set(folders)].filter((folder) => !FOLDERS.includes(folder));
	assert.equal(strangers, []);
});

test.run();
