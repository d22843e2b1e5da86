/**
 * COSE_Sign1 vectors of cose-wg/Examples and gluecose/test-vectors. Our profile is narrower than COSE: what
 * it signs
 * always has a content type, a kid and no unprotected header, so that it refuses all of these, good and
 * bad. What can be tried is what it is made of: the CBOR of the envelope, the Sig_structure and ES256.
 */
import { equalConstantTime } from "../../modules/bytes/bytes.js";
import { decodeCbor, encodeCbor, isCborArray, isCborMap, isCborTag } from "../../modules/codec/cbor.js";
import { decodeSign1 } from "../../modules/codec/cose.js";
import { ENVELOPE_LIMITS, MESSAGE_LIMITS } from "../../modules/codec/limits.js";
import type { Doors } from "./doors.js";
import { type Fields, fieldsOf, hex, judged, skipped, type VectorResult } from "./suite.js";

/** @returns undefined when the file is not one of cose-wg's Sign1 examples. */
export function judgeCoseWg(doors: Doors, name: string, file: Fields): VectorResult | undefined {
	const suite = "cose-wg/Examples";
	const input = fieldsOf(file["input"]);
	if (input["sign0"] === undefined) return undefined;
	const sign0 = fieldsOf(input["sign0"]);
	const key = fieldsOf(sign0["key"]);
	if (sign0["alg"] !== "ES256" || key["crv"] !== "P-256") return skipped(suite, name, "not ES256 on P-256");
	const envelope = hex(fieldsOf(file["output"])["cbor"]);
	const external = hex(sign0["external"] ?? "");
	const structure = fieldsOf(file["intermediates"])["ToBeSign_hex"];
	if (file["fail"] === true) {
		const isRefused = !opens(doors, envelope, external, key) && decodeSign1(envelope).kind === "malformed";
		return judged(suite, name, { isRight: isRefused });
	}
	const parts = partsOf(envelope);
	if (parts === undefined) return skipped(suite, name, "no tag 18, which our envelope always has");
	if (!isEs256(parts.header))
		return skipped(suite, name, "the algorithm is not protected, as ours always is");
	const isRight =
		opens(doors, envelope, external, key) &&
		(structure === undefined || isStructure(envelope, external, hex(structure)));
	return judged(suite, name, { isRight });
}

/** @returns undefined when the file is not one of gluecose's. */
export function judgeGluecose(doors: Doors, name: string, file: Fields): VectorResult | undefined {
	const suite = "gluecose/test-vectors";
	const [sign, verify] = [file["sign1::sign"], file["sign1::verify"]];
	if (sign === undefined && verify === undefined) return undefined;
	const key = fieldsOf(file["key"]);
	if (file["alg"] !== "ES256" || key["crv"] !== "P-256") return skipped(suite, name, "not ES256 on P-256");
	const fields = fieldsOf(sign ?? verify);
	const external = hex(fields["external"] ?? "");
	if (sign === undefined) {
		const envelope = hex(fieldsOf(fields["taggedCOSESign1"])["cborHex"]);
		return judged(suite, name, {
			isRight: opens(doors, envelope, external, key) === fields["shouldVerify"],
		});
	}
	const envelope = hex(fieldsOf(fields["expectedOutput"])["cborHex"]);
	const structure = hex(fieldsOf(fields["tbsHex"])["cborHex"]);
	const isRight = isStructure(envelope, external, structure) && opens(doors, envelope, external, key);
	return judged(suite, name, { isRight: isRight && canSign(doors, structure, key) });
}

function opens(doors: Doors, envelope: Uint8Array, external: Uint8Array, key: Fields): boolean {
	const parts = partsOf(envelope);
	if (parts === undefined || !isEs256(parts.header)) return false;
	const structure = encodeCbor(["Signature1", parts.header, external, parts.payload]);
	return Object.values(doors).every(({ sha256Into, verify }) => {
		const digest = new Uint8Array(32);
		sha256Into(digest, structure);
		return parts.signature.length === 64 && verify(publicKeyOf(key), digest, parts.signature);
	});
}

function isStructure(envelope: Uint8Array, external: Uint8Array, expected: Uint8Array): boolean {
	const parts = partsOf(envelope);
	if (parts === undefined) return false;
	return equalConstantTime(encodeCbor(["Signature1", parts.header, external, parts.payload]), expected);
}

/** What we sign with the vector's private key verifies with its public one. */
function canSign(doors: Doors, structure: Uint8Array, key: Fields): boolean {
	return Object.values(doors).every(({ sha256Into, signInto, verify }) => {
		const [digest, signature] = [new Uint8Array(32), new Uint8Array(64)];
		sha256Into(digest, structure);
		signInto(signature, coordinate(key, "d"), digest);
		return verify(publicKeyOf(key), digest, signature);
	});
}

function partsOf(envelope: Uint8Array) {
	const decoding = decodeCbor(envelope, ENVELOPE_LIMITS);
	if (decoding.kind === "malformed" || !isCborTag(decoding.value)) return undefined;
	const items = decoding.value.value;
	if (decoding.value.tag !== 18 || !isCborArray(items) || items.length !== 4) return undefined;
	const [header, unprotected, payload, signature] = items;
	if (!(header instanceof Uint8Array) || !(payload instanceof Uint8Array)) return undefined;
	if (!(signature instanceof Uint8Array) || !isCborMap(unprotected)) return undefined;
	return { header, payload, signature };
}

function isEs256(header: Uint8Array): boolean {
	const decoding = decodeCbor(header, MESSAGE_LIMITS);
	return decoding.kind === "decoded" && isCborMap(decoding.value) && decoding.value.get(1) === -7;
}

function publicKeyOf(key: Fields): Uint8Array {
	return Uint8Array.of(4, ...coordinate(key, "x"), ...coordinate(key, "y"));
}

/** The examples spell a key's numbers in two ways. */
function coordinate(key: Fields, name: "x" | "y" | "d"): Uint8Array {
	const asHex = key[`${name}_hex`];
	return asHex === undefined ? Uint8Array.from(Buffer.from(String(key[name]), "base64url")) : hex(asHex);
}
