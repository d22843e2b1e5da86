import { test } from "uvu";
import * as assert from "uvu/assert";
import { createPrng } from "../../host-sim/world/prng.js";
import { paddedLength, paddedWidth } from "../../modules/modality/modality.js";
import { palmVein } from "../../modules/modality/palm-vein/palm-vein.js";
import { FIELD_SIDE, PLANES, ROTATIONS, SCALES } from "../../modules/modality/palm-vein/parameters.js";
import { PALM_POSES, poseInto } from "../../modules/modality/palm-vein/pose.js";
import { codeOf, drawTexture, fieldOf, type Placement, UPRIGHT } from "./palm-field.js";

const AREA = FIELD_SIDE * FIELD_SIDE;
const PADDED = paddedWidth(palmVein.grid);

function posed(code: Int8Array, pose: number): Int8Array {
	const cells = new Int8Array(paddedLength(palmVein.grid)).fill(99);
	poseInto(cells, code, pose);
	return cells;
}

const rotationOf = (pose: number) => ROTATIONS[pose % ROTATIONS.length];
const scaleOf = (pose: number) => SCALES[Math.floor(pose / ROTATIONS.length)];

/** Every cell by the formulas: the nearest field pixel. */
function assertPosed(cells: Int8Array, code: Int8Array, pose: number): void {
	const angle = (rotationOf(pose) * Math.PI) / 180;
	const stepX = Math.round((Math.cos(angle) * 2 * 65536 * scaleOf(pose)) / 100) / 65536;
	const stepY = Math.round((Math.sin(angle) * 2 * 65536 * scaleOf(pose)) / 100) / 65536;
	const half = (PADDED - 1) / 2;
	const centre = (FIELD_SIDE - 1) / 2;
	for (let row = 0; row < PADDED; row++) {
		for (let column = 0; column < PADDED; column++) {
			const u = column - half;
			const v = row - half;
			const x = Math.floor(centre + u * stepX - v * stepY + 0.5);
			const y = Math.floor(centre + u * stepY + v * stepX + 0.5);
			const isInside = x >= 0 && y >= 0 && x < FIELD_SIDE && y < FIELD_SIDE;
			for (let plane = 0; plane < PLANES; plane++) {
				const soft = cells[(plane * PADDED + row) * PADDED + column];
				const what = `pose ${pose}, plane ${plane}, cell ${column}, ${row}`;
				assert.is(soft, isInside ? code[plane * AREA + y * FIELD_SIDE + x] : 0, what);
			}
		}
	}
}

test("every pose lays out the nearest pixels", () => {
	const prng = createPrng(1, "pose");
	const random = Int8Array.from({ length: PLANES * AREA }, () => {
		const soft = 1 + prng.nextBelow(15);
		return prng.nextBelow(2) === 0 ? soft : -soft;
	});
	for (let i = 0; i < AREA; i += 13)
		for (let plane = 0; plane < PLANES; plane++) random[plane * AREA + i] = 0;
	for (let pose = 0; pose < PALM_POSES.count; pose++) assertPosed(posed(random, pose), random, pose);
});

test("the first pose is the probe as it came: every other pixel", () => {
	const code = codeOf(fieldOf(drawTexture(1), UPRIGHT));
	const cells = posed(code, 0);
	const first = Math.round((FIELD_SIDE - 1) / 2 - (PADDED - 1) + 0.5);
	for (let row = 0; row < PADDED; row++) {
		for (let column = 0; column < PADDED; column++) {
			const pixel = (first + 2 * row) * FIELD_SIDE + first + 2 * column;
			assert.is(Math.sign(cells[row * PADDED + column]), Math.sign(code[pixel]));
		}
	}
});

/** Share of bare cells, known in both, whose signs agree. */
function agreement(a: Int8Array, b: Int8Array): number {
	const { width, height, shiftX, shiftY } = palmVein.grid;
	let known = 0;
	let equal = 0;
	for (let plane = 0; plane < PLANES; plane++) {
		for (let y = shiftY; y < shiftY + height; y++) {
			for (let x = shiftX; x < shiftX + width; x++) {
				const i = (plane * PADDED + y) * PADDED + x;
				if (a[i] === 0 || b[i] === 0) continue;
				known++;
				if (a[i] > 0 === b[i] > 0) equal++;
			}
		}
	}
	return equal / known;
}

test("a hand turned and moved nearer or farther agrees best, and well, in the pose that undoes it", () => {
	for (const seed of [2, 3]) {
		const texture = drawTexture(seed);
		const reference = posed(codeOf(fieldOf(texture, UPRIGHT)), 0);
		for (let pose = 1; pose < PALM_POSES.count; pose++) {
			const placement: Placement = { ...UPRIGHT, degrees: rotationOf(pose), scale: scaleOf(pose) / 100 };
			const code = codeOf(fieldOf(texture, placement));
			const unposed = agreement(posed(code, 0), reference);
			const all = PALM_POSES.neighbours.map((_, tried) => agreement(posed(code, tried), reference));
			const what = `seed ${seed}, ${rotationOf(pose)} degrees, ${scaleOf(pose)} %`;
			assert.is(all.indexOf(Math.max(...all)), pose, what);
			assert.ok(all[pose] > 0.85, `${what}: ${all[pose]}`);
			assert.ok(all[pose] > unposed + 0.05, `${what}: ${unposed} -> ${all[pose]}`);
		}
	}
});

test("two different hands agree by chance in every pose", () => {
	const reference = posed(codeOf(fieldOf(drawTexture(4), UPRIGHT)), 0);
	const code = codeOf(fieldOf(drawTexture(5), UPRIGHT));
	for (let pose = 0; pose < PALM_POSES.count; pose++) {
		const by = agreement(posed(code, pose), reference);
		assert.ok(by > 0.35 && by < 0.65, `pose ${pose}: ${by}`);
	}
});

test("neighbours are one step of rotation or of scale away, and neighbourhood is mutual", () => {
	for (let pose = 0; pose < PALM_POSES.count; pose++) {
		for (const near of PALM_POSES.neighbours[pose]) {
			const turn = Math.abs(rotationOf(pose) - rotationOf(near));
			const zoom = Math.abs(scaleOf(pose) - scaleOf(near));
			assert.ok((turn === 3 && zoom === 0) || (turn === 0 && zoom === 6), `${pose} and ${near}`);
			assert.ok(PALM_POSES.neighbours[near].includes(pose));
		}
	}
	assert.is(PALM_POSES.count, ROTATIONS.length * SCALES.length);
	assert.is(PALM_POSES.neighbours.length, PALM_POSES.count);
});

test("from the coarse poses every other is one step away", () => {
	const reached = new Set([
		...PALM_POSES.coarse,
		...PALM_POSES.coarse.flatMap((c) => PALM_POSES.neighbours[c]),
	]);
	assert.is(reached.size, PALM_POSES.count);
});

test.run();
