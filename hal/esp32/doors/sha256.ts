import { Digest } from "crypt";

/** A running SHA-256 (FIPS 180-4) on the SDK's native digest. */
export interface Sha256 {
	write(bytes: Uint8Array): void;
	/** @param out 32 bytes, filled; nothing may be written after it. */
	closeInto(out: Uint8Array): void;
}

/** @returns a digest of nothing yet. */
export function openSha256(): Sha256 {
	const opened: unknown = new Digest("SHA256");
	const digest = opened as NativeDigest;
	return {
		write: (bytes) => digest.write(bytes),
		closeInto: (out) => out.set(new Uint8Array(digest.close())),
	};
}

/** The SDK's typings know of text and whole buffers only; the C behind it takes views as well. */
interface NativeDigest {
	write(bytes: Uint8Array): void;
	close(): ArrayBuffer;
}
