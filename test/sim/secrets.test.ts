/** What is searched for secrets, and that it is found: palms' and eyes', after every path. */
import { test } from "uvu";
import * as assert from "uvu/assert";
import { Leftovers } from "../../host-sim/sim/checkers/leftovers.js";
import { Canaries } from "../../host-sim/sim/checkers/secrets.js";
import { ARENA_BYTES } from "../../modules/pipeline/arena.js";

test("what is left at rest is seen: light, picture, a secret in any memory, anything in the arena", () => {
	const key = Uint8Array.from({ length: 32 }, (_, i) => 29 * i + 3);
	const look = (change: (rest: ReturnType<typeof atRest>) => void) => {
		const rest = atRest(key);
		change(rest);
		const leftovers = new Leftovers(rest);
		for (const started of [true, false])
			leftovers.see({ kind: "camera", started, atMs: 1000, operations: 0 });
		assert.is(leftovers.look(1400), undefined, "the request is still served");
		return leftovers.look(2000) ?? "nothing";
	};
	assert.is(
		look(() => {}),
		"nothing",
	);
	assert.match(
		look(({ board }) => (board.illuminator.levelPercent = 40)),
		/light is at 40/,
	);
	assert.match(
		look(({ memory }) => (memory.frame[640 * 479] = 1)),
		/frame buffer/,
	);
	assert.match(
		look(({ fresh }) => fresh.push(key.slice(0, 16))),
		/key in 16 bytes of memory/,
	);
	assert.match(
		look(({ old }) => old.push(key.slice(5))),
		/key in 27 bytes of memory that stays/,
	);
	assert.match(
		look(({ flash }) => flash.set(key, 100)),
		/key in 512 bytes of the flash/,
	);
	assert.match(
		look(({ old }) => (old[0][70_000] = 1)),
		/something in the arena/,
	);
	assert.match(
		look(({ old }) => old.pop()),
		/0 arenas/,
	);
});

/** A unit that rests and has nothing. */
function atRest(key: Uint8Array) {
	const canaries = new Canaries();
	canaries.plant("key", key);
	const [fresh, old, flash] = [[new Uint8Array(8)], [new Uint8Array(ARENA_BYTES)], new Uint8Array(512)];
	const memory = { frame: new Uint8Array(640 * 480), made: () => fresh, kept: () => old };
	const board = { camera: { isStarted: false }, illuminator: { levelPercent: 0 } };
	return { canaries, fresh, old, flash, memory, board, flashImage: () => flash };
}

test.run();
