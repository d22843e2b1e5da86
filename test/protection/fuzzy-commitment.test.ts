import { test } from "uvu";
import * as assert from "uvu/assert";
import { createPrng, type Prng } from "../../host-sim/world/prng.js";
import { FuzzyCommitment } from "../../modules/protection/fuzzy-commitment.js";
import { bitCount } from "../../modules/protection/profile.js";
import { generationOf } from "../../modules/protection/protected-reference.js";
import { contextOf, crypto, drawMeans, PALM, selectionScratch } from "./palm.js";

const CONTEXT = contextOf(1);
const STRONG = 15;

interface Enrolled {
	readonly commitment: FuzzyCommitment;
	readonly record: Uint8Array;
	/** The probe that agrees with the reference in every cell. */
	readonly probe: Int8Array;
	/** Cell of each committed bit, block by block. */
	readonly cells: Int16Array;
}

function enrol(seed: number): Enrolled {
	const features = drawMeans(createPrng(seed, "commitment"), PALM);
	const commitment = new FuzzyCommitment(PALM);
	const record = commitment.commit(crypto, CONTEXT, 1, features, selectionScratch(PALM));
	assert.ok(commitment.open(crypto, CONTEXT, record));
	return {
		commitment,
		record,
		probe: Int8Array.from(features.mean, (value) => (value < 0 ? -STRONG : STRONG)),
		cells: commitment.cells.slice(),
	};
}

function isMatch({ commitment, record, cells }: Enrolled, probe: Int8Array): boolean {
	return commitment.isMatch(crypto, CONTEXT, record, probe, cells, 0);
}

/** A copy of the probe with `change` applied to the cells of some blocks. */
function withBlocks(
	{ probe, cells }: Enrolled,
	blocks: readonly number[],
	change: (value: number) => number,
) {
	const changed = probe.slice();
	for (const block of blocks) {
		for (const cell of cells.subarray(32 * block, 32 * block + 32)) changed[cell] = change(probe[cell]);
	}
	return changed;
}

const invert = (value: number) => -value;
const hide = () => 0;

function range(from: number, to: number): number[] {
	return Array.from({ length: to - from }, (_, i) => from + i);
}

test("the probe that agrees everywhere matches, its complement and a random one do not", () => {
	const enrolled = enrol(1);
	assert.is(generationOf(enrolled.record), 1);
	assert.ok(isMatch(enrolled, enrolled.probe));
	assert.not(isMatch(enrolled, enrolled.probe.map(invert)));
	const prng = createPrng(1, "impostors");
	for (let trial = 0; trial < 200; trial++) {
		const other = enrolled.probe.map(() => prng.nextBelow(31) - 15);
		assert.not(isMatch(enrolled, other), `impostor ${trial}`);
	}
});

/** Of equally sure words the first are given up first: wrong ones at the end are given up last. */
function lastBlocks(count: number): number[] {
	return range(PALM.blocks - count, PALM.blocks);
}

test("five wrong words are borne, six are not", () => {
	const enrolled = enrol(2);
	for (let wrong = 0; wrong <= 5; wrong++) {
		assert.ok(isMatch(enrolled, withBlocks(enrolled, lastBlocks(wrong), invert)), `${wrong} wrong words`);
	}
	for (let wrong = 6; wrong <= 10; wrong++) {
		assert.not(isMatch(enrolled, withBlocks(enrolled, lastBlocks(wrong), invert)), `${wrong}`);
	}
});

test("ten unmeasured words are borne, eleven are not", () => {
	const enrolled = enrol(3);
	for (const hidden of [1, 4, 9, 10]) {
		assert.ok(isMatch(enrolled, withBlocks(enrolled, range(3, 3 + hidden), hide)), `${hidden} hidden words`);
	}
	for (const hidden of [11, 12, 15]) {
		assert.not(isMatch(enrolled, withBlocks(enrolled, range(3, 3 + hidden), hide)), `${hidden} hidden words`);
	}
});

test("wrong and unmeasured words together are borne while twice the one and the other make ten", () => {
	const enrolled = enrol(4);
	for (const [wrong, hidden] of [
		[1, 8],
		[2, 6],
		[3, 4],
		[4, 2],
	]) {
		const shown = { ...enrolled, probe: withBlocks(enrolled, range(0, hidden), hide) };
		assert.ok(isMatch(enrolled, withBlocks(shown, lastBlocks(wrong), invert)), `${wrong}, ${hidden} hidden`);
		assert.not(
			isMatch(enrolled, withBlocks(shown, lastBlocks(wrong + 1), invert)),
			`${wrong} + 1, ${hidden}`,
		);
	}
});

/**
 * Weakens and inverts `count` bits spread over all blocks, so that decoding bears them and only the rule
 * counts.
 */
function withWeakErrors({ probe, cells }: Enrolled, count: number): Int8Array {
	const changed = probe.slice();
	for (let i = 0; i < count; i++) {
		const cell = cells[(i % PALM.blocks) * 32 + Math.floor(i / PALM.blocks)];
		changed[cell] = probe[cell] < 0 ? 1 : -1;
	}
	return changed;
}

test("the bit error rule draws its line exactly", () => {
	const enrolled = enrol(5);
	const most = Math.floor((bitCount(PALM) * PALM.bitErrorMax) / 1024);
	assert.is(most, 257);
	assert.ok(isMatch(enrolled, withWeakErrors(enrolled, most)));
	assert.not(isMatch(enrolled, withWeakErrors(enrolled, most + 1)));
});

/** Hides bits until only `count` are measured, leaving each block a random half of its own. */
function withMeasured({ probe, cells }: Enrolled, count: number, prng: Prng): Int8Array {
	const changed = probe.slice();
	const order = range(0, PALM.blocks).map(() => {
		const slots = range(0, 32);
		return range(0, 32).map(() => slots.splice(prng.nextBelow(slots.length), 1)[0]);
	});
	for (let i = 0; i < bitCount(PALM) - count; i++) {
		const block = i % PALM.blocks;
		changed[cells[32 * block + order[block][Math.floor(i / PALM.blocks)]]] = 0;
	}
	return changed;
}

test("half of the bits must have been measured", () => {
	const enrolled = enrol(6);
	const prng = createPrng(6, "measured");
	const half = bitCount(PALM) / 2;
	assert.ok(isMatch(enrolled, withMeasured(enrolled, half, prng)));
	assert.not(isMatch(enrolled, withMeasured(enrolled, half - 1, prng)));
	assert.not(isMatch(enrolled, enrolled.probe.map(hide)), "nothing measured");
});

test("the rate of errors is taken over the measured bits", () => {
	const enrolled = enrol(7);
	const hiddenHalf = withMeasured(enrolled, 620, createPrng(7, "measured"));
	const most = Math.floor((620 * PALM.bitErrorMax) / 1024);
	const withErrors = (count: number) => {
		const changed = hiddenHalf.slice();
		const perBlock = new Map<number, number>();
		let left = count;
		for (const [i, cell] of enrolled.cells.entries()) {
			const block = Math.floor(i / 32);
			const errors = perBlock.get(block) ?? 0;
			if (left === 0 || changed[cell] === 0 || errors * PALM.blocks > count) continue;
			changed[cell] = changed[cell] < 0 ? 1 : -1;
			perBlock.set(block, errors + 1);
			left--;
		}
		assert.is(left, 0);
		return changed;
	};
	assert.ok(isMatch(enrolled, withErrors(most)));
	assert.not(isMatch(enrolled, withErrors(most + 1)));
});

test("a shift looks at every bit that far along", () => {
	const enrolled = enrol(8);
	const { commitment, record, cells, probe } = enrolled;
	const moved = new Int8Array(probe.length + 40);
	moved.set(probe, 40);
	assert.ok(commitment.isMatch(crypto, CONTEXT, record, moved, cells, 40));
	assert.not(commitment.isMatch(crypto, CONTEXT, record, moved, cells, 39));
});

test("two enrolments of one palm commit different keys and share no bytes beyond the header", () => {
	const one = enrol(9);
	const other = enrol(9);
	assert.equal(one.cells, other.cells, "the same palm gives the same positions");
	assert.not.equal(one.commitment.signs, other.commitment.signs, "under another codeword");
	assert.equal(one.record.subarray(0, 4), other.record.subarray(0, 4));
	const alike = one.record.subarray(4).filter((byte, i) => byte === other.record[4 + i]).length;
	assert.ok(alike < 12, `${alike} bytes alike`);
	assert.ok(isMatch(other, one.probe));
	// The one's code offset says nothing of the other's identifier.
	assert.not(one.commitment.isMatch(crypto, CONTEXT, other.record, one.probe, one.cells, 0));
});

test("a record of somebody else does not open", () => {
	const { commitment, record } = enrol(10);
	assert.not(commitment.open(crypto, contextOf(2), record));
	const flipped = record.slice();
	flipped[100] ^= 1;
	assert.not(commitment.open(crypto, CONTEXT, flipped));
});

test("the codeword is not left behind: cells, signs and shape are zero after commit and after wipe", () => {
	const features = drawMeans(createPrng(11, "commitment"), PALM);
	const commitment = new FuzzyCommitment(PALM);
	const record = commitment.commit(crypto, CONTEXT, 1, features, selectionScratch(PALM));
	const isWiped = () =>
		[commitment.cells, commitment.signs, commitment.shape].every((part) => part.every((v) => v === 0));
	assert.ok(isWiped(), "after commit");
	assert.ok(commitment.open(crypto, CONTEXT, record));
	assert.not(isWiped());
	commitment.wipe();
	assert.ok(isWiped(), "after wipe");
	const failing = { ...crypto, sealInto: fail };
	assert.throws(
		() => commitment.commit(failing, CONTEXT, 1, features, selectionScratch(PALM)),
		/sealing is broken/,
	);
	assert.ok(isWiped(), "after a commit that failed");
});

function fail(): never {
	throw new Error("sealing is broken");
}

test("every key symbol is drawn from the entropy source afresh", () => {
	const drawn: Uint8Array[] = [];
	const watched = {
		...crypto,
		entropyInto(out: Uint8Array) {
			crypto.entropyInto(out);
			drawn.push(out.slice());
		},
	};
	const features = drawMeans(createPrng(12, "commitment"), PALM);
	const commitment = new FuzzyCommitment(PALM);
	const records = [1, 2].map(() => commitment.commit(watched, CONTEXT, 1, features, selectionScratch(PALM)));
	assert.equal(
		drawn.map(({ length }) => length),
		[PALM.blocks, 16, PALM.blocks, 16],
	);
	assert.not.equal(records[0], records[1]);
});

test.run();
