/** Provisions a unit over its serial cable: `npm run provision -- --help`. */
import { toHex } from "../modules/bytes/bytes.js";
import { SESSION_LENGTH } from "../modules/device/console-frame.js";
import { ConsoleLink } from "../modules/device/console-link.js";
import { sentenceOf } from "../terminal/files.js";
import { createSigningKey, loadSigningKey, type SigningKeyPair, type SigningUse } from "../terminal/keys.js";
import { KEY_FILE_REFUSED } from "../terminal/own-refusals.js";
import { fingerprintOf } from "../terminal/unit-file.js";
import { systemEntropy } from "./doors/entropy.js";
import { createNodeCrypto } from "./doors/node-crypto.js";
import { compareCodes } from "./provision/comparison.js";
import { Dialogue, type DialogueEnd, type Wish } from "./provision/dialogue.js";
import { readNetwork } from "./provision/network.js";
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

/** The unit did not get what it was to get; `reason` is for programs. */
class NotDone extends Error {
	readonly reason: "silent" | "cable-pulled" | "not-compared";

	constructor(reason: NotDone["reason"], message: string) {
		super(message);
		this.reason = reason;
	}
}

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
		console.error(`provision: ${sentenceOf(error)}`);
		const reason = reasonOf(error);
		if (reason === undefined) return 2;
		if (parsed.kind === "options" && parsed.options.output === "json")
			console.log(JSON.stringify({ event: "summary", provisioned: false, reason }));
		return 1;
	}
}

/** Undefined when it was asked for wrongly. */
function reasonOf(error: unknown): string | undefined {
	if (error instanceof NotDone) return error.reason;
	if (error instanceof PortUnusable) return "port-unusable";
	return error instanceof NoPty ? "no-pseudo-terminal" : undefined;
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
		return report(await converse(path, wish, options, say), options, say);
	} finally {
		simulated?.close();
	}
}

type Say = (detail: Readonly<Record<string, unknown>>, sentence: string) => void;

/** Rejects with PortUnusable, or with NotDone when the dialogue does not come to its end. */
function converse(path: string, wish: Wish, options: ProvisionOptions, say: Say): Promise<DialogueEnd> {
	return new Promise((resolve, reject) => {
		const session = new Uint8Array(SESSION_LENGTH);
		systemEntropy(session);
		const question = new AbortController();
		const finish = (settle: () => void): void => {
			question.abort();
			dialogue.close();
			link.close();
			line.close();
			settle();
		};
		const fail = (reason: NotDone["reason"], why: string): void =>
			finish(() => reject(new NotDone(reason, `${path}: ${why}`)));
		const line = openSerialLine(
			path,
			(bytes) => link.receive(bytes),
			() => fail("cable-pulled", "the cable was pulled; plug it in and run this again"),
		);
		const link = new ConsoleLink({
			clock: wallClock,
			session,
			transmit: (bytes) => line.write(bytes),
			onMessage: (message) => dialogue.receive(message),
			onUnanswered: () =>
				fail("silent", "the unit does not answer; is it switched on, and is this its port?"),
		});
		const dialogue = new Dialogue({
			crypto,
			clock: wallClock,
			wish,
			send: (message) => link.send(message),
			onCode(code, unitKey, proceed) {
				const fingerprint = fingerprintOf(crypto, unitKey);
				say({ event: "code", code, fingerprint }, `fingerprint   ${fingerprint}\ncode          ${code}`);
				if (options.comparison === "skip") return proceed("same");
				void compareCodes(question.signal).then((comparison) => {
					// As Ctrl-C ends a command anywhere else.
					if (comparison === "interrupted") process.kill(process.pid, "SIGINT");
					else if (comparison !== "nobody") proceed(comparison);
					else
						fail("not-compared", "nobody compared the codes, so nothing was stored; --yes goes on without");
				});
			},
			onEnd: (end) => finish(() => resolve(end)),
			onSilent: () => fail("silent", "something is there and gives no answer; does it run the firmware?"),
		});
		dialogue.start();
	});
}

function report(end: DialogueEnd, { network }: ProvisionOptions, say: Say): number {
	switch (end.kind) {
		case "provisioned": {
			const fingerprint = fingerprintOf(crypto, end.unitKey);
			const unit = { ueid: toHex(end.ueid), unitKey: toHex(end.unitKey) };
			say({ event: "unit", ...unit }, `name (UEID)   ${unit.ueid}\npublic key    ${unit.unitKey}`);
			const note = noteOn(end.when, network);
			if (note !== undefined) say({ event: "note", note }, `note          ${note}`);
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

/** What a setup engineer may not expect although all went well. */
function noteOn(when: "now" | "before", network: NetworkOptions | undefined): string | undefined {
	if (when === "before")
		return "it was locked before this, and keeps the network it was given then; --reset makes it forget";
	return network === undefined ? "it was given no network; only a simulated unit does without" : undefined;
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
		network: options.network === undefined ? undefined : readNetwork(options.network),
	};
}

function keyOf(file: string | undefined, use: SigningUse): SigningKeyPair {
	if (file === undefined) return createSigningKey(crypto);
	const loaded = loadSigningKey(crypto, file, use);
	if (loaded.kind === "refused") throw new Error(`${file}: ${KEY_FILE_REFUSED[loaded.reason].en}`);
	return loaded.key;
}

// Last: whatever stands above is there when it runs.
process.exitCode = await main(process.argv.slice(2));
