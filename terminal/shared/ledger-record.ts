/**
 * A record of the ledger, as the terminal keeps it and as a browser checks it again:
 *
 *     leaf(n)  = SHA-256(0x00 || content)                           RFC 9162 2.1
 *     chain(n) = SHA-256(chain(n - 1) || leaf(n))                    chain(-1) = 32 zero bytes
 *
 *     content    received at  8 bytes, seconds since 1970, big-endian
 *                topic        2 bytes for its length, then ASCII
 *                envelope     COSE_Sign1, the bytes as they came
 */

export interface LedgerContent {
	/** Seconds since 1970, terminal's clock. */
	readonly receivedAt: number;
	/** What the envelope is signed for: small letters, digits and slashes. */
	readonly topic: string;
	readonly envelope: Uint8Array;
}

/** What the Merkle tree of a month has as an entry. */
export function contentBytes({ receivedAt, topic, envelope }: LedgerContent): Uint8Array {
	const bytes = new Uint8Array(10 + topic.length + envelope.length);
	const view = new DataView(bytes.buffer);
	view.setUint32(0, Math.floor(receivedAt / 2 ** 32));
	view.setUint32(4, receivedAt % 2 ** 32);
	view.setUint16(8, topic.length);
	for (let i = 0; i < topic.length; i++) bytes[10 + i] = topic.charCodeAt(i);
	bytes.set(envelope, 10 + topic.length);
	return bytes;
}

/** Where the terminal puts its own statements on record; no unit listens or speaks there. */
export function ledgerTopicOf({
	site,
	terminal,
}: {
	readonly site: string;
	readonly terminal: string;
}): string {
	return `shogo/1/${site}/${terminal}/ledger`;
}
