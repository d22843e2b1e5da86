/** Every row of the threat model names what shows it, and that is there. */
import { existsSync, readFileSync } from "node:fs";
import { suite } from "uvu";
import * as assert from "uvu/assert";

const test = suite("threat model");

const text = readFileSync("docs/threat-model.md", "utf8");
const scripts: unknown = JSON.parse(readFileSync("package.json", "utf8")).scripts;

interface Row {
	readonly attempt: string;
	readonly outcome: string;
	readonly shownBy: string;
}

/** Of the tables whose last column says what shows a row. */
function rowsOf(document: string): Row[] {
	const rows: Row[] = [];
	let isShown = false;
	for (const line of document.split("\n")) {
		if (!line.startsWith("|")) isShown = false;
		const cells = line
			.split("|")
			.slice(1, -1)
			.map((cell) => cell.trim());
		const [attempt, outcome, shownBy] = [cells[0], cells.at(-2), cells.at(-1)];
		if (attempt === undefined || outcome === undefined || shownBy === undefined) continue;
		if (shownBy === "shown by") isShown = true;
		else if (isShown && !/^-+$/.test(shownBy)) rows.push({ attempt, outcome, shownBy });
	}
	return rows;
}

const rows = rowsOf(text);

/** Where a row is not defended it says so in both columns. */
function faultOf({ attempt, outcome, shownBy }: Row): string | undefined {
	const named = [...shownBy.matchAll(/\btest\/[\w-]+\/[\w-]+/g)].map(([path]) => path);
	const gone = named.find((path) => !existsSync(`${path}.test.ts`));
	if (gone !== undefined) return `${attempt}: there is no ${gone}.test.ts`;
	const commands = [...shownBy.matchAll(/npm run ([\w:-]+)/g)].map(([, name]) => name);
	const lost = commands.find((name) => typeof scripts !== "object" || !Reflect.has(scripts ?? {}, name));
	if (lost !== undefined) return `${attempt}: there is no npm run ${lost}`;
	if (named.length + commands.length > 0) return undefined;
	const isPlain = shownBy.startsWith("not defended") && /\*\*(he|it) can/.test(outcome);
	return isPlain ? undefined : `${attempt}: nothing shows it`;
}

test("every row names a test or a command that exists, or says plainly that it is not defended", () => {
	assert.ok(rows.length > 50, `${rows.length} rows`);
	assert.equal(
		rows.map(faultOf).filter((fault) => fault !== undefined),
		[],
	);
});

test("a row that names nothing, or what is not there, is found", () => {
	const fault = (shownBy: string) => faultOf({ attempt: "to try", outcome: "refused", shownBy }) ?? "none";
	assert.is(fault("test/unit/lockout, `npm run forge`"), "none");
	assert.match(fault("test/unit/nothing"), /no test\/unit\/nothing/);
	assert.match(fault("`npm run nothing`"), /no npm run nothing/);
	assert.match(fault("not defended"), /nothing shows it/);
});

test.run();
