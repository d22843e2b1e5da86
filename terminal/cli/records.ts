/** Commands about what is on record: register, receipts, export, audit, verification. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fromHex, toHex } from "../../modules/bytes/bytes.js";
import { Modality, Role } from "../../modules/messages/messages.generated.js";
import { readAuditFile } from "../audit-file.js";
import { type AuditMirror, agreesWithRange, type ChainEntry } from "../audit-mirror.js";
import { type Command, EXIT, type Values, wholeNumber } from "../command-line.js";
import { inclusionProof, leafCount, leafHash, rootOf, verifyInclusion } from "../merkle.js";
import { Names } from "../names.js";
import { registerEntries } from "../register.js";
import { makeAuditRequest, makeRegisterRequest } from "../terminal.js";
import {
	clock,
	OFFICE_HELP,
	OFFICE_OPTIONS,
	type Office,
	openOffice,
	required,
	textOf,
	withUnit,
} from "./office.js";

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

Keeps what the unit reports, in the audit file, and sends the receipts that free its queue. Leave it running
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

Prints the audit file, one entry a line, and checks its chain while reading.

  --csv            with a heading, for a spreadsheet
  --office DIR, --json, --help
`,
	options: { office: { type: "string" }, csv: { type: "boolean" } },
	understand: (values) => values,
	async run(values, report) {
		const office = openOffice(values);
		if (values["csv"]) report({}, "sequence,bootCount,type,receivedAt,digest");
		read(office, "trust", (entry, receivedAt) => {
			const { body, type } = entry.message;
			const csv = [body.sequence, body.bootCount, type, receivedAt, toHex(entry.digest)].join(",");
			const [event, text] = lineOf(entry);
			report({ ...event, receivedAt, body: readable(body) }, values["csv"] ? csv : text);
		});
		return EXIT.passed;
	},
};

export const audit: Command<Values> = {
	name: "audit",
	usage: `npm run -s terminal -- audit [options]

Asks the unit which entries it remembers and compares them with the audit file: the same chain, or evidence.

  --count N        entries back from the end, 1..32 (32)
${OFFICE_HELP}`,
	options: { ...OFFICE_OPTIONS, count: { type: "string" } },
	understand: (values) => values,
	async run(values, report) {
		const office = openOffice(values);
		const count = wholeNumber(values, "count", 32, [1, 32]);
		const terminalKey = office.key("terminal");
		const before = read(office, "trust", () => {});
		const first = Math.max(0, before.next.sequence - count);
		const range = await withUnit(office, report, async (session) => {
			const options = { first, count, nowSeconds: clock.nowSeconds() };
			const request = makeAuditRequest(office.crypto, office.exchange, terminalKey, options);
			const answer = await session.request(request);
			if (answer.kind !== "verified" || answer.report.type !== "audit-range")
				throw new Error(`the unit's chain: ${answer.kind}`);
			return answer.report.body;
		});
		// What came in the meantime may be in the file by now.
		const agrees = agreesWithRange(office.crypto, before, range);
		const detail = { sequence: range.sequence, head: toHex(range.auditHead), kept: before.next.sequence };
		const text = agrees
			? `装置の記録と一致します。 / The unit's chain is ours; it is at entry ${range.sequence}.`
			: "装置の記録と食い違っています。調べてください。 / The unit's chain is not ours: look into it.";
		report({ event: "answer", agrees, ...detail }, text);
		return agrees ? EXIT.passed : EXIT.failed;
	},
};

export const prove: Command<Values> = {
	name: "prove",
	usage: `npm run -s terminal -- prove --sequence N [options]

Prints a proof (RFC 9162) that an entry is in the audit file, as one JSON object: whoever was given the root
before can check it with \`verify --proof FILE\`, without the other entries.

  --sequence N     the entry
  --office DIR, --json, --help
`,
	options: { office: { type: "string" }, sequence: { type: "string" } },
	understand: (values) => values,
	async run(values, report) {
		const office = openOffice(values);
		const sequence = Number(required(values, "sequence"));
		let envelope: Uint8Array | undefined;
		const mirror = read(office, "trust", (entry) => {
			if (entry.message.body.sequence === sequence) envelope = entry.envelope;
		});
		if (envelope === undefined) throw new Error(`there is no entry ${sequence}`);
		const index = sequence - mirror.origin.sequence;
		const proof = {
			index,
			size: leafCount(mirror.tree),
			root: toHex(rootOf(mirror.tree)),
			path: inclusionProof(mirror.tree, index).map(toHex),
			envelope: toHex(envelope),
		};
		report(proof, JSON.stringify(proof));
		return EXIT.passed;
	},
};

export const verify: Command<Values> = {
	name: "verify",
	usage: `npm run -s terminal -- verify [options]

Checks every signature and the chain of the audit file and prints its head and its root; or checks a proof
that \`prove\` printed, against a root from elsewhere.

  --proof FILE     the proof
  --root HEX       the root that one was given
  --office DIR, --json, --help
`,
	options: { office: { type: "string" }, proof: { type: "string" }, root: { type: "string" } },
	understand: (values) => values,
	async run(values, report) {
		const office = openOffice(values);
		const proof = textOf(values, "proof");
		if (proof !== undefined) {
			const holds = checkProof(office, proof, required(values, "root"));
			const text = holds
				? "証明は正しいです。 / The proof holds."
				: "証明は成り立ちません。 / The proof does not hold.";
			report({ event: "proof", holds }, text);
			return holds ? EXIT.passed : EXIT.failed;
		}
		const mirror = read(office, "verify", () => {});
		const [entries, head, root] = [
			leafCount(mirror.tree),
			toHex(mirror.next.head),
			toHex(rootOf(mirror.tree)),
		];
		report({ event: "verified", entries, head, root }, `${entries} entries, head ${head}, root ${root}`);
		return EXIT.passed;
	},
};

function checkProof({ crypto }: Office, path: string, root: string): boolean {
	const { index, size, path: siblings, envelope } = JSON.parse(readFileSync(path, "utf8"));
	const digest = new Uint8Array(32);
	crypto.sha256Into(digest, bytesOf(envelope));
	const hashes = Array.isArray(siblings) ? siblings.map(bytesOf) : [];
	return verifyInclusion(bytesOf(root), Number(size), Number(index), leafHash(digest), hashes);
}

function bytesOf(text: unknown): Uint8Array {
	return fromHex(String(text)) ?? new Uint8Array(0);
}

/** @throws with a sentence that names the line at fault. */
function read(
	{ crypto, folder, exchange }: Office,
	check: "verify" | "trust",
	onEntry: (entry: ChainEntry, receivedAt: number) => void,
): AuditMirror {
	const path = join(folder, "audit.jsonl");
	const found = readAuditFile(crypto, path, exchange.unit, check, ({ entry, receivedAt }) =>
		onEntry(entry, receivedAt),
	);
	if (found.kind === "read") return found.mirror;
	throw new Error(`${path}, line ${found.line}: ${found.reason}`);
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
