/** The command about the names behind the pseudonyms. */
import { type Command, EXIT, type Report, type Values } from "../command-line.js";
import type { LedgerBook } from "../ledger/book.js";
import { dayOf } from "../ledger/calendar.js";
import { openPeople, type PeopleRegister } from "../ledger/people.js";
import { recordIdOf } from "../subject-token.js";
import { clock, type Office, openOffice, required, spoken, textOf, typedLines } from "./office.js";
import { ledgerFolderOf, openOfficeBook, peoplePathOf } from "./office-book.js";

export const people: Command<Values> = {
	name: "people",
	usage: `npm run -s terminal -- people [options]

Whose names stand behind the pseudonyms of the ledger: lists them, adds one, or deletes one. Of a deletion the
ledger keeps the terminal's signed receipt, which is printed with its proof; the pseudonym stays, the name is
nowhere any more.

  --name NAME      adds or renames; the ID is typed on standard input, never given as an option
  --role ROLE      operator (default) or supervisor
  --pledged-on DAY 2027-01-15 (today)
  --remove KEY     deletes; KEY is the pseudonym as listed
  --reason TEXT    why, for the receipt: transfer, retirement ...
  --office DIR, --json, --help
`,
	options: {
		...{ office: { type: "string" }, name: { type: "string" }, role: { type: "string" } },
		...{ "pledged-on": { type: "string" }, remove: { type: "string" }, reason: { type: "string" } },
	},
	understand(values) {
		if (values["remove"] !== undefined) required(values, "reason");
		if (!["operator", "supervisor", undefined].includes(textOf(values, "role")))
			throw new Error("--role is operator or supervisor");
		const day = textOf(values, "pledged-on");
		if (day !== undefined && !/^\d{4}-\d{2}-\d{2}$/.test(day)) throw new Error("--pledged-on is YYYY-MM-DD");
		return values;
	},
	async run(values, report) {
		const office = openOffice(values);
		const [name, key] = [textOf(values, "name"), textOf(values, "remove")];
		if (name !== undefined) {
			const [id] = await typedLines(process.stdin, ["照合ID: "]);
			const subjectToken = office.token(id);
			const role = values["role"] === "supervisor" ? "supervisor" : "operator";
			const pledgedOn = textOf(values, "pledged-on") ?? dayOf(clock.nowSeconds());
			withBook(office, report, (register) => register.put({ subjectToken, name, role, pledgedOn }));
		} else if (key !== undefined) remove(office, report, key, required(values, "reason"));
		list(office, report);
		return EXIT.passed;
	},
};

function remove(office: Office, report: Report, key: string, reason: string): void {
	withBook(office, report, (register, book) => {
		const member = register
			.list()
			.find(({ subjectToken }) => recordIdOf(office.crypto, subjectToken) === key);
		if (member === undefined) throw new Error(`--remove ${key}: there is no such person in the register`);
		register.remove(member.subjectToken, reason);
		const { month, size } = book.state().head;
		const first = book.months().find((known) => known.month === month)?.first ?? 0;
		const receipt = statementBefore(book, first + size - 1);
		report({ event: "removed", receipt }, `${spoken(REMOVED)}\n${JSON.stringify(receipt)}`);
	});
}

/** The receipt is the last of them, but for a head that the ledger signs every so often. */
function statementBefore(book: LedgerBook, position: number) {
	const shown = book.entry(position);
	return shown?.type === "head" ? book.entry(position - 1) : shown;
}

/** Whoever runs a terminal has the names in memory and would write them back. */
function withBook(
	office: Office,
	report: Report,
	use: (register: PeopleRegister, book: LedgerBook) => void,
): void {
	const book = openOfficeBook(office, report);
	if (book === undefined)
		throw new Error(`${ledgerFolderOf(office)}: a terminal is running with these names; end it first`);
	try {
		const onRemoved = (subjectToken: Uint8Array, reason: string) =>
			book.declare({ kind: "person-removed", subjectToken, reason });
		use(openPeople(office.crypto, peoplePathOf(office), { onRemoved }), book);
	} finally {
		book.close();
	}
}

function list(office: Office, report: Report): void {
	const register = openPeople(office.crypto, peoplePathOf(office), { onRemoved: () => {} });
	const members = register.list().map(({ subjectToken, ...member }) => ({
		key: recordIdOf(office.crypto, subjectToken),
		...member,
	}));
	for (const { key, name, role, pledgedOn = "" } of members)
		report({ event: "person", key, name, role, pledgedOn }, `${key}  ${name}  ${role}  ${pledgedOn}`);
	report({ event: "summary", people: members.length }, `${members.length}`);
}

const REMOVED = {
	ja: "氏名を削除しました。署名付きの受領:",
	en: "The name is deleted. The signed receipt:",
};
