import { openDigest } from "./io.js";

/** A running SHA-256 (FIPS 180-4) on the SDK's native digest. */
export interface Sha256 {
	write(bytes: Uint8Array): void;
	/** @param out 32 bytes, filled; nothing may be written after it. */
	closeInto(out: Uint8Array): void;
}

/** @returns a digest of nothing yet. */
export function openSha256(): Sha256 {
	const digest = openDigest();
	return {
		write: (bytes) => digest.write(bytes),
		closeInto: (out) => out.set(new Uint8Array(digest.close())),
	};
}
