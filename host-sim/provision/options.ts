import { parseArgs } from "node:util";
import { isLabel, type UnitAddress } from "../../modules/messages/topics.js";

/** Bytes, at most; provision-network in messages.cddl. */
const WIFI_NAME_MAX = 32;

export interface ProvisionOptions {
	/** Undefined: a simulated unit is plugged in. */
	readonly port: string | undefined;
	readonly address: UnitAddress;
	/** Key files; undefined with --sim only: keys of the moment. */
	readonly terminalKey: string | undefined;
	readonly authorityKey: string | undefined;
	readonly network: NetworkOptions | undefined;
	/** "ask": somebody compares the codes and says so. */
	readonly comparison: "ask" | "skip";
	readonly wish: "provision" | "reset";
	readonly output: "text" | "json";
}

export interface NetworkOptions {
	readonly wifi: string;
	/** A file, since a command line is everybody's to read; undefined for an open network. */
	readonly wifiPasswordFile: string | undefined;
	readonly host: string;
	readonly port: number;
	/** DER or PEM. */
	readonly authorityFile: string;
}

export type ParsedProvision =
	| { readonly kind: "options"; readonly options: ProvisionOptions }
	| { readonly kind: "help" }
	| { readonly kind: "refused"; readonly reason: string };

export const USAGE = `npm run provision -- --port PORT --terminal-key FILE --authority-key FILE [options]
npm run provision -- --sim [options]

ケーブルで装置に鍵・名前・接続先を入れ、錠をかけます。
Gives a unit its keys, names and network over the cable, and locks it. May be run again after anything.

  --port PORT            the unit's serial port, as /dev/ttyUSB0 or /dev/ttyACM0
  --sim                  a simulated unit at a pseudo terminal, to try it
  --site, --terminal, --unit LABEL
                         1 to 16 of a-z and 0-9 (office, counter1, unit1)
  --terminal-key FILE    key file of the terminal that the unit shall believe
  --authority-key FILE   key file of the authority
  --wifi NAME            with --broker and --broker-authority
  --wifi-password-file FILE  unless the network is open
  --broker HOST[:PORT]   8883 without a port
  --broker-authority FILE  certificate (DER or PEM) that signs the broker's
  --yes                  does not wait for somebody to compare the codes; --json implies it
  --reset                factory reset, signed with the authority's key file
  --json                 one JSON object a line, the summary last
  --help                 this text
`;

const text = { type: "string" } as const;
const flag = { type: "boolean" } as const;

/** Reads the words after `npm run provision --`. The reason of a refusal is one line. */
export function parseProvisionOptions(words: readonly string[]): ParsedProvision {
	try {
		const values = parseWords(words);
		if (values.help) return { kind: "help" };
		const { port, sim, reset, json } = values;
		if ((port === undefined) === (sim !== true)) throw new Error("either --port or --sim");
		const [terminalKey, authorityKey] = [values["terminal-key"], values["authority-key"]];
		if (port !== undefined && authorityKey === undefined) throw new Error("--port needs --authority-key");
		if (port !== undefined && reset !== true && terminalKey === undefined) {
			throw new Error("--port needs --terminal-key");
		}
		const options: ProvisionOptions = {
			port,
			address: {
				site: label("site", values.site ?? "office"),
				terminal: label("terminal", values.terminal ?? "counter1"),
				unit: label("unit", values.unit ?? "unit1"),
			},
			terminalKey,
			authorityKey,
			network: networkOf(values),
			comparison: values.yes || json ? "skip" : "ask",
			wish: reset ? "reset" : "provision",
			output: json ? "json" : "text",
		};
		return { kind: "options", options };
	} catch (error) {
		return { kind: "refused", reason: error instanceof Error ? error.message.split("\n")[0] : String(error) };
	}
}

function parseWords(words: readonly string[]) {
	return parseArgs({
		args: [...words],
		options: {
			port: text,
			sim: flag,
			site: text,
			terminal: text,
			unit: text,
			"terminal-key": text,
			"authority-key": text,
			wifi: text,
			"wifi-password-file": text,
			broker: text,
			"broker-authority": text,
			yes: flag,
			reset: flag,
			json: flag,
			help: { type: "boolean", short: "h" },
		},
	}).values;
}

function label(name: string, value: string): string {
	if (!isLabel(value)) throw new Error(`--${name} ${value}: expected 1 to 16 of a-z and 0-9`);
	return value;
}

function networkOf(values: ReturnType<typeof parseWords>): NetworkOptions | undefined {
	const { wifi, broker } = values;
	const [wifiPasswordFile, authorityFile] = [values["wifi-password-file"], values["broker-authority"]];
	const given = [wifi, wifiPasswordFile, broker, authorityFile];
	if (given.every((value) => value === undefined)) return undefined;
	if (wifi === undefined || broker === undefined || authorityFile === undefined) {
		throw new Error("--wifi, --broker and --broker-authority belong together");
	}
	const nameLength = Buffer.byteLength(wifi);
	if (nameLength < 1 || nameLength > WIFI_NAME_MAX) {
		throw new Error(`--wifi ${wifi}: a network's name has 1 to ${WIFI_NAME_MAX} bytes of UTF-8`);
	}
	const match = /^([A-Za-z0-9.-]{1,63})(?::(\d{1,5}))?$/.exec(broker);
	const port = Number(match?.[2] ?? "8883");
	if (match === null || port < 1 || port > 65535) {
		throw new Error(`--broker ${broker}: expected HOST[:PORT], the host 1 to 63 of a-z, 0-9, "." and "-"`);
	}
	return { wifi, wifiPasswordFile, host: match[1], port, authorityFile };
}
