import { test } from "uvu";
import * as assert from "uvu/assert";
import { createPrng } from "../../host-sim/world/prng.js";
import { auxiliaryLength, readAuxiliary, writeAuxiliary } from "../../modules/protection/auxiliary-data.js";
import { LEFT, RIGHT, selectBitsInto, UNUSED } from "../../modules/protection/bit-selection.js";
import { type ProtectionProfile, pairsPerTile, tileCount } from "../../modules/protection/profile.js";
import { drawMeans, PALM, SMALL, selectionScratch } from "./palm.js";

interface Auxiliary {
	readonly choice: Uint8Array;
	readonly offset: Int32Array;
	readonly shape: Int8Array;
}

function draw(seed: number, profile: ProtectionProfile): Auxiliary {
	const prng = createPrng(seed, "auxiliary");
	const choice = new Uint8Array(tileCount(profile) * pairsPerTile(profile));
	const { reliability, shape } = drawMeans(prng, profile);
	selectBitsInto(choice, reliability, selectionScratch(profile), profile);
	const offset = Int32Array.from({ length: profile.blocks }, () => prng.nextUint32() | 0);
	return { choice, offset, shape };
}

function write({ choice, offset, shape }: Auxiliary, profile: ProtectionProfile): Uint8Array {
	const bytes = new Uint8Array(auxiliaryLength(profile)).fill(0xaa);
	writeAuxiliary(bytes, choice, offset, shape, profile);
	return bytes;
}

function read(bytes: Uint8Array, profile: ProtectionProfile): Auxiliary | undefined {
	const choice = new Uint8Array(tileCount(profile) * pairsPerTile(profile)).fill(77);
	const offset = new Int32Array(profile.blocks).fill(77);
	const shape = new Int8Array(profile.shapeLength).fill(77);
	return readAuxiliary(choice, offset, shape, bytes, profile) ? { choice, offset, shape } : undefined;
}

/** The layout of the drawing, written with strings of digits. */
function writeSlowly({ choice, offset, shape }: Auxiliary, profile: ProtectionProfile): Uint8Array {
	const pairs = pairsPerTile(profile);
	const tiles = Array.from({ length: tileCount(profile) }, (_, tile) => [
		...choice.subarray(tile * pairs, (tile + 1) * pairs),
	]);
	const isUsed = tiles.map((tile) => tile.some((side) => side !== UNUSED));
	const map = new Array<number>(Math.ceil(tiles.length / 8)).fill(0);
	for (const [tile, used] of isUsed.entries()) if (used) map[Math.floor(tile / 8)] += 2 ** (tile % 8);
	const digits = tiles.filter((_, tile) => isUsed[tile]).flat();
	const packed: number[] = [];
	for (let i = 0; i < digits.length; i += 5) {
		const five = digits.slice(i, i + 5).reverse();
		packed.push(Number.parseInt(five.join(""), 3));
	}
	const words = [...offset].flatMap((word) => {
		const hex = (word >>> 0).toString(16).padStart(8, "0");
		return [0, 2, 4, 6].map((at) => Number.parseInt(hex.slice(at, at + 2), 16));
	});
	return Uint8Array.from([...map, ...packed, ...words, ...shape]);
}

test("the bytes are those of the drawing", () => {
	for (const profile of [PALM, SMALL]) {
		for (let seed = 0; seed < 10; seed++) {
			const auxiliary = draw(seed, profile);
			assert.equal(write(auxiliary, profile), writeSlowly(auxiliary, profile));
		}
	}
	assert.is(auxiliaryLength(PALM), 4 + 298 + 124 + 14);
});

test("what is written reads back", () => {
	for (const profile of [PALM, SMALL]) {
		for (let seed = 0; seed < 20; seed++) {
			const auxiliary = draw(seed, profile);
			assert.equal(read(write(auxiliary, profile), profile), auxiliary, `seed ${seed}`);
		}
	}
});

test("every truncation, and one byte more, is refused", () => {
	const bytes = write(draw(1, PALM), PALM);
	for (let length = 0; length < bytes.length; length++) {
		assert.is(read(bytes.subarray(0, length), PALM), undefined, `${length} bytes`);
	}
	assert.is(read(Uint8Array.of(...bytes, 0), PALM), undefined);
});

/** Whatever is accepted must be the only spelling of what it says. */
function assertRefusedOrCanonical(bytes: Uint8Array, profile: ProtectionProfile, what: string): void {
	const auxiliary = read(bytes, profile);
	if (auxiliary !== undefined) assert.equal(write(auxiliary, profile), bytes, what);
}

test("a digit that is taken away, added or pushed out of range is refused", () => {
	for (const profile of [PALM, SMALL]) {
		const { choice, offset, shape } = draw(2, profile);
		for (let i = 0; i < choice.length; i += 7) {
			const tampered = choice.slice();
			tampered[i] = choice[i] === UNUSED ? LEFT : UNUSED;
			assert.is(read(write({ choice: tampered, offset, shape }, profile), profile), undefined, `digit ${i}`);
		}
	}
});

test("a digit turned from left to right reads as just that", () => {
	const { choice, offset, shape } = draw(3, PALM);
	for (let i = 0; i < choice.length; i++) {
		if (choice[i] === UNUSED) continue;
		const turned = choice.slice();
		turned[i] = choice[i] === LEFT ? RIGHT : LEFT;
		assert.equal(read(write({ choice: turned, offset, shape }, PALM), PALM)?.choice, turned);
	}
});

test("a quota that one tile has too many and another too few is refused", () => {
	const { choice, offset, shape } = draw(4, PALM);
	const pairs = pairsPerTile(PALM);
	const used = Array.from({ length: tileCount(PALM) }, (_, tile) => tile).filter((tile) =>
		choice.subarray(tile * pairs, (tile + 1) * pairs).some((side) => side !== UNUSED),
	);
	const moved = choice.slice();
	const from = choice.findIndex((side, i) => side !== UNUSED && Math.floor(i / pairs) === used[0]);
	const to = choice.findIndex((side, i) => side === UNUSED && Math.floor(i / pairs) === used[1]);
	moved[from] = UNUSED;
	moved[to] = LEFT;
	assert.is(read(write({ choice: moved, offset, shape }, PALM), PALM), undefined);
});

test("every value of every byte before the code offset is refused or says a thing in its one way", () => {
	for (const profile of [PALM, SMALL]) {
		const bytes = write(draw(5, profile), profile);
		for (let at = 0; at < bytes.length - profile.shapeLength - 4 * profile.blocks; at++) {
			for (let value = 0; value < 256; value++) {
				const tampered = bytes.slice();
				tampered[at] = value;
				assertRefusedOrCanonical(tampered, profile, `byte ${at} = ${value}`);
			}
		}
	}
});

test("a length of the shape beyond 127 is refused, every other reads as just that", () => {
	const bytes = write(draw(6, PALM), PALM);
	for (let at = bytes.length - PALM.shapeLength; at < bytes.length; at++) {
		for (let value = 0; value < 256; value++) {
			const tampered = bytes.slice();
			tampered[at] = value;
			const found = read(tampered, PALM)?.shape[at - bytes.length + PALM.shapeLength];
			assert.is(found, value < 128 ? value : undefined, `byte ${at} = ${value}`);
		}
	}
});

test.run();
