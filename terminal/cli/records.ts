/** Commands about what the unit has on record: register, receipts, export, audit. */
import { equalConstantTime, toHex } from "../../modules/bytes/bytes.js";
import { Modality, Role } from "../../modules/messages/messages.generated.js";
import { agreesWithRange, type ChainEntry, entryOf } from "../audit-mirror.js";
import { type Command, EXIT, type Values, wholeNumber } from "../command-line.js";
import { openReader } from "../ledger/reader.js";
import { mirrorFromFiles } from "../ledger/unit-mirror.js";
import { Names } from "../names.js";
import { registerEntries } from "../register.js";
import { makeAuditRequest, makeRegisterRequest } from "../terminal.js";
import { clock, OFFICE_HELP, OFFICE_OPTIONS, type Office, openOffice } from "./office.js";
import { ledgerFolderOf } from "./office-book.js";
import { withUnit } from "./unit-line.js";

const MODALITIES = new Names(Modality);
const ROLES = new Names(Role);

export const register: Command<Values> = {
	name: "register",
	usage: `npm run -s terminal -- register [options]

Asks the unit who is enrolled (照合情報認証管理簿): one line each, by pseudonym.

  --csv            with a heading, for a spreadsheet
${OFFICE_HELP}`,
	options: { ...OFFICE_OPTIONS, csv: { type: "boolean" } },
	understand: (values) => values,
	async run(values, report) {
		const office = openOffice(values);
		const terminalKey = office.key("terminal");
		return withUnit(office, report, async (session) => {
			if (values["csv"]) report({}, "recordId,modality,role,failures,generation");
			for (let first = 0, total = 1; first < total; ) {
				const options = { first, nowSeconds: clock.nowSeconds() };
				const answer = await session.request(
					makeRegisterRequest(office.crypto, office.exchange, terminalKey, options),
				);
				if (answer.kind !== "verified" || answer.report.type !== "register-page")
					throw new Error(`the unit's register: ${answer.kind}`);
				const { body } = answer.report;
				const entries = registerEntries(body.registerEntries);
				for (const { recordId, modality, role, failures, generation } of entries) {
					const trait = MODALITIES.nameOf(modality === 2 ? Modality.iris : Modality.palmVein);
					const rank = ROLES.nameOf(role === 2 ? Role.supervisor : Role.operator);
					const fields = [recordId, trait, rank, failures, generation];
					const text = fields.join(values["csv"] ? "," : "  ");
					report({ event: "record", recordId, modality: trait, role: rank, failures, generation }, text);
				}
				first += entries.length;
				total = entries.length === 0 ? 0 : body.total;
			}
			report({ event: "answer", kind: "verified", type: "register-page" }, "");
			return EXIT.passed;
		});
	},
};

export const receipt: Command<Values> = {
	name: "receipt",
	usage: `npm run -s terminal -- receipt [options]

Keeps what the unit reports, in the ledger, and sends the receipts that free its queue. Leave it running
beside the other commands, which then leave that to it.

  --seconds N      stops after so long (0: never)
${OFFICE_HELP}`,
	options: { ...OFFICE_OPTIONS, seconds: { type: "string" } },
	understand: (values) => values,
	async run(values, report) {
		const seconds = wholeNumber(values, "seconds", 0, [0, 1e9]);
		const onKept = (entry: ChainEntry) => report(...lineOf(entry));
		const stopped = new Promise<void>((resolve) => {
			process.once("SIGINT", () => resolve()).once("SIGTERM", () => resolve());
			if (seconds > 0) setTimeout(resolve, 1000 * seconds);
		});
		await withUnit(openOffice(values), report, () => stopped, { onKept });
		return EXIT.passed;
	},
};

export const exportRecord: Command<Values> = {
	name: "export",
	usage: `npm run -s terminal -- export [options]

Prints what the unit has reported, as the ledger has it, one entry a line.

  --csv            with a heading, for a spreadsheet
  --office DIR, --json, --help
`,
	options: { office: { type: "string" }, csv: { type: "boolean" } },
	understand: (values) => values,
	async run(values, report) {
		const office = openOffice(values);
		if (values["csv"]) report({}, "sequence,bootCount,type,receivedAt,digest");
		for (const { chainEntry, receivedAt, position } of entriesOf(office)) {
			const { body, type } = chainEntry.message;
			const csv = [body.sequence, body.bootCount, type, receivedAt, toHex(chainEntry.digest)].join(",");
			const [event, text] = lineOf(chainEntry);
			report({ ...event, position, receivedAt, body: readable(body) }, values["csv"] ? csv : text);
		}
		return EXIT.passed;
	},
};

export const audit: Command<Values> = {
	name: "audit",
	usage: `npm run -s terminal -- audit [options]

Asks the unit which entries it remembers and compares them with the ledger: the same chain, or evidence.

  --count N        entries back from the end, 1..32 (32)
${OFFICE_HELP}`,
	options: { ...OFFICE_OPTIONS, count: { type: "string" } },
	understand: (values) => values,
	async run(values, report) {
		const office = openOffice(values);
		const count = wholeNumber(values, "count", 32, [1, 32]);
		const terminalKey = office.key("terminal");
		const before = mirrorFromFiles(office.crypto, ledgerFolderOf(office), office.exchange.unit);
		const first = Math.max(0, before.next.sequence - count);
		const range = await withUnit(office, report, async (session) => {
			const options = { first, count, nowSeconds: clock.nowSeconds() };
			const request = makeAuditRequest(office.crypto, office.exchange, terminalKey, options);
			const answer = await session.request(request);
			if (answer.kind !== "verified" || answer.report.type !== "audit-range")
				throw new Error(`the unit's chain: ${answer.kind}`);
			return answer.report.body;
		});
		// What came in the meantime may be on record by now.
		const agrees = agreesWithRange(office.crypto, before, range);
		const detail = { sequence: range.sequence, head: toHex(range.auditHead), kept: before.next.sequence };
		const text = agrees
			? `装置の記録と一致します。 / The unit's chain is ours; it is at entry ${range.sequence}.`
			: "装置の記録と食い違っています。調べてください。 / The unit's chain is not ours: look into it.";
		report({ event: "answer", agrees, ...detail }, text);
		return agrees ? EXIT.passed : EXIT.failed;
	},
};

/** Of the office's unit, oldest first. @throws with a sentence when a file cannot be read to its end. */
export function* entriesOf({ crypto, folder, exchange }: Office): Generator<EntryFound> {
	const reader = openReader(crypto, ledgerFolderOf({ folder }));
	for (const month of reader.months()) {
		const { records, state } = reader.read(month);
		for (const { meaning, topic, envelope, receivedAt, entry } of records) {
			if (meaning.kind !== "entry") continue;
			if (!equalConstantTime(meaning.message.body.ueid, exchange.unit.ueid)) continue;
			const chainEntry = entryOf(crypto, meaning.message, topic, envelope);
			yield { receivedAt, position: entry, chainEntry };
		}
		if (state === "damaged") throw new Error(`${month}.ledger is damaged; verify-ledger says where`);
	}
}

export interface EntryFound {
	readonly chainEntry: ChainEntry;
	readonly receivedAt: number;
	/** In the ledger. */
	readonly position: number;
}

function lineOf({ message, digest }: ChainEntry): [object, string] {
	const { sequence, bootCount } = message.body;
	const event = { event: "entry", sequence, bootCount, type: message.type, digest: toHex(digest) };
	return [event, `${sequence}  boot ${bootCount}  ${message.type}`];
}

/** Bytes as hexadecimal, everything else as it is. */
function readable(body: object): object {
	const fields = Object.entries(body).map(([name, value]) => [
		name,
		value instanceof Uint8Array ? toHex(value) : value,
	]);
	return Object.fromEntries(fields);
}
