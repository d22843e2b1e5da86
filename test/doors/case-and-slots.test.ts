import * as assert from "uvu/assert";
import { CLAUSES } from "../../modules/selftest/clauses.js";
import { type Contract, ownClauses, refusalOf, runContract } from "./bench.js";

const contract: Contract = {
	async "a clause that does not hold throws, and what it opened is closed"({ board, run, advance }) {
		const index = CLAUSES.findIndex(({ name }) => name.startsWith("a frame says whether"));
		board.camera.scene = () => ({ width: 2, height: 1, lit: true, pixels: new Uint8Array(2) });
		await run("clause.begin", index);
		const perform = async (): Promise<never> => {
			for (;;) await advance(Number(await run("clause.step")));
		};
		assert.match(await refusalOf(perform()), "lit at 0 %: true, not false");
		assert.is(board.camera.isStarted, false);
		assert.is(board.illuminator.levelPercent, 0);
		await run("camera.open");
	},
};

await runContract({
	...ownClauses("tamper"),
	...ownClauses("slots"),
	...ownClauses("restart"),
	...contract,
});
