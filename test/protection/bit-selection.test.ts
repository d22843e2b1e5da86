import { test } from "uvu";
import * as assert from "uvu/assert";
import { createPrng } from "../../host-sim/world/prng.js";
import { cellsInto, LEFT, RIGHT, selectBitsInto, UNUSED } from "../../modules/protection/bit-selection.js";
import {
	bitCount,
	leftCellOf,
	type ProtectionProfile,
	pairsPerTile,
	tileCount,
} from "../../modules/protection/profile.js";
import { cellCount, PALM, SMALL, selectionScratch } from "./palm.js";

interface Pair {
	readonly tile: number;
	readonly pair: number;
	readonly left: number;
}

/** The pairs of every tile by nested loops over the grid. */
function pairsOf(profile: ProtectionProfile): Pair[] {
	const { planes, width, height, tileWidth, tileHeight } = profile;
	const pairs: Pair[] = [];
	const counts = new Map<number, number>();
	for (let plane = 0; plane < planes; plane++) {
		for (let y = 0; y < height; y++) {
			for (let x = 0; x < width; x += 2) {
				const tile = Math.floor(y / tileHeight) * (width / tileWidth) + Math.floor(x / tileWidth);
				const pair = counts.get(tile) ?? 0;
				counts.set(tile, pair + 1);
				pairs.push({ tile, pair, left: (plane * height + y) * width + x });
			}
		}
	}
	return pairs;
}

/** The same selection by sorting. */
function selectSlowly(reliability: Int32Array, profile: ProtectionProfile): Uint8Array {
	const perTile = pairsPerTile(profile);
	const choice = new Uint8Array(tileCount(profile) * perTile);
	const tiles = Array.from({ length: tileCount(profile) }, (_, tile) => {
		const ranked = pairsOf(profile)
			.filter((pair) => pair.tile === tile)
			.map(({ pair, left }) => {
				const side = reliability[left + 1] > reliability[left] ? RIGHT : LEFT;
				return { pair, side, value: Math.max(reliability[left], reliability[left + 1]) };
			})
			.sort((a, b) => b.value - a.value || a.pair - b.pair)
			.slice(0, 32);
		return { tile, ranked, strength: ranked.reduce((sum, { value }) => sum + (value >> 6), 0) };
	});
	// Of equally strong tiles the first goes first.
	const weakest = [...tiles].sort((a, b) => a.strength - b.strength || a.tile - b.tile);
	for (const { tile, ranked } of weakest.slice(tiles.length - profile.blocks)) {
		for (const { pair, side } of ranked) choice[tile * perTile + pair] = side;
	}
	return choice;
}

function drawReliability(seed: number, profile: ProtectionProfile, bound: number): Int32Array {
	const prng = createPrng(seed, "selection");
	return Int32Array.from({ length: cellCount(profile) }, () => prng.nextBelow(bound));
}

function select(reliability: Int32Array, profile: ProtectionProfile): Uint8Array {
	const choice = new Uint8Array(tileCount(profile) * pairsPerTile(profile)).fill(99);
	selectBitsInto(choice, reliability, selectionScratch(profile), profile);
	return choice;
}

test("pairs are counted plane by plane and row by row inside their tile", () => {
	for (const profile of [PALM, SMALL]) {
		const pairs = pairsOf(profile);
		assert.is(pairs.length, tileCount(profile) * pairsPerTile(profile));
		for (const { tile, pair, left } of pairs) assert.is(leftCellOf(profile, tile, pair), left);
	}
});

test("the selection is that of a sort, on few and on many different reliabilities", () => {
	for (const profile of [PALM, SMALL]) {
		for (const bound of [1, 3, 1000, 2 ** 26]) {
			for (let seed = 0; seed < 5; seed++) {
				const reliability = drawReliability(seed, profile, bound);
				assert.equal(
					select(reliability, profile),
					selectSlowly(reliability, profile),
					`seed ${seed}, below ${bound}`,
				);
			}
		}
	}
});

test("each used tile gives 32 bits, as many tiles as blocks are used, and the weakest is left out", () => {
	const reliability = drawReliability(7, PALM, 5000);
	const weak = 13;
	for (const { tile, left } of pairsOf(PALM)) {
		if (tile === weak) reliability.fill(1, left, left + 2);
	}
	const choice = select(reliability, PALM);
	const pairs = pairsPerTile(PALM);
	for (let tile = 0; tile < tileCount(PALM); tile++) {
		const used = choice.subarray(tile * pairs, (tile + 1) * pairs).filter((side) => side !== UNUSED).length;
		assert.is(used, tile === weak ? 0 : 32, `tile ${tile}`);
	}
});

test("all committed cells differ, no two of them are neighbours of one pair", () => {
	for (const profile of [PALM, SMALL]) {
		const cells = new Int16Array(bitCount(profile));
		cellsInto(cells, select(drawReliability(8, profile, 900), profile), profile);
		assert.is(new Set(cells.map((cell) => cell >> 1)).size, cells.length);
	}
});

test("bits come in the order of tiles and pairs, and are dealt to the blocks in turn", () => {
	for (const profile of [PALM, SMALL]) {
		const choice = select(drawReliability(9, profile, 900), profile);
		const cells = new Int16Array(bitCount(profile));
		cellsInto(cells, choice, profile);
		const perTile = pairsPerTile(profile);
		const inOrder = pairsOf(profile)
			.sort((a, b) => a.tile - b.tile || a.pair - b.pair)
			.filter(({ tile, pair }) => choice[tile * perTile + pair] !== UNUSED)
			.map(({ tile, pair, left }) => (choice[tile * perTile + pair] === RIGHT ? left + 1 : left));
		assert.is(inOrder.length, cells.length);
		for (const [i, cell] of inOrder.entries()) {
			const at = (i % profile.blocks) * 32 + Math.floor(i / profile.blocks);
			assert.is(cells[at], cell, `bit ${i}`);
		}
	}
});

test("the bits of one tile lie in as many different blocks as there can be", () => {
	const cells = new Int16Array(bitCount(PALM));
	cellsInto(cells, select(drawReliability(10, PALM, 900), PALM), PALM);
	const tileOf = new Map(
		pairsOf(PALM).flatMap(({ tile, left }): [number, number][] => [
			[left, tile],
			[left + 1, tile],
		]),
	);
	for (let block = 0; block < PALM.blocks; block++) {
		const tiles = [...cells.subarray(32 * block, 32 * block + 32)].map((cell) => tileOf.get(cell));
		// 32 bits of 31 tiles: one tile may give two.
		assert.ok(new Set(tiles).size >= 31, `block ${block}`);
	}
});

test.run();
