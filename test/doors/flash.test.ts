import * as assert from "uvu/assert";
import { NOR_PARTS } from "../../host-sim/world/nor-parts.js";
import { type Contract, ownClauses, runContract } from "./bench.js";

/** On a part with blocks of 4,096 bytes, programmed 4 bytes at a time. */
const contract: Contract = {
	async "a new part reads 0xFF"({ run }) {
		await run("flash.open");
		assert.equal(await run("flash.read", 8, 4092), new Uint8Array(8).fill(0xff));
	},

	async "the geometry is the part's"({ run }) {
		await run("flash.open");
		assert.equal(await run("flash.status"), [4 * 4096, 4, 4096, 4]);
	},
};

await runContract({ ...ownClauses("flash"), ...contract }, { part: NOR_PARTS.nrf52840 });
