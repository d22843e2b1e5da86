/**
 * The Node end of the pipe to an XS engine: u32 little-endian length | u8 kind | payload. See host-
 * sim/xs/pipe.h.
 */

export const toUnit = { event: 1, frame: 2, reply: 3, stats: 4, quit: 5, collect: 6 } as const;
export const fromUnit = { post: 1, call: 2, idle: 3, stats: 4, fatal: 5 } as const;

export interface Frame {
	readonly kind: number;
	readonly payload: Uint8Array;
}

const headerBytes = 5;

export function encodeFrame(kind: number, payload: Uint8Array): Uint8Array {
	return concatenate(encodeHeader(kind, payload.length), payload);
}

/** For a payload of that length which comes by another way. */
export function encodeHeader(kind: number, length: number): Uint8Array {
	const header = new Uint8Array(headerBytes);
	new DataView(header.buffer).setUint32(0, length, true);
	header[4] = kind;
	return header;
}

/** Cuts a stream of bytes, in pieces of any size, into frames. */
export class FrameReader {
	#pending: Uint8Array = new Uint8Array(0);

	/** @returns the frames that `bytes` completes; their payloads are copies. */
	push(bytes: Uint8Array): Frame[] {
		let rest = this.#pending.length === 0 ? bytes : concatenate(this.#pending, bytes);
		const frames: Frame[] = [];
		while (rest.length >= headerBytes) {
			const length = new DataView(rest.buffer, rest.byteOffset).getUint32(0, true);
			if (rest.length < headerBytes + length) {
				break;
			}
			frames.push({
				kind: rest[4] ?? 0,
				payload: new Uint8Array(rest.subarray(headerBytes, headerBytes + length)),
			});
			rest = rest.subarray(headerBytes + length);
		}
		this.#pending = rest;
		return frames;
	}
}

function concatenate(a: Uint8Array, b: Uint8Array): Uint8Array {
	const both = new Uint8Array(a.length + b.length);
	both.set(a);
	both.set(b, a.length);
	return both;
}
