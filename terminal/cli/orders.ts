/** Commands of the authority: enrolment, revocation, lockout, policy, time and the terminal's key. */
import { existsSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import {
	Demand,
	Modality,
	type Policy,
	RevocationReason,
	Role,
} from "../../modules/messages/messages.generated.js";
import { makeEnrolBegin, makeOrder } from "../authority.js";
import { type Command, EXIT, type Report, type Values, wholeNumber } from "../command-line.js";
import { readBytes, readJson } from "../files.js";
import { createSigningKey, saveSigningKey } from "../keys.js";
import { Names } from "../names.js";
import {
	OFFICE_HELP,
	OFFICE_OPTIONS,
	type Office,
	openOffice,
	required,
	textOf,
	typedLines,
} from "./office.js";
import { command } from "./unit-line.js";

const DEMANDS = new Names(Demand);
const MODALITIES = new Names(Modality);
const ROLES = new Names(Role);
const REVOCATION_REASONS = new Names(RevocationReason);

export const enrol: Command<Values> = {
	name: "enrol",
	usage: `npm run -s terminal -- enrol --pledge FILE [options] < IDS

Has the unit enrol whoever stands before it. Standard input: the 照合ID, and with --witness, on a second line,
that of the supervisor who presents first. The first supervisor of a unit has no witness.

  --pledge FILE    the signed pledge as filed (様式1); only its hash is sent
  --role NAME      ${ROLES.list()} (operator)
  --witness        a supervisor witnesses
  --modality NAME  ${MODALITIES.list()} (palm-vein)
  --samples N      3..5 (3)
  --seconds N      how long all of it may take, 10..120 (90)
${OFFICE_HELP}`,
	options: {
		...OFFICE_OPTIONS,
		pledge: { type: "string" },
		role: { type: "string" },
		witness: { type: "boolean" },
		modality: { type: "string" },
		samples: { type: "string" },
		seconds: { type: "string" },
	},
	understand: (values) => values,
	async run(values, report, input) {
		const office = openOffice(values);
		const fixed = {
			pledge: pledgeOf(required(values, "pledge")),
			role: ROLES.valueOf("role", textOf(values, "role") ?? "operator"),
			modality: MODALITIES.valueOf("modality", textOf(values, "modality") ?? "palm-vein"),
			sampleCount: wholeNumber(values, "samples", 3, [3, 5]),
			lifetimeSeconds: wholeNumber(values, "seconds", 90, [10, 120]),
		};
		const authorityKey = office.key("authority");
		const prompts = values["witness"] ? ["照合ID: ", "責任者の照合ID: "] : ["照合ID: "];
		const [id, witnessId] = await typedLines(input, prompts);
		const subject = { subjectToken: office.token(id) };
		const people = witnessId === undefined ? subject : { ...subject, witnessToken: office.token(witnessId) };
		return command(office, report, (nowSeconds) =>
			makeEnrolBegin(office.crypto, office.exchange, authorityKey, { ...fixed, ...people, nowSeconds }),
		);
	},
};

export const revoke: Command<Values> = {
	name: "revoke",
	usage: `npm run -s terminal -- revoke --reason NAME [options] < ID

Has the unit delete what is enrolled for the 照合ID that is typed (standard input, one line).

  --reason NAME    ${REVOCATION_REASONS.list()}
  --modality NAME  ${DEMANDS.list()} (both: whatever there is)
  --generation N   only if this is the live one
${OFFICE_HELP}`,
	options: {
		...OFFICE_OPTIONS,
		reason: { type: "string" },
		modality: { type: "string" },
		generation: { type: "string" },
	},
	understand: (values) => values,
	async run(values, report, input) {
		const office = openOffice(values);
		const generation = wholeNumber(values, "generation", -1, [0, 2 ** 32 - 1]);
		const fixed = {
			type: "revoke",
			revocationReason: REVOCATION_REASONS.valueOf("reason", required(values, "reason")),
			modality: DEMANDS.valueOf("modality", textOf(values, "modality") ?? "both"),
			...(generation < 0 ? {} : { generation }),
		} as const;
		const [id] = await typedLines(input, ["照合ID: "]);
		return order(office, report, { ...fixed, subjectToken: office.token(id) });
	},
};

export const reset: Command<Values> = {
	name: "reset",
	usage: `npm run -s terminal -- reset [options] < ID

Forgives the failures of the 照合ID that is typed (standard input, one line), so that a lock ends.

${OFFICE_HELP}`,
	options: OFFICE_OPTIONS,
	understand: (values) => values,
	async run(values, report, input) {
		const office = openOffice(values);
		const [id] = await typedLines(input, ["照合ID: "]);
		return order(office, report, { type: "lockout-reset", subjectToken: office.token(id) });
	},
};

export const policy: Command<Values> = {
	name: "policy",
	usage: `npm run -s terminal -- policy --file FILE [options]

Puts the office's numbers in force. The file is JSON; its version is above the one in force:

  {"policyVersion":2,"requiredModality":"palm-vein","dayRequired":1,"failuresBeforeLock":5,
   "firstLockSeconds":30,"longestLockSeconds":3600,"failuresBeforeDisable":50,"idleSeconds":300,
   "absenceSeconds":10,"linkLossSeconds":30}

${OFFICE_HELP}`,
	options: { ...OFFICE_OPTIONS, file: { type: "string" } },
	understand: (values) => values,
	async run(values, report) {
		const path = required(values, "file");
		const numbers = policyOf(path, readJson(path));
		return order(openOffice(values), report, { type: "policy-set", ...numbers });
	},
};

export const time: Command<Values> = {
	name: "time",
	usage: `npm run -s terminal -- time [options]

Sets the unit's time to this machine's, also when the unit believes it to be later.

${OFFICE_HELP}`,
	options: OFFICE_OPTIONS,
	understand: (values) => values,
	run: (values, report) => order(openOffice(values), report, { type: "time-set" }),
};

export const rotateKey: Command<Values> = {
	name: "rotate-key",
	usage: `npm run -s terminal -- rotate-key --version N [options]

Makes a new key for the terminal and has the unit believe it in place of the old one. The old file is kept as
terminal.key.old; when the unit refuses, or does not answer, the new one stays beside it as terminal.key.new.

  --version N      above the one in force; provisioning installs version 0
${OFFICE_HELP}`,
	options: { ...OFFICE_OPTIONS, version: { type: "string" } },
	understand: (values) => values,
	async run(values, report) {
		const office = openOffice(values);
		const keyVersion = wholeNumber(values, "version", 0, [1, 2 ** 32 - 1]);
		if (keyVersion === 0) throw new Error("--version is missing");
		const at = (name: string) => join(office.folder, name);
		if (existsSync(at("terminal.key.new")))
			throw new Error(
				`${at("terminal.key.new")}: left by an exchange that was not answered. If the unit answers to ` +
					"terminal.key, delete it; if not, the unit has taken it: rename it to terminal.key",
			);
		const key = createSigningKey(office.crypto);
		// On the disk before the unit believes it: a key that is lost then would lock the terminal out.
		saveSigningKey(at("terminal.key.new"), "terminal", key);
		const { publicKey: newTerminalKey } = key;
		let code: number = EXIT.failed;
		try {
			code = await order(office, report, { type: "key-set", keyVersion, newTerminalKey });
		} finally {
			// Nobody was asked: nobody believes the new one.
			if (office.exchange.requests.size === 0) rmSync(at("terminal.key.new"));
		}
		if (code !== EXIT.passed) return code;
		renameSync(at("terminal.key"), at("terminal.key.old"));
		renameSync(at("terminal.key.new"), at("terminal.key"));
		return code;
	},
};

function order(office: Office, report: Report, wanted: Parameters<typeof makeOrder>[3]): Promise<number> {
	const authorityKey = office.key("authority");
	return command(office, report, (nowSeconds) =>
		makeOrder(office.crypto, office.exchange, authorityKey, wanted, nowSeconds),
	);
}

/** @throws with a sentence: nobody has signed an empty file. */
function pledgeOf(path: string): Uint8Array {
	const pledge = readBytes(path);
	if (pledge.length === 0) throw new Error(`${path}: it is empty; --pledge is the signed pledge as filed`);
	return pledge;
}

/** Within these bounds messages.cddl, and so the unit, takes a policy. */
const POLICY_BOUNDS = {
	policyVersion: [1, 4294967295],
	dayRequired: [0, 1],
	failuresBeforeLock: [3, 10],
	firstLockSeconds: [10, 300],
	longestLockSeconds: [600, 86400],
	failuresBeforeDisable: [20, 100],
	idleSeconds: [60, 300],
	absenceSeconds: [3, 60],
	linkLossSeconds: [5, 300],
} as const;

/** @throws with a sentence that names the field. */
function policyOf(path: string, value: unknown): Policy {
	const fields = new Map(typeof value === "object" && value !== null ? Object.entries(value) : []);
	const number = (name: keyof typeof POLICY_BOUNDS): number => {
		const [least, most] = POLICY_BOUNDS[name];
		const given: unknown = fields.get(name);
		if (typeof given === "number" && Number.isInteger(given) && given >= least && given <= most) return given;
		throw new Error(`${path}: ${name} is a whole number from ${least} to ${most}`);
	};
	const known = ["requiredModality", ...Object.keys(POLICY_BOUNDS)];
	const unknown = [...fields.keys()].find((name) => !known.includes(name));
	if (unknown !== undefined) throw new Error(`${path}: there is no ${unknown} in a policy`);
	return {
		policyVersion: number("policyVersion"),
		requiredModality: DEMANDS.valueOf("requiredModality", String(fields.get("requiredModality"))),
		dayRequired: number("dayRequired"),
		failuresBeforeLock: number("failuresBeforeLock"),
		firstLockSeconds: number("firstLockSeconds"),
		longestLockSeconds: number("longestLockSeconds"),
		failuresBeforeDisable: number("failuresBeforeDisable"),
		idleSeconds: number("idleSeconds"),
		absenceSeconds: number("absenceSeconds"),
		linkLossSeconds: number("linkLossSeconds"),
	};
}
