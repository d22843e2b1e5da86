/** C2SP/wycheproof, for the primitives of the Crypto door: ES256, P-256 points, HMAC-SHA-256, AES-256-GCM. */
import type { Crypto } from "../../hal/hal.js";
import { equalConstantTime } from "../../modules/bytes/bytes.js";
import type { Doors } from "./doors.js";
import { type Fields, fieldsOf, hex, judged, listOf, skipped, type VectorResult } from "./suite.js";

type Judge = (door: Crypto, group: Fields, vector: Fields) => boolean;

interface Primitive {
	readonly suite: string;
	/** Why a vector says nothing about our door, if it does not. */
	readonly outside: (group: Fields, vector: Fields) => string | undefined;
	/** Does the door come to the vector's result? */
	readonly judge: Judge;
}

/** @returns undefined when the file is none of the sets that we know. */
export function judgeWycheproof(
	doors: Doors,
	name: string,
	file: Fields,
): readonly VectorResult[] | undefined {
	const primitive = PRIMITIVES[name];
	if (primitive === undefined || !Array.isArray(file["testGroups"])) return undefined;
	const results: VectorResult[] = [];
	for (const item of listOf(file["testGroups"])) {
		const group = fieldsOf(item);
		for (const test of listOf(group["tests"])) {
			const vector = fieldsOf(test);
			const label = `${name} ${String(vector["tcId"])}: ${String(vector["comment"])}`;
			const outside = primitive.outside(group, vector);
			results.push(
				outside === undefined
					? judged(primitive.suite, label, {
							isRight: Object.values(doors).every((door) => primitive.judge(door, group, vector)),
						})
					: skipped(primitive.suite, label, outside),
			);
		}
	}
	return results;
}

const isValid = ({ result }: Fields): boolean => result === "valid";

const judgeSignature: Judge = (door, group, vector) => {
	const publicKey = hex(fieldsOf(group["publicKey"])["uncompressed"]);
	const [digest, signature] = [new Uint8Array(32), hex(vector["sig"])];
	door.sha256Into(digest, hex(vector["msg"]));
	// A signature of another length never reaches the door: codec/cose.ts refuses it.
	return (signature.length === 64 && door.verify(publicKey, digest, signature)) === isValid(vector);
};

/** Only whether the point may be used: there is no ECDH here. */
const judgePoint: Judge = (door, _group, vector) => {
	const point = hex(vector["public"]);
	return (point.length === 65 && door.isPublicKey(point)) === isValid(vector);
};

const judgeMac: Judge = (door, group, vector) => {
	const mac = new Uint8Array(32);
	door.hmacInto(mac, hex(vector["key"]), hex(vector["msg"]));
	const tag = mac.subarray(0, Number(group["tagSize"]) / 8);
	return equalConstantTime(tag, hex(vector["tag"])) === isValid(vector);
};

const judgeSeal: Judge = (door, _group, vector) => {
	const [key, nonce, aad] = [hex(vector["key"]), hex(vector["iv"]), hex(vector["aad"])];
	const plaintext = hex(vector["msg"]);
	const sealed = Uint8Array.of(...hex(vector["ct"]), ...hex(vector["tag"]));
	const opened = new Uint8Array(plaintext.length).fill(1);
	if (!door.openInto(opened, key, nonce, aad, sealed))
		return !isValid(vector) && opened.every((byte) => byte === 0);
	const made = new Uint8Array(sealed.length);
	door.sealInto(made, key, nonce, aad, plaintext);
	return isValid(vector) && equalConstantTime(opened, plaintext) && equalConstantTime(made, sealed);
};

const PRIMITIVES: Readonly<Record<string, Primitive>> = {
	"ecdsa_secp256r1_sha256_p1363_test.json": {
		suite: "wycheproof P-256",
		outside: () => undefined,
		judge: judgeSignature,
	},
	"ecdh_secp256r1_ecpoint_test.json": {
		suite: "wycheproof P-256 points",
		outside: (_group, vector) =>
			hex(vector["public"]).length === 65 || !isValid(vector) ? undefined : "a compressed point",
		judge: judgePoint,
	},
	"hmac_sha256_test.json": { suite: "wycheproof HMAC", outside: () => undefined, judge: judgeMac },
	"hkdf_sha256_test.json": {
		suite: "wycheproof HKDF",
		outside: () => "the unit derives keys by HMAC alone and exposes no HKDF",
		judge: () => false,
	},
	"aes_gcm_test.json": {
		suite: "wycheproof AES-GCM",
		outside: (group) =>
			group["keySize"] === 256 && group["ivSize"] === 96 && group["tagSize"] === 128
				? undefined
				: "the door seals with 256-bit keys, 96-bit nonces and 128-bit tags only",
		judge: judgeSeal,
	},
};
