/**
 * The records that a row stands on, checked here in the browser: what the service says of them is not taken.
 *
 *     signature   good for this topic, under the key that it names
 *     key         the terminal put this key on record, in a record that itself stands
 *     inclusion   it is a leaf of the month's Merkle tree, at its place (RFC 9162)
 *     voucher     the terminal signed for the root of that tree
 *     question    the answer, or the end of the session, names another record of the row by its hash
 *     chain       the unit's own chain: it continues the unit's entry before, of which nothing is left out
 */
import { p256 } from "@noble/curves/nist.js";
import { sha256 } from "@noble/hashes/sha2.js";
import { concat, equalConstantTime, fromHex, toHex } from "../../modules/bytes/bytes.js";
import { decodeSign1, type SigningDoor } from "../../modules/codec/cose.js";
import { type Opened, openMessage } from "../../modules/messages/envelope.js";
import { CONTENT_TYPES, type SignedType } from "../../modules/messages/messages.generated.js";
import { diagnosticLines, shortBytes, typeOfContent } from "../shared/diagnostic.js";
import { checkEntry } from "../shared/entry-proof.js";
import type { EntryShown } from "../shared/ledger-state.js";
import { decodeStatement, STATEMENT_CONTENT_TYPE, type Statement } from "../shared/statements.js";

export const CHECK_NAMES = ["signature", "key", "inclusion", "voucher", "question", "chain"] as const;
export type CheckName = (typeof CHECK_NAMES)[number];

/** `open`: what it would take is not at hand; nothing is said for it or against it. */
export type Verdict = "good" | "bad" | "open";

const [GOOD, BAD] = ["good", "bad"] as const;

export interface Finding {
	readonly shown: EntryShown;
	/** Those that apply to such a record. */
	readonly checks: Readonly<Partial<Record<CheckName, Verdict>>>;
	/** What it says, read here from the signed bytes; of what is no message, nothing. */
	readonly lines: readonly string[];
}

/** @returns undefined when the service has no such record. */
export type EntryAt = (position: number) => Promise<EntryShown | undefined>;

/** @param terminalKey hexadecimal, of the terminal whose ledger it is. */
export async function examine(
	row: readonly EntryShown[],
	entryAt: EntryAt,
	terminalKey: string,
): Promise<readonly Finding[]> {
	return Promise.all(
		row.map(async (shown) => {
			const { signature, inclusion, voucher } = checksOf(shown, terminalKey);
			const [question, chain] = [questionOf(shown, row), await chainOf(shown, entryAt)];
			const checks = {
				signature: signature ? GOOD : BAD,
				key: await keyOf(shown, entryAt, terminalKey),
				inclusion: inclusion ? GOOD : BAD,
				voucher: voucher ? GOOD : BAD,
				...(question && { question }),
				...(chain && { chain }),
			};
			return { shown, checks, lines: linesOf(shown) };
		}),
	);
}

/** First 8 bytes of the key's SHA-256, as a kid: what people compare. */
export function fingerprint(publicKey: string): string {
	return toHex(sha256(bytesOf(publicKey)).slice(0, 8)).replace(/(....)(?=.)/g, "$1 ");
}

const door: SigningDoor = {
	sha256Into: (out, ...parts) => {
		out.set(sha256(concat(...parts)));
	},
	verify(publicKey, digest, signature) {
		try {
			return p256.verify(signature, digest, publicKey, { prehash: false });
		} catch {
			return false;
		}
	},
	signInto: () => {
		throw new Error("a browser signs nothing");
	},
};

/** The checkpoint is always of today's key; an old month's end may be signed with one before it. */
function checksOf(shown: EntryShown, terminalKey: string): ReturnType<typeof checkEntry> {
	return checkEntry(door, shown, shown.voucher.kind === "checkpoint" ? terminalKey : undefined);
}

async function keyOf({ signer }: EntryShown, entryAt: EntryAt, terminalKey: string): Promise<Verdict> {
	const { use, publicKey, since } = signer;
	if (since === undefined) return use === "terminal" ? GOOD : BAD;
	const record = await entryAt(since);
	if (record === undefined) return "open";
	const { signature, inclusion, voucher } = checksOf(record, terminalKey);
	const said = statementOf(record);
	const names =
		said?.kind === "key" && said.use === use && equalConstantTime(said.publicKey, bytesOf(publicKey));
	return signature && inclusion && voucher && names ? GOOD : BAD;
}

/** By which field a record names another of its row. */
function questionOf(shown: EntryShown, row: readonly EntryShown[]): Verdict | undefined {
	const message = openedOf(shown);
	if (message === undefined) return undefined;
	const others = row.filter(({ position }) => position !== shown.position);
	const isNamedBy = (hash: Uint8Array) => (other: EntryShown) =>
		equalConstantTime(sha256(bytesOf(other.envelope)), hash);
	if (message.type === "session-end") {
		const begun = others.map(openedOf).flatMap((other) => (other?.type === "challenge" ? [other.body] : []));
		const { sessionNonce } = message.body;
		return found(begun, ({ nonce }) => equalConstantTime(nonce, sessionNonce));
	}
	if (message.type === "challenge") {
		// What a supervisor confirms is on record; all other receptions are known by their hash alone.
		const stated = others.filter((other) => statementOf(other)?.kind === "confirmation");
		const { receptionHash } = message.body;
		if (stated.length === 0 || receptionHash === undefined) return undefined;
		return found(stated, isNamedBy(receptionHash));
	}
	const named = "requestHash" in message.body ? message.body.requestHash : undefined;
	if (named === undefined) return undefined;
	const requests = others.filter(({ topic }) => topic.endsWith("/cmd"));
	return found(requests, isNamedBy(named));
}

/** Of a single candidate it can be said that it is the wrong one. */
function found<T>(candidates: readonly T[], isIt: (candidate: T) => boolean): Verdict {
	if (candidates.some(isIt)) return "good";
	return candidates.length === 1 ? "bad" : "open";
}

/** The unit's entry before lies among the records just before; questions and receipts lie between. */
async function chainOf(shown: EntryShown, entryAt: EntryAt): Promise<Verdict | undefined> {
	const link = linkOf(shown);
	if (link === undefined) return undefined;
	if (link.sequence === 0) return link.auditHead.every((byte) => byte === 0) ? GOOD : BAD;
	for (let back = 1; back <= LOOKED_BACK && back <= shown.position; back++) {
		const before = await entryAt(shown.position - back);
		const known = before && linkOf(before);
		if (before === undefined || known === undefined || !equalConstantTime(known.ueid, link.ueid)) continue;
		const head = sha256(concat(known.auditHead, sha256(bytesOf(before.envelope))));
		const isNext = known.sequence + 1 === link.sequence && equalConstantTime(head, link.auditHead);
		return isNext ? GOOD : BAD;
	}
	return "open";
}

const LOOKED_BACK = 24;

interface Link {
	readonly ueid: Uint8Array;
	readonly sequence: number;
	readonly auditHead: Uint8Array;
}

function linkOf(shown: EntryShown): Link | undefined {
	const body = openedOf(shown)?.body;
	if (body === undefined || !("auditHead" in body) || !("sequence" in body) || !("ueid" in body))
		return undefined;
	const { ueid, sequence, auditHead } = body;
	return auditHead === undefined || sequence === undefined ? undefined : { ueid, sequence, auditHead };
}

function openedOf({ signer, topic, envelope }: EntryShown): Opened<SignedType> | undefined {
	const opened = openMessage<SignedType>(
		door,
		() => bytesOf(signer.publicKey),
		topic,
		SIGNED_TYPES,
		bytesOf(envelope),
	);
	return opened.kind === "opened" ? opened : undefined;
}

function statementOf({ envelope }: EntryShown): Statement | undefined {
	const decoding = decodeSign1(bytesOf(envelope));
	if (decoding.kind === "malformed" || decoding.message.contentType !== STATEMENT_CONTENT_TYPE)
		return undefined;
	return decodeStatement(decoding.message.payload);
}

function linesOf({ envelope }: EntryShown): readonly string[] {
	const decoding = decodeSign1(bytesOf(envelope));
	if (decoding.kind === "malformed") return [`${decoding.reason}, byte ${decoding.offset}`];
	const { contentType, kid, payload, signature } = decoding.message;
	return [
		`protected: alg ES256, kid h'${toHex(kid)}', ${contentType}`,
		...diagnosticLines(typeOfContent(contentType), payload),
		`signature: ${shortBytes(signature)}`,
	];
}

function bytesOf(hex: string): Uint8Array {
	return fromHex(hex) ?? new Uint8Array(0);
}

const SIGNED_TYPES: readonly SignedType[] = Object.keys(CONTENT_TYPES).filter(isSignedType);

function isSignedType(type: string): type is SignedType {
	return Object.hasOwn(CONTENT_TYPES, type);
}
