/**
 * What a terminal knows of its unit since provisioning, as a file:
 *
 *     {"file":"shogo-unit","version":1,"site":label,"terminal":label,"unit":label,"ueid":hex
 * 17,"publicKey":hex 65}
 */
import { existsSync, writeFileSync } from "node:fs";
import { fromHex, toHex } from "../modules/bytes/bytes.js";
import { isLabel } from "../modules/messages/topics.js";
import type { KnownUnit } from "./exchange.js";
import { readJson } from "./files.js";
import type { TerminalCrypto } from "./native-crypto.js";

const HEADER = { file: "shogo-unit", version: 1 } as const;

/** @throws when the file exists: another unit is another office folder. */
export function saveUnit(path: string, { address, ueid, publicKey }: KnownUnit): void {
	const text = JSON.stringify({ ...HEADER, ...address, ueid: toHex(ueid), publicKey: toHex(publicKey) });
	writeFileSync(path, `${text}\n`, { flag: "wx", mode: 0o600 });
}

/** @throws with a sentence when it is not there, or is no such file. */
export function loadUnit(crypto: TerminalCrypto, path: string): KnownUnit {
	if (!existsSync(path)) throw new Error(`${path}: there is no such file; the command \`unit\` writes it`);
	const value = readJson(path);
	const { file, version, ...fields }: Readonly<Record<string, unknown>> =
		typeof value === "object" && value !== null ? { ...value } : {};
	const unit = file === HEADER.file && version === HEADER.version ? unitOf(crypto, fields) : undefined;
	if (unit === undefined) throw new Error(`${path}: not the file of a unit; the command \`unit\` writes one`);
	return unit;
}

/** @returns undefined when a field is missing or not what it should be. */
export function unitOf(
	crypto: TerminalCrypto,
	fields: Readonly<Record<string, unknown>>,
): KnownUnit | undefined {
	const text = (name: string) => String(fields[name] ?? "");
	const address = { site: text("site"), terminal: text("terminal"), unit: text("unit") };
	const [ueid, publicKey] = [fromHex(text("ueid")), fromHex(text("publicKey"))];
	if (!Object.values(address).every(isLabel) || ueid?.length !== 17) return undefined;
	return publicKey !== undefined && crypto.isPublicKey(publicKey) ? { address, ueid, publicKey } : undefined;
}

/** What people compare of a public key: the first 16 bytes of its SHA-256, in groups of four digits. */
export function fingerprintOf(crypto: Pick<TerminalCrypto, "sha256Into">, key: Uint8Array): string {
	const digest = new Uint8Array(32);
	crypto.sha256Into(digest, key);
	return toHex(digest.subarray(0, 16)).replace(/(....)(?=.)/g, "$1-");
}
