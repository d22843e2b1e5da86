import type { Crypto } from "../../hal/hal.js";
import { wipeFreed } from "../bytes/freed-memory.js";
import { decodeCbor, encodeCbor } from "../codec/cbor.js";
import { kidOf, type SigningKey } from "../messages/envelope.js";
import type { ProvisionRequest } from "../messages/messages.generated.js";
import { isLabel, type UnitAddress } from "../messages/topics.js";
import { RECORD_KIND } from "../store/record-kinds.js";
import type { Change, Store } from "../store/store.js";
import { SINGLE } from "./store-keys.js";

/**
 * Who the unit is and whom it believes: made once, by provisioning. Stored as a CBOR array
 *
 *   [ site, terminal, unit, ueid, unit public key, nonce || sealed private key, terminal key, authority key,
 *     version of the terminal key ]
 *
 * The private key lies there under AES-256-GCM with a key bound to this hardware; it is in the clear only
 * while signing.
 */
export interface Identity {
	readonly address: UnitAddress;
	/** 17 bytes: 0x01 (RAND) and 16 random ones (RFC 9711 4.2.1). */
	readonly ueid: Uint8Array;
	readonly publicKey: Uint8Array;
	readonly sealedKey: Uint8Array;
	readonly terminalKey: TrustAnchor;
	readonly authorityKey: TrustAnchor;
	/** Of the terminal key; 0 for the one that provisioning installed, then only rising. */
	readonly keyVersion: number;
}

/** A public key that somebody else signs with. */
export interface TrustAnchor {
	readonly kid: Uint8Array;
	readonly publicKey: Uint8Array;
}

const NONCE_LENGTH = 12;
const PRIVATE_KEY_LENGTH = 32;
const SEALED_LENGTH = NONCE_LENGTH + PRIVATE_KEY_LENGTH + 16;
const IDENTITY_MAX = 512;

/** A key pair and a name that nobody has been told to believe yet. */
export type Draft = Pick<Identity, "ueid" | "publicKey" | "sealedKey">;

/** Makes the unit's key pair and name. */
export function draftIdentity(crypto: Crypto): Draft {
	const ueid = new Uint8Array(17);
	crypto.entropyInto(ueid);
	ueid[0] = 1;
	const publicKey = new Uint8Array(65);
	const privateKey = new Uint8Array(PRIVATE_KEY_LENGTH);
	try {
		crypto.generateSigningKeyInto(privateKey, publicKey);
		return { ueid, publicKey, sealedKey: sealKey(crypto, privateKey, ueid) };
	} finally {
		privateKey.fill(0);
		wipeFreed();
	}
}

/** The draft, with its place and the keys that it believes. */
export function completeIdentity(crypto: Crypto, draft: Draft, request: ProvisionRequest): Identity {
	return {
		...draft,
		address: { site: request.siteLabel, terminal: request.terminalLabel, unit: request.unitLabel },
		terminalKey: anchor(crypto, request.terminalKey),
		authorityKey: anchor(crypto, request.authorityKey),
		keyVersion: 0,
	};
}

/** What makes `identity` the unit's. */
export function identityChange(identity: Identity): Change {
	const { address, ueid, publicKey, sealedKey, terminalKey, authorityKey, keyVersion } = identity;
	const names = [address.site, address.terminal, address.unit];
	const keys = [ueid, publicKey, sealedKey, terminalKey.publicKey, authorityKey.publicKey];
	return { kind: RECORD_KIND.identity, key: SINGLE, value: encodeCbor([...names, ...keys, keyVersion]) };
}

/** The same unit, believing another terminal key. */
export function withTerminalKey(
	crypto: Crypto,
	identity: Identity,
	publicKey: Uint8Array,
	keyVersion: number,
): Identity {
	return { ...identity, terminalKey: anchor(crypto, publicKey), keyVersion };
}

/**
 * @returns undefined when the unit has not been provisioned
 * @throws Error when what is stored is no identity
 */
export function loadIdentity(crypto: Crypto, store: Store): Identity | undefined {
	const bytes = new Uint8Array(IDENTITY_MAX);
	const found = store.readInto(bytes, RECORD_KIND.identity, SINGLE);
	if (found.kind === "absent") return undefined;
	if (found.kind === "damaged") throw damaged();
	const decoded = decodeCbor(bytes.subarray(0, found.length));
	if (decoded.kind !== "decoded" || !Array.isArray(decoded.value)) throw damaged();
	const [site, terminal, unit, ueid, publicKey, sealedKey, ...trust] = decoded.value;
	const [terminalKey, authorityKey, keyVersion] = trust;
	return {
		address: { site: label(site), terminal: label(terminal), unit: label(unit) },
		ueid: bytesOf(ueid, 17),
		publicKey: bytesOf(publicKey, 65),
		sealedKey: bytesOf(sealedKey, SEALED_LENGTH),
		terminalKey: anchor(crypto, bytesOf(terminalKey, 65)),
		authorityKey: anchor(crypto, bytesOf(authorityKey, 65)),
		keyVersion: natural(keyVersion),
	};
}

/**
 * Unseals the private key for the time that `use` runs.
 * @throws Error when it does not open on this hardware
 */
export function withSigningKey<T>(crypto: Crypto, identity: Identity, use: (key: SigningKey) => T): T {
	const privateKey = new Uint8Array(PRIVATE_KEY_LENGTH);
	const wrapping = wrappingKey(crypto);
	try {
		const nonce = identity.sealedKey.subarray(0, NONCE_LENGTH);
		const sealed = identity.sealedKey.subarray(NONCE_LENGTH);
		if (!crypto.openInto(privateKey, wrapping, nonce, identity.ueid, sealed)) throw damaged();
		return use({ kid: kidOf(crypto, identity.publicKey), privateKey });
	} finally {
		privateKey.fill(0);
		wrapping.fill(0);
	}
}

function sealKey(crypto: Crypto, privateKey: Uint8Array, ueid: Uint8Array): Uint8Array {
	const sealedKey = new Uint8Array(SEALED_LENGTH);
	const nonce = sealedKey.subarray(0, NONCE_LENGTH);
	const wrapping = wrappingKey(crypto);
	crypto.entropyInto(nonce);
	crypto.sealInto(sealedKey.subarray(NONCE_LENGTH), wrapping, nonce, ueid, privateKey);
	wrapping.fill(0);
	return sealedKey;
}

function wrappingKey(crypto: Crypto): Uint8Array {
	const key = new Uint8Array(32);
	crypto.deviceKeyInto(key, "identity");
	return key;
}

function anchor(crypto: Crypto, publicKey: Uint8Array): TrustAnchor {
	return { kid: kidOf(crypto, publicKey), publicKey };
}

function label(value: unknown): string {
	if (typeof value !== "string" || !isLabel(value)) throw damaged();
	return value;
}

function bytesOf(value: unknown, length: number): Uint8Array {
	if (!(value instanceof Uint8Array) || value.length !== length) throw damaged();
	return value;
}

function natural(value: unknown): number {
	if (typeof value !== "number" || !Number.isInteger(value) || value < 0) throw damaged();
	return value;
}

function damaged(): Error {
	return new Error("the stored identity is damaged");
}
