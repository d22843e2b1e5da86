/** What the commands share: the office's folder, its keys, its unit. */
import { join } from "node:path";
import { createInterface } from "node:readline";
import type { Values } from "../command-line.js";
import { type Exchange, openExchange } from "../exchange.js";
import { type KeyFile, loadSigningKey, loadSiteKey, type SigningKeyPair, type SigningUse } from "../keys.js";
import { createNativeCrypto, type TerminalCrypto } from "../native-crypto.js";
import { ID_REFUSED, KEY_FILE_REFUSED } from "../own-refusals.js";
import type { Sentence } from "../sentences.js";
import type { TerminalClock } from "../session.js";
import { subjectTokenOf } from "../subject-token.js";
import { loadUnit } from "../unit-file.js";

/** Options of every command that speaks to the unit. */
export const OFFICE_OPTIONS = {
	office: { type: "string" },
	broker: { type: "string" },
	ca: { type: "string" },
	cert: { type: "string" },
	key: { type: "string" },
} as const;

export const OFFICE_HELP = `  --office DIR     folder with the keys, the unit and the ledger (office)
  --broker URL     mqtt://host:port or mqtts://host:port (mqtt://127.0.0.1:1883)
  --ca, --cert, --key FILE   for mqtts, PEM: who signs the broker's certificate; our certificate and its key
  --json           one JSON object a line, the answer last
  --help           this text
`;

export interface Office {
	readonly folder: string;
	readonly crypto: TerminalCrypto;
	readonly exchange: Exchange;
	readonly values: Values;
	/** @throws with a sentence when the file cannot be used. */
	key(use: SigningUse): SigningKeyPair;
	/** The pseudonym of a typed 照合ID. @throws with a sentence. */
	token(typedId: string): Uint8Array;
}

/** @throws with a sentence when the folder lacks something. */
export function openOffice(values: Values): Office {
	const folder = textOf(values, "office") ?? "office";
	const crypto = createNativeCrypto();
	return {
		folder,
		crypto,
		exchange: openExchange(loadUnit(crypto, join(folder, "unit.json"))),
		values,
		key: (use) => usable(loadSigningKey(crypto, join(folder, `${use}.key`), use)),
		token(typedId) {
			const siteKey = usable(loadSiteKey(join(folder, "site.key")));
			const outcome = subjectTokenOf(crypto, siteKey, typedId);
			siteKey.fill(0);
			if (outcome.kind === "refused") throw new Error(spoken(ID_REFUSED[outcome.reason]));
			return outcome.token;
		},
	};
}

/** Reads lines of standard input: a 照合ID on the command line could be read by every user of the machine. */
export async function typedLines(
	input: NodeJS.ReadableStream,
	prompts: readonly string[],
): Promise<readonly string[]> {
	const reader = createInterface({ input });
	const lines: string[] = [];
	const show = () => {
		if (input === process.stdin && process.stdin.isTTY && lines.length < prompts.length)
			process.stderr.write(prompts[lines.length]);
	};
	show();
	for await (const line of reader) {
		lines.push(line);
		if (lines.length === prompts.length) break;
		show();
	}
	reader.close();
	if (lines.length < prompts.length) throw new Error(`standard input ends before: ${prompts[lines.length]}`);
	return lines;
}

export function textOf(values: Values, name: string): string | undefined {
	const value = values[name];
	return value === undefined ? undefined : String(value);
}

/** @throws with a sentence. */
export function required(values: Values, name: string): string {
	const text = textOf(values, name);
	if (text === undefined) throw new Error(`--${name} is missing`);
	return text;
}

export function spoken({ ja, en }: Sentence): string {
	return `${ja} / ${en}`;
}

export const clock: TerminalClock = {
	nowSeconds: () => Math.floor(Date.now() / 1000),
	setTimer(delayMs, onTimer) {
		const timer = setTimeout(onTimer, delayMs);
		return { close: () => clearTimeout(timer) };
	},
};

/** @throws with a sentence. */
export function usable<K>(file: KeyFile<K>): K {
	if (file.kind === "loaded") return file.key;
	throw new Error(`${file.path}: ${spoken(KEY_FILE_REFUSED[file.reason])}`);
}
