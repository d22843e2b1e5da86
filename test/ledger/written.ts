/** A ledger in a folder of its own, as a terminal writes it. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PaperUnit } from "../../host-sim/ledger-trial/paper-unit.js";
import { FIRST_DAY_S } from "../../host-sim/ledger-trial/years.js";
import { Action, EndReason, Role } from "../../modules/messages/messages.generated.js";
import {
	type Ledger,
	type LedgerOptions,
	type OpenedLedger,
	openLedger,
} from "../../terminal/ledger/ledger.js";
import { createNativeCrypto } from "../../terminal/native-crypto.js";

const HERE = mkdtempSync(join(tmpdir(), "shogo-ledger-test-"));
process.once("exit", () => rmSync(HERE, { recursive: true, force: true }));

export const crypto = createNativeCrypto();
/** 09:00 in Japan on Monday, 4 January 2027. */
export const NINE = FIRST_DAY_S + 9 * 3600;
export const DAY_S = 86_400;
export const SUPERVISOR = new Uint8Array(32).fill(1);
export const OPERATOR = new Uint8Array(32).fill(2);

export interface Written {
	readonly folder: string;
	readonly unit: PaperUnit;
}

/** @returns a folder and a unit; nothing is written yet. */
export function newOffice(): Written {
	return {
		folder: join(mkdtempSync(join(HERE, "office-")), "ledger"),
		unit: new PaperUnit(crypto),
	};
}

export function optionsOf({ folder, unit }: Written, nowSeconds = NINE): LedgerOptions {
	return {
		folder,
		address: unit.address,
		terminalKey: unit.keys.terminal,
		keys: unit.ledgerKeys,
		nowSeconds,
	};
}

export function open(office: Written, nowSeconds = NINE): Ledger {
	const opened: OpenedLedger = openLedger(crypto, optionsOf(office, nowSeconds));
	if (opened.kind !== "opened") throw new Error(`${opened.kind} ${JSON.stringify(opened)}`);
	return opened.ledger;
}

export function enrolBoth({ unit }: Written, ledger: Ledger, nowSeconds = NINE - 1800): void {
	const pledge = (name: string) => new TextEncoder().encode(name);
	ledger.append(unit.enrol(SUPERVISOR, pledge("s"), Role.supervisor, nowSeconds), nowSeconds);
	ledger.append(unit.enrol(OPERATOR, pledge("o"), Role.operator, nowSeconds, SUPERVISOR), nowSeconds);
}

/** One session of the operator: challenge, result, end. */
export function session({ unit }: Written, ledger: Ledger, nowSeconds: number): void {
	ledger.append(unit.present({ token: OPERATOR, action: Action.logIn, nowSeconds }), nowSeconds);
	ledger.append(unit.endSession(EndReason.logoff, nowSeconds + 600), nowSeconds + 600);
}

/** Three days in January, one in February: closed month and open month. */
export function writeTwoMonths(): Written {
	const office = newOffice();
	const ledger = open(office);
	enrolBoth(office, ledger);
	for (const day of [0, 1, 2, 30])
		for (let i = 0; i < 4; i++) session(office, ledger, NINE + day * DAY_S + i * 1200);
	ledger.close();
	return office;
}
