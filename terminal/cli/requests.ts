/** Commands of the terminal: somebody is to come forward, or a session is over. */
import { createHash } from "node:crypto";
import { Action, Demand, EndReason } from "../../modules/messages/messages.generated.js";
import { type Command, type Values, wholeNumber } from "../command-line.js";
import { Names } from "../names.js";
import { makeChallenge, makeSessionClose } from "../terminal.js";
import { OFFICE_HELP, OFFICE_OPTIONS, openOffice, required, textOf, typedLines } from "./office.js";
import { ask } from "./unit-line.js";

const ACTIONS = new Names(Action);
const DEMANDS = new Names(Demand);
const END_REASONS = new Names(EndReason);

export const challenge: Command<Values> = {
	name: "challenge",
	usage: `npm run -s terminal -- challenge [options] < ID

Has the unit compare whoever stands before it with the one person whose 照合ID is typed (standard input, one
line). Exits 0 when it is that person and the unit accepts, 1 when not.

  --action NAME    ${ACTIONS.list()} (log-in)
  --modality NAME  ${DEMANDS.list()} (palm-vein)
  --purpose N      duty code of the office, 0..255 (1)
  --reception NO   the reception number that the work is for; only its hash is sent
  --query TEXT     the query that a second person confirms, with --action confirm; only its hash is sent
  --seconds N      how long the person has, 1..60 (30)
${OFFICE_HELP}`,
	options: {
		...OFFICE_OPTIONS,
		action: { type: "string" },
		modality: { type: "string" },
		purpose: { type: "string" },
		reception: { type: "string" },
		query: { type: "string" },
		seconds: { type: "string" },
	},
	understand: (values) => values,
	async run(values, report, input) {
		const office = openOffice(values);
		const action = ACTIONS.valueOf("action", textOf(values, "action") ?? "log-in");
		const [reception, query] = [textOf(values, "reception"), textOf(values, "query")];
		if ((query !== undefined) !== (action === Action.confirm))
			throw new Error("--query and --action confirm go together");
		const fixed = {
			action,
			modality: DEMANDS.valueOf("modality", textOf(values, "modality") ?? "palm-vein"),
			purpose: wholeNumber(values, "purpose", 1, [0, 255]),
			lifetimeSeconds: wholeNumber(values, "seconds", 30, [1, 60]),
			...(reception === undefined ? {} : { receptionHash: sha256(reception) }),
			...(query === undefined ? {} : { queryHash: sha256(query) }),
		};
		const terminalKey = office.key("terminal");
		const [id] = await typedLines(input, ["照合ID: "]);
		const subjectToken = office.token(id);
		return ask(office, report, (nowSeconds) =>
			makeChallenge(office.crypto, office.exchange, terminalKey, { ...fixed, subjectToken, nowSeconds }),
		);
	},
};

export const close: Command<Values> = {
	name: "close",
	usage: `npm run -s terminal -- close --nonce HEX [options]

Ends a session.

  --nonce HEX      of the challenge that began it, as \`challenge\` printed it
  --reason NAME    ${END_REASONS.list()} (logoff)
${OFFICE_HELP}`,
	options: { ...OFFICE_OPTIONS, nonce: { type: "string" }, reason: { type: "string" } },
	understand: (values) => values,
	async run(values, report) {
		const office = openOffice(values);
		const challengeNonce = required(values, "nonce");
		if (!/^[0-9a-f]{32}$/.test(challengeNonce)) throw new Error("--nonce is 32 hexadecimal digits");
		const endReason = END_REASONS.valueOf("reason", textOf(values, "reason") ?? "logoff");
		const terminalKey = office.key("terminal");
		return ask(office, report, (nowSeconds) =>
			makeSessionClose(office.crypto, office.exchange, terminalKey, {
				challengeNonce,
				endReason,
				nowSeconds,
			}),
		);
	},
};

function sha256(text: string): Uint8Array {
	return Uint8Array.from(createHash("sha256").update(text, "utf8").digest());
}
