/**
 * The smallest firmware: calls the host with every event and posts the answer. Bundled by the engines' tests.
 */
import { concat } from "../../modules/bytes/bytes.js";

globalThis.onHostEvent = (event) => {
	const reply = new Uint8Array(hostCall(event));
	const message = new ArrayBuffer(reply.length);
	new Uint8Array(message).set(concat(reply));
	hostPost(message);
};
