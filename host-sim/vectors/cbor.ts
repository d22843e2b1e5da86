/**
 * CBOR vectors of cbor-wg/cbor-test-vectors and cbor/test-vectors (RFC 8949, appendix A). Our profile takes
 * one encoding of each value and no floats, big integers, indefinite lengths or other tags: a good vector
 * outside it must
 * be refused for exactly such a reason, and counts as skipped. Those that must be refused must be.
 */
import { decode } from "cbor2";
import { equalConstantTime, toHex } from "../../modules/bytes/bytes.js";
import { type CborFault, decodeCbor, encodeCbor } from "../../modules/codec/cbor.js";
import { type Fields, fieldsOf, hex, judged, listOf, skipped, type VectorResult } from "./suite.js";

/** A file of cbor-wg's, as its .cbor twin says it: title, tests, fail. */
export function judgeCborWg(bytes: Uint8Array): readonly VectorResult[] | undefined {
	const file = fieldsOf(decodeLeniently(bytes));
	if (!Array.isArray(file["tests"]) || typeof file["title"] !== "string") return undefined;
	const title = file["title"];
	return listOf(file["tests"]).map((item, index) => {
		const vector = fieldsOf(item);
		const name = `${title} ${index}: ${String(vector["description"])}`;
		const { encoded } = vector;
		const mustFail = vector["fail"] === true || file["fail"] === true;
		if (!(encoded instanceof Uint8Array)) return skipped("cbor-wg", name, "no encoding");
		return mustFail
			? judgeBad(name, encoded)
			: judgeGood("cbor-wg", name, encoded, vector["roundtrip"] === false ? "other" : "deterministic");
	});
}

/** cbor/test-vectors: appendix_a.json. */
export function judgeAppendixA(items: readonly unknown[]): readonly VectorResult[] | undefined {
	const vectors = items.map(fieldsOf);
	if (vectors.length === 0 || !vectors.every(isAppendixItem)) return undefined;
	return vectors.map(({ hex: text, roundtrip }) =>
		judgeGood("cbor/test-vectors", String(text), hex(text), roundtrip === true ? "deterministic" : "other"),
	);
}

function isAppendixItem(vector: Fields): boolean {
	return typeof vector["hex"] === "string" && "roundtrip" in vector;
}

function judgeBad(name: string, encoded: Uint8Array): VectorResult {
	return judged("cbor-wg must-refuse", name, { isRight: decodeCbor(encoded).kind === "malformed" });
}

/** Limits of our profile, against defects of the input. */
const OUTSIDE: readonly CborFault[] = [
	"tag",
	"simple",
	"indefinite-length",
	"integer-range",
	"key-type",
	"not-minimal",
	"key-order",
	"too-deep",
	"too-long",
];

/** Whether the vector says that its encoding is the one that an encoder makes. */
type Form = "deterministic" | "other";

function judgeGood(suite: string, name: string, encoded: Uint8Array, form: Form): VectorResult {
	const decoding = decodeCbor(encoded);
	if (decoding.kind === "malformed") {
		if (!OUTSIDE.includes(decoding.reason))
			return judged(suite, `${name}: ${decoding.reason}`, { isRight: false });
		return skipped(suite, name, `outside our profile: ${decoding.reason}`);
	}
	const again = encodeCbor(decoding.value);
	const isSame = equalConstantTime(again, encoded) && toHex(again) === toHex(encoded);
	return judged(suite, name, { isRight: isSame && form === "deterministic" });
}

function decodeLeniently(bytes: Uint8Array): unknown {
	try {
		return decode(bytes);
	} catch {
		return undefined;
	}
}
