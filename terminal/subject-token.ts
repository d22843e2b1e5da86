import { concat, toHex } from "../modules/bytes/bytes.js";
import { encodeUtf8 } from "../modules/bytes/utf8.js";
import type { TerminalCrypto } from "./native-crypto.js";

/** 照合ID longer than this is a slip of the keyboard or an attack; UTF-8 bytes after normalisation. */
export const VERIFICATION_ID_MAX_BYTES = 64;

export type SubjectTokenRefusal = "empty" | "too-long" | "unprintable";

export type SubjectTokenOutcome =
	| { readonly kind: "token"; readonly token: Uint8Array }
	| { readonly kind: "refused"; readonly reason: SubjectTokenRefusal };

/**
 * The keyed pseudonym of a typed 照合ID: HMAC-SHA-256(site key, NFKC(ID) without surrounding spaces), 32 bytes.
 * Only this leaves the terminal; without the site key it says nothing about the ID. Full-width and half-width
 * spellings of one ID give one token; upper and lower case stay apart.
 *
 * @param siteKey 32 bytes, shared by the terminals of one site and unknown to units and brokers.
 * @param typed what the operator typed, any string.
 */
export function subjectTokenOf(
	crypto: TerminalCrypto,
	siteKey: Uint8Array,
	typed: string,
): SubjectTokenOutcome {
	// Long before normalisation: NFKC may expand one character to eighteen, so bound the work first.
	if (typed.length > 4 * VERIFICATION_ID_MAX_BYTES) return { kind: "refused", reason: "too-long" };
	const id = typed.normalize("NFKC").trim();
	if (id.length === 0) return { kind: "refused", reason: "empty" };
	// \p{C}: control, format (zero width, direction marks), lone surrogate, private use, unassigned.
	if (/\p{C}/u.test(id)) return { kind: "refused", reason: "unprintable" };
	const bytes = encodeUtf8(id);
	if (bytes.length > VERIFICATION_ID_MAX_BYTES) return { kind: "refused", reason: "too-long" };
	const token = new Uint8Array(32);
	crypto.hmacInto(token, siteKey, bytes);
	bytes.fill(0);
	return { kind: "token", token };
}

/**
 * How the unit's register, the ledger's rows and the page know a person: SHA-256("record" || token), its
 * first 16 bytes in hexadecimal.
 */
export function recordIdOf(crypto: Pick<TerminalCrypto, "sha256Into">, subjectToken: Uint8Array): string {
	const hash = new Uint8Array(32);
	crypto.sha256Into(hash, concat(encodeUtf8("record"), subjectToken));
	return toHex(hash.subarray(0, 16));
}
