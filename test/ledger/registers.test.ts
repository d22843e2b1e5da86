/** From signed messages to the office's registers: a row says what happened, and names what it stands on. */
import { rmSync } from "node:fs";
import { dirname } from "node:path";
import { test } from "uvu";
import * as assert from "uvu/assert";
import {
	Action,
	EndReason,
	IncidentKind,
	RefusalReason,
	RevocationReason,
} from "../../modules/messages/messages.generated.js";
import { DEFAULT_CONFIG } from "../../terminal/ledger/config.js";
import { openExcerpts } from "../../terminal/ledger/excerpts.js";
import { CONFIRMATION_PURPOSE } from "../../terminal/ledger/facts.js";
import { cellText, type RegisterId, type RowFilter } from "../../terminal/shared/registers.js";
import { recordIdOf } from "../../terminal/subject-token.js";
import { crypto, DAY_S, enrolBoth, NINE, newOffice, OPERATOR, open, SUPERVISOR } from "./written.js";

const NAMES: Record<string, string> = {
	[recordIdOf(crypto, SUPERVISOR)]: "佐藤",
	[recordIdOf(crypto, OPERATOR)]: "鈴木",
};
const office = newOffice();
const { folder, unit } = office;
const excerpts = openExcerpts({ crypto, folder, config: DEFAULT_CONFIG, nameOf: (person) => NAMES[person] });
writeDays();

/**
 * Monday in order; Tuesday with everything that a detector is for; Sunday somebody; a night across two
 * months.
 */
function writeDays(): void {
	const ledger = open(office);
	enrolBoth(office, ledger);
	const present = (at: number, what: Partial<Parameters<typeof unit.present>[0]> = {}) =>
		ledger.append(
			unit.present({ token: OPERATOR, action: Action.logIn, nowSeconds: at, purpose: 10, ...what }),
			at,
		);
	const end = (reason: EndReason, at: number) => ledger.append(unit.endSession(reason, at), at);
	present(NINE, { token: SUPERVISOR, action: Action.openDay, purpose: 1 });
	present(NINE + 60);
	present(NINE + 120, { action: Action.reauthenticate, receptionHash: new Uint8Array(32).fill(0xab) });
	const query = { action: Action.confirm, queryHash: new Uint8Array(32).fill(0xcd) };
	present(NINE + 180, { token: SUPERVISOR, ...query });
	end(EndReason.logoff, NINE + 660);
	const tuesday = NINE + DAY_S;
	for (let i = 0; i < 5; i++) present(tuesday + i, { refusal: RefusalReason.mismatch });
	for (let i = 0; i < 28; i++) {
		present(tuesday + 60 + 900 * i);
		end(i < 3 ? EndReason.absent : EndReason.logoff, tuesday + 60 + 900 * i + 600);
	}
	ledger.append(unit.incident(IncidentKind.tamper, tuesday + 3000), tuesday + 30_000);
	present(NINE + 6 * DAY_S, { token: SUPERVISOR });
	end(EndReason.logoff, NINE + 6 * DAY_S + 60);
	ledger.append(unit.revoke(OPERATOR, RevocationReason.transfer, NINE + 7 * DAY_S), NINE + 7 * DAY_S);
	const night = NINE + 27 * DAY_S + 14 * 3600;
	present(night, { token: SUPERVISOR });
	end(EndReason.idle, night + 2 * 3600);
	ledger.close();
}

function textsOf(id: RegisterId, filter: RowFilter = {}, month = "2027-01"): string[] {
	return excerpts
		.rows(id, month, filter)
		.rows.map(({ cells }) => cells.map((cell) => cellText(cell, "ja")).join("|"));
}

test("the usage record has a session a row: begin, end, who, what for, why it ended", () => {
	const [first] = textsOf("usage");
	const reception = "abababababababab";
	assert.is(first, `2027-01-04|09:01:02|09:11:00|鈴木|申請内容の確認|${reception}|ログオフ|`);
	assert.is(excerpts.rows("usage", "2027-01", {}).total, 31);
	assert.is(textsOf("usage", { kind: "absent" }).length, 3);
	assert.is(textsOf("usage", { text: "佐藤" }).length, 2);
	assert.is(textsOf("usage", { from: "2027-01-06", to: "2027-01-11" }).length, 1);
	assert.equal(textsOf("usage", {}, "2027-02"), [], "it belongs to the month in which it began");
	assert.match(textsOf("usage")[30], /^2027-01-31\|23:00:02\|01:00:00\|佐藤\|.*無操作/);
});

test("a row names the records it stands on, each of which is the message that it should be", () => {
	const [row] = excerpts.rows("usage", "2027-01", {}).rows;
	const types = row.entries.map((position) => excerpts.entry(position)?.type);
	assert.equal(types, ["challenge", "result", "challenge", "result", "session-end"]);
	const [pledge] = excerpts.rows("pledges", "2027-01", {}).rows;
	const pledged = pledge.entries.map((position) => excerpts.entry(position)?.type);
	assert.equal(pledged, ["enrol-begin", "enrol-result"]);
});

test("references, pledges, wrong queries, incidents and attendance are told as they were", () => {
	assert.equal(
		excerpts.rows("references", "2027-01", {}).rows.map(({ kind }) => kind),
		["enrolled", "enrolled", "revoked"],
	);
	assert.match(textsOf("references")[2], /失効\|鈴木\|\|両方\|\|異動/);
	assert.match(textsOf("pledges")[1], /^2027-01-04\|鈴木\|操作者\|[0-9a-f]{64}\|佐藤$/);
	assert.match(textsOf("wrong-queries")[0], /^2027-01-04\|09:03:02\|鈴木\|佐藤\|(cd){32}\|u1$/);
	assert.match(textsOf("incidents")[0], /^2027-01-05\|09:50:00\|装置のケースが開けられた/);
	assert.is(textsOf("attendance")[1], "2027-01-04|鈴木|09:01:02|09:02:02|1|2");
});

test("each detector speaks of the day that it is for, and of no other", () => {
	const found = excerpts
		.rows("detectors", "2027-01", {})
		.rows.map(({ day, kind, entries }) => `${day} ${kind} ${entries.length}`);
	assert.equal(found, [
		"2027-01-05 failures 10",
		"2027-01-05 all-day 84",
		"2027-01-05 missed-log-off 9",
		"2027-01-10 off-hours 2",
		"2027-01-31 off-hours 2",
	]);
});

test("a confirmation covers the rows as they are: current, and outdated once one is added", () => {
	const at = NINE + 40 * DAY_S;
	const { rowsHash, total } = excerpts.rows("usage", "2027-01", {});
	const confirm = () => {
		const ledger = open(office, at);
		const rows = { rows: total, rowsHash: Uint8Array.from(Buffer.from(rowsHash, "hex")) };
		const { envelope } = ledger.state(
			{ kind: "confirmation", form: "usage", period: "2027-01", ...rows },
			at,
		);
		const receptionHash = new Uint8Array(32);
		crypto.sha256Into(receptionHash, envelope);
		const asked = { token: SUPERVISOR, action: Action.openDay, purpose: CONFIRMATION_PURPOSE, receptionHash };
		ledger.append(unit.present({ ...asked, nowSeconds: at, refusal: RefusalReason.mismatch }), at);
		assert.is(excerpts.rows("usage", "2027-01", {}).confirmation, undefined, "the palm did not match");
		ledger.append(unit.present({ ...asked, nowSeconds: at + 60 }), at + 60);
		ledger.close();
	};
	confirm();
	const confirmed = excerpts.rows("usage", "2027-01", {});
	assert.equal([confirmed.confirmation?.state, confirmed.rowsHash], ["current", rowsHash]);
	assert.ok(textsOf("usage").every((text) => text.endsWith("|佐藤")));
	assert.equal(
		confirmed.confirmation?.entries.map((position) => excerpts.entry(position)?.type),
		["confirmation", "challenge", "result"],
	);
	assert.match(textsOf("confirmations", {}, "2027-02")[0], /業務端末利用記録簿\|2027-01\|佐藤/);
	const filtered = excerpts.rows("usage", "2027-01", { kind: "absent" });
	assert.is(filtered.rowsHash, rowsHash, "whatever is filtered");
	NAMES[recordIdOf(crypto, SUPERVISOR)] = "改名";
	assert.is(excerpts.rows("usage", "2027-01", {}).rowsHash, rowsHash, "names are not in it");
});

test("a spreadsheet gets no formula, and quotation marks where they are needed", () => {
	NAMES[recordIdOf(crypto, OPERATOR)] = '=1+1,"x"';
	const { name, text } = excerpts.csv("usage", "2027-01", { from: "2027-01-04", to: "2027-01-04" }, "en");
	assert.is(name, "usage-2027-01.csv");
	const [heading, row] = text.split("\r\n");
	assert.match(heading, /^\ufeffDate,Begin,End,Operator,.*,Records$/);
	assert.ok(row.includes(`,"'=1+1,""x""",`), row);
});

test.after(() => rmSync(dirname(folder), { recursive: true }));
test.run();
