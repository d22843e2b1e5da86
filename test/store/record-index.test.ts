import { test } from "uvu";
import * as assert from "uvu/assert";
import { createPrng } from "../../host-sim/world/prng.js";
import { RecordIndex } from "../../modules/store/record-index.js";

test("the index agrees with a plain map through random additions, removals and collisions", () => {
	for (let seed = 1; seed <= 40; seed++) {
		const prng = createPrng(seed, "record-index");
		const index = new RecordIndex(24);
		const plain = new Map<number, number>();
		for (let step = 1; step < 600; step++) {
			// Few tags with the same low bits: long probe sequences that wrap around the table.
			const tag = (1 << 24) + prng.nextBelow(6) * 32 + 30 + prng.nextBelow(6);
			const location = plain.get(tag);
			if (location !== undefined) {
				index.remove(tag, location);
				plain.delete(tag);
			} else if (plain.size < 24) {
				index.add(tag, step * 64);
				plain.set(tag, step * 64);
			}
			for (const [each, at] of plain)
				assert.is(
					index.find(each, () => true),
					at,
					`seed ${seed} step ${step}`,
				);
			assert.is(index.count, plain.size);
		}
	}
});

test("records under one tag are told apart by the caller's question", () => {
	const index = new RecordIndex(4);
	index.add(5, 100);
	index.add(5, 200);
	assert.is(
		index.find(5, (location) => location === 200),
		200,
	);
	assert.is(
		index.find(5, () => false),
		0,
	);
	index.remove(5, 100);
	assert.is(
		index.find(5, () => true),
		200,
	);
});

test("removing what is not there is a programmer's error", () => {
	assert.throws(() => new RecordIndex(4).remove(1, 32), /not live/);
});

test.run();
