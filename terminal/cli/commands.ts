/** Every command of the terminal by its name. */

import { type Command, EXIT, type Io, runCommand, type Values } from "../command-line.js";
import { birth } from "./birth.js";
import { verifyLedgerCommand } from "./ledger.js";
import { enrol, policy, reset, revoke, rotateKey, time } from "./orders.js";
import { people } from "./people.js";
import { prove, verify } from "./proofs.js";
import { audit, exportRecord, receipt, register } from "./records.js";
import { challenge, close } from "./requests.js";
import { ledgerRetention } from "./retention.js";
import { serve } from "./serve.js";
import { keys, unit } from "./setup.js";
import { update } from "./update.js";

const HELP = `npm run -s terminal -- COMMAND [options]

  keys        make the office's keys
  unit        note which unit this office has
  birth       which firmware the unit runs
  serve       serve the terminal's page for this office's unit
  challenge   have the unit compare whoever stands before it with one person
  close       end a session
  enrol       have the unit enrol somebody                              authority
  revoke      have the unit delete what is enrolled                     authority
  reset       forgive somebody's failures                               authority
  policy      put the office's numbers in force                         authority
  time        set the unit's time                                       authority
  rotate-key  exchange the terminal's key                               authority
  update      bring the unit a new firmware                             authority
  register    who is enrolled
  receipt     keep what the unit reports, and free its queue
  export      print what was kept
  audit       compare the unit's chain with what was kept
  prove       prove that an entry was kept
  verify      check what was kept, or a proof
  people      whose names stand behind the pseudonyms
  ledger-retention  let go of months past their years
  verify-ledger  check a ledger, every signature, chain and tree of it

COMMAND --help explains one. Exit codes: 0 accepted, 1 refused or no answer, 2 asked for wrongly.
`;

const COMMANDS: readonly Command<Values>[] = [
	unit,
	birth,
	serve,
	people,
	ledgerRetention,
	challenge,
	close,
	enrol,
	revoke,
	reset,
	policy,
	time,
	rotateKey,
	update,
	register,
	receipt,
	exportRecord,
	audit,
	prove,
	verify,
];

/** @param words the command and its options. @returns the exit code. */
export async function runTerminal([name, ...words]: readonly string[], io: Io): Promise<number> {
	if (name === undefined || name === "--help") {
		io.print(HELP.trimEnd());
		return name === undefined ? EXIT.usage : EXIT.passed;
	}
	if (name === keys.name) return runCommand(keys, words, io);
	if (name === verifyLedgerCommand.name) return runCommand(verifyLedgerCommand, words, io);
	const command = COMMANDS.find((candidate) => candidate.name === name);
	if (command !== undefined) return runCommand(command, words, io);
	io.complain(`terminal: there is no command ${name}; --help lists them`);
	return EXIT.usage;
}
