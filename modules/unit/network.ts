import type { Crypto, NetworkSettings } from "../../hal/hal.js";
import type { ProvisionNetwork } from "../messages/messages.generated.js";
import { decodeBody, encodeBody } from "../messages/messages.js";
import { RECORD_KIND } from "../store/record-kinds.js";
import type { Change, Store } from "../store/store.js";
import { SINGLE } from "./store-keys.js";

/**
 * The way to the broker, as provisioning brought it. Stored sealed, for a Wi-Fi password is everybody's:
 *
 *     nonce 12 | AES-256-GCM of the provision-network message, under a key bound to this hardware
 */
const NONCE_LENGTH = 12;
const TAG_LENGTH = 16;
const RECORD_MAX = 1404;

/** What makes `network` the unit's. */
export function networkChange(crypto: Crypto, network: NetworkSettings): Change {
	const message = encodeBody("provision-network", network satisfies ProvisionNetwork);
	const value = new Uint8Array(NONCE_LENGTH + message.length + TAG_LENGTH);
	const nonce = value.subarray(0, NONCE_LENGTH);
	const key = sealingKey(crypto);
	try {
		crypto.entropyInto(nonce);
		crypto.sealInto(value.subarray(NONCE_LENGTH), key, nonce, AAD, message);
	} finally {
		key.fill(0);
		message.fill(0);
	}
	return { kind: RECORD_KIND.network, key: SINGLE, value };
}

/**
 * @returns undefined when none was installed
 * @throws Error when what is stored does not open on this hardware
 */
export function loadNetwork(crypto: Crypto, store: Store): NetworkSettings | undefined {
	const bytes = new Uint8Array(RECORD_MAX);
	const found = store.readInto(bytes, RECORD_KIND.network, SINGLE);
	if (found.kind === "absent") return undefined;
	if (found.kind === "damaged" || found.length < NONCE_LENGTH + TAG_LENGTH) throw damaged();
	const sealed = bytes.subarray(NONCE_LENGTH, found.length);
	const message = new Uint8Array(sealed.length - TAG_LENGTH);
	const key = sealingKey(crypto);
	try {
		if (!crypto.openInto(message, key, bytes.subarray(0, NONCE_LENGTH), AAD, sealed)) throw damaged();
		const decoded = decodeBody("provision-network", message);
		if (decoded.kind === "malformed") throw damaged();
		return decoded.body;
	} finally {
		key.fill(0);
		message.fill(0);
	}
}

const AAD = Uint8Array.of();

function sealingKey(crypto: Crypto): Uint8Array {
	const key = new Uint8Array(32);
	crypto.deviceKeyInto(key, "network");
	return key;
}

function damaged(): Error {
	return new Error("the stored network is damaged");
}
