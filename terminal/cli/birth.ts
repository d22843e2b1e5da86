/** The command that tells which firmware the unit runs. */
import { equalConstantTime, fromHex, toHex } from "../../modules/bytes/bytes.js";
import { IncidentKind } from "../../modules/messages/messages.generated.js";
import { type Command, EXIT, type Report, type Values, wholeNumber } from "../command-line.js";
import { Names } from "../names.js";
import type { Sentence } from "../sentences.js";
import type { UnitPresence } from "../session.js";
import { fingerprintOf } from "../unit-file.js";
import { OFFICE_HELP, OFFICE_OPTIONS, type Office, openOffice, spoken, textOf } from "./office.js";
import { entriesOf } from "./records.js";
import { heardPresence, withUnit } from "./unit-line.js";

type Birth = Extract<UnitPresence, { type: "birth" }>["body"];

const INCIDENTS = new Names(IncidentKind);

export const birth: Command<Values> = {
	name: "birth",
	usage: `npm run -s terminal -- birth [options]

Shows what the unit said of itself when it last started, under its own signature: its firmware's version and
hash, its boot, what it has on record, the policy in force and the version of the terminal's key; then the
incidents that the ledger has of this boot. Exits 1 when the unit is off, silent, or runs something else.

  --hash HEX       what the build printed, 64 digits: exits 1 when another hash runs
  --seconds N      how long to wait for a unit that is just starting, 1..60 (5)
${OFFICE_HELP}`,
	options: { ...OFFICE_OPTIONS, hash: { type: "string" }, seconds: { type: "string" } },
	understand: (values) => values,
	async run(values, report) {
		const wanted = hashOf(textOf(values, "hash"));
		const timeoutMs = 1000 * wholeNumber(values, "seconds", 5, [1, 60]);
		const office = openOffice(values);
		const { onPresence, presence } = heardPresence();
		const heard = await withUnit(office, report, () => presence(timeoutMs), { onPresence });
		if (heard?.type !== "birth") {
			const kind = heard === undefined ? "timed-out" : "offline";
			report({ event: "answer", kind }, spoken(SILENT[kind]));
			return EXIT.failed;
		}
		const record = recordOf(office, heard.body.bootCount);
		tell(office, heard.body, record, report);
		const kind = judge(heard.body, record, wanted);
		report({ event: "answer", kind }, spoken(JUDGED[kind]));
		return kind === "runs" ? EXIT.passed : EXIT.failed;
	},
};

/** What the ledger has of a boot. */
interface BootRecord {
	/** Of any entry of the unit, whichever boot. */
	readonly latestBoot: number | undefined;
	/** Of its first entry, seconds since 1970. */
	readonly since: number | undefined;
	readonly incidents: readonly string[];
}

function recordOf(office: Office, bootCount: number): BootRecord {
	const entries = [...entriesOf(office)];
	const ofBoot = entries.filter(({ chainEntry }) => chainEntry.message.body.bootCount === bootCount);
	const incidents = ofBoot.flatMap(({ chainEntry: { message } }) =>
		message.type === "incident" ? [INCIDENTS.nameOf(message.body.incidentKind)] : [],
	);
	return {
		latestBoot: entries.at(-1)?.chainEntry.message.body.bootCount,
		since: ofBoot[0]?.receivedAt,
		incidents,
	};
}

/** An earlier boot than the ledger's latest: the broker retains, or replays, what is past. */
function judge(
	{ bootCount, bundleHash }: Birth,
	{ latestBoot = 0 }: BootRecord,
	wanted: Uint8Array | undefined,
) {
	if (bootCount < latestBoot) return "outdated";
	return wanted === undefined || equalConstantTime(bundleHash, wanted) ? "runs" : "other-hash";
}

function tell({ crypto, exchange }: Office, body: Birth, record: BootRecord, report: Report): void {
	const { address, ueid, publicKey } = exchange.unit;
	const { softwareVersion, firmwareVersion, bootCount, sequence, policyVersion, keyVersion } = body;
	const hash = toHex(body.bundleHash);
	const fingerprint = fingerprintOf(crypto, publicKey);
	const since = record.since === undefined ? undefined : new Date(1000 * record.since).toISOString();
	const lines = [
		["装置 / unit", `${address.site}/${address.terminal}/${address.unit}`],
		["識別番号 / UEID", toHex(ueid)],
		["鍵の指紋 / fingerprint", fingerprint],
		["版 / version", `${softwareVersion} (${firmwareVersion})`],
		["ハッシュ / hash", hash],
		["起動回数 / boot", `${bootCount}${since === undefined ? "" : `, ${since}`}`],
		["記録 / entries", `${sequence}`],
		["方針 / policy", `${policyVersion}, ${toHex(body.policyHash)}`],
		["端末の鍵 / key version", `${keyVersion}`],
		["異常 / incidents", record.incidents.length === 0 ? "なし / none" : record.incidents.join(", ")],
	];
	report(
		{
			event: "birth",
			...{ ...address, ueid: toHex(ueid), fingerprint, softwareVersion, firmwareVersion, hash },
			...{ bootCount, since: since ?? null, sequence, policyVersion, policyHash: toHex(body.policyHash) },
			...{ keyVersion, incidents: record.incidents },
		},
		lines.map(([name, value]) => `${name.padEnd(24 - wideIn(name))}${value}`).join("\n"),
	);
}

/** A Japanese character is two columns wide. */
function wideIn(text: string): number {
	return text.match(/[\u3000-\u9fff]/g)?.length ?? 0;
}

/** @throws with a sentence. */
function hashOf(text: string | undefined): Uint8Array | undefined {
	if (text === undefined) return undefined;
	const hash = fromHex(text.toLowerCase());
	if (hash?.length === 32) return hash;
	throw new Error(`--hash is what the build printed, 64 digits 0-9 and a-f, not "${text}"`);
}

const SILENT: Readonly<Record<"offline" | "timed-out", Sentence>> = {
	offline: {
		ja: "装置は止まっているか、つながっていません。電源とつながりを確かめてください。",
		en: "The unit is off or has lost the broker; check its power and connection.",
	},
	"timed-out": {
		ja: "装置はこの仲介にまだ現れていません。電源、宛先の名前、鍵の指紋を確かめてください。",
		en: "This unit has never come to this broker; check its power, its labels and its fingerprint.",
	},
};

const JUDGED: Readonly<Record<"runs" | "other-hash" | "outdated", Sentence>> = {
	runs: { ja: "署名は装置のものです。", en: "The signature is the unit's." },
	"other-hash": {
		ja: "指定と違うファームウェアです。書き込み直してください。",
		en: "Another firmware runs than the one named; flash the one that was built.",
	},
	outdated: {
		ja: "記録より前の起動の申告です。仲介を調べてください。",
		en: "It is of an earlier boot than the ledger's latest: look into the broker.",
	},
};
