import * as assert from "uvu/assert";
import { NOR_PARTS } from "../../host-sim/world/nor-parts.js";
import { type Contract, refusalOf, runContract } from "./bench.js";

const erased = (length: number): Uint8Array => new Uint8Array(length).fill(0xff);

/** On a part with blocks of 4,096 bytes, programmed 4 bytes at a time. */
const contract: Contract = {
	async "the geometry is the part's"({ run }) {
		await run("flash.open");
		assert.equal(await run("flash.status"), [4 * 4096, 4, 4096, 4]);
	},

	async "what is written is read, and a new part reads 0xFF"({ run }) {
		await run("flash.open");
		assert.equal(await run("flash.read", 8, 4092), erased(8));
		await run("flash.write", Uint8Array.of(1, 2, 3, 4), 4096);
		assert.equal(await run("flash.read", 6, 4095), Uint8Array.of(255, 1, 2, 3, 4, 255));
	},

	async "a whole block passes through one write and one read"({ run }) {
		const data = Uint8Array.from({ length: 4096 }, (_, i) => i % 251);
		await run("flash.open");
		await run("flash.write", data, 4096);
		assert.equal(await run("flash.read", 4096, 4096), data);
	},

	async "erasing sets every byte of its block to 0xFF and touches no other"({ run }) {
		await run("flash.open");
		for (const offset of [4092, 4096, 8188, 8192]) await run("flash.write", new Uint8Array(4), offset);
		await run("flash.eraseBlock", 1);
		assert.equal(await run("flash.read", 4096, 4096), erased(4096));
		assert.equal(await run("flash.read", 4, 4092), new Uint8Array(4));
		assert.equal(await run("flash.read", 4, 8192), new Uint8Array(4));
	},

	async "programming only clears bits: a bit that would rise is an Error and nothing is written"({ run }) {
		await run("flash.open");
		await run("flash.write", Uint8Array.of(0xf0, 0xff, 0xff, 0xff), 0);
		await run("flash.write", Uint8Array.of(0x30, 0xff, 0xff, 0x0f), 0);
		assert.match(await refusalOf(run("flash.write", Uint8Array.of(0x31, 0, 0, 0), 0)), /^Error/);
		assert.equal(await run("flash.read", 4, 0), Uint8Array.of(0x30, 0xff, 0xff, 0x0f));
	},

	async "offset and length of a write are multiples of the write length"({ run }) {
		await run("flash.open");
		assert.match(await refusalOf(run("flash.write", new Uint8Array(4), 2)), /^RangeError/);
		assert.match(await refusalOf(run("flash.write", new Uint8Array(3), 4)), /^RangeError/);
		assert.equal(await run("flash.read", 8, 0), erased(8));
	},

	async "beyond the partition is a RangeError"({ run }) {
		await run("flash.open");
		assert.match(await refusalOf(run("flash.read", 5, 4 * 4096 - 4)), /^RangeError/);
		assert.match(await refusalOf(run("flash.write", new Uint8Array(8), 4 * 4096 - 4)), /^RangeError/);
		assert.match(await refusalOf(run("flash.eraseBlock", 4)), /^RangeError/);
		await run("flash.read", 4, 4 * 4096 - 4);
	},

	async "a negative offset or block is a RangeError"({ run }) {
		await run("flash.open");
		assert.match(await refusalOf(run("flash.read", 4, -4)), /^RangeError/);
		assert.match(await refusalOf(run("flash.write", new Uint8Array(4), -4)), /^RangeError/);
		assert.match(await refusalOf(run("flash.eraseBlock", -1)), /^RangeError/);
	},

	async "after close every call but close throws; the cells remain for the next opening"({ run }) {
		await run("flash.open");
		await run("flash.write", Uint8Array.of(1, 2, 3, 4), 0);
		await run("flash.close");
		await run("flash.close");
		assert.match(await refusalOf(run("flash.status")), "used while closed");
		assert.match(await refusalOf(run("flash.read", 4, 0)), "used while closed");
		assert.match(await refusalOf(run("flash.write", new Uint8Array(4), 0)), "used while closed");
		assert.match(await refusalOf(run("flash.eraseBlock", 0)), "used while closed");
		await run("flash.open");
		assert.equal(await run("flash.read", 4, 0), Uint8Array.of(1, 2, 3, 4));
	},
};

await runContract(contract, { part: NOR_PARTS.nrf52840 });
