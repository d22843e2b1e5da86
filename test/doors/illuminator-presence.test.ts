import * as assert from "uvu/assert";
import { type Contract, ownClauses, refusalOf, runContract } from "./bench.js";

const contract: Contract = {
	async "the illuminator is set from 0 to 100 %"({ board, run }) {
		await run("illuminator.open");
		assert.is(board.illuminator.levelPercent, 0);
		for (const level of [100, 37, 0]) {
			await run("illuminator.set", level);
			assert.is(board.illuminator.levelPercent, level);
		}
	},

	async "a refused level changes nothing"({ board, run }) {
		await run("illuminator.open");
		await run("illuminator.set", 50);
		assert.match(await refusalOf(run("illuminator.set", 101)), "assertion failed: illuminator level");
		assert.is(board.illuminator.levelPercent, 50);
	},

	async "closing the illuminator puts the light out"({ board, run }) {
		await run("illuminator.open");
		await run("illuminator.set", 50);
		await run("illuminator.close");
		assert.is(board.illuminator.levelPercent, 0);
	},

	async "power off puts the light out"({ board, run, powerOff }) {
		await run("illuminator.open");
		await run("illuminator.set", 80);
		powerOff();
		assert.is(board.illuminator.levelPercent, 0);
	},

	async "the presence sensor tells the distance, or nothing when nobody is in range"({ board, run }) {
		await run("presence.open");
		assert.is(await run("presence.sample"), null);
		board.presence.distanceMm = 420;
		assert.is(await run("presence.sample"), 420);
		board.presence.distanceMm = 0;
		assert.is(await run("presence.sample"), 0);
		board.presence.distanceMm = undefined;
		assert.is(await run("presence.sample"), null);
	},

	async "a trace line reaches the developer"({ board, run }) {
		await run("trace", "boot 起動");
		assert.equal(board.traced, ["boot 起動"]);
	},
};

await runContract({ ...ownClauses("illuminator"), ...ownClauses("presence"), ...contract });
