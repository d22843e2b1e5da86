import { execFileSync, spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { seededEntropy } from "../../host-sim/doors/entropy.js";
import { createNodeCrypto } from "../../host-sim/doors/node-crypto.js";
import { readNetwork } from "../../host-sim/provision/network.js";
import { type NetworkOptions, parseProvisionOptions } from "../../host-sim/provision/options.js";
import { NoPty, openPty } from "../../host-sim/provision/pty.js";
import { openSerialLine, PortUnusable } from "../../host-sim/provision/serial-line.js";
import { plugInSimulatedUnit } from "../../host-sim/provision/simulated-unit.js";
import { createSigningKey, saveSigningKey } from "../../terminal/keys.js";

const folder = mkdtempSync(join(tmpdir(), "provision-"));
const at = (name: string): string => join(folder, name);
const crypto = createNodeCrypto({
	entropy: seededEntropy(new Uint8Array(32).fill(7)),
	deviceRoot: new Uint8Array(32).fill(9),
});
for (const use of ["terminal", "authority"] as const)
	saveSigningKey(at(`${use}.key`), use, createSigningKey(crypto));
const KEYS = ["--terminal-key", at("terminal.key"), "--authority-key", at("authority.key")];

interface Ended {
	readonly status: number | null;
	readonly stdout: string;
	readonly stderr: string;
}

/** One run of the command, nobody at its input; `onText` hears all that it has printed so far. */
function provision(
	words: readonly string[],
	onText?: (stdout: string) => void,
	input?: "open",
): Promise<Ended> {
	const child = spawn(process.execPath, ["--import", "tsx", "host-sim/provision.ts", ...words], {
		timeout: 60_000,
	});
	if (input === undefined) child.stdin.end();
	let [stdout, stderr] = ["", ""];
	child.stdout.on("data", (chunk: Buffer) => {
		stdout += chunk.toString();
		onText?.(stdout);
	});
	child.stderr.on("data", (chunk: Buffer) => {
		stderr += chunk.toString();
	});
	return new Promise((resolve) => child.on("close", (status) => resolve({ status, stdout, stderr })));
}

function eventsOf({ stdout }: Ended): readonly Readonly<Record<string, unknown>>[] {
	return stdout
		.trim()
		.split("\n")
		.map((line) => JSON.parse(line));
}

/** The reason, where this computer has no pseudo terminals. */
async function reasonToSkip(): Promise<string | undefined> {
	try {
		(await openPty(() => {})).close();
		return undefined;
	} catch (error) {
		if (error instanceof NoPty) return error.message;
		throw error;
	}
}

const SKIPPED = await reasonToSkip();
const withPty = (name: string, run: () => Promise<void>): void =>
	test(name, async () => {
		if (SKIPPED === undefined) await run();
		else console.log(`SKIP provisioning over a pseudo terminal: ${SKIPPED}`);
	});

withPty(
	"the command provisions a simulated unit over a pseudo terminal, and both show one code",
	async () => {
		const good = await provision(["--sim", "--json", "--site", "office", "--unit", "u7"]);
		assert.is(good.status, 0, good.stderr);
		const events = eventsOf(good);
		const codes = events.filter(({ code }) => code !== undefined).map(({ code }) => code);
		assert.is(codes.length, 2);
		assert.is(codes[0], codes[1]);
		const { event, provisioned, fingerprint } = events.at(-1) ?? {};
		assert.equal({ event, provisioned }, { event: "summary", provisioned: true });
		assert.match(String(fingerprint), /^([0-9a-f]{4}-){7}[0-9a-f]{4}$/);
	},
);

withPty(
	"the command ends when nobody can answer, when the cable is pulled and when a port is mute",
	async () => {
		const mute = await openPty(() => {});
		const unit = await plugInSimulatedUnit(() => {});
		const pull = (text: string): void => {
			if (text.includes("[y/N]")) unit.close();
		};
		const [unasked, pulled, silent] = await Promise.all([
			provision(["--sim"]),
			provision(["--port", unit.path, ...KEYS], pull, "open"),
			provision(["--port", mute.path, ...KEYS, "--json"]),
		]);
		mute.close();
		unit.close();
		assert.is(unasked.status, 1);
		assert.match(unasked.stderr, "--yes");
		assert.is(pulled.status, 1);
		assert.match(pulled.stderr, "the cable was pulled");
		assert.is(silent.status, 1, "a command that waits for the port's next byte for ever");
		assert.equal(eventsOf(silent).at(-1), { event: "summary", provisioned: false, reason: "silent" });
	},
);

test("a port that cannot be used is told with what to do", () => {
	for (const [path, told] of [
		["/dev/no-such-port", "there is no such port; plug the unit in"],
		["/dev/null", "no serial port"],
		[folder, "it is a folder"],
	])
		assert.throws(
			() => openSerialLine(path, nothing, nothing),
			(error: unknown) => error instanceof PortUnusable && error.message.startsWith(`${path}: ${told}`),
		);
});

const nothing = (): void => {};

const NETWORK = ["--wifi", "w", "--broker", "b.example:8884", "--broker-authority", "ca.pem"];

function refusalOf(...words: readonly string[]): string {
	const parsed = parseProvisionOptions(words);
	return parsed.kind === "refused" ? parsed.reason : parsed.kind;
}

test("a wrong use is refused with the option that is meant", () => {
	assert.is(refusalOf("--help"), "help");
	assert.match(refusalOf(), "either --port or --sim");
	assert.match(refusalOf("--sim", "--port", "p"), "either --port or --sim");
	assert.match(refusalOf("--port", "p", "--terminal-key", "x"), "--authority-key");
	assert.match(refusalOf("--port", "p", "--authority-key", "x"), "--terminal-key");
	assert.is(refusalOf("--port", "p", "--authority-key", "x", "--reset"), "options");
	assert.match(refusalOf("--sim", "--site"), "--site");
	assert.match(refusalOf("--sim", "--site", "OFFICE"), "--site OFFICE");
});

test("a network that no unit could use is refused before the unit is asked anything", () => {
	assert.is(refusalOf("--sim", ...NETWORK), "options");
	assert.match(refusalOf("--sim", "--wifi-password-file", "pw.txt"), "belong together");
	assert.match(refusalOf("--sim", "--wifi", "w", "--broker", "b"), "belong together");
	assert.match(refusalOf("--sim", ...NETWORK, "--wifi", ""), "1 to 32 bytes");
	assert.is(refusalOf("--sim", ...NETWORK, "--wifi", "照合".repeat(5)), "options");
	assert.match(refusalOf("--sim", ...NETWORK, "--wifi", "照合".repeat(6)), "1 to 32 bytes");
	for (const broker of ["", "a b", "b:0", "b:65536", "mqtt://b", "x".repeat(64)])
		assert.match(refusalOf("--sim", ...NETWORK, "--broker", broker), "HOST[:PORT]");
});

test("the password file holds what Wi-Fi takes for one", () => {
	for (const [text, isRight] of [
		["12345678\n", true],
		["a b c d e f\r\n", true],
		["x".repeat(63), true],
		["", false],
		["1234567\n", false],
		["x".repeat(64), false],
		["12345678\n12345678\n", false],
	] as const) {
		writeFileSync(at("wifi.txt"), text);
		const message = messageOf({ wifiPasswordFile: at("wifi.txt"), authorityFile: at("none.pem") });
		assert.match(message, isRight ? "none.pem: there is no such file" : "wifi.txt: a Wi-Fi password is");
	}
});

test("the broker's authority is a certificate that the unit can keep and check", () => {
	writeFileSync(at("text.pem"), "no certificate\n");
	assert.match(messageOf({ authorityFile: at("text.pem") }), "text.pem: it holds no certificate");
	assert.match(messageOf({ authorityFile: folder }), "it is a folder");
	try {
		certify("rsa", ["-newkey", "rsa:2048"]);
	} catch {
		return console.log("SKIP certificates: there is no openssl");
	}
	const { brokerAuthority } = readNetwork(networkWith({ authorityFile: at("rsa.pem") }));
	assert.is(brokerAuthority[0], 0x30, "DER");
	certify("ec", ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1"]);
	assert.match(messageOf({ authorityFile: at("ec.pem") }), "the certificate's key is ec");
	certify("long", ["-key", at("rsa.key"), "-addext", `subjectAltName=DNS:${"long.".repeat(90)}example`]);
	assert.match(messageOf({ authorityFile: at("long.pem") }), /the unit keeps 1100/);
});

test.after(() => rmSync(folder, { recursive: true }));
test.run();

function networkWith(some: Partial<NetworkOptions>): NetworkOptions {
	return { wifi: "w", wifiPasswordFile: undefined, host: "b", port: 1, authorityFile: "", ...some };
}

function messageOf(some: Partial<NetworkOptions>): string {
	try {
		readNetwork(networkWith(some));
		return "read";
	} catch (error) {
		return error instanceof Error ? error.message : String(error);
	}
}

function certify(name: string, key: readonly string[]): void {
	const files = [...(key[0] === "-key" ? [] : ["-keyout", at(`${name}.key`)]), "-out", at(`${name}.pem`)];
	const words = ["req", "-x509", ...key, "-nodes", ...files, "-days", "2", "-subj", `/CN=${name}`];
	execFileSync("openssl", words, { stdio: "ignore" });
}
