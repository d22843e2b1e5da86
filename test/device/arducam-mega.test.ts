import { test } from "uvu";
import * as assert from "uvu/assert";
import { ArducamMega, MEGA_HEIGHT, MEGA_WIDTH } from "../../modules/device/arducam-mega.js";

const PIXELS = MEGA_WIDTH * MEGA_HEIGHT;

/** The camera as its maker's driver speaks to it; a register is answered one byte late. */
class SimulatedMega {
	readonly written: string[] = [];
	frame: Uint8Array = new Uint8Array(0);
	isDone = false;
	isBusyForPolls = 0;
	id = 0x81;
	#next = 0;

	readonly exchange = (bytes: Uint8Array): void => {
		const [command] = bytes;
		if (command === 0x3c) {
			for (let i = 2; i < bytes.length; i++) bytes[i] = this.frame[this.#next++] ?? 0;
		} else if (command & 0x80) {
			assert.is(bytes.length, 2);
			this.written.push(`${(command & 0x7f).toString(16)}=${bytes[1].toString(16)}`);
			if (this.written.at(-1) === "4=1") this.#next = 0;
		} else {
			assert.is(bytes.length, 3);
			bytes[2] = this.#register(command);
		}
	};

	#register(register: number): number {
		if (register === 0x40) return this.id;
		if (register === 0x44) return (this.isBusyForPolls-- > 0 ? 0 : 2) | (this.isDone ? 4 : 0);
		return (this.frame.length >> (8 * (register - 0x45))) & 0xff;
	}
}

/** Brightness `at` for each pixel, with colour beside it. */
function yuvFrame(): Uint8Array {
	return Uint8Array.from({ length: 2 * PIXELS }, (_, i) => (i % 2 === 0 ? (i >> 1) % 251 : 128));
}

test("the camera is reset, set to 320x240 in YUV, and waited for after each order", () => {
	const chip = new SimulatedMega();
	chip.isBusyForPolls = 7;
	new ArducamMega(chip.exchange);
	assert.equal(chip.written, ["7=40", "20=3", "21=1"]);
	assert.ok(chip.isBusyForPolls < 0);
});

test("a frame is exposed, told to be done, and read as brightness alone, rows top-down", () => {
	const chip = new SimulatedMega();
	const camera = new ArducamMega(chip.exchange);
	chip.written.length = 0;
	camera.expose();
	assert.equal(chip.written, ["4=1", "4=2"]);
	assert.is(camera.isDone, false);
	chip.isDone = true;
	assert.is(camera.isDone, true);
	chip.frame = yuvFrame();
	const out = new Uint8Array(PIXELS + 1).fill(0xee);
	assert.is(camera.readInto(out), true);
	assert.equal(
		out.subarray(0, PIXELS),
		Uint8Array.from({ length: PIXELS }, (_, i) => i % 251),
	);
	assert.is(out[PIXELS], 0xee, "nothing beyond the frame");
});

test("a camera that holds less than a frame gives none, and the buffer stays as it was", () => {
	const chip = new SimulatedMega();
	const camera = new ArducamMega(chip.exchange);
	chip.frame = yuvFrame().subarray(1);
	const out = new Uint8Array(PIXELS).fill(0xee);
	assert.is(camera.readInto(out), false);
	assert.ok(out.every((byte) => byte === 0xee));
});

test("an empty bus and a camera that never comes to rest are errors", () => {
	for (const id of [0, 0xff]) {
		const chip = new SimulatedMega();
		chip.id = id;
		assert.throws(() => new ArducamMega(chip.exchange), "nothing answers");
	}
	const stuck = new SimulatedMega();
	stuck.isBusyForPolls = Number.POSITIVE_INFINITY;
	assert.throws(() => new ArducamMega(stuck.exchange), "does not come to rest");
});

test.run();
