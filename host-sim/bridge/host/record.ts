import { createHash } from "node:crypto";

/**
 * One message as one line of a recording: `event ["link-message","a/b",32:9f86d081]`. Bytes appear as their
 * length and the start of their SHA-256, so that two recordings can be compared and neither tells what it
 * carried.
 */
export function recordLine(direction: "event" | "call" | "reply" | "post", message: unknown): string {
	return `${direction} ${show(message)}`;
}

/** What a recording says about a frame's pixels. */
export function recordPixels(pixels: Uint8Array): string {
	return `frame ${show(pixels)}`;
}

function show(value: unknown): string {
	if (value instanceof Uint8Array) {
		return `${value.length}:${createHash("sha256").update(value).digest("hex").slice(0, 8)}`;
	}
	return Array.isArray(value) ? `[${value.map(show).join(",")}]` : JSON.stringify(value);
}
