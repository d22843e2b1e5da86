import type { Crypto } from "../../hal/hal.js";
import { createNativeCrypto } from "../../terminal/native-crypto.js";
import { seededEntropy } from "../doors/entropy.js";
import { createNodeCrypto } from "../doors/node-crypto.js";
import type { Prng } from "../world/prng.js";

/** Cryptography whose chance is the seed's. */
export function createSeededCrypto(prng: Prng): Crypto {
	const bytes = () => Uint8Array.from({ length: 32 }, () => prng.nextBelow(256));
	const crypto = createNodeCrypto({ entropy: seededEntropy(bytes()), deviceRoot: bytes() });
	// A signature is true or false whoever says so, and OpenSSL says so in a tenth of the time.
	const { sha256Into, verify } = createNativeCrypto();
	return { ...crypto, sha256Into, verify };
}
