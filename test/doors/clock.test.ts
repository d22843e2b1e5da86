import * as assert from "uvu/assert";
import { type Contract, refusalOf, runContract } from "./bench.js";

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

	async "a timer calls once, at its time, and not from inside the call that set it"({
		run,
		advance,
		takeLog,
	}) {
		await run("clock.setTimer", 1, 100);
		await advance(99);
		assert.equal(await takeLog(), []);
		await advance(1000);
		assert.equal(await takeLog(), ["timer 1 at 100"]);
	},

	async "a delay of 0 still waits for the world"({ run, advance, takeLog }) {
		await run("clock.setTimer", 1, 0);
		assert.equal(await takeLog(), []);
		await advance(0);
		assert.equal(await takeLog(), ["timer 1 at 0"]);
	},

	async "timers fire by time, and at one time in the order they were set"({ run, advance, takeLog }) {
		await run("clock.setTimer", 1, 50);
		await run("clock.setTimer", 2, 20);
		await run("clock.setTimer", 3, 50);
		await advance(50);
		assert.equal(await takeLog(), ["timer 2 at 20", "timer 1 at 50", "timer 3 at 50"]);
	},

	async "a timer set by a timer counts from when that one fired"({ run, advance, takeLog }) {
		await run("clock.setChain", 3, 10);
		await advance(25);
		assert.equal(await takeLog(), ["chain 3 at 10", "chain 2 at 20"]);
		await advance(5);
		assert.equal(await takeLog(), ["chain 1 at 30"]);
	},

	async "a closed timer does not fire, and closing is harmless afterwards"({ run, advance, takeLog }) {
		await run("clock.setTimer", 1, 10);
		await run("clock.setTimer", 2, 10);
		await run("timer.close", 1);
		await run("timer.close", 1);
		await advance(10);
		assert.equal(await takeLog(), ["timer 2 at 10"]);
		await run("timer.close", 2);
		await advance(100);
		assert.equal(await takeLog(), []);
	},

	async "a timer closed in the moment it is due does not fire"({ run, advance, takeLog }) {
		await run("clock.setRivals", 10);
		await advance(100);
		assert.equal(await takeLog(), ["one"]);
	},

	async "a delay is an integer of 0 to 2^31 - 1"({ run }) {
		await run("clock.setTimer", 1, 2 ** 31 - 1);
		assert.match(await refusalOf(run("clock.setTimer", 1, 2 ** 31)), "Error: assertion failed: delay");
	},

	async "nothing fires after the power is off"({ run, advance, powerOff, takeLog }) {
		await run("clock.setTimer", 1, 10);
		powerOff();
		await advance(100);
		assert.equal(await takeLog(), []);
	},
};

await runContract(contract);
