/** The smallest firmware: calls the host with every event and posts the answer. Bundled by the engines' tests. */
import { concat } from "../../modules/bytes/bytes.js";

globalThis.onHostEvent = (event) => {
	const { buffer } = concat(new Uint8Array(hostCall(event)));
	hostPost(buffer as ArrayBuffer);
};
