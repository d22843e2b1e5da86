/** The command that lets go of months whose time is over. */
import { type Command, EXIT, type Report, type Values } from "../command-line.js";
import { faultSentence } from "../ledger/fault-sentences.js";
import { planRemoval, type RemovalPlan, removeMonths } from "../ledger/retention.js";
import { verifyLedger } from "../ledger/verify.js";
import type { Sentence } from "../sentences.js";
import { clock, type Office, openOffice, spoken } from "./office.js";
import { ledgerFolderOf, officeConfig, openOfficeBook } from "./office-book.js";

export const ledgerRetention: Command<Values> = {
	name: "ledger-retention",
	usage: `npm run -s terminal -- ledger-retention [options]

Shows which months of the ledger are past the years that they have to be kept (retentionYears of ledger.json,
7 when left out), and removes them if asked to. The whole ledger is verified first. What stays is the
terminal's signed word of what was removed; \`verify-ledger\` holds the rest against it.

  --remove         removes them; without it nothing is changed
  --office DIR, --json, --help
`,
	options: { office: { type: "string" }, remove: { type: "boolean" } },
	understand: (values) => values,
	async run(values, report) {
		const office = openOffice(values);
		const folder = ledgerFolderOf(office);
		const { retentionYears } = officeConfig(office);
		const plan = planRemoval(office.crypto, folder, retentionYears, clock.nowSeconds());
		const isWanted = values["remove"] === true;
		if (plan !== undefined && isWanted) await remove(office, plan, report);
		const { months = [], statement } = plan ?? {};
		const records = statement?.records ?? 0;
		const event = { event: "summary", months, records, years: retentionYears, removed: isWanted };
		const said = isWanted ? removedText(months.length) : plannedText(months.length);
		report(event, `${months.join(" ") || "-"}: ${spoken(said)}`);
		return EXIT.passed;
	},
};

async function remove(office: Office, plan: RemovalPlan, report: Report): Promise<void> {
	const folder = ledgerFolderOf(office);
	const { publicKey: terminalKey } = office.key("terminal");
	const { firstBad } = await verifyLedger(office.crypto, { path: folder, terminalKey });
	if (firstBad !== undefined) {
		const { month, entry, fault } = firstBad;
		throw new Error(`${month}.ledger, ${entry}: ${spoken(faultSentence(fault))} Nothing was removed`);
	}
	const book = openOfficeBook(office, report);
	if (book === undefined) throw new Error(`${folder}: another program writes this ledger; end it first`);
	try {
		removeMonths(book, folder, plan);
	} finally {
		book.close();
	}
}

function plannedText(months: number): Sentence {
	if (months === 0) return NONE;
	return {
		ja: `${months}か月分が保存年限を過ぎています。--remove で削除します。`,
		en: `${months} months are past their years; --remove removes them.`,
	};
}

function removedText(months: number): Sentence {
	if (months === 0) return NONE;
	return {
		ja: `${months}か月分を削除し、署名付きの記録を残しました。`,
		en: `${months} months removed, and signed for.`,
	};
}

const NONE: Sentence = { ja: "保存年限を過ぎた月はありません。", en: "No month is past its years." };
