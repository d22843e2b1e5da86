import { createHash } from "node:crypto";
import type { Crypto } from "../../hal/hal.js";
import { encodeUtf8 } from "../../modules/bytes/utf8.js";
import {
	RECORD_ID_LENGTH,
	type ReferenceContext,
	recordIdInto,
} from "../../modules/protection/protected-reference.js";
import { type EntropySource, seededEntropy, systemEntropy } from "../doors/entropy.js";
import { createNodeCrypto } from "../doors/node-crypto.js";

/**
 * The cryptography of the unit under evaluation. Its device root and its site's key are constants, so that a
 * record made in one run opens in the next; no shipped unit has either.
 * @param seed makes the entropy, and so every record, reproducible; undefined takes the operating system's
 */
export function evaluationCrypto(seed: string | undefined): Crypto {
	return createNodeCrypto({ entropy: entropyOf(seed), deviceRoot: digest("evaluation: device root") });
}

/**
 * The subject that a user name stands for: another name gives another token, under which no other record
 * opens.
 */
export function subjectOf(crypto: Crypto, user: string, modality: number): ReferenceContext {
	const subjectToken = new Uint8Array(32);
	const recordId = new Uint8Array(RECORD_ID_LENGTH);
	crypto.hmacInto(subjectToken, SITE_KEY, encodeUtf8(user));
	recordIdInto(recordId, crypto, subjectToken);
	return { subjectToken, recordId, modality };
}

function entropyOf(seed: string | undefined): EntropySource {
	return seed === undefined ? systemEntropy : seededEntropy(digest(seed));
}

function digest(text: string): Uint8Array {
	return new Uint8Array(createHash("sha256").update(text).digest());
}

const SITE_KEY = digest("evaluation: site key");
