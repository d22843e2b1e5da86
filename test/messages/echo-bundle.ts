/**
 * A bundle for the engines: decodes each event as the body type that its first byte names, and posts the
 * body encoded again, or the fault in words.
 */
import { encodeUtf8 } from "../../modules/bytes/utf8.js";
import { type BodyType, decodeBody, encodeBody } from "../../modules/messages/messages.js";
import { BODY_TYPES } from "./types.js";

globalThis.onHostEvent = (event) => {
	const bytes = new Uint8Array(event);
	const answer = echo(bytes);
	const message = new ArrayBuffer(answer.length);
	new Uint8Array(message).set(answer);
	hostPost(message);
};

export function echo(event: Uint8Array): Uint8Array {
	return encodedAgain(BODY_TYPES[event[0]], event.subarray(1));
}

function encodedAgain<T extends BodyType>(type: T, bytes: Uint8Array): Uint8Array {
	const decoding = decodeBody(type, bytes);
	if (decoding.kind === "decoded") return encodeBody(type, decoding.body);
	return encodeUtf8(`${decoding.reason} at ${decoding.offset}`);
}
