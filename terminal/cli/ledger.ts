/** Commands about the ledger: what every signed message is kept in. */
import { fromHex, toHex } from "../../modules/bytes/bytes.js";
import { type Command, EXIT, everyTwoSeconds, type Values } from "../command-line.js";
import { faultSentence, NEXT_STEP } from "../ledger/fault-sentences.js";
import { verifyLedger } from "../ledger/verify.js";
import { createNativeCrypto } from "../native-crypto.js";
import { spoken, textOf } from "./office.js";

interface VerifyLedgerOptions {
	readonly path: string;
	readonly terminalKey: Uint8Array | undefined;
}

export const verifyLedgerCommand: Command<VerifyLedgerOptions> = {
	name: "verify-ledger",
	usage: `npm run -s terminal -- verify-ledger FILE|FOLDER [options]

Checks a ledger, or the file of one month in its folder (YYYY-MM.ledger): every signature, the chain, each
unit's own chain, every root that the terminal signed, and what vouches for the end. Names the first record
that is wrong and what to do next. Exits 0 when all is well, 1 when something is wrong, 2 when it cannot look.

  --terminal-key HEX   the terminal's public key (65 bytes), known from elsewhere; without it, what the
                       ledger says of its own key is believed, and a whole forged ledger would pass
  --json               progress and the summary as JSON, one object a line, the summary last
  --help               this text
`,
	options: { "terminal-key": { type: "string" } },
	operands: "FILE|FOLDER",
	understand(values: Values, positionals) {
		const [path, ...more] = positionals;
		if (path === undefined || more.length > 0) throw new Error("name one file or one folder");
		const hex = textOf(values, "terminal-key");
		const terminalKey = hex === undefined ? undefined : fromHex(hex);
		if (hex !== undefined && terminalKey?.length !== 65)
			throw new Error("--terminal-key is a public key of 65 bytes in hexadecimal");
		return { path, terminalKey };
	},
	async run({ path, terminalKey }, report) {
		let checked = 0;
		let where = "";
		const tell = everyTwoSeconds(() =>
			report({ event: "progress", entries: checked, month: where }, `${where}: ${checked} records`),
		);
		const verdict = await verifyLedger(createNativeCrypto(), {
			path,
			...(terminalKey === undefined ? {} : { terminalKey }),
			onProgress(entries, month) {
				[checked, where] = [entries, month];
				tell();
			},
		});
		const { entries, firstBad, end } = verdict;
		const file = firstBad && `${firstBad.month}.ledger`;
		const sentence = firstBad && faultSentence(firstBad.fault);
		const described = firstBad && {
			...{ file, entry: firstBad.entry, kind: firstBad.fault.kind },
			...{ reason: sentence?.en, next: NEXT_STEP[firstBad.fault.kind].en },
		};
		if (firstBad !== undefined && sentence !== undefined) {
			const next = spoken(NEXT_STEP[firstBad.fault.kind]);
			report({ event: "bad", ...described }, `${file}, ${firstBad.entry}: ${spoken(sentence)}\n${next}`);
		}
		const root = end === undefined ? "" : `, root ${toHex(end.root)}`;
		report(
			{ event: "summary", entries, valid: firstBad === undefined, firstBad: described ?? null },
			firstBad === undefined ? `${entries} records, all good${root}` : `${entries} good records before it`,
		);
		return firstBad === undefined ? EXIT.passed : EXIT.failed;
	},
};
