/** A certificate authority for an afternoon: P-256 throughout. A board wants RSA, as docs/broker has it. */
import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { TlsFiles } from "../../terminal/mqtt.js";

export interface CertificateAuthority {
	/** Where `ca.pem` is. */
	readonly folder: string;
}

/** @throws when there is no openssl. */
export function createAuthority(folder: string, name = "ca"): CertificateAuthority {
	const [key, cert] = [join(folder, "ca.key"), join(folder, "ca.pem")];
	openssl(["req", "-x509", ...NEW_KEY, "-keyout", key, "-out", cert, "-days", "2", "-subj", `/CN=${name}`]);
	return { folder };
}

/**
 * @param commonName may contain slashes.
 * @param hosts names and addresses that a broker answers to.
 */
export function issueCertificate(
	{ folder }: CertificateAuthority,
	file: string,
	commonName: string,
	hosts: readonly string[] = [],
): TlsFiles {
	const at = (suffix: string) => join(folder, `${file}.${suffix}`);
	const subject = `/CN=${commonName.replaceAll("/", "\\/")}`;
	openssl(["req", ...NEW_KEY, "-keyout", at("key"), "-out", at("csr"), "-subj", subject]);
	const names = hosts.map((host) => (/^[\d.]+$/.test(host) ? `IP:${host}` : `DNS:${host}`));
	writeFileSync(at("ext"), names.length === 0 ? "" : `subjectAltName=${names.join(",")}\n`);
	const signer = ["-CA", join(folder, "ca.pem"), "-CAkey", join(folder, "ca.key"), "-CAcreateserial"];
	const term = ["-days", "2", "-extfile", at("ext")];
	openssl(["x509", "-req", "-in", at("csr"), ...signer, ...term, "-out", at("pem")]);
	const read = (path: string) => readFileSync(path, "utf8");
	return { ca: read(join(folder, "ca.pem")), cert: read(at("pem")), key: read(at("key")) };
}

const NEW_KEY = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"];

function openssl(words: readonly string[]): void {
	execFileSync("openssl", words, { stdio: ["ignore", "ignore", "pipe"] });
}
