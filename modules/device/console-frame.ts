import { assert } from "../bytes/assert.js";
import { CRC32C_START, finishCrc32c, updateCrc32c } from "../bytes/crc32c.js";

/**
 * How a message travels over a serial line that loses, alters and cuts:
 *
 *     00 | COBS ( kind | session | sequence | payload | CRC-32C ) | 00
 *                  1        4         1       0..1400      4
 *
 * Zero occurs nowhere but between frames, so that a receiver that comes in the middle is back in step at the
 * next one (Cheshire and Baker, "Consistent Overhead Byte Stuffing", IEEE/ACM ToN 7(2), 1999). The line may
 * carry other text between frames; it fails the checksum. Integers are big-endian.
 */
export interface ConsoleFrame {
	readonly kind: FrameKind;
	/** 4 bytes, drawn by the sender of the data when it opens the line; an acknowledgement repeats them. */
	readonly session: Uint8Array;
	/** 0..255, one more for every message of a session. */
	readonly sequence: number;
	/** Empty in an acknowledgement. */
	readonly payload: Uint8Array;
}

export const FrameKind = { data: 1, acknowledgement: 2 } as const;
export type FrameKind = (typeof FrameKind)[keyof typeof FrameKind];

export const SESSION_LENGTH = 4;
/** The longest envelope fits (codec/limits.ts). */
export const CONSOLE_PAYLOAD_MAX = 1400;

const HEADER_LENGTH = 1 + SESSION_LENGTH + 1;
const CRC_LENGTH = 4;
const CONTENT_MAX = HEADER_LENGTH + CONSOLE_PAYLOAD_MAX + CRC_LENGTH;
const COBS_RUN_MAX = 254;

/** @returns the bytes for the line, both zeros included. Asserts the lengths of session and payload. */
export function encodeFrame({ kind, session, sequence, payload }: ConsoleFrame): Uint8Array {
	assert(session.length === SESSION_LENGTH, "a session has 4 bytes");
	assert(payload.length <= CONSOLE_PAYLOAD_MAX, `a console message of ${payload.length} bytes`);
	const content = new Uint8Array(HEADER_LENGTH + payload.length + CRC_LENGTH);
	content[0] = kind;
	content.set(session, 1);
	content[1 + SESSION_LENGTH] = sequence;
	content.set(payload, HEADER_LENGTH);
	const end = content.length - CRC_LENGTH;
	const crc = finishCrc32c(updateCrc32c(CRC32C_START, content, 0, end));
	for (let i = 0; i < CRC_LENGTH; i++) content[end + i] = crc >>> (24 - 8 * i);
	return stuff(content);
}

/** Finds the frames in what a line brings, in pieces of any length. Its memory is taken here. */
export class FrameDecoder {
	readonly #stuffed = new Uint8Array(CONTENT_MAX + Math.ceil(CONTENT_MAX / COBS_RUN_MAX) + 1);
	#length = 0;
	#isTooLong = false;
	readonly #onFrame: (frame: ConsoleFrame) => void;

	/** @param onFrame called for every intact frame; what it gets is its own. */
	constructor(onFrame: (frame: ConsoleFrame) => void) {
		this.#onFrame = onFrame;
	}

	/** What is no intact frame is dropped without a word: its sender will repeat it. */
	push(bytes: Uint8Array): void {
		for (let i = 0; i < bytes.length; i++) {
			if (bytes[i] === 0) this.#end();
			else if (this.#length === this.#stuffed.length) this.#isTooLong = true;
			else this.#stuffed[this.#length++] = bytes[i];
		}
	}

	#end(): void {
		const content = this.#isTooLong ? undefined : unstuff(this.#stuffed.subarray(0, this.#length));
		this.#length = 0;
		this.#isTooLong = false;
		const frame = content === undefined ? undefined : parse(content);
		if (frame !== undefined) this.#onFrame(frame);
	}
}

function parse(content: Uint8Array): ConsoleFrame | undefined {
	const end = content.length - CRC_LENGTH;
	if (end < HEADER_LENGTH || content.length > CONTENT_MAX) return undefined;
	const carried =
		(content[end] << 24) | (content[end + 1] << 16) | (content[end + 2] << 8) | content[end + 3];
	if (finishCrc32c(updateCrc32c(CRC32C_START, content, 0, end)) !== carried) return undefined;
	const kind = content[0];
	if (kind !== FrameKind.data && kind !== FrameKind.acknowledgement) return undefined;
	return {
		kind,
		session: content.slice(1, 1 + SESSION_LENGTH),
		sequence: content[1 + SESSION_LENGTH],
		payload: content.slice(HEADER_LENGTH, end),
	};
}

/** Each zero becomes the distance to the next; the first byte is the distance to the first. */
function stuff(content: Uint8Array): Uint8Array {
	const out = new Uint8Array(content.length + Math.floor(content.length / COBS_RUN_MAX) + 3);
	let code = 1;
	let at = 2;
	for (let i = 0; i < content.length; i++) {
		if (at - code > COBS_RUN_MAX) {
			out[code] = at - code;
			code = at++;
		}
		if (content[i] !== 0) {
			out[at++] = content[i];
		} else {
			out[code] = at - code;
			code = at++;
		}
	}
	out[code] = at - code;
	return out.subarray(0, at + 1);
}

/** @returns undefined when a distance leads beyond the end. */
function unstuff(stuffed: Uint8Array): Uint8Array | undefined {
	const out = new Uint8Array(stuffed.length);
	let length = 0;
	let at = 0;
	while (at < stuffed.length) {
		const code = stuffed[at];
		if (at + code > stuffed.length) return undefined;
		out.set(stuffed.subarray(at + 1, at + code), length);
		length += code - 1;
		at += code;
		// A full run stands for its bytes alone, any other for its bytes and a zero, but for the last.
		if (code <= COBS_RUN_MAX && at < stuffed.length) length++;
	}
	return out.subarray(0, length);
}
