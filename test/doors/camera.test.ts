import * as assert from "uvu/assert";
import type { Frame } from "../../host-sim/doors/camera.js";
import { type Contract, ownClauses, refusalOf, runContract } from "./bench.js";

/** 4x2 pixels of one value. */
function frameOf(value: number): Frame {
	return { width: 4, height: 2, lit: true, pixels: new Uint8Array(8).fill(value) };
}

function bytes(length: number, ...values: readonly number[]): Uint8Array {
	return new Uint8Array(length).fill(0xee).map((filler, i) => values[i] ?? filler);
}

const contract: Contract = {
	async "frames come only between start and stop"({ board, run, advance, takeLog }) {
		await run("camera.open");
		assert.is(board.camera.offer(frameOf(1)), false);
		await run("camera.start");
		assert.is(board.camera.offer(frameOf(2)), true);
		await advance(0);
		assert.equal(await takeLog(), ["readable"]);
		await run("camera.stop");
		assert.is(board.camera.offer(frameOf(3)), false);
		await advance(1000);
		assert.equal(await takeLog(), []);
	},

	async "while started, the scene is exposed at every frame interval"({ board, run, advance, takeLog }) {
		let exposures = 0;
		board.camera.scene = () => frameOf(++exposures);
		await run("camera.openAndRead");
		await advance(500);
		await run("camera.start");
		await advance(250);
		await run("camera.stop");
		await advance(500);
		assert.equal(await takeLog(), ["4x2 0101010101010101", "4x2 0202020202020202"]);
	},

	async "read copies the oldest frame, rows top-down, and nothing beyond it"({ board, run }) {
		await run("camera.open");
		await run("camera.start");
		board.camera.offer({ width: 2, height: 2, lit: false, pixels: Uint8Array.of(1, 2, 3, 4) });
		board.camera.offer(frameOf(9));
		assert.equal(await run("camera.read", 6), [[2, 2, false], bytes(6, 1, 2, 3, 4)]);
		assert.equal(await run("camera.read", 9), [[4, 2, true], bytes(9, 9, 9, 9, 9, 9, 9, 9, 9)]);
	},

	async "a buffer shorter than the frame is a RangeError, and the frame stays queued"({ board, run }) {
		await run("camera.open");
		await run("camera.start");
		board.camera.offer(frameOf(5));
		assert.match(await refusalOf(run("camera.read", 7)), /^RangeError/);
		assert.equal(await run("camera.read", 8), [[4, 2, true], bytes(8, 5, 5, 5, 5, 5, 5, 5, 5)]);
	},

	async "the memory made for frames holds the largest"({ board, run }) {
		await run("camera.open");
		await run("camera.start");
		board.camera.offer({ width: 640, height: 480, lit: true, pixels: new Uint8Array(640 * 480).fill(77) });
		assert.is(await run("camera.frameBufferLength"), 640 * 480);
		assert.equal(await run("camera.readFrameBuffer"), [[640, 480, true], 77]);
	},

	async "a frame that waits does not disturb the one being worked on"({ board, run, advance }) {
		await run("camera.open");
		await run("camera.start");
		board.camera.offer(frameOf(1));
		assert.equal(await run("camera.readFrameBuffer"), [[4, 2, true], 1]);
		board.camera.offer(frameOf(2));
		await advance(0);
		assert.equal(await run("camera.frameBufferByte"), 1);
	},

	async "a callback may read, and is never called from inside a call"({ board, run, advance, takeLog }) {
		await run("camera.openAndRead");
		await run("camera.start");
		board.camera.offer(frameOf(0xab));
		assert.equal(await takeLog(), []);
		await advance(0);
		assert.equal(await takeLog(), ["4x2 abababababababab"]);
	},

	async "the newest frames are kept when the unit does not read"({ board, run }) {
		await run("camera.open");
		await run("camera.start");
		for (let i = 1; i <= 5; i++) board.camera.offer(frameOf(i));
		assert.equal(await run("camera.read", 8), [[4, 2, true], bytes(8, 4, 4, 4, 4, 4, 4, 4, 4)]);
		assert.equal(await run("camera.read", 8), [[4, 2, true], bytes(8, 5, 5, 5, 5, 5, 5, 5, 5)]);
		assert.equal(await run("camera.read", 8), [null, bytes(8)]);
	},

	async "stop forgets the frames that wait: none outlives its session"({ board, run, advance, takeLog }) {
		await run("camera.open");
		await run("camera.start");
		board.camera.offer(frameOf(1));
		await run("camera.stop");
		await run("camera.start");
		await advance(0);
		assert.equal(await takeLog(), []);
		assert.equal(await run("camera.read", 8), [null, bytes(8)]);
	},

	async "after close every call but close throws, and nobody is called"({ board, run, advance, takeLog }) {
		await run("camera.open");
		await run("camera.start");
		board.camera.offer(frameOf(1));
		await run("camera.close");
		await run("camera.close");
		assert.is(board.camera.isStarted, false);
		for (const call of ["camera.start", "camera.stop", "camera.readFrameBuffer"]) {
			assert.match(await refusalOf(run(call)), "used while closed");
		}
		await advance(1000);
		assert.equal(await takeLog(), []);
	},

	async "a camera can be opened again after close, but not twice at once"({ board, run, advance, takeLog }) {
		await run("camera.open");
		assert.match(await refusalOf(run("camera.open")), "already open");
		await run("camera.close");
		await run("camera.open");
		await run("camera.start");
		board.camera.offer(frameOf(1));
		await advance(0);
		assert.equal(await takeLog(), ["readable"]);
	},

	async "after onError the camera is dead: silent, and only close is legal"({
		board,
		run,
		advance,
		takeLog,
	}) {
		await run("camera.open");
		await run("camera.start");
		board.camera.fail("no light");
		board.camera.offer(frameOf(1));
		assert.equal(await takeLog(), []);
		await advance(1000);
		assert.equal(await takeLog(), ["error no light"]);
		assert.is(board.camera.offer(frameOf(2)), false);
		assert.match(await refusalOf(run("camera.start")), "used while dead");
		await run("camera.close");
		assert.match(await refusalOf(run("camera.start")), "used while closed");
	},
};

await runContract({ ...ownClauses("camera"), ...contract });
