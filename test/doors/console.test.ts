import * as assert from "uvu/assert";
import { type Contract, refusalOf, runContract } from "./bench.js";

const contract: Contract = {
	async "messages arrive whole and in order, never from inside a call"({ board, run, advance, takeLog }) {
		await run("console.open");
		board.console.send(Uint8Array.of(1, 2, 3));
		board.console.send(new Uint8Array(0));
		assert.equal(await takeLog(), []);
		await advance(0);
		assert.equal(await takeLog(), ["message 010203", "message "]);
	},

	async "what the unit writes arrives whole and in order"({ board, run, advance }) {
		const heard: string[] = [];
		board.console.onMessage = (message) => heard.push(message.join(" "));
		await run("console.open");
		await run("console.write", Uint8Array.of(7, 8));
		await run("console.write", new Uint8Array(1000).fill(1));
		await advance(0);
		assert.equal(heard, ["7 8", new Array(1000).fill(1).join(" ")]);
	},

	async "a message to a unit that has not opened its console is lost"({ board, run, advance, takeLog }) {
		board.console.send(Uint8Array.of(1));
		await run("console.open");
		await advance(100);
		assert.equal(await takeLog(), []);
	},

	async "after close every call but close throws, and nobody is called"({ board, run, advance, takeLog }) {
		await run("console.open");
		board.console.send(Uint8Array.of(1));
		await run("console.close");
		await run("console.close");
		assert.match(await refusalOf(run("console.write", Uint8Array.of(1))), "used while closed");
		await advance(100);
		assert.equal(await takeLog(), []);
	},

	async "after onError the console is dead: silent, and only close is legal"({
		board,
		run,
		advance,
		takeLog,
	}) {
		await run("console.open");
		board.console.fail("cable");
		await advance(0);
		board.console.send(Uint8Array.of(1));
		await advance(100);
		assert.equal(await takeLog(), ["error cable"]);
		assert.match(await refusalOf(run("console.write", Uint8Array.of(1))), "used while dead");
		await run("console.close");
	},
};

await runContract(contract);
