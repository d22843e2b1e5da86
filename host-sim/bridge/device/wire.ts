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
	const reply = decodeMessage(hostCall(encodeMessage(name, values)));
	if (!Array.isArray(reply)) throw new BridgeError(`the reply to ${name} is no array`);
	const [status, ...results]: CborValue[] = reply;
	if (status === "range-error") throw new RangeError(String(results[0]));
	if (status !== "ok") throw new Error(String(results[0]));
	checkArguments(`the reply to ${name}`, RESULTS[name], results);
	return results;
}

/** Tells the host. */
export function post<N extends PostName>(name: N, ...values: ArgumentsOf<(typeof POSTS)[N]>): void {
	hostPost(encodeMessage(name, values));
}

/** @throws BridgeError when the host sent what is not our CBOR. */
export function decodeMessage(message: ArrayBuffer): CborValue {
	const decoding = decodeCbor(new Uint8Array(message), LIMITS);
	if (decoding.kind === "malformed") {
		throw new BridgeError(`malformed message, ${decoding.reason} at ${decoding.offset}`);
	}
	return decoding.value;
}

export function encodeMessage(name: string, values: readonly Argument[]): ArrayBuffer {
	const bytes = encodeCbor([name, ...values]);
	return bytes.slice().buffer;
}
