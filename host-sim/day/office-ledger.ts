/** The ledger and the names of a counter's folder, opened and looked through. */
import { type LedgerBook, openBook } from "../../terminal/ledger/book.js";
import type { LedgerConfig } from "../../terminal/ledger/config.js";
import { faultSentence, NEXT_STEP } from "../../terminal/ledger/fault-sentences.js";
import type { KeyStatement } from "../../terminal/ledger/ledger.js";
import { openPeople, type PeopleRegister } from "../../terminal/ledger/people.js";
import type { TerminalCrypto } from "../../terminal/native-crypto.js";
import type { Sentence } from "../../terminal/shared/contract.js";
import type { LedgerState } from "../../terminal/shared/ledger-state.js";
import type { Desk } from "./desk.js";
import type { OfficeFolder } from "./office-folder.js";

export interface OfficeLedger {
	readonly book: LedgerBook;
	readonly people: PeopleRegister;
}

export interface OfficeLedgerOptions extends Pick<Desk, "keys" | "exchange" | "clock"> {
	readonly config: LedgerConfig;
	readonly onState: (state: LedgerState) => void;
	readonly onNotice: (notice: Sentence) => void;
}

/** Begins to verify it, too. @throws with a sentence when another program has it, or it is damaged. */
export function openOfficeLedger(
	crypto: TerminalCrypto,
	{ ledger: folder, people: peoplePath }: Pick<OfficeFolder, "ledger" | "people">,
	{ config, keys, exchange, clock, onState, onNotice }: OfficeLedgerOptions,
): OfficeLedger {
	const { unit } = exchange;
	const unitKey: KeyStatement = {
		...{ use: "unit", publicKey: unit.publicKey },
		unit: { label: unit.address.unit, ueid: unit.ueid },
	};
	const people: PeopleRegister = openPeople(crypto, peoplePath, {
		onRemoved: (subjectToken, reason) => book.declare({ kind: "person-removed", subjectToken, reason }),
	});
	const opened = openBook(crypto, {
		...{ folder, address: unit.address, terminalKey: keys.terminal, unit, clock, config, onState },
		keys: [{ use: "authority", publicKey: keys.authority.publicKey }, unitKey],
		nameOf: (person) => people.nameOf(person),
	});
	if (opened.kind === "in-use")
		throw new Error(`${folder}: another program writes this ledger; end it first`);
	if (opened.kind === "damaged") {
		const { fault, entry } = opened.bad;
		const [what, next] = [faultSentence(fault), NEXT_STEP[fault.kind]];
		throw new Error(`${opened.path}, ${entry}: ${what.ja}${next.ja} / ${what.en} ${next.en}`);
	}
	const { book } = opened;
	if (book.repairedBytes > 0) onNotice(repaired(book.repairedBytes));
	onState(book.state());
	book.verify().catch(() => onNotice(UNVERIFIED));
	return { book, people };
}

function repaired(bytes: number): Sentence {
	return {
		ja: `記録簿の末尾に書きかけの記録(${bytes}バイト)があり、取り除きました。受領前のため、失われた記録はありません。`,
		en: `The ledger ended in ${bytes} bytes of an unfinished record, now cut off; nobody has a receipt.`,
	};
}

const UNVERIFIED: Sentence = {
	ja: "記録簿を確かめられませんでした。ファイルを読めるか確かめてください。",
	en: "The ledger could not be verified; see whether its files can be read.",
};
