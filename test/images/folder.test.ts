import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { test } from "uvu";
import * as assert from "uvu/assert";
import type { ImageFolder } from "../../host-sim/images/folder.js";
import { openImageFolder } from "../../host-sim/images/folder.js";
import { writeGreyImage } from "../../host-sim/images/image-file.js";

const HEADER = "id\tmodality\tcls\tsession\tsample\twidth\theight\tpath\n";

let root = "";
test.before.each(() => {
	root = mkdtempSync(join(tmpdir(), "folder-"));
});
test.after.each(() => rmSync(root, { recursive: true }));

/** A grey picture of one level below the test's folder; makes the folders on the way. */
function picture(path: string, level: number): void {
	const file = join(root, path);
	mkdirSync(dirname(file), { recursive: true });
	writeGreyImage(file, { width: 8, height: 6, data: new Uint8Array(48).fill(level) });
}

function row(id: string, person: string, session: number, sample: number, path: string): string {
	return `${id}\tpalm-roi\t${person}\t${session}\t${sample}\t8\t6\t${path}\n`;
}

function opened(path: string): ImageFolder {
	const result = openImageFolder(join(root, path));
	if (result.kind === "refused") throw new Error(result.reason);
	return result.folder;
}

function reasonFor(path: string): string {
	const result = openImageFolder(join(root, path));
	return result.kind === "refused" ? result.reason : "opened";
}

/** person/session/sample of everything in order. */
function outline(folder: ImageFolder): string[] {
	return folder.persons.flatMap((person) =>
		person.sessions.flatMap((session) => session.samples.map((s) => `${person.id}/${session.id}/${s.id}`)),
	);
}

test("a manifest is found by its own name, beside its folder, inside it and alone in the parent", () => {
	picture("set/a.png", 10);
	writeFileSync(join(root, "set.tsv"), HEADER + row("x", "ann", 1, 0, "set/a.png"));
	for (const path of ["set.tsv", "set", "set/", "."]) assert.equal(outline(opened(path)), ["ann/1/0"], path);
	writeFileSync(join(root, "set", "other.tsv"), HEADER + row("x", "bob", 1, 0, "a.png"));
	assert.equal(outline(opened("set")), ["bob/1/0"], "inside comes before beside");
});

test("persons, sessions and samples come in natural order whatever the manifest's order", () => {
	for (const name of ["a", "b", "c", "d"]) picture(`set/${name}.png`, 1);
	const rows = [
		row("1", "p10", 1, 1, "set/a.png"),
		row("2", "p9", 2, 10, "set/b.png"),
		row("3", "p9", 2, 9, "set/c.png"),
		row("4", "p9", 1, 1, "set/d.png"),
	];
	writeFileSync(join(root, "set.tsv"), `\uFEFF${HEADER}${rows.join("")}`.replaceAll("\n", "\r\n"));
	assert.equal(outline(opened("set.tsv")), ["p9/1/1", "p9/2/9", "p9/2/10", "p10/1/1"]);
});

test("one subfolder a person, and subfolders in it as sessions, need no manifest", () => {
	picture("hands/ann/1.png", 1);
	picture("hands/ann/2.pgm", 2);
	picture("hands/bob/monday/1.png", 3);
	picture("hands/bob/tuesday/1.png", 4);
	writeFileSync(join(root, "hands/ann/notes.txt"), "not an image");
	writeFileSync(join(root, "hands/.hidden"), "");
	const folder = opened("hands");
	assert.equal(outline(folder), ["ann/1/1", "ann/1/2", "bob/monday/1", "bob/tuesday/1"]);
	assert.equal(folder.refused, []);
});

test("pixels are read when a sample is loaded, and may be refused then", () => {
	picture("hands/ann/1.png", 200);
	const sample = opened("hands").persons[0].sessions[0].samples[0];
	assert.equal([sample.width, sample.height, sample.modality], [8, 6, undefined]);
	picture("hands/ann/1.png", 77);
	const read = sample.load();
	assert.is(read.kind === "image" && read.image.data[0], 77);
	rmSync(sample.file);
	assert.equal(sample.load(), { kind: "refused", file: sample.file, reason: "no such file" });
});

test("unusable files and lines are listed with their reasons and the rest is kept", () => {
	picture("set/good.png", 1);
	writeFileSync(join(root, "set/bad.png"), "GIF89a");
	const rows = [
		row("1", "ann", 1, 0, "set/good.png"),
		row("2", "ann", 1, 1, "set/bad.png"),
		row("3", "ann", 1, 2, "set/absent.png"),
		row("4", "ann", 1, 3, "set/good.png").replace("\t8\t", "\t9\t"),
		row("5", "ann", 1, 4, "set/good.png").replace("palm-roi", "ear"),
		row("1", "ann", 1, 5, "set/good.png"),
		"6\tpalm\n",
		row("7", "ann", 1, 7, "set/good.png").replace("\t6\t", "\ttall\t"),
		row("8", "", 1, 8, "set/good.png"),
	];
	writeFileSync(join(root, "set.tsv"), HEADER + rows.join(""));
	const folder = opened("set.tsv");
	assert.equal(outline(folder), ["ann/1/0"]);
	const told = folder.refused.map(({ file, reason }) => `${file.slice(root.length + 1)}: ${reason}`);
	assert.equal(told.sort(), [
		"set.tsv line 10: the field cls is empty",
		"set.tsv line 6: modality ear is none of palm-roi, palm, iris",
		"set.tsv line 8: 2 fields instead of 8",
		"set.tsv line 9: size 8xtall is not two whole numbers",
		"set/absent.png: no such file",
		"set/bad.png: neither PNG nor PGM",
		"set/good.png: 8x6 pixels; 9x6 was expected",
		"set/good.png: id 1 stands there twice",
	]);
});

test("a parent of several manifests asks for one of them by name", () => {
	for (const name of ["one", "two"]) {
		picture(`${name}/a.png`, 1);
		writeFileSync(join(root, `${name}.tsv`), HEADER + row("x", "ann", 1, 0, `${name}/a.png`));
	}
	const files = `${join(root, "one.tsv")}, ${join(root, "two.tsv")}`;
	assert.is(reasonFor("."), `${root}: several manifests; name one of ${files}`);
	assert.equal(outline(opened("two")), ["ann/1/0"]);
});

test("a missing, empty or senseless folder says what was expected", () => {
	assert.match(reasonFor("absent"), /absent: no such folder; expected is a folder with a manifest/);
	mkdirSync(join(root, "empty"));
	assert.match(reasonFor("empty"), /empty: no usable image; expected is /);
	picture("flat/a.png", 1);
	assert.match(reasonFor("flat"), /flat: no usable image; expected is /);
	assert.match(reasonFor("flat/a.png"), /a\.png: a file, not a folder; expected is /);
	mkdirSync(join(root, "wrong/ann"), { recursive: true });
	writeFileSync(join(root, "wrong/ann/a.png"), "x");
	assert.match(reasonFor("wrong"), /no usable image \(1 refused, first .*a\.png: neither PNG nor PGM\); /);
	writeFileSync(join(root, "table.tsv"), "name\tage\n");
	assert.match(reasonFor("table.tsv"), /table\.tsv: not a manifest, its first line lacks the column id, /);
});

test.run();
