import { spawnSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { HammingSearch } from "../../host-sim/evaluation/hamming-search.js";
import { BAND_NAMES, bandEnergies } from "../../host-sim/evaluation/realism/band-energies.js";
import { decidability, distributionOf } from "../../host-sim/evaluation/realism/distribution.js";
import { linePalm } from "../../host-sim/evaluation/realism/line-palm.js";
import { createPrng } from "../../host-sim/world/prng.js";
import { paddedHeight, paddedLength, paddedWidth } from "../../modules/modality/modality.js";
import { palmVein } from "../../modules/modality/palm-vein/palm-vein.js";
import { regionOf } from "../modality/region.js";
import { makePalmFolder } from "./palms.js";

const folder = makePalmFolder();
test.after(() => folder.remove());

const SIDE = 96;

/** Grey levels by place, and which of them lie in the frame. */
function region(level: (x: number, y: number) => number, isInside: (x: number, y: number) => boolean) {
	const place = (i: number): [number, number] => [i % SIDE, Math.floor(i / SIDE)];
	return {
		pixels: Uint8Array.from({ length: SIDE * SIDE }, (_, i) => level(...place(i))),
		mask: Uint8Array.from({ length: SIDE * SIDE }, (_, i) => (isInside(...place(i)) ? 1 : 0)),
	};
}

test("a wave's energy is its variance over the squared mean, in the octave of its period", () => {
	for (const [period, band] of [
		[45, "64-32"],
		[24, "32-16"],
		[12, "16-8"],
		[6, "8-4"],
		[3, "4-2"],
	] as const) {
		const wave = (x: number, y: number): number =>
			Math.round(120 + 60 * Math.sin((2 * Math.PI * (0.6 * x + 0.8 * y)) / period));
		const energies = bandEnergies(
			region(wave, () => true),
			SIDE,
		);
		assert.ok(energies !== undefined);
		const at = BAND_NAMES.indexOf(band);
		const expected = 0.5 * 0.5 * 0.5;
		// The slowest wave fits the window one and a half times: half of it is taken for a slope.
		const tolerance = at === 0 ? 0.5 : 0.25;
		assert.ok(Math.abs(energies[at] / expected - 1) < tolerance, `${band}: ${energies[at]} of ${expected}`);
		for (const [i, energy] of energies.entries())
			if (i !== at) assert.ok(energy < 0.5 * energies[at], `${band} leaks into ${BAND_NAMES[i]}: ${energy}`);
	}
});

test("energies do not depend on exposure, nor on what lies outside the frame", () => {
	const noise = createPrng("noise");
	const levels = Array.from({ length: SIDE * SIDE }, () => 40 + noise.nextBelow(40));
	const inside = (x: number, y: number): boolean => x >= 16 && x < 80 && y >= 16 && y < 80;
	const dim = bandEnergies(
		region((x, y) => levels[y * SIDE + x], inside),
		SIDE,
	);
	const bright = bandEnergies(
		region((x, y) => (inside(x, y) ? 2 * levels[y * SIDE + x] : 255), inside),
		SIDE,
	);
	assert.ok(dim !== undefined && bright !== undefined);
	for (const [i, energy] of dim.entries()) assert.ok(Math.abs(bright[i] / energy - 1) < 1e-9);
});

test("a region that is black, or hardly in the frame, has no energies", () => {
	const black = region(
		() => 0,
		() => true,
	);
	assert.is(bandEnergies(black, SIDE), undefined);
	const sliver = region(
		() => 90,
		(x) => x < 10,
	);
	assert.is(bandEnergies(sliver, SIDE), undefined);
});

test("distances of codes of n fair coins have n degrees of freedom, within their interval", () => {
	const prng = createPrng("coins");
	const coins = 200;
	const codes = Array.from({ length: 60 }, () => Array.from({ length: coins }, () => prng.nextBelow(2)));
	const pairs = codes.flatMap((one, a) =>
		codes.flatMap((other, b) => {
			const differing = one.filter((bit, i) => bit !== other[i]).length;
			return a < b ? [{ a, b, distance: differing / coins }] : [];
		}),
	);
	const { mean, degreesOfFreedom, degreesInterval } = distributionOf(pairs, codes.length, prng);
	assert.ok(Math.abs(mean - 0.5) < 0.01, `mean ${mean}`);
	assert.ok(Math.abs(degreesOfFreedom / coins - 1) < 0.1, `${degreesOfFreedom}`);
	assert.ok(degreesInterval[0] < coins && coins < degreesInterval[1], `${degreesInterval}`);
});

test("the interval of a mean is as wide as its persons are few, however many pairs they make", () => {
	const prng = createPrng("interval");
	const pairs = Array.from({ length: 6 }, (_, a) => {
		const own = prng.nextBetween(0.1, 0.4);
		return Array.from({ length: 100 }, () => ({ a, b: a, distance: own }));
	}).flat();
	const { meanInterval } = distributionOf(pairs, 6, prng);
	// Six hundred independent distances would give .007.
	assert.ok(meanInterval[1] - meanInterval[0] > 0.04, `${meanInterval}`);
});

test("decidability is the distance of the means in their common deviation", () => {
	const prng = createPrng("decidability");
	const at = (mean: number, deviation: number) =>
		distributionOf(
			[-1, 1].map((side) => ({ a: 0, b: 1, distance: mean + side * deviation })),
			2,
			prng,
		);
	assert.ok(Math.abs(decidability(at(0.2, 0.03), at(0.4, 0.04)) - 0.2 / Math.sqrt(0.00125)) < 1e-9);
});

test("the line extractor says dark along a dark line and light across it", () => {
	const found = regionOf(palmVein);
	const scratch = new Int16Array(palmVein.scratchLength);
	found.mask.fill(1);
	for (let i = 0; i < found.pixels.length; i++) {
		found.pixels[i] = Math.abs(Math.floor(i / SIDE) - 48) < 2 ? 60 : 160;
	}
	const code = new Int8Array(linePalm.codeLength);
	assert.is(linePalm.extractInto(code, found, scratch), undefined);
	const at = 48 * SIDE + 48;
	// Plane 0 looks along the rows, plane 3 down the columns.
	assert.ok(code[at] > 0 && code[3 * SIDE * SIDE + 44 * SIDE + 48] < 0);
	found.mask[at] = 2;
	linePalm.extractInto(code, found, scratch);
	assert.is(code[at], 0);
});

test("the packed search finds the distance that counting cell by cell finds", () => {
	for (const modality of [palmVein, linePalm]) {
		const prng = createPrng("search", modality.name);
		const draw = () => Int8Array.from({ length: modality.codeLength }, () => prng.nextBelow(7) - 3);
		const probe = draw();
		const reference = draw();
		// A part in common, so that one alignment stands out.
		reference.set(probe.subarray(0, probe.length >> 1));
		const search = new HammingSearch(modality);
		const { grid } = modality;
		const layOut = (code: Int8Array): Int8Array => {
			const cells = new Int8Array(paddedLength(grid));
			modality.poseInto(cells, code, 0);
			return cells;
		};
		const [one, other] = [layOut(probe), layOut(reference)];
		const wide = paddedWidth(grid);
		let differing = 0;
		let compared = 0;
		for (let row = 0; row < grid.planes * paddedHeight(grid); row++) {
			const line = row % paddedHeight(grid);
			if (line < grid.shiftY || line >= grid.shiftY + grid.height) continue;
			for (let column = grid.shiftX; column < grid.shiftX + grid.width; column++) {
				const product = one[row * wide + column] * other[row * wide + column];
				if (product !== 0) compared++;
				if (product < 0) differing++;
			}
		}
		assert.is(search.distanceAsCaptured(probe, reference), differing / compared);
		assert.ok(search.distance(probe, reference) <= differing / compared);
		assert.is(search.distance(probe, probe), 0);
	}
});

test("a synthetic set beside itself is real to the report, and its figures say how far it is off", () => {
	const rows = ["ann", "bob", "cid"].flatMap((person) =>
		[0, 1].map((sample) => {
			const { path, modality, width, height } = folder.draw(person, 1, sample);
			return [`${person}${sample}`, modality, person, 1, sample, width, height, path.split("/").at(-1)];
		}),
	);
	const head = "id\tmodality\tcls\tsession\tsample\twidth\theight\tpath";
	const manifest = join(folder.path, "set.tsv");
	writeFileSync(manifest, `${[head, ...rows.map((row) => row.join("\t"))].join("\n")}\n`);
	const program = ["--import", "tsx", "host-sim/realism.ts", "--manifest", manifest, "--people", "3"];
	const done = spawnSync(process.execPath, [...program, "--out", folder.path, "--json"], {
		encoding: "utf8",
	});
	assert.is(done.status, 0, done.stderr);
	const { sets } = JSON.parse(done.stdout.trimEnd().split("\n").at(-1) ?? "");
	assert.is(sets.length, 1);
	assert.equal([sets[0].kind, sets[0].realPersons, sets[0].syntheticPersons], ["palm-roi", 3, 3]);
	for (const { name, real, synthetic, deviation } of sets[0].measures) {
		assert.ok(Math.abs(synthetic / real - 1 - deviation) < 1e-9, name);
		if (name.startsWith("mean distance")) assert.ok(Math.abs(deviation) < 0.3, `${name}: ${deviation}`);
	}
});

test("a missing manifest, an unknown look and a set that cannot be drawn end with a sentence", () => {
	const run = (...options: readonly string[]) =>
		spawnSync(process.execPath, ["--import", "tsx", "host-sim/realism.ts", ...options], { encoding: "utf8" });
	const missing = run("--manifest", join(folder.path, "none.tsv"));
	assert.is(missing.status, 1);
	assert.match(missing.stderr, /none.tsv: cannot be read \(ENOENT\)\n$/);
	const unknown = run("--manifest", "x.tsv", "--look", "purple");
	assert.is(unknown.status, 2);
	assert.match(unknown.stderr, /^--look is one of near-infrared/);
});

test.run();
