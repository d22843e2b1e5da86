import { X509Certificate } from "node:crypto";
import type { NetworkSettings } from "../../hal/hal.js";
import { readBytes } from "../../terminal/files.js";
import type { NetworkOptions } from "./options.js";

/** Bytes, at most; provision-network in messages.cddl. */
const AUTHORITY_MAX = 1100;
/** A passphrase of WPA2, in characters of ASCII: IEEE 802.11-2020, J.4.1. */
const PASSWORD = /^[\x20-\x7e]{8,63}$/;

/**
 * Reads the files that the options name.
 * @throws Error with a sentence when one is missing, or holds what the unit could not use: better now than
 * once it is locked and offline.
 */
export function readNetwork(options: NetworkOptions): NetworkSettings {
	const { wifi, wifiPasswordFile, host, port, authorityFile } = options;
	return {
		wifiName: wifi,
		wifiPassword: wifiPasswordFile === undefined ? "" : passwordIn(wifiPasswordFile),
		brokerHost: host,
		brokerPort: port,
		brokerAuthority: certificateIn(authorityFile),
	};
}

function passwordIn(file: string): string {
	const password = Buffer.from(readBytes(file))
		.toString("utf8")
		.replace(/\r?\n$/, "");
	if (PASSWORD.test(password)) return password;
	throw new Error(
		`${file}: a Wi-Fi password is one line of 8 to 63 characters of ASCII; ` +
			"an open network takes no --wifi-password-file",
	);
}

function certificateIn(file: string): Uint8Array {
	const certificate = parsed(file);
	const kind = certificate.publicKey.asymmetricKeyType;
	if (kind !== "rsa") {
		throw new Error(`${file}: the certificate's key is ${kind ?? "none"}; the unit's TLS checks RSA only`);
	}
	const { raw } = certificate;
	if (raw.length <= AUTHORITY_MAX) return Uint8Array.from(raw);
	throw new Error(
		`${file}: ${raw.length} bytes of certificate, and the unit keeps ${AUTHORITY_MAX}: ` +
			"use an authority with an RSA key of 2048 bits",
	);
}

function parsed(file: string): X509Certificate {
	const bytes = readBytes(file);
	try {
		return new X509Certificate(bytes);
	} catch {
		throw new Error(`${file}: it holds no certificate, neither DER nor PEM`);
	}
}
