import { Encoder } from "cbor-x";
import type { Argument } from "../messages.js";

const codec = new Encoder({ tagUint8Array: false, useRecords: false });

/** Above this cbor-x writes a number as a float, which the unit refuses; a BigInt it writes as an integer. */
const NUMBER_MAX = 0xffff_ffff;

export function encodeForUnit(name: string, values: readonly Argument[]): Uint8Array {
	return codec.encode([name, ...values.map(withoutFloat)]);
}

/** @throws Error for bytes that are not CBOR. */
export function decodeFromUnit(bytes: Uint8Array): unknown {
	const message: unknown = codec.decode(bytes);
	return Array.isArray(message) ? message.map(withoutBigInt) : message;
}

function withoutFloat(value: Argument): Argument | bigint {
	return typeof value === "number" && value > NUMBER_MAX ? BigInt(value) : value;
}

function withoutBigInt(value: unknown): unknown {
	return typeof value === "bigint" ? Number(value) : value;
}
