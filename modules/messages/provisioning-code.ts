import type { Crypto } from "../../hal/hal.js";
import { encodeUtf8 } from "../bytes/utf8.js";

/**
 * Six digits that the unit shows and the setup engineer's tool shows: the same only when nothing between them
 * has put its own key in the unit's place. 20 bits are enough where somebody looks on and one attempt is
 * seen.
 * @param nonce of the tool's provision-open.
 */
export function verificationCode(
	crypto: Pick<Crypto, "sha256Into">,
	nonce: Uint8Array,
	ueid: Uint8Array,
	unitKey: Uint8Array,
): string {
	const digest = new Uint8Array(32);
	crypto.sha256Into(digest, encodeUtf8("shogo provisioning code"), nonce, ueid, unitKey);
	const number = ((digest[0] << 24) | (digest[1] << 16) | (digest[2] << 8) | digest[3]) >>> 0;
	return String(number % 1_000_000).padStart(6, "0");
}
