/** Every implementation of the signatures, hashes and seals: a vector passes when it passes on each. */
import type { Crypto } from "../../hal/hal.js";
import { createNativeCrypto } from "../../terminal/native-crypto.js";
import { systemEntropy } from "../doors/entropy.js";
import { createNodeCrypto } from "../doors/node-crypto.js";

export interface Doors {
	/** The simulated unit's. */
	readonly unit: Crypto;
	/** The terminal's, which has nothing to seal. */
	readonly terminal: Crypto;
}

export function openDoors(): Doors {
	const unit = createNodeCrypto({ entropy: systemEntropy, deviceRoot: new Uint8Array(32) });
	return { unit, terminal: { ...unit, ...createNativeCrypto() } };
}
