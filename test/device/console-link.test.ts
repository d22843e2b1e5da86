import { test } from "uvu";
import * as assert from "uvu/assert";
import { bootClock } from "../../host-sim/doors/clock.js";
import { Scheduler } from "../../host-sim/doors/scheduler.js";
import { createPrng } from "../../host-sim/world/prng.js";
import {
	CONSOLE_PAYLOAD_MAX,
	type ConsoleFrame,
	encodeFrame,
	FrameDecoder,
	FrameKind,
} from "../../modules/device/console-frame.js";
import { CONSOLE_ATTEMPTS, CONSOLE_RETRY_MS, ConsoleLink } from "../../modules/device/console-link.js";

function frame(payload: Uint8Array, sequence = 7): ConsoleFrame {
	return { kind: FrameKind.data, session: Uint8Array.of(1, 0, 0, 4), sequence, payload };
}

function decode(...pieces: readonly Uint8Array[]): ConsoleFrame[] {
	const found: ConsoleFrame[] = [];
	const decoder = new FrameDecoder((each) => found.push(each));
	for (const piece of pieces) decoder.push(piece);
	return found;
}

/** Payloads whose zeros and runs meet COBS at its edges. */
const PAYLOADS = [0, 1, 2, 243, 244, 245, 253, 254, 255, 508, 509, CONSOLE_PAYLOAD_MAX].flatMap((length) => [
	new Uint8Array(length),
	new Uint8Array(length).fill(0xff),
	Uint8Array.from({ length }, (_, i) => (i * 7) & 0xff),
]);

test("every payload comes back, byte by byte or at once, with zeros only around it", () => {
	for (const payload of PAYLOADS) {
		const line = encodeFrame(frame(payload));
		assert.equal(decode(line), [frame(payload)]);
		assert.equal(decode(...Array.from(line, (byte) => Uint8Array.of(byte))), [frame(payload)]);
		const inner = line.subarray(1, -1);
		assert.ok(line[0] === 0 && line[line.length - 1] === 0 && !inner.includes(0));
	}
});

test("no flipped bit and no truncation passes for a frame, and the next frame is found", () => {
	const line = encodeFrame(frame(Uint8Array.from({ length: 40 }, (_, i) => i % 5)));
	const next = encodeFrame(frame(Uint8Array.of(1), 8));
	for (let bit = 8; bit < 8 * (line.length - 1); bit++) {
		const altered = line.slice();
		altered[bit >> 3] ^= 1 << (bit & 7);
		assert.equal(decode(altered, next), [frame(Uint8Array.of(1), 8)], `bit ${bit}`);
	}
	for (let length = 0; length < line.length - 1; length++) {
		assert.equal(decode(line.subarray(0, length), next), [frame(Uint8Array.of(1), 8)], `${length} bytes`);
	}
});

test("text between frames and a line that never ends do no harm", () => {
	const noise = Uint8Array.from(Buffer.from("rst:0x1 (POWERON)\r\n"));
	const endless = new Uint8Array(10_000).fill(0x55);
	assert.equal(decode(noise, encodeFrame(frame(Uint8Array.of(1)))), [frame(Uint8Array.of(1))]);
	assert.equal(decode(endless, encodeFrame(frame(Uint8Array.of(2)))), [frame(Uint8Array.of(2))]);
});

/** Two ends and a line whose every frame `fate` decides about: how often it arrives. */
function twoEnds(fate: () => number) {
	const scheduler = new Scheduler();
	const heard: { readonly a: string[]; readonly b: string[]; unanswered: number } = {
		a: [],
		b: [],
		unanswered: 0,
	};
	const end = (name: "a" | "b", other: () => ConsoleLink): ConsoleLink =>
		new ConsoleLink({
			clock: bootClock(scheduler),
			session: Uint8Array.from(Buffer.from(`${name}---`)),
			transmit(bytes) {
				const copy = bytes.slice();
				for (let copies = fate(); copies > 0; copies--) scheduler.schedule(1, () => other().receive(copy));
			},
			onMessage: (message) => heard[name].push(Buffer.from(message).toString()),
			onUnanswered: () => {
				heard.unanswered++;
			},
		});
	const a: ConsoleLink = end("a", () => b);
	const b: ConsoleLink = end("b", () => a);
	return { scheduler, heard, a, b };
}

test("over a line that loses and doubles, every message arrives once and in order", () => {
	const random = createPrng(3, "line");
	const { scheduler, heard, a, b } = twoEnds(() => [0, 0, 1, 1, 1, 2][random.nextBelow(6)]);
	const sent: string[] = [];
	for (let i = 0; i < 300; i++) {
		sent.push(`message ${i}`);
		a.send(Uint8Array.from(Buffer.from(`message ${i}`)));
		b.send(Uint8Array.from(Buffer.from(`message ${i}`)));
		const untilMs = scheduler.nowMs() + CONSOLE_ATTEMPTS * CONSOLE_RETRY_MS;
		while (scheduler.step(untilMs)) {}
	}
	assert.is(heard.unanswered, 0);
	assert.equal(heard.a, sent);
	assert.equal(heard.b, sent);
});

test("an end that is not there is given up after the last attempt, and the next message is sent", () => {
	let isPlugged = false;
	const { scheduler, heard, a } = twoEnds(() => (isPlugged ? 1 : 0));
	a.send(Uint8Array.of(0x31));
	while (scheduler.step(scheduler.nowMs() + CONSOLE_ATTEMPTS * CONSOLE_RETRY_MS)) {}
	assert.is(heard.unanswered, 1);
	isPlugged = true;
	a.send(Uint8Array.of(0x32));
	while (scheduler.step(scheduler.nowMs() + CONSOLE_RETRY_MS)) {}
	assert.equal(heard.b, ["2"]);
});

test.run();
