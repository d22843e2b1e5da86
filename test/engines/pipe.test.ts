import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { bundleOf } from "../../host-sim/engines/bundle.js";
import { encodeFrame, FrameReader, fromUnit, toUnit } from "../../host-sim/engines/pipe.js";
import { compileImage } from "../../host-sim/engines/xs-image.js";
import { runRaw, xsOrSkip } from "./xs.js";

const empty = new Uint8Array(0);
const sizes = ["300000", "8192", "1024", "128", "1000000", "0"];

test("a stream cut anywhere gives the same frames", () => {
	const stream = Buffer.concat([
		encodeFrame(3, empty),
		encodeFrame(1, Uint8Array.of(1, 2, 3)),
		encodeFrame(2, Uint8Array.of(9)),
	]);
	const whole = new FrameReader().push(stream);
	assert.is(whole.length, 3);
	for (let cut = 0; cut <= stream.length; cut++) {
		const reader = new FrameReader();
		assert.equal([...reader.push(stream.subarray(0, cut)), ...reader.push(stream.subarray(cut))], whole);
	}
});

const engine = await xsOrSkip(64);
if (engine !== undefined) {
	const { path, key } = engine;
	const callOnce = bundleOf("globalThis.onHostEvent = (event) => hostPost(hostCall(event));");
	const image = await compileImage(path, key, callOnce);
	const exitOf = async (input: Uint8Array) => (await runRaw(path, ["run", image, ...sizes], input)).code;
	const event = encodeFrame(toUnit.event, Uint8Array.of(1, 2, 3));

	test("a pipe that closes between frames, or says quit, ends the engine in peace", async () => {
		assert.is(await exitOf(empty), 0);
		assert.is(await exitOf(encodeFrame(toUnit.stats, empty)), 0);
		assert.is(await exitOf(encodeFrame(toUnit.quit, empty)), 0);
	});

	test("a frame cut short anywhere is refused", async () => {
		const frame = encodeFrame(toUnit.frame, new Uint8Array(4));
		for (const whole of [event, frame]) {
			for (let length = 1; length < whole.length; length++) {
				assert.is(await exitOf(whole.subarray(0, length)), 17, `${length} of ${whole.length} bytes`);
			}
		}
	});

	test("a pipe that ends during a call is refused", async () => {
		assert.is(await exitOf(event), 17);
		const reply = encodeFrame(toUnit.reply, new Uint8Array(8));
		assert.is(await exitOf(Buffer.concat([event, reply.subarray(0, 9)])), 17);
		assert.is(await exitOf(Buffer.concat([event, reply])), 0);
	});

	test("an unknown kind, an unasked reply and an event during a call are refused", async () => {
		assert.is(await exitOf(encodeFrame(77, empty)), 17);
		assert.is(await exitOf(encodeFrame(toUnit.reply, empty)), 17);
		assert.is(await exitOf(Buffer.concat([event, event])), 17);
	});

	test("frames beyond the buffers are refused before they are read", async () => {
		assert.is(await exitOf(encodeFrame(toUnit.event, new Uint8Array(65_537))), 17);
		assert.is(await exitOf(encodeFrame(toUnit.frame, new Uint8Array(307_201))), 17);
		assert.is(await exitOf(encodeFrame(toUnit.frame, new Uint8Array(307_200))), 0);
	});

	test("a camera frame may come before the reply to a call", async () => {
		const input = Buffer.concat([
			event,
			encodeFrame(toUnit.frame, new Uint8Array(9)),
			encodeFrame(toUnit.reply, empty),
		]);
		assert.is(await exitOf(input), 0);
	});

	test("the last words on the pipe carry the exit code and a text", async () => {
		const { code, output } = await runRaw(path, ["run", image, ...sizes], encodeFrame(77, empty));
		const last = new FrameReader().push(output).at(-1);
		assert.is(last?.kind, fromUnit.fatal);
		assert.is(last?.payload[0], code);
		assert.match(new TextDecoder().decode(last?.payload.subarray(37)), /unexpected frame/);
	});

	test("wrong arguments and missing files are a usage error", async () => {
		assert.is((await runRaw(path, [], empty)).code, 64);
		assert.is((await runRaw(path, ["run", image, "-1", "8192", "1024", "128", "0", "0"], empty)).code, 64);
		assert.is((await runRaw(path, ["run", "/nonexistent", ...sizes], empty)).code, 64);
	});

	test("an image that is damaged or from an engine built otherwise is refused", async () => {
		const folder = mkdtempSync(join(tmpdir(), "image-"));
		const good = readFileSync(image);
		const exitWith = async (bytes: Uint8Array) => {
			const file = join(folder, "image.xsi");
			writeFileSync(file, bytes);
			return (await runRaw(path, ["run", file, ...sizes], empty)).code;
		};
		assert.is(await exitWith(good), 0);
		for (const length of [0, 3, 19, 20, 40, good.length - 1]) {
			assert.is(await exitWith(good.subarray(0, length)), 18, `${length} bytes`);
		}
		// Every field of the header: magic, fingerprint, length, offset of the code, count of names.
		for (const position of [0, 4, 7, 8, 12, 16]) {
			const bad = Uint8Array.from(good);
			bad[position] = (bad[position] ?? 0) ^ 4;
			assert.is(await exitWith(bad), 18, `byte ${position}`);
		}
		rmSync(folder, { recursive: true });
	});

	test("a bundle that does not parse does not become an image", async () => {
		try {
			await compileImage(path, key, bundleOf("const = 1;"));
			assert.unreachable();
		} catch (error) {
			assert.match(String(error), /does not parse/);
		}
	});
}

test.run();
