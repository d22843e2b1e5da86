/**
 * A counter's folder, laid out as a real office's: who the terminal is, whom it knows, and its ledger.
 *
 *     terminal.key, authority.key, site.key      see terminal/keys.ts
 *     people.json                                names
 *     ledger.json                                what the office decides about its ledger, if it does
 *     ledger/                                    a file a month, the checkpoint
 */
import { existsSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import { toHex } from "../../modules/bytes/bytes.js";
import type { UnitAddress } from "../../modules/messages/topics.js";
import {
	createSigningKey,
	createSiteKey,
	type KeyFile,
	loadSigningKey,
	loadSiteKey,
	type SigningUse,
	saveSigningKey,
	saveSiteKey,
} from "../../terminal/keys.js";
import type { TerminalCrypto } from "../../terminal/native-crypto.js";
import { KEY_FILE_REFUSED } from "../../terminal/own-refusals.js";
import type { Keys } from "./desk.js";

/** Who a terminal is, whichever unit it has. */
export interface TerminalIdentity {
	readonly keys: Keys;
	readonly address: Pick<UnitAddress, "site" | "terminal">;
}

export interface OfficeFolder {
	readonly identity: TerminalIdentity;
	readonly people: string;
	readonly config: string;
	readonly ledger: string;
}

/** Makes whatever is not there yet. @throws with a sentence when something there cannot be used. */
export function openOfficeFolder(crypto: TerminalCrypto, folder: string): OfficeFolder {
	mkdirSync(folder, { recursive: true, mode: 0o700 });
	const signing = (use: SigningUse) => {
		const path = join(folder, `${use}.key`);
		if (!existsSync(path)) saveSigningKey(path, use, createSigningKey(crypto));
		return usable(loadSigningKey(crypto, path, use));
	};
	const sitePath = join(folder, "site.key");
	if (!existsSync(sitePath)) saveSiteKey(sitePath, createSiteKey(crypto));
	const keys = {
		terminal: signing("terminal"),
		authority: signing("authority"),
		site: usable(loadSiteKey(sitePath)),
	};
	// As random as the keys are: a topic names nobody and no place.
	const [site, terminal] = [toHex(keys.authority.kid).slice(0, 12), toHex(keys.terminal.kid).slice(0, 12)];
	return {
		identity: { keys, address: { site, terminal } },
		people: join(folder, "people.json"),
		config: join(folder, "ledger.json"),
		ledger: join(folder, "ledger"),
	};
}

function usable<K>(file: KeyFile<K>): K {
	if (file.kind === "loaded") return file.key;
	throw new Error(`${file.path}: ${KEY_FILE_REFUSED[file.reason].en}`);
}
