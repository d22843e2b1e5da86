/** The numbers that the security officer's page allows a policy are those that unit and command allow. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { decodeCbor, encodeCbor, isCborMap } from "../../modules/codec/cbor.js";
import { BODY_RULES } from "../../modules/messages/messages.generated.js";
import { decodeBody, encodeBody } from "../../modules/messages/messages.js";
import { DEFAULT_POLICY } from "../../modules/policy/default-policy.js";
import { policy } from "../../terminal/cli/orders.js";

interface Row {
	readonly name: string;
	readonly least: number;
	readonly most: number;
}

const NAMES = Object.keys(DEFAULT_POLICY);
const test = suite("policy");

for (const path of ["docs/security-officer.md", "docs/security-officer.ja.md"]) {
	const rows = rangesIn(readFileSync(path, "utf8"));

	test(`${path} has a range for every number of a policy, with the default in it`, () => {
		const numbers = NAMES.filter((name) => name !== "requiredModality");
		assert.equal(rows.map(({ name }) => name).sort(), numbers.sort());
		for (const { name, least, most } of rows) {
			const value: unknown = Reflect.get(DEFAULT_POLICY, name);
			// Version 0 is the unit's own, and no order.
			if (name === "policyVersion") assert.is(value, least - 1);
			else assert.ok(typeof value === "number" && value >= least && value <= most, name);
		}
	});

	test(`the unit takes both ends of each range of ${path}, and nothing beyond`, () => {
		for (const { name, least, most } of rows) {
			const taken = [least - 1, least, most, most + 1].map((value) => isTaken(name, value));
			assert.equal(taken, [false, true, true, false], name);
		}
	});

	test(`the command refuses what is beyond a range of ${path}, and names the range`, async () => {
		const folder = mkdtempSync(join(tmpdir(), "policy-"));
		try {
			for (const { name, least, most } of rows) {
				const said = `${name} is a whole number from ${least} to ${most}`;
				for (const value of [least - 1, most + 1]) assert.match(await refusal(folder, name, value), said);
				for (const value of [least, most]) assert.match(await refusal(folder, name, value), "office");
			}
		} finally {
			rmSync(folder, { recursive: true });
		}
	});
}

test.run();

function rangesIn(page: string): readonly Row[] {
	const rows = page.matchAll(/^\| `(\w+)` \| [^|]+ \| (\d+)(?: to |〜)(\d+) \|/gm);
	return [...rows].map(([, name, least, most]) => ({ name, least: Number(least), most: Number(most) }));
}

/** By the unit's own decoder, whatever the terminal would have sent. */
function isTaken(name: string, value: number): boolean {
	const { policyVersion, ...numbers } = DEFAULT_POLICY;
	const valid = encodeBody("policy-set", {
		...{ ...numbers, policyVersion: policyVersion + 1 },
		...{ expiresAt: 1_800_000_060, issuedAt: 1_800_000_000 },
		...{ nonce: new Uint8Array(16), bootNonce: new Uint8Array(16) },
	});
	const decoded = decodeCbor(valid);
	const label = BODY_RULES["policy-set"].find((rule) => rule.name === name)?.label;
	if (label === undefined || decoded.kind !== "decoded" || !isCborMap(decoded.value))
		throw new Error(`${name} is no field of a policy-set`);
	const changed = new Map(decoded.value).set(label, value);
	return decodeBody("policy-set", encodeCbor(changed)).kind === "decoded";
}

/** What the command says of a file that is the default but for one number; there is no office to send it. */
async function refusal(folder: string, name: string, value: number): Promise<string> {
	const file = join(folder, "policy.json");
	const numbers = { ...DEFAULT_POLICY, policyVersion: 1, requiredModality: "palm-vein", [name]: value };
	writeFileSync(file, JSON.stringify(numbers));
	try {
		await policy.run({ file, office: join(folder, "office") }, () => {}, process.stdin);
	} catch (error) {
		return error instanceof Error ? error.message : String(error);
	}
	return "sent";
}
