import { type CborValue, decodeCbor, encodeCbor } from "../../../modules/codec/cbor.js";
import { CBOR_DEPTH_MAX } from "../../../modules/codec/limits.js";
import {
	type Argument,
	type ArgumentsOf,
	BRIDGE_BYTES_MAX,
	BridgeError,
	type CALLS,
	type CallName,
	checkArguments,
	type POSTS,
	type PostName,
	RESULTS,
} from "../messages.js";

const LIMITS = { bytesMax: BRIDGE_BYTES_MAX, depthMax: CBOR_DEPTH_MAX, tags: [] };

/**
 * Asks the host.
 * @throws RangeError or Error as the host's door did.
 */
export function call<N extends CallName>(
	name: N,
	...values: ArgumentsOf<(typeof CALLS)[N]>
): ArgumentsOf<(typeof RESULTS)[N]> {
	const request = encodeMessage(name, values);
	const reply = decodeMessage(hostCall(request));
	new Uint8Array(request).fill(0);
	if (!Array.isArray(reply)) throw new BridgeError(`the reply to ${name} is no array`);
	const [status, ...results]: CborValue[] = reply;
	if (status === "range-error") throw new RangeError(String(results[0]));
	if (status !== "ok") throw new Error(String(results[0]));
	checkArguments(`the reply to ${name}`, RESULTS[name], results);
	return results;
}

/** Tells the host. */
export function post<N extends PostName>(name: N, ...values: ArgumentsOf<(typeof POSTS)[N]>): void {
	const message = encodeMessage(name, values);
	hostPost(message);
	new Uint8Array(message).fill(0);
}

/**
 * Wipes the message: a device has no bridge in which a key could stay behind.
 * @throws BridgeError when the host sent what is not our CBOR.
 */
export function decodeMessage(message: ArrayBuffer): CborValue {
	const bytes = new Uint8Array(message);
	const decoding = decodeCbor(bytes, LIMITS);
	bytes.fill(0);
	if (decoding.kind === "malformed") {
		throw new BridgeError(`malformed message, ${decoding.reason} at ${decoding.offset}`);
	}
	return decoding.value;
}

function encodeMessage(name: string, values: readonly Argument[]): ArrayBuffer {
	const bytes = encodeCbor([name, ...values]);
	const message = bytes.slice().buffer;
	bytes.fill(0);
	return message;
}
