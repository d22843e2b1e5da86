/**
 * What a short command has signed while another process writes the ledger: it leaves the message here before
 * it sends it, and whoever writes the ledger takes it in before anything that answers it.
 *
 *     waiting/NUMBER-HASH.json    {"topic":"shogo/1/..","envelope":base64}
 */
import { existsSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { toHex } from "../../modules/bytes/bytes.js";
import type { Signed } from "../audit-keeper.js";
import { sha256 } from "../merkle.js";
import { replaceFile } from "./files.js";
import { parseSigned, spellSigned } from "./signed-json.js";

export interface Spooled {
	readonly messages: readonly Signed[];
	/** Once they are on record. */
	clear(): void;
}

/** Returns when the message would survive a power cut. @throws when it may not. */
export function spoolMessage(ledgerFolder: string, message: Signed): void {
	const hash = toHex(sha256(message.envelope)).slice(0, 16);
	const name = `${String(Date.now()).padStart(15, "0")}-${hash}.json`;
	replaceFile(join(spoolOf(ledgerFolder), name), spellSigned(message));
}

/** In the order of their signing; what is no message is left where it lies. */
export function readSpool(ledgerFolder: string): Spooled {
	const folder = spoolOf(ledgerFolder);
	if (!existsSync(folder)) return NOTHING;
	const found = readdirSync(folder)
		.filter((name) => name.endsWith(".json"))
		.sort()
		.flatMap((name) => {
			const message = parseSigned(readFileSync(join(folder, name), "utf8"));
			return message === undefined ? [] : [{ name, message }];
		});
	return {
		messages: found.map(({ message }) => message),
		clear() {
			for (const { name } of found) rmSync(join(folder, name), { force: true });
		},
	};
}

const NOTHING: Spooled = { messages: [], clear() {} };

function spoolOf(ledgerFolder: string): string {
	return join(ledgerFolder, "waiting");
}
