/**
 * The terminal's key files: JSON, mode 0600, one key a file.
 *
 *     {"file":"shogo-key","version":1,"use":"terminal"|"authority","privateKey":hex 32,"publicKey":hex 65}
 *     {"file":"shogo-key","version":1,"use":"site","secret":hex 32}
 */
import { closeSync, fstatSync, openSync, readFileSync, writeFileSync } from "node:fs";
import { fromHex, toHex } from "../modules/bytes/bytes.js";
import { kidOf, type SigningKey } from "../modules/messages/envelope.js";
import type { TerminalCrypto } from "./native-crypto.js";

export type SigningUse = "terminal" | "authority";

/** A P-256 key pair and its name on the wire. */
export interface SigningKeyPair extends SigningKey {
	/** SEC 1 uncompressed, 65 bytes. */
	readonly publicKey: Uint8Array;
}

export type KeyFileRefusal = "missing" | "unreadable" | "open-to-others" | "damaged" | "wrong-kind";

export type KeyFile<K> =
	| { readonly kind: "loaded"; readonly key: K }
	| { readonly kind: "refused"; readonly path: string; readonly reason: KeyFileRefusal };

export function createSigningKey(crypto: TerminalCrypto): SigningKeyPair {
	const privateKey = new Uint8Array(32);
	const publicKey = new Uint8Array(65);
	crypto.generateSigningKeyInto(privateKey, publicKey);
	return { kid: kidOf(crypto, publicKey), privateKey, publicKey };
}

/** The 32 bytes that turn a 照合ID into a subject token; shared by the terminals of one site. */
export function createSiteKey(crypto: TerminalCrypto): Uint8Array {
	const key = new Uint8Array(32);
	crypto.entropyInto(key);
	return key;
}

/** @throws when the file exists (a key is never overwritten) or cannot be written. */
export function saveSigningKey(path: string, use: SigningUse, key: SigningKeyPair): void {
	save(path, { use, privateKey: toHex(key.privateKey), publicKey: toHex(key.publicKey) });
}

/** @throws when the file exists (a key is never overwritten) or cannot be written. */
export function saveSiteKey(path: string, key: Uint8Array): void {
	save(path, { use: "site", secret: toHex(key) });
}

export function loadSigningKey(
	crypto: TerminalCrypto,
	path: string,
	use: SigningUse,
): KeyFile<SigningKeyPair> {
	const fields = load(path, use);
	if (typeof fields === "string") return { kind: "refused", path, reason: fields };
	const privateKey = bytesOf(fields.get("privateKey"), 32);
	const publicKey = bytesOf(fields.get("publicKey"), 65);
	if (privateKey === undefined || publicKey === undefined || !isPair(crypto, privateKey, publicKey)) {
		return { kind: "refused", path, reason: "damaged" };
	}
	return { kind: "loaded", key: { kid: kidOf(crypto, publicKey), privateKey, publicKey } };
}

export function loadSiteKey(path: string): KeyFile<Uint8Array> {
	const fields = load(path, "site");
	if (typeof fields === "string") return { kind: "refused", path, reason: fields };
	const key = bytesOf(fields.get("secret"), 32);
	return key === undefined ? { kind: "refused", path, reason: "damaged" } : { kind: "loaded", key };
}

const HEADER = { file: "shogo-key", version: 1 } as const;

function save(path: string, fields: Readonly<Record<string, string>>): void {
	writeFileSync(path, `${JSON.stringify({ ...HEADER, ...fields })}\n`, { flag: "wx", mode: 0o600 });
}

function load(path: string, use: SigningUse | "site"): ReadonlyMap<string, unknown> | KeyFileRefusal {
	const text = readPrivately(path);
	if (text.kind === "refused") return text.reason;
	const fields = parseObject(text.text);
	if (fields === undefined || fields.get("file") !== HEADER.file) return "damaged";
	if (fields.get("version") !== HEADER.version) return "damaged";
	return fields.get("use") === use ? fields : "wrong-kind";
}

type PrivateText =
	| { readonly kind: "text"; readonly text: string }
	| { readonly kind: "refused"; readonly reason: KeyFileRefusal };

/** Reads through one descriptor, so that what was checked is what is read. */
function readPrivately(path: string): PrivateText {
	let file: number;
	try {
		file = openSync(path, "r");
	} catch (error) {
		const missing = error instanceof Error && "code" in error && error.code === "ENOENT";
		return { kind: "refused", reason: missing ? "missing" : "unreadable" };
	}
	try {
		// Windows has no such bits: it reports 0666 for every file.
		const others = process.platform === "win32" ? 0 : fstatSync(file).mode & 0o077;
		if (others !== 0) return { kind: "refused", reason: "open-to-others" };
		return { kind: "text", text: readFileSync(file, "utf8") };
	} catch {
		return { kind: "refused", reason: "unreadable" };
	} finally {
		closeSync(file);
	}
}

function parseObject(text: string): ReadonlyMap<string, unknown> | undefined {
	try {
		const value: unknown = JSON.parse(text);
		if (typeof value !== "object" || value === null || Array.isArray(value)) return undefined;
		return new Map(Object.entries(value));
	} catch {
		return undefined;
	}
}

function bytesOf(value: unknown, length: number): Uint8Array | undefined {
	const bytes = typeof value === "string" ? fromHex(value) : undefined;
	return bytes?.length === length ? bytes : undefined;
}

/** Does the public half belong to the private one? Signs a digest and verifies it. */
function isPair(crypto: TerminalCrypto, privateKey: Uint8Array, publicKey: Uint8Array): boolean {
	const digest = new Uint8Array(32);
	const signature = new Uint8Array(64);
	try {
		crypto.signInto(signature, privateKey, digest);
	} catch {
		return false;
	}
	return crypto.verify(publicKey, digest, signature);
}
