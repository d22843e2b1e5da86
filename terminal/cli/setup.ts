/** Commands that need no unit on the line: keys, and who the unit is. */
import { existsSync, mkdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { fromHex, toHex } from "../../modules/bytes/bytes.js";
import { isLabel } from "../../modules/messages/topics.js";
import { type Command, EXIT, type Values } from "../command-line.js";
import { createSigningKey, createSiteKey, saveSigningKey, saveSiteKey } from "../keys.js";
import { createNativeCrypto } from "../native-crypto.js";
import { saveUnit, unitOf } from "../unit-file.js";
import { required, textOf } from "./office.js";

export const keys: Command<{ readonly folder: string }> = {
	name: "keys",
	usage: `npm run -s terminal -- keys [options]

Makes the office's keys, each in a file of its own that only its owner may read, and shows the public ones,
which provisioning installs in the unit. A key that is there is left alone. Move authority.key to where the
security officer keeps it, and bring it for the orders that only an authority may give.

  --office DIR   (office)
  --json, --help
`,
	options: { office: { type: "string" } },
	understand: (values) => ({ folder: textOf(values, "office") ?? "office" }),
	async run({ folder }, report) {
		const crypto = createNativeCrypto();
		mkdirSync(folder, { recursive: true, mode: 0o700 });
		for (const use of ["terminal", "authority"] as const) {
			const path = join(folder, `${use}.key`);
			if (existsSync(path)) {
				report({ event: "key", use, path, made: false }, `${path}: already there`);
				continue;
			}
			const key = createSigningKey(crypto);
			saveSigningKey(path, use, key);
			const publicKey = toHex(key.publicKey);
			report({ event: "key", use, path, made: true, publicKey }, `${path}: public key ${publicKey}`);
		}
		const path = join(folder, "site.key");
		const made = !existsSync(path);
		if (made) saveSiteKey(path, createSiteKey(crypto));
		report({ event: "key", use: "site", path, made }, `${path}: ${made ? "made" : "already there"}`);
		return EXIT.passed;
	},
};

export const unit: Command<Values> = {
	name: "unit",
	usage: `npm run -s terminal -- unit --site L --terminal L --unit L --ueid HEX --public-key HEX [options]

Notes which unit this office has: its topic's labels, and the identity and public key that provisioning
printed.

  --office DIR   (office)
  --json, --help
`,
	options: {
		office: { type: "string" },
		site: { type: "string" },
		terminal: { type: "string" },
		unit: { type: "string" },
		ueid: { type: "string" },
		"public-key": { type: "string" },
	},
	understand: (values) => values,
	async run(values, report) {
		const fields = { ...values, publicKey: required(values, "public-key") };
		for (const name of ["site", "terminal", "unit"])
			if (!isLabel(required(values, name)))
				throw new Error(`--${name} is 1 to 16 of a-z and 0-9, not "${textOf(values, name)}"`);
		if (fromHex(required(values, "ueid"))?.length !== 17)
			throw new Error("--ueid is the identity that provisioning printed, 17 bytes in hexadecimal");
		const known = unitOf(createNativeCrypto(), fields);
		if (known === undefined)
			throw new Error("--public-key is the unit's public key, 65 bytes in hexadecimal, a point of P-256");
		const path = join(textOf(values, "office") ?? "office", "unit.json");
		if (existsSync(path))
			throw new Error(`${path}: it is there already; another unit is another office folder (--office)`);
		mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
		saveUnit(path, known);
		report({ event: "unit", path }, `${path}: written`);
		return EXIT.passed;
	},
};
