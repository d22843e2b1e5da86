/** Commands that prove a record to others, and check what others prove. */
import { toHex } from "../../modules/bytes/bytes.js";
import { type Command, EXIT, type Values, wholeNumber } from "../command-line.js";
import { readJson } from "../files.js";
import { DEFAULT_CONFIG } from "../ledger/config.js";
import { openExcerpts } from "../ledger/excerpts.js";
import { faultSentence } from "../ledger/fault-sentences.js";
import { verifyLedger } from "../ledger/verify.js";
import { checkEntry } from "../shared/entry-proof.js";
import { isEntryShown } from "../shared/ledger-state.js";
import { type Office, openOffice, required, spoken, textOf } from "./office.js";
import { ledgerFolderOf } from "./office-book.js";
import { entriesOf } from "./records.js";

export const prove: Command<Values> = {
	name: "prove",
	usage: `npm run -s terminal -- prove --entry N | --sequence N [options]

Prints a record of the ledger with the proof (RFC 9162) that it is in the month's tree, and the terminal's
signed word for that tree, as one JSON object: whoever has it can check it with \`verify --proof FILE\`,
without the other records.

  --entry N        the record, by its position in the ledger
  --sequence N     the record, by its number in the unit's own chain
  --office DIR, --json, --help
`,
	options: { office: { type: "string" }, entry: { type: "string" }, sequence: { type: "string" } },
	understand: (values) => values,
	async run(values, report) {
		const office = openOffice(values);
		const { crypto } = office;
		const position = positionOf(office, values);
		const options = {
			crypto,
			folder: ledgerFolderOf(office),
			config: DEFAULT_CONFIG,
			nameOf: () => undefined,
		};
		const shown = position === undefined ? undefined : openExcerpts(options).entry(position);
		if (shown === undefined) throw new Error("there is no such record");
		report(shown, JSON.stringify(shown));
		return EXIT.passed;
	},
};

function positionOf(office: Office, values: Values): number | undefined {
	if (textOf(values, "entry") !== undefined)
		return wholeNumber(values, "entry", 0, [0, Number.MAX_SAFE_INTEGER]);
	required(values, "sequence");
	const sequence = wholeNumber(values, "sequence", 0, [0, 2 ** 32 - 1]);
	const found = [...entriesOf(office)].find(
		({ chainEntry }) => chainEntry.message.body.sequence === sequence,
	);
	return found?.position;
}

export const verify: Command<Values> = {
	name: "verify",
	usage: `npm run -s terminal -- verify [options]

Checks the office's ledger as \`verify-ledger\` does, with the office's own key, and prints its head and its
root; or checks a record that \`prove\` printed: its signature, its proof, and the terminal's word for it.

  --proof FILE     what was printed
  --root HEX       the root that one was given at another time, if one was
  --office DIR, --json, --help
`,
	options: { office: { type: "string" }, proof: { type: "string" }, root: { type: "string" } },
	understand: (values) => values,
	async run(values, report) {
		const office = openOffice(values);
		const proof = textOf(values, "proof");
		const given = textOf(values, "root");
		if (given !== undefined && proof === undefined) throw new Error("--root goes with --proof");
		if (given !== undefined && !/^[0-9a-f]{64}$/.test(given))
			throw new Error("--root is 64 hexadecimal digits");
		if (proof !== undefined) {
			const holds = checkProof(office, proof, given);
			const text = holds
				? "証明は正しいです。 / The proof holds."
				: "証明は成り立ちません。 / The proof does not hold.";
			report({ event: "proof", holds }, text);
			return holds ? EXIT.passed : EXIT.failed;
		}
		const { publicKey: terminalKey } = office.key("terminal");
		const verdict = await verifyLedger(office.crypto, { path: ledgerFolderOf(office), terminalKey });
		const { entries, firstBad, end } = verdict;
		if (firstBad !== undefined)
			throw new Error(
				`${firstBad.month}.ledger, ${firstBad.entry}: ${spoken(faultSentence(firstBad.fault))}`,
			);
		const [head, root] = end === undefined ? ["", ""] : [toHex(end.chain), toHex(end.root)];
		report({ event: "verified", entries, head, root }, `${entries} records, head ${head}, root ${root}`);
		return EXIT.passed;
	},
};

function checkProof({ crypto, key }: Office, path: string, root: string | undefined): boolean {
	const shown = readJson(path);
	if (!isEntryShown(shown)) throw new Error(`${path}: not what \`prove\` prints`);
	const { signature, inclusion, voucher } = checkEntry(crypto, shown, toHex(key("terminal").publicKey));
	return signature && inclusion && voucher && (root === undefined || root === shown.proof.root);
}
