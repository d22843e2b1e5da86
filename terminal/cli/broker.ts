/** The broker that is named on the command line. */
import type { Values } from "../command-line.js";
import { readBytes } from "../files.js";
import type { BrokerSessionOptions } from "../mqtt.js";
import { textOf } from "./office.js";

/** @throws with a sentence when it is no broker's address, or its certificates cannot be used. */
export function brokerOf(values: Values): Pick<BrokerSessionOptions, "brokerUrl" | "tls"> {
	const brokerUrl = textOf(values, "broker") ?? "mqtt://127.0.0.1:1883";
	const protocol = URL.canParse(brokerUrl) ? new URL(brokerUrl).protocol : undefined;
	if (protocol !== "mqtt:" && protocol !== "mqtts:")
		throw new Error(`--broker is mqtt://host:port or mqtts://host:port, not "${brokerUrl}"`);
	const [ca, cert, key] = [textOf(values, "ca"), textOf(values, "cert"), textOf(values, "key")];
	if (ca === undefined && cert === undefined && key === undefined) return { brokerUrl };
	if (ca === undefined || cert === undefined || key === undefined)
		throw new Error("--ca, --cert and --key go together");
	// Over mqtt:// they would be of no use, and somebody would believe the line to be secret.
	if (protocol !== "mqtts:") throw new Error(`--ca, --cert and --key are for mqtts://, not "${brokerUrl}"`);
	return { brokerUrl, tls: { ca: readPem(ca), cert: readPem(cert), key: readPem(key) } };
}

export function unreachable(brokerUrl: string, reason: string): Error {
	return new Error(`${brokerUrl}: ${reason}; start the broker there, or name another with --broker`);
}

function readPem(path: string): string {
	const text = Buffer.from(readBytes(path)).toString("utf8");
	if (!text.includes("-----BEGIN ")) throw new Error(`${path}: it is no PEM file (-----BEGIN ...)`);
	return text;
}
