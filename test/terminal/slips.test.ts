/** Whatever is typed wrongly, missing or broken: one sentence that says what, where and what to do. */
import {
	chmodSync,
	copyFileSync,
	cpSync,
	existsSync,
	mkdirSync,
	mkdtempSync,
	rmSync,
	writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { toHex } from "../../modules/bytes/bytes.js";
import { runTerminal } from "../../terminal/cli/commands.js";
import { createSigningKey, createSiteKey, saveSigningKey, saveSiteKey } from "../../terminal/keys.js";
import { createNativeCrypto } from "../../terminal/native-crypto.js";
import { ADDRESS } from "./office.js";

const ID = "A1001";
const HOME = mkdtempSync(join(tmpdir(), "shogo-slips-"));
const SOUND = join(HOME, "sound");
const OFFICE = join(HOME, "office");
const crypto = createNativeCrypto();
const UNIT_KEY = toHex(createSigningKey(crypto).publicKey);
const UEID = `01${"09".repeat(16)}`;
const UNIT = Object.entries(ADDRESS).flatMap(([name, label]) => [`--${name}`, label]);

const inOffice = (name: string) => join(OFFICE, name);
const write = (name: string, text: string) => () => writeFileSync(inOffice(name), text, { mode: 0o600 });
const remove = (name: string) => () => rmSync(inOffice(name));
const open = (name: string) => () => chmodSync(inOffice(name), 0o644);
const swap = () => copyFileSync(inOffice("authority.key"), inOffice("terminal.key"));
const folderFor = (name: string) => () => {
	rmSync(inOffice(name), { force: true });
	mkdirSync(inOffice(name));
};

/** Nobody listens there. */
const NOBODY = "mqtt://127.0.0.1:9";
const POLICY = inOffice("policy.json");
const PROOF = inOffice("proof.json");
const PLEDGE = inOffice("pledge");
const ROOT = "00".repeat(32);

interface Slip {
	readonly typed: string;
	readonly said: RegExp;
	/** Done to the office's folder before. */
	readonly broken?: () => void;
	/** On standard input. */
	readonly input?: string;
}

const slip = (typed: string, said: RegExp, rest: Omit<Slip, "typed" | "said"> = {}): Slip => ({
	typed,
	said,
	...rest,
});

const OPTIONS: readonly Slip[] = [
	slip("dance", /there is no command dance/),
	slip("challenge --frobnicate", /Unknown option '--frobnicate'/),
	slip(`challenge ${ID}`, /a word stands alone.*standard input/),
	slip("challenge --purpose", /--purpose/),
	slip("challenge --purpose 256", /--purpose is a whole number from 0 to 255, not "256"/),
	slip("challenge --purpose=-1", /--purpose is a whole number from 0 to 255/),
	slip("challenge --seconds 61", /--seconds is a whole number from 1 to 60/),
	slip("challenge --modality nose", /--modality is one of palm-vein, iris, both, not "nose"/),
	slip("challenge --action fly", /--action is one of log-in, open-day/),
	slip("challenge --query x", /--query and --action confirm go together/),
	slip("challenge --action confirm", /--query and --action confirm go together/),
	slip("close", /--nonce is missing/),
	slip("close --nonce 12", /--nonce is 32 hexadecimal digits/),
	slip(`close --nonce ${"0".repeat(32)} --reason bored`, /--reason is one of logoff/),
	slip("enrol", /--pledge is missing/),
	slip(`enrol --pledge ${PLEDGE} --samples 2`, /--samples is a whole number from 3 to 5/),
	slip(`enrol --pledge ${PLEDGE} --role boss`, /--role is one of operator, supervisor/),
	slip(`enrol --pledge ${PLEDGE} --modality both`, /--modality is one of palm-vein, iris, not "both"/),
	slip(`enrol --pledge ${PLEDGE} --seconds 121`, /--seconds is a whole number from 10 to 120/),
	slip("revoke", /--reason is missing/),
	slip("revoke --reason whim", /--reason is one of loss/),
	slip("revoke --reason loss --generation abc", /--generation is a whole number/),
	slip("policy", /--file is missing/),
	slip("rotate-key", /--version is missing/),
	slip("rotate-key --version 0", /--version is a whole number from 1/),
	slip("update --version 2", /--image is missing/),
	slip(`update --image ${PLEDGE}`, /--version is missing/),
	slip(`update --image ${PLEDGE} --version 4294967296`, /--version is a whole number/),
	slip(`update --image ${PLEDGE} --version 2 --name ${"n".repeat(33)}`, /--name is 1 to 32 bytes/),
	slip(`update --image ${PLEDGE} --version 2 --patience 9`, /--patience is a whole number from 10/),
	slip("receipt --seconds soon", /--seconds is a whole number/),
	slip("serve --port 65536", /--port is a whole number from 0 to 65535/),
	slip("serve --modality nose", /--modality is one of palm-vein/),
	slip("audit --count 33", /--count is a whole number from 1 to 32/),
	slip("prove", /--sequence is missing/),
	slip("prove --sequence abc", /--sequence is a whole number/),
	slip(`verify --root ${ROOT}`, /--root goes with --proof/),
	slip(`verify --proof ${PROOF} --root 00`, /--root is 64 hexadecimal digits/),
	slip("unit", /--public-key is missing/),
	slip(`unit --public-key ${UNIT_KEY} --site S-1`, /--site is 1 to 16 of a-z and 0-9, not "S-1"/),
	slip(`unit --public-key ${UNIT_KEY} ${UNIT.join(" ")} --ueid 00`, /--ueid is the identity.*17 bytes/),
	slip(`unit --public-key 04 ${UNIT.join(" ")} --ueid ${UEID}`, /--public-key is the unit's public key/),
];

const TYPED: readonly Slip[] = [
	slip("challenge", /standard input ends before: 照合ID/, { input: "" }),
	slip("challenge", /Type a verification ID/, { input: "\n" }),
	slip("challenge", /too long/, { input: `${"x".repeat(10_000)}\n` }),
	slip("challenge", /characters that cannot be used/, { input: "a\u0000b\n" }),
	slip(`enrol --witness --pledge ${PLEDGE}`, /standard input ends before: 責任者の照合ID/),
];

const FILES: readonly Slip[] = [
	slip("challenge", /unit\.json: there is no such file; the command `unit`/, { broken: remove("unit.json") }),
	slip("challenge", /unit\.json: it is not JSON/, { broken: write("unit.json", "garbage") }),
	slip("challenge", /unit\.json: not the file of a unit/, { broken: write("unit.json", "null") }),
	slip("challenge", /unit\.json: it is a folder, not a file/, { broken: folderFor("unit.json") }),
	slip("challenge", /terminal\.key: .*no such key file; bring it/, { broken: remove("terminal.key") }),
	slip("challenge", /terminal\.key: .*damaged; put its copy back/, { broken: write("terminal.key", "{}") }),
	slip("challenge", /terminal\.key: .*chmod 600/, { broken: open("terminal.key") }),
	slip("challenge", /terminal\.key: .*for another use/, { broken: swap }),
	slip("challenge", /site\.key: .*no such key file/, { broken: remove("site.key") }),
	slip("challenge", /site\.key: .*chmod 600/, { broken: open("site.key") }),
	slip(`enrol --pledge ${PLEDGE}`, /authority\.key: .*no such key file/, { broken: remove("authority.key") }),
	slip("time", /authority\.key: .*chmod 600/, { broken: open("authority.key") }),
	slip("enrol --pledge /no/pledge", /\/no\/pledge: there is no such file/),
	slip(`enrol --pledge ${OFFICE}`, /office: it is a folder, not a file/),
	slip(`enrol --pledge ${PLEDGE}`, /pledge: it is empty/, { broken: write("pledge", "") }),
	slip(`policy --file ${POLICY}`, /policy\.json: there is no such file/),
	slip(`policy --file ${POLICY}`, /policy\.json: it is not JSON/, { broken: write("policy.json", "{,}") }),
	slip(`policy --file ${POLICY}`, /policyVersion is a whole/, { broken: write("policy.json", "[]") }),
	slip(`policy --file ${POLICY}`, /there is no x in a policy/, { broken: write("policy.json", '{"x":1}') }),
	slip("rotate-key --version 1", /key\.new: left by an exchange/, { broken: write("terminal.key.new", "") }),
	slip(`update --version 2 --image ${PLEDGE}`, /pledge: 0 bytes/, { broken: write("pledge", "") }),
	slip(`update --version 2 --image ${inOffice("long")}`, /4194305 bytes/, {
		broken: write("long", "x".repeat(4_194_305)),
	}),
	slip(`verify --proof ${PROOF}`, /proof\.json: there is no such file/),
	slip(`verify --proof ${PROOF}`, /proof\.json: it is not JSON/, { broken: write("proof.json", "garbage") }),
	slip(`verify --proof ${PROOF}`, /proof\.json: not what `prove` prints/, {
		broken: write("proof.json", "{}"),
	}),
	slip("verify-ledger", /name one file or one folder/),
	slip("verify-ledger /no/ledger", /\/no\/ledger: there is no such file or folder/),
	slip(`unit --public-key ${UNIT_KEY} ${UNIT.join(" ")} --ueid ${UEID}`, /unit\.json: it is there already/),
	slip("keys", /office: it is there already/, {
		broken() {
			rmSync(OFFICE, { recursive: true });
			writeFileSync(OFFICE, "");
		},
	}),
];

const ABSENT =
	/mqtt:\/\/127\.0\.0\.1:9: .*ECONNREFUSED.*start the broker there, or name another with --broker/;
const TLS = ["--ca", "--cert", "--key"].map((name) => `${name} ${PLEDGE}`).join(" ");

const BROKER: readonly Slip[] = [
	...["challenge", "time", "reset", "register", "receipt", "revoke --reason loss"].map((typed) =>
		slip(typed, ABSENT),
	),
	slip(`close --nonce ${"0".repeat(32)}`, ABSENT),
	slip(`enrol --pledge ${PLEDGE}`, ABSENT),
	slip(`update --version 2 --image ${PLEDGE}`, ABSENT),
	slip("rotate-key --version 1", ABSENT),
	slip("challenge --broker nonsense", /--broker is mqtt:\/\/host:port or mqtts/),
	slip("challenge --broker http://127.0.0.1", /--broker is mqtt:\/\/host:port or mqtts/),
	slip("challenge --broker mqtt://127.0.0.1:99999", /--broker is mqtt:\/\/host:port or mqtts/),
	slip("challenge --broker mqtts://127.0.0.1:9 --ca x", /--ca, --cert and --key go together/),
	slip(`challenge ${TLS}`, /are for mqtts:\/\//),
	slip(`challenge --broker mqtts://127.0.0.1:9 ${TLS}`, /pledge: it is no PEM file/),
];

test.before(() => {
	for (const use of ["terminal", "authority"] as const) {
		mkdirSync(SOUND, { recursive: true });
		saveSigningKey(join(SOUND, `${use}.key`), use, createSigningKey(crypto));
	}
	saveSiteKey(join(SOUND, "site.key"), createSiteKey(crypto));
	writeFileSync(join(SOUND, "pledge"), "signed");
});

test.after(() => rmSync(HOME, { recursive: true }));

async function type(words: readonly string[], input: string) {
	const [printed, complaints]: [string[], string[]] = [[], []];
	const code = await runTerminal(words, {
		input: Readable.from([input]),
		print: (line) => printed.push(line),
		complain: (line) => complaints.push(line),
	});
	return { code, printed, complaints };
}

/** In a sound office but for what is broken, with nobody at the broker unless another is named. */
async function answerTo({ typed, broken, input = `${ID}\n` }: Slip) {
	rmSync(OFFICE, { recursive: true, force: true });
	cpSync(SOUND, OFFICE, { recursive: true });
	await type(["unit", ...UNIT, "--ueid", UEID, "--public-key", UNIT_KEY, "--office", OFFICE], "");
	broken?.();
	const words = typed.split(" ");
	const [name] = words;
	const takesOffice = name !== "dance" && name !== "verify-ledger";
	const takesBroker = !["unit", "keys", "prove", "verify", "dance", "verify-ledger"].includes(name);
	if (takesOffice) words.push("--office", OFFICE);
	if (takesBroker && !words.includes("--broker")) words.push("--broker", NOBODY);
	return { name, ...(await type(words, input)) };
}

const TABLES = {
	"an option that is wrong or missing": OPTIONS,
	"what is typed wrongly": TYPED,
	"a file that is missing, broken, foreign or open to others": FILES,
	"a broker that is not there, or is none": BROKER,
};

for (const [what, slips] of Object.entries(TABLES)) {
	test(`${what} is named in one sentence, with exit code 2`, async () => {
		for (const one of slips) {
			const { name, code, printed, complaints } = await answerTo(one);
			const story = `${one.typed}: ${complaints.join("\n")}`;
			assert.is(code, 2, story);
			assert.equal(printed, [], story);
			assert.is(complaints.length, 1, story);
			const [complaint] = complaints;
			assert.match(complaint, one.said);
			assert.ok(complaint.startsWith(name === "dance" ? "terminal: " : `${name}: `), story);
			assert.match(complaint, /--help lists/);
			assert.not.match(complaint, /\n|undefined|\[object|^\s+at | E(NOENT|EXIST|ISDIR|ACCES)/, story);
			assert.not.ok(complaint.includes(ID), `${story}: an ID is repeated`);
		}
	});
}

test("an exchange of keys that reached nobody leaves nothing behind, and can be tried again", async () => {
	await answerTo(slip("rotate-key --version 1", ABSENT));
	assert.not.ok(existsSync(inOffice("terminal.key.new")));
	assert.ok(existsSync(inOffice("terminal.key")));
});

test.run();
