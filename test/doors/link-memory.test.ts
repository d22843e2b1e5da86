import * as assert from "uvu/assert";
import { type Bench, type Contract, refusalOf, runContract } from "./bench.js";
import { LINK_CONTRACT, type LinkBench } from "./link-contract.js";

function linkBenchOf({ board, run, advance, takeLog, powerOff }: Bench): LinkBench {
	const heard: string[] = [];
	const hear = (topic: string, payload: Uint8Array): void => {
		if (topic !== "unit/cmd") heard.push(`${topic} ${Buffer.from(payload).toString("hex")}`);
	};
	board.router.subscribe(["unit/#"], hear);
	const callbacks = async (): Promise<readonly string[]> => {
		await advance(1000);
		return takeLog();
	};
	return {
		run,
		callbacks,
		quiet: callbacks,
		peer: {
			publish: async (topic, payload, retention) =>
				board.router.publish({ topic, payload, qos: 1, retain: retention === "retained" }),
			heard: async () => heard.splice(0),
		},
		drop: async () => board.link.drop(),
		restore: async () => board.link.restore(),
		powerOff,
	};
}

const contract: Contract = Object.fromEntries(
	Object.entries(LINK_CONTRACT).map(([clause, check]) => [clause, (bench) => check(linkBenchOf(bench))]),
);

const ownClauses: Contract = {
	async "a message sent into a connection that has just broken is lost, as on a network"({
		board,
		run,
		advance,
	}) {
		const heard: string[] = [];
		board.router.subscribe(["unit/res"], (topic) => heard.push(topic));
		await run("link.open", "unit/cmd", "unit/state", Uint8Array.of(1));
		await advance(0);
		board.link.drop();
		// In an engine the unit has heard of it by now; in this process not yet.
		await run("link.publish", "unit/res", Uint8Array.of(1), 1, false).catch(() => undefined);
		assert.equal(heard, []);
	},

	async "in bad weather a message is lost, late, doubled or overtaken, towards the broker and from it"({
		board,
		run,
		advance,
		takeLog,
	}) {
		const heard: number[] = [];
		board.router.subscribe(["unit/res"], (_topic, payload) => heard.push(payload[0]));
		await run("link.open", "unit/cmd", "unit/state", Uint8Array.of(1));
		await advance(0);
		await takeLog();
		const fates = [[], [500], [0, 200], [0]];
		for (let i = 0; i < fates.length; i++) {
			board.link.weather = () => fates[i];
			await run("link.publish", "unit/res", Uint8Array.of(i), 1, false);
			board.router.publish({ topic: "unit/cmd", payload: Uint8Array.of(i), qos: 1, retain: false });
		}
		await advance(1000);
		assert.equal(heard, [2, 3, 2, 1]);
		assert.equal(
			(await takeLog()).map((line) => line.slice(-2)),
			["02", "03", "02", "01"],
		);
	},

	async "what is still on its way when the connection breaks is lost"({ board, run, advance, takeLog }) {
		await run("link.open", "unit/cmd", "unit/state", Uint8Array.of(1));
		await advance(0);
		await takeLog();
		board.link.weather = () => [500];
		board.router.publish({ topic: "unit/cmd", payload: Uint8Array.of(1), qos: 1, retain: false });
		await advance(100);
		board.link.drop();
		await advance(1000);
		assert.equal(await takeLog(), ["close"]);
	},

	async "after onError the link is dead: silent, and only close is legal"({ board, run, advance, takeLog }) {
		await run("link.open", "unit/cmd", "unit/state", Uint8Array.of(1));
		await advance(0);
		board.link.fail("radio");
		await advance(0);
		board.router.publish({ topic: "unit/cmd", payload: Uint8Array.of(1), qos: 1, retain: false });
		await advance(1000);
		assert.equal(await takeLog(), ["open", "error radio"]);
		const refusal = await refusalOf(run("link.publish", "unit/res", Uint8Array.of(1), 1, false));
		assert.match(refusal, "used while dead");
		await run("link.close");
	},
};

await runContract({ ...contract, ...ownClauses });
