/**
 * What a short command has signed while another process writes the ledger: it leaves the message here before
 * it sends it, and whoever writes the ledger takes it in before anything that answers it.
 *
 *     waiting/NUMBER-HASH.json    {"topic":"shogo/1/..","envelope":base64}
 */
import {
	closeSync,
	existsSync,
	fsyncSync,
	mkdirSync,
	openSync,
	readdirSync,
	readFileSync,
	renameSync,
	rmSync,
	writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { toHex } from "../../modules/bytes/bytes.js";
import type { Signed } from "../audit-keeper.js";
import { sha256 } from "../merkle.js";
import { isRecord } from "../shared/contract.js";
import { syncFolder } from "./files.js";

export interface Spooled {
	readonly messages: readonly Signed[];
	/** Once they are on record. */
	clear(): void;
}

/** Returns when the message would survive a power cut. @throws when it may not. */
export function spoolMessage(ledgerFolder: string, { topic, envelope }: Signed): void {
	const folder = spoolOf(ledgerFolder);
	mkdirSync(folder, { recursive: true, mode: 0o700 });
	const name = `${String(Date.now()).padStart(15, "0")}-${toHex(sha256(envelope)).slice(0, 16)}`;
	const fresh = join(folder, `${name}.new`);
	const file = openSync(fresh, "wx", 0o600);
	try {
		writeFileSync(file, JSON.stringify({ topic, envelope: Buffer.from(envelope).toString("base64") }));
		fsyncSync(file);
	} finally {
		closeSync(file);
	}
	renameSync(fresh, join(folder, `${name}.json`));
	syncFolder(folder);
}

/** In the order of their signing; what is no message is left where it lies. */
export function readSpool(ledgerFolder: string): Spooled {
	const folder = spoolOf(ledgerFolder);
	if (!existsSync(folder)) return NOTHING;
	const found = readdirSync(folder)
		.filter((name) => name.endsWith(".json"))
		.sort()
		.flatMap((name) => {
			const message = messageIn(readFileSync(join(folder, name), "utf8"));
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

function messageIn(text: string): Signed | undefined {
	try {
		const value: unknown = JSON.parse(text);
		if (!isRecord(value)) return undefined;
		const { topic, envelope } = value;
		if (typeof topic !== "string" || typeof envelope !== "string") return undefined;
		return { topic, envelope: Uint8Array.from(Buffer.from(envelope, "base64")) };
	} catch {
		return undefined;
	}
}
