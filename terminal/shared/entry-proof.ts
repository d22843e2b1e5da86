/** A record of the ledger, checked by whoever was shown it, in Node or in a browser; nothing is trusted. */
import { equalConstantTime, fromHex } from "../../modules/bytes/bytes.js";
import { encodeUtf8 } from "../../modules/bytes/utf8.js";
import { decodeSign1, type SigningDoor, verifySign1 } from "../../modules/codec/cose.js";
import { contentBytes } from "./ledger-record.js";
import type { EntryShown } from "./ledger-state.js";
import { leafOf, provesInclusion, type Sha256 } from "./merkle-proof.js";
import { decodeStatement, STATEMENT_CONTENT_TYPE, type TreeHead } from "./statements.js";

/** What is found of a record; it stands when all three do. */
export interface EntryChecks {
	/** Its signature is good under the key that it names. */
	readonly signature: boolean;
	/** It is in the tree of that root, at its place. */
	readonly inclusion: boolean;
	/** The terminal signed for that root. */
	readonly voucher: boolean;
}

/** @param terminalKey hexadecimal, that the voucher must be signed with; undefined: any key that it names. */
export function checkEntry(door: Verifying, shown: EntryShown, terminalKey?: string): EntryChecks {
	const { receivedAt, topic, proof, signer, voucher } = shown;
	const sha256: Sha256 = (bytes) => {
		const out = new Uint8Array(32);
		door.sha256Into(out, bytes);
		return out;
	};
	const envelope = bytesOf(shown.envelope);
	const [root, path] = [bytesOf(proof.root), proof.path.map(bytesOf)];
	const leaf = leafOf(sha256, contentBytes({ receivedAt, topic, envelope }));
	const word = treeOf(door, voucher, shown.month);
	const isTheirs = terminalKey === undefined || terminalKey === voucher.publicKey;
	return {
		signature: isSigned(door, bytesOf(signer.publicKey), topic, envelope),
		inclusion: provesInclusion(sha256, root, proof.size, proof.index, leaf, path),
		voucher: isTheirs && word?.size === proof.size && equalConstantTime(word.root, root),
	};
}

export type Verifying = Pick<SigningDoor, "sha256Into" | "verify">;

function isSigned(door: Verifying, publicKey: Uint8Array, topic: string, envelope: Uint8Array): boolean {
	const decoding = decodeSign1(envelope);
	return (
		decoding.kind === "decoded" &&
		verifySign1({ ...door, signInto: neverSigns }, publicKey, encodeUtf8(topic), decoding.message)
	);
}

/** The tree that a signed word speaks of, if it is one and speaks of `month`. */
function treeOf(door: Verifying, { topic, envelope, publicKey }: EntryShown["voucher"], month: string) {
	const bytes = bytesOf(envelope);
	const decoding = decodeSign1(bytes);
	if (decoding.kind === "malformed" || !isSigned(door, bytesOf(publicKey), topic, bytes)) return undefined;
	if (decoding.message.contentType !== STATEMENT_CONTENT_TYPE) return undefined;
	const statement = decodeStatement(decoding.message.payload);
	const end = statement?.kind === "month" ? statement.previous : statement;
	if (end === undefined || !("month" in end) || !("root" in end) || end.month !== month) return undefined;
	const head: TreeHead = { size: end.size, root: end.root };
	return head;
}

function bytesOf(hex: string): Uint8Array {
	return fromHex(hex) ?? new Uint8Array(0);
}

function neverSigns(): never {
	throw new Error("who checks signs nothing");
}
