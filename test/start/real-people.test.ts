import { mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import type { Person, Visit } from "../../host-sim/day/people.js";
import { findRealPeople } from "../../host-sim/day/real-people.js";
import type { GreyImage } from "../../host-sim/images/grey-image.js";
import { writeGreyImage } from "../../host-sim/images/image-file.js";
import { addBadImages, addPerson, makeFolder } from "./hands-folder.js";

const test = suite<{ folder: string }>("real people", { folder: "" });
test.before.each((context) => {
	context.folder = makeFolder();
});
test.after.each(({ folder }) => rmSync(folder, { recursive: true }));

function seen(person: Person, purpose: Visit["purpose"], movement: number): GreyImage {
	return person.see({ purpose, number: 0, condition: "good" }, movement, "on");
}

test("three of the persons are chosen, and the seed decides which", ({ folder }) => {
	for (const name of ["a", "b", "c", "d", "e", "f", "g", "h"]) addPerson(folder, name);
	const chosen = [1, 2, 3, 4, 1].map((seed) => {
		const found = findRealPeople(folder, seed);
		return found.kind === "people" ? found.people.persons.map(({ id }) => id).join("") : found.reason;
	});
	assert.is(chosen[0].length, 3);
	assert.is(chosen[0], chosen[4]);
	assert.ok(new Set(chosen).size > 1, chosen.join(" "));
});

test("enrolment shows the first session's pictures in turn, later visits only later ones", ({ folder }) => {
	for (const name of ["a", "b", "c"]) addPerson(folder, name, 4);
	const found = findRealPeople(folder, 1);
	if (found.kind === "refused") return assert.unreachable(found.reason);
	const [person] = found.people.persons;
	assert.is(person.enrolSamples, 4);
	const shown = (purpose: "enrol" | "probe") =>
		[0, 1, 2, 3, 4].map((movement) => seen(person, purpose, movement).data[0]);
	assert.equal(shown("enrol"), [17, 18, 19, 20, 17]);
	assert.equal(shown("probe"), [33, 34, 35, 36, 33]);
});

test("whole hands are taken too: of three pictures two enrol, and the third is another one", ({ folder }) => {
	const sizes = [
		[320, 240],
		[640, 480],
		[128, 128],
	] as const;
	for (const [index, [width, height]] of sizes.entries()) {
		mkdirSync(join(folder, `person ${index}`));
		for (const sample of [0, 1, 2]) {
			const data = new Uint8Array(width * height).fill(sample);
			writeGreyImage(join(folder, `person ${index}`, `${sample}.png`), { width, height, data });
		}
	}
	const found = findRealPeople(folder, 1);
	if (found.kind === "refused") return assert.unreachable(found.reason);
	for (const person of found.people.persons) {
		assert.is(person.enrolSamples, 3);
		assert.equal(person.pictures, { enrol: 2, probe: 1 });
		const shown = (purpose: Visit["purpose"]) =>
			[0, 1, 2].map((movement) => seen(person, purpose, movement).data[0]);
		assert.equal(shown("enrol"), [0, 1, 0]);
		assert.equal(shown("probe"), [2, 2, 2]);
	}
});

test("two pictures of somebody are too few", ({ folder }) => {
	for (const name of ["a", "b", "c"]) addPerson(folder, name, 1);
	const found = findRealPeople(folder, 1);
	if (found.kind === "people") return assert.unreachable();
	assert.ok(found.leftOut.includes("a: 2 usable images; expected are 2 to enrol with and one more"));
});

test("every kind of bad image is named with its reason, and the rest goes on", ({ folder }) => {
	for (const name of ["a", "b", "c"]) addPerson(folder, name);
	const bad = addBadImages(folder, "odd");
	const found = findRealPeople(folder, 1);
	if (found.kind === "refused") return assert.unreachable(found.reason);
	assert.equal(found.people.persons.map(({ id }) => id).sort(), ["a", "b", "c"]);
	for (const [file, word] of bad) {
		const named = found.people.leftOut.filter((sentence) => sentence.includes(file));
		assert.is(named.length, 1, `${file}: ${found.people.leftOut.join("\n")}`);
		assert.ok(named[0].includes(word), named[0]);
	}
	assert.ok(found.people.leftOut.some((sentence) => sentence.startsWith("odd: 1 usable image")));
});

test("fewer than three usable persons end it, with everything that was left out", ({ folder }) => {
	addPerson(folder, "a");
	addPerson(folder, "b");
	addBadImages(folder, "odd");
	const found = findRealPeople(folder, 1);
	if (found.kind === "people") return assert.unreachable();
	assert.match(found.reason, /2 usable persons; the day needs 3/);
	assert.is(found.leftOut.length, 10);
});

test("a folder that is not there says what was expected", () => {
	const found = findRealPeople("/nowhere/at/all", 1);
	assert.is(found.kind, "refused");
	if (found.kind === "refused") assert.match(found.reason, /no such folder/);
});

test.run();
