/** Whatever a document of the project points to is there: files, pictures, headings. */
import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { basename, dirname, join, normalize } from "node:path";
import { suite } from "uvu";
import * as assert from "uvu/assert";

const test = suite("links");

const documents = execFileSync("git", ["ls-files", "-z", "*.md"], { encoding: "utf8" })
	.split("\0")
	.filter((path) => path !== "" && existsSync(path));
const LINK = /\]\(([^()\s]+)\)/g;
/** From the project's root, in the first folder that holds sources. */
const SOURCE =
	/`((?:modules|terminal|host-sim|hal|test|docs)\/[\w/.-]+\.(?:ts|mjs|c|cddl|sql|json|txt|conf|md))`/g;
/** ID.txt: any of them. */
const STANDS_FOR_OTHERS = /\/[A-Z]+\.txt$/;
const ELSEWHERE = /^(https?|mailto):/;

test("every relative link and picture of a document leads somewhere", () => {
	const dead: string[] = [];
	let checked = 0;
	for (const path of documents) {
		for (const [, target] of proseOf(path).matchAll(LINK)) {
			if (ELSEWHERE.test(target)) continue;
			checked++;
			if (!leadsSomewhere(path, target)) dead.push(`${path}: ${target}`);
		}
	}
	assert.equal(dead, []);
	assert.ok(checked > 50, `${checked} links checked`);
});

test("every source file that a document names is there", () => {
	const gone = documents.flatMap((path) =>
		[...readFileSync(path, "utf8").matchAll(SOURCE)]
			.map(([, named]) => named)
			.filter((named) => !existsSync(named) && !STANDS_FOR_OTHERS.test(named))
			.map((named) => `${path}: ${named}`),
	);
	assert.equal(gone, []);
});

test("a document in two languages names the other one", () => {
	const pairs = documents.filter((path) => path.endsWith(".ja.md"));
	assert.ok(pairs.length > 0);
	for (const japanese of pairs) {
		const english = japanese.replace(".ja.md", ".md");
		assert.ok(existsSync(english), `${japanese} without ${english}`);
		for (const [path, other] of [
			[japanese, english],
			[english, japanese],
		])
			assert.match(proseOf(path), `](${basename(other)})`, path);
	}
});

test("a link to nowhere would be found", () => {
	assert.is(leadsSomewhere("README.md", "docs/nowhere.md"), false);
	assert.is(leadsSomewhere("docs/unit.md", "#no-such-heading"), false);
	assert.is(leadsSomewhere("docs/unit.md", "#lights-and-beeps"), true);
});

test.run();

/** Without blocks of code, whose brackets are no links. */
function proseOf(path: string): string {
	return readFileSync(path, "utf8").replace(/^(```|~~~)[\s\S]*?^\1/gm, "");
}

function leadsSomewhere(from: string, target: string): boolean {
	const [file, heading] = target.split("#");
	const path = file === "" ? from : normalize(join(dirname(from), file));
	if (!existsSync(path)) return false;
	return heading === undefined || anchorsOf(path).includes(decodeURIComponent(heading));
}

/** As the usual viewers make them: lower case, no punctuation, hyphens for spaces. */
function anchorsOf(path: string): readonly string[] {
	return [...proseOf(path).matchAll(/^#+ (.*)$/gm)].map(([, title]) =>
		title
			.toLowerCase()
			.replace(/[^\p{Letter}\p{Number}\p{Mark} _-]/gu, "")
			.replaceAll(" ", "-"),
	);
}
