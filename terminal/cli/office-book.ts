/** The ledger of an office's folder: ledger/ beside the keys, ledger.json for the office's own say. */
import { existsSync } from "node:fs";
import { join } from "node:path";
import type { Report } from "../command-line.js";
import { loadSigningKey } from "../keys.js";
import { type BookOptions, type LedgerBook, openBook } from "../ledger/book.js";
import { configMistake, type LedgerConfig, readConfig } from "../ledger/config.js";
import { faultSentence, NEXT_STEP } from "../ledger/fault-sentences.js";
import type { KeyStatement } from "../ledger/ledger.js";
import { clock, type Office, spoken } from "./office.js";

export function ledgerFolderOf({ folder }: Pick<Office, "folder">): string {
	return join(folder, "ledger");
}

export function peoplePathOf({ folder }: Pick<Office, "folder">): string {
	return join(folder, "people.json");
}

/** @throws with a sentence that says where the mistake is. */
export function officeConfig({ folder }: Pick<Office, "folder">): LedgerConfig {
	const read = readConfig(join(folder, "ledger.json"));
	if (read.kind === "mistaken") throw new Error(configMistake(read));
	return read.config;
}

/** @returns undefined while another process writes it. @throws with a sentence when it is damaged. */
export function openOfficeBook(
	office: Office,
	report: Report,
	{ nameOf = () => undefined, ...told }: Partial<Pick<BookOptions, "nameOf" | "onState">> = {},
): LedgerBook | undefined {
	const { crypto, exchange } = office;
	const { unit } = exchange;
	const opened = openBook(crypto, {
		...{ folder: ledgerFolderOf(office), address: unit.address, unit, clock, config: officeConfig(office) },
		...{ terminalKey: office.key("terminal"), keys: keysOf(office), nameOf, ...told },
		...formerKeyOf(office),
	});
	if (opened.kind === "in-use") return undefined;
	if (opened.kind === "damaged") {
		const { fault, entry } = opened.bad;
		const words = `${spoken(faultSentence(fault))}\n${spoken(NEXT_STEP[fault.kind])}`;
		throw new Error(`${opened.path}, ${entry}: ${words}`);
	}
	const { repairedBytes } = opened.book;
	if (repairedBytes > 0) report({ event: "repaired", bytes: repairedBytes }, spoken(REPAIRED));
	return opened.book;
}

const REPAIRED = {
	ja: "記録簿の末尾の書きかけの記録を取り除きました。受領は返していません。",
	en: "The ledger ended in an unfinished record, which is cut off; nobody had a receipt for it.",
};

/** The authority's key need not be at this terminal: then nothing that it signs goes out from here. */
function keysOf({ crypto, folder, exchange }: Office): readonly KeyStatement[] {
	const { address, ueid, publicKey } = exchange.unit;
	const unitKey: KeyStatement = { use: "unit", publicKey, unit: { label: address.unit, ueid } };
	const authority = loadSigningKey(crypto, join(folder, "authority.key"), "authority");
	if (authority.kind === "refused") return [unitKey];
	return [{ use: "authority", publicKey: authority.key.publicKey }, unitKey];
}

/** Of before the last rotation: it introduces the new one. */
function formerKeyOf({ crypto, folder }: Office) {
	const path = join(folder, "terminal.key.old");
	const former = existsSync(path) ? loadSigningKey(crypto, path, "terminal") : undefined;
	return former?.kind === "loaded" ? { formerKey: former.key } : {};
}
