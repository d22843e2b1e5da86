/** Provisions a unit over its serial cable: `npm run provision -- --help`. */
import { X509Certificate } from "node:crypto";
import { readFileSync } from "node:fs";
import { createInterface } from "node:readline/promises";
import type { NetworkSettings } from "../hal/hal.js";
import { toHex } from "../modules/bytes/bytes.js";
import { SESSION_LENGTH } from "../modules/device/console-frame.js";
import { ConsoleLink } from "../modules/device/console-link.js";
import { createSigningKey, loadSigningKey, type SigningKeyPair, type SigningUse } from "../terminal/keys.js";
import { fingerprintOf } from "../terminal/unit-file.js";
import { systemEntropy } from "./doors/entropy.js";
import { createNodeCrypto } from "./doors/node-crypto.js";
import { Dialogue, type DialogueEnd, type Wish } from "./provision/dialogue.js";
import {
	type NetworkOptions,
	type ProvisionOptions,
	parseProvisionOptions,
	USAGE,
} from "./provision/options.js";
import { NoPty } from "./provision/pty.js";
import { openSerialLine, PortUnusable } from "./provision/serial-line.js";
import { plugInSimulatedUnit } from "./provision/simulated-unit.js";
import { wallClock } from "./provision/wall-clock.js";
import "../terminal/reader-gone.js";

/** The tool has no hardware of its own: what is bound to hardware is never asked of it. */
const crypto = createNodeCrypto({ entropy: systemEntropy, deviceRoot: new Uint8Array(32) });

async function main(words: readonly string[]): Promise<number> {
	const parsed = parseProvisionOptions(words);
	if (parsed.kind === "help") {
		console.log(USAGE);
		return 0;
	}
	try {
		if (parsed.kind === "refused") throw new Error(`${parsed.reason}; --help lists the options`);
		return await run(parsed.options);
	} catch (error) {
		if (error instanceof NoPty) {
			console.log(`SKIP provisioning a simulated unit: ${error.message}`);
			return 0;
		}
		console.error(`provision: ${error instanceof Error ? error.message : error}`);
		return error instanceof PortUnusable ? 1 : 2;
	}
}

async function run(options: ProvisionOptions): Promise<number> {
	const wish = wishOf(options);
	const say = (detail: Readonly<Record<string, unknown>>, sentence: string): void =>
		console.log(options.output === "json" ? JSON.stringify(detail) : sentence);
	const simulated =
		options.port === undefined
			? await plugInSimulatedUnit((code) => say({ event: "unit-shows", code }, `unit shows    ${code}`))
			: undefined;
	try {
		const path = options.port ?? simulated?.path ?? "";
		say({ event: "port", path }, `port          ${path}`);
		const end = await converse(path, wish, options, say);
		return report(end, say);
	} finally {
		simulated?.close();
	}
}

type Say = (detail: Readonly<Record<string, unknown>>, sentence: string) => void;

/** Resolves with the end of the dialogue; rejects when the unit does not answer. */
function converse(path: string, wish: Wish, options: ProvisionOptions, say: Say): Promise<DialogueEnd> {
	return new Promise((resolve, reject) => {
		const session = new Uint8Array(SESSION_LENGTH);
		systemEntropy(session);
		const finish = (settle: () => void): void => {
			link.close();
			line.close();
			settle();
		};
		const silent = new Error(`${path}: the unit does not answer; is it switched on, and is this its port?`);
		const line = openSerialLine(
			path,
			(bytes) => link.receive(bytes),
			() => finish(() => reject(new Error(`${path}: the cable was pulled; plug it in and run this again`))),
		);
		const link = new ConsoleLink({
			clock: wallClock,
			session,
			transmit: (bytes) => line.write(bytes),
			onMessage: (message) => dialogue.receive(message),
			onUnanswered: () => finish(() => reject(silent)),
		});
		const dialogue = new Dialogue({
			crypto,
			wish,
			send: (message) => link.send(message),
			onCode(code, unitKey, proceed) {
				const fingerprint = fingerprintOf(crypto, unitKey);
				say({ event: "code", code, fingerprint }, `fingerprint   ${fingerprint}\ncode          ${code}`);
				if (options.comparison === "skip") return proceed("same");
				void compare().then(proceed);
			},
			onEnd: (end) => finish(() => resolve(end)),
		});
		dialogue.start();
	});
}

async function compare(): Promise<"same" | "other"> {
	const terminal = createInterface({ input: process.stdin, output: process.stdout });
	const answer = await terminal.question(
		"Does the unit show (or beep) the same six digits? 同じ番号ですか? [y/N] ",
	);
	terminal.close();
	return /^y(es)?$/i.test(answer.trim()) ? "same" : "other";
}

function report(end: DialogueEnd, say: Say): number {
	switch (end.kind) {
		case "provisioned": {
			const fingerprint = fingerprintOf(crypto, end.unitKey);
			const unit = { ueid: toHex(end.ueid), unitKey: toHex(end.unitKey) };
			say({ event: "unit", ...unit }, `name (UEID)   ${unit.ueid}\npublic key    ${unit.unitKey}`);
			say({ event: "summary", provisioned: true, fingerprint }, `provisioned   ${fingerprint}`);
			return 0;
		}
		case "reset":
			say({ event: "summary", reset: true }, "the unit has forgotten everything");
			return 0;
		case "refused":
			say(
				{ event: "summary", provisioned: false, reason: end.reason },
				`refused: ${SENTENCES[end.reason] ?? end.reason}`,
			);
			return 1;
	}
}

const SENTENCES: Readonly<Record<string, string>> = {
	"already-provisioned":
		"the unit is locked with other keys or names; --reset with its authority's key forgets them",
	"not-a-public-key": "one of the key files holds no key of the curve P-256",
	"not-authorised": "this is not the authority that the unit believes",
	"codes-differ": "the codes differ: something between tool and unit answers in its place; use another cable",
	"another-unit": "the unit was exchanged or restarted meanwhile; run this again",
};

function wishOf(options: ProvisionOptions): Wish {
	const authorityKey = keyOf(options.authorityKey, "authority");
	if (options.wish === "reset") return { kind: "reset", authorityKey };
	const { site, terminal, unit } = options.address;
	const { publicKey: terminalKey } = keyOf(options.terminalKey, "terminal");
	return {
		kind: "provision",
		request: {
			siteLabel: site,
			terminalLabel: terminal,
			unitLabel: unit,
			terminalKey,
			authorityKey: authorityKey.publicKey,
		},
		network: options.network === undefined ? undefined : settingsOf(options.network),
	};
}

function keyOf(file: string | undefined, use: SigningUse): SigningKeyPair {
	if (file === undefined) return createSigningKey(crypto);
	const loaded = loadSigningKey(crypto, file, use);
	if (loaded.kind === "refused") throw new Error(`${file}: ${loaded.reason}`);
	return loaded.key;
}

function settingsOf({ wifi, wifiPasswordFile, host, port, authorityFile }: NetworkOptions): NetworkSettings {
	const password =
		wifiPasswordFile === undefined ? "" : readFileSync(wifiPasswordFile, "utf8").replace(/\r?\n$/, "");
	const certificate = new X509Certificate(readFileSync(authorityFile));
	return {
		wifiName: wifi,
		wifiPassword: password,
		brokerHost: host,
		brokerPort: port,
		brokerAuthority: Uint8Array.from(certificate.raw),
	};
}

// Last: whatever stands above is there when it runs.
process.exitCode = await main(process.argv.slice(2));
