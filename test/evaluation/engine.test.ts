import { copyFileSync, truncateSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { CodeCache } from "../../host-sim/evaluation/code-cache.js";
import { LineEngine } from "../../host-sim/evaluation/line-engine.js";
import { writeGreyImage } from "../../host-sim/images/image-file.js";
import { makePalmFolder, type PalmPicture } from "./palms.js";

const folder = makePalmFolder();
const engine = new LineEngine();
const SEED = "5a".repeat(32);

const aiko = [1, 2, 3].map((sample) => folder.draw("aiko", 1, sample));
const aikoLater = folder.draw("aiko", 2, 1);
const ben = [1, 2, 3].map((sample) => folder.draw("ben", 1, sample));
const aikoRecord = enrol({ user: "aiko", images: aiko, seed: SEED });

test.after(() => folder.remove());

test("hello names the modalities and operations", () => {
	const answer = ask({ op: "hello", v: 1 });
	assert.is(answer.get("ok"), true);
	assert.equal(answer.get("modalities"), ["palm-roi", "palm", "iris"]);
	assert.equal(answer.get("ops"), ["hello", "enrol", "verifyBatch", "extract", "compare"]);
});

test("a palm of another day is accepted and another's palm is refused, in the order asked", () => {
	const images = [ben[0], aikoLater, ben[1]];
	const answer = ask({ op: "verifyBatch", user: "aiko", record: aikoRecord, images });
	assert.equal(answer.get("results"), [
		{ ok: true, accept: false },
		{ ok: true, accept: true },
		{ ok: true, accept: false },
	]);
});

test("a record is the unit's own: format 1, palm vein, generation 1, 508 bytes", () => {
	const record = Buffer.from(aikoRecord, "base64");
	assert.equal([...record.subarray(0, 4)], [1, 1, 0, 1]);
	assert.is(record.length, 508);
});

test("the same seed gives the same record, another seed and no seed another", () => {
	assert.is(enrol({ user: "aiko", images: aiko, seed: SEED }), aikoRecord);
	assert.is.not(enrol({ user: "aiko", images: aiko, seed: "other" }), aikoRecord);
	const fresh = enrol({ user: "aiko", images: aiko });
	assert.is.not(enrol({ user: "aiko", images: aiko }), fresh);
});

test("a record opens for no other user", () => {
	const answer = ask({ op: "verifyBatch", user: "ben", record: aikoRecord, images: [aikoLater] });
	assert.equal(answer.get("results"), [{ ok: false, reason: "the record does not open for this user" }]);
});

test("a damaged record opens for nobody", () => {
	const record = Buffer.from(aikoRecord, "base64");
	record[60] ^= 1;
	const answer = ask({
		op: "verifyBatch",
		user: "aiko",
		record: record.toString("base64"),
		images: [aikoLater],
	});
	assert.equal(answer.get("results"), [{ ok: false, reason: "the record does not open for this user" }]);
});

test("an enrolment leaves out the sample that is someone else's, wherever it stands", () => {
	for (const images of [
		[ben[0], ...aiko],
		[...aiko, ben[0]],
	]) {
		const answer = ask({ op: "enrol", user: "aiko", images, seed: SEED });
		assert.is(answer.get("samples"), 3);
		const verified = ask({
			op: "verifyBatch",
			user: "aiko",
			record: answer.get("record"),
			images: [aikoLater, ben[1]],
		});
		assert.equal(verified.get("results"), [
			{ ok: true, accept: true },
			{ ok: true, accept: false },
		]);
	}
});

test("an enrolment of fewer than two samples that agree is refused", () => {
	refused(/1 of 1 pictures usable, 2 needed/, { op: "enrol", user: "a", images: [aiko[0]] });
	refused(/1 agree, 2 needed/, { op: "enrol", user: "a", images: [aiko[0], ben[0]] });
	refused(/no usable image/, { op: "enrol", user: "a", images: [] });
});

test("a black, a white and an even picture are refused with the quality gate's reason", () => {
	for (const [level, reason] of [
		[2, "too-dark"],
		[255, "too-bright"],
		[128, "low-contrast"],
	] as const) {
		const path = join(folder.path, `${level}.png`);
		writeGreyImage(path, { width: 128, height: 128, data: new Uint8Array(128 * 128).fill(level) });
		refused(new RegExp(reason), { op: "extract", image: { path, modality: "palm-roi" } });
	}
});

test("a picture that cannot be read is one result among others and names its file", () => {
	const cut = join(folder.path, "cut.pgm");
	copyFileSync(aiko[0].path, cut);
	truncateSync(cut, 4000);
	const noPicture = join(folder.path, "no-picture.png");
	writeFileSync(noPicture, "hello");
	const images = [
		{ path: "/no/such/file.png", modality: "palm-roi" },
		{ path: cut, modality: "palm-roi" },
		{ path: noPicture, modality: "palm-roi" },
		{ path: folder.path, modality: "palm-roi" },
		{ ...aiko[0], width: 64 },
		{ ...aiko[0], modality: "gait" },
		aikoLater,
	];
	const results = ask({ op: "verifyBatch", user: "aiko", record: aikoRecord, images }).get("results");
	assert.ok(Array.isArray(results));
	const reasons = results.map((result) => String(fields(result).get("reason")));
	assert.match(reasons[0], /^\/no\/such\/file.png: no such file$/);
	assert.match(reasons[1], /cut.pgm: /);
	assert.match(reasons[2], /neither PNG nor PGM/);
	assert.match(reasons[3], /a folder, not an image/);
	assert.match(reasons[4], /128x128 pixels; 64x128 was expected/);
	assert.match(reasons[5], /unknown modality "gait"; known are palm-roi, palm/);
	assert.equal(results[6], { ok: true, accept: true });
});

test("a line that is no request gets one line with a reason", () => {
	const reasons: readonly [string, RegExp][] = [
		["{", /^not JSON: "\{"$/],
		["[]", /^request: a JSON object, not \[\]$/],
		["null", /^request: a JSON object, not null$/],
		["{}", /^unknown op nothing; known are hello/],
		['{"op":"erase"}', /^unknown op "erase"/],
		['{"op":"enrol"}', /^user: text, not nothing$/],
		['{"op":"enrol","user":"a","images":{}}', /^images: a list/],
		['{"op":"enrol","user":"a","images":[1]}', /^images\[0\]: a JSON object, not 1$/],
		['{"op":"extract","image":{"path":"a\\u0000b","modality":"palm"}}', /no file has such a path/],
		['{"op":"extract","image":{"path":"a","modality":"palm","width":1.5,"height":2}}', /whole numbers/],
		['{"op":"extract","image":{"path":"a"}}', /^modality: text/],
		['{"op":"verifyBatch","user":"a","images":[],"record":"?"}', /^record: not base64$/],
		['{"op":"compare","a":"AAAA","b":"AAAA"}', /features of one modality/],
		['{"op":"compare","a":"AQAA","b":"AQAA"}', /features as extract gave them/],
	];
	for (const [line, reason] of reasons) {
		const answer = engine.answer(line);
		assert.is(answer.ok, false, line);
		assert.match(String(fields(answer).get("reason")), reason);
		assert.not.match(JSON.stringify(answer), "\n");
	}
});

test("the development distance is 0 to itself, small to the same palm, large to another", () => {
	const same = distance(aiko[0], aikoLater);
	const other = distance(aiko[0], ben[0]);
	assert.is(distance(aiko[0], aiko[0]), 0);
	assert.ok(same < 0.3, `same palm ${same}`);
	assert.ok(other > 0.38 && other < 0.5, `other palm ${other}`);
});

test("a picture that was replaced is read again, and only so many codes are kept", () => {
	const cache = new CodeCache(2);
	const path = join(folder.path, "changing.pgm");
	copyFileSync(aiko[0].path, path);
	const before = cache.codeOf({ path, modality: "palm-roi" });
	assert.is(codeOf(cache.codeOf({ path, modality: "palm-roi" })), codeOf(before));
	copyFileSync(ben[0].path, path);
	utimesSync(path, 1, 1);
	assert.not.equal(codeOf(cache.codeOf({ path, modality: "palm-roi" })), codeOf(before));
	for (const { path } of [...aiko, ...ben]) cache.codeOf({ path, modality: "palm-roi" });
	assert.is(cache.size, 2);
});

function codeOf(found: ReturnType<CodeCache["codeOf"]>): Int8Array | undefined {
	return found.kind === "code" ? found.code : undefined;
}

function distance(a: PalmPicture, b: PalmPicture): number {
	const feature = (image: PalmPicture) => ask({ op: "extract", image }).get("feature");
	return Number(ask({ op: "compare", a: feature(a), b: feature(b) }).get("distance"));
}

function enrol(request: Readonly<Record<string, unknown>>): string {
	const answer = ask({ op: "enrol", ...request });
	assert.is(answer.get("ok"), true, String(answer.get("reason")));
	return String(answer.get("record"));
}

function refused(reason: RegExp, request: Readonly<Record<string, unknown>>): void {
	const answer = ask(request);
	assert.is(answer.get("ok"), false);
	assert.match(String(answer.get("reason")), reason);
}

function ask(request: Readonly<Record<string, unknown>>): ReadonlyMap<string, unknown> {
	return fields(engine.answer(JSON.stringify(request)));
}

function fields(value: object): ReadonlyMap<string, unknown> {
	return new Map(Object.entries(value));
}

test.run();
