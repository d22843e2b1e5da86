import * as assert from "uvu/assert";
import { type Contract, ownClauses, runContract } from "./bench.js";

/** What only the world can find out. */
const contract: Contract = {
	async "the uptime begins at 0 and follows the world's time"({ run, advance }) {
		assert.is(await run("clock.nowMs"), 0);
		await advance(1234);
		assert.is(await run("clock.nowMs"), 1234);
	},

	async "the uptime passes 2^32 ms"({ run, advance }) {
		await advance(2 ** 32 + 5);
		assert.is(await run("clock.nowMs"), 2 ** 32 + 5);
	},

	async "nothing fires after the power is off"({ run, advance, powerOff, takeLog }) {
		await run("clock.setTimer", 1, 10);
		powerOff();
		await advance(100);
		assert.equal(await takeLog(), []);
	},
};

await runContract({ ...ownClauses("clock"), ...contract });
