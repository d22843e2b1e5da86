/** From a line of the ledger to what it says, once its signature is found good. */
import { equalConstantTime } from "../../modules/bytes/bytes.js";
import { encodeUtf8 } from "../../modules/bytes/utf8.js";
import { decodeSign1, signSign1, verifySign1 } from "../../modules/codec/cose.js";
import { type Opened, type OpenRefusal, openMessage } from "../../modules/messages/envelope.js";
import { AUTHORITY_TYPES } from "../../modules/messages/messages.js";
import { ENTRY_TYPES, type EntryType } from "../audit-mirror.js";
import type { SigningKeyPair } from "../keys.js";
import type { TerminalCrypto } from "../native-crypto.js";
import { type LedgerContent, ledgerTopicOf } from "../shared/ledger-record.js";
import {
	decodeStatement,
	encodeStatement,
	STATEMENT_CONTENT_TYPE,
	type Statement,
} from "../shared/statements.js";
import { keyAt, type LedgerKey, type TerminalAddress } from "./keyring.js";
import type { LedgerLine } from "./line.js";

/** What was asked of a unit and is kept: the answers name it by its hash alone. */
const TERMINAL_REQUESTS = ["challenge", "session-close", "receipt"] as const;
const REQUESTS = [...TERMINAL_REQUESTS, ...AUTHORITY_TYPES];

export type KeptRequest = (typeof TERMINAL_REQUESTS)[number] | (typeof AUTHORITY_TYPES)[number];

/** What a unit reported, what was asked of it, or what the terminal states. */
export type Meaning =
	| { readonly kind: "entry"; readonly unit: string; readonly message: Opened<EntryType> }
	| { readonly kind: "request"; readonly unit: string; readonly message: Opened<KeptRequest> }
	| { readonly kind: "statement"; readonly statement: Statement };

export interface LedgerRecord extends LedgerLine {
	readonly meaning: Meaning;
}

export type RecordRefusal =
	/** Not a topic of this ledger's terminal. */
	| "foreign-topic"
	/** Signed by another unit than the topic's, or for it. */
	| "wrong-unit"
	| OpenRefusal["reason"];

export type OpenedRecord =
	| { readonly kind: "opened"; readonly meaning: Meaning }
	| { readonly kind: "refused"; readonly reason: RecordRefusal };

/** Opens record number `entry` with the keys that may sign there. */
export function openRecord(
	crypto: TerminalCrypto,
	keys: readonly LedgerKey[],
	address: TerminalAddress,
	entry: number,
	{ topic, envelope }: LedgerContent,
): OpenedRecord {
	const place = placeOf(address, topic);
	if (place === undefined) return refused("foreign-topic");
	let used: LedgerKey | undefined;
	const publicKeyOf = (uses: readonly string[]) => (kid: Uint8Array) => {
		used = keyAt(keys, kid, entry);
		return used !== undefined && uses.includes(used.use) ? used.publicKey : undefined;
	};
	if (place.channel === "ledger") return openStatement(crypto, publicKeyOf(["terminal"]), topic, envelope);
	const { unit } = place;
	if (place.channel === "cmd") {
		const publicKey = publicKeyOf(["terminal", "authority"]);
		const message = openMessage<KeptRequest>(crypto, publicKey, topic, REQUESTS, envelope);
		if (message.kind === "refused") return message;
		const isOrder = AUTHORITY_TYPES.some((type) => type === message.type);
		if (isOrder !== (used?.use === "authority")) return refused("unexpected-type");
		return { kind: "opened", meaning: { kind: "request", unit, message } };
	}
	const types = ENTRY_TYPES[place.channel];
	const message = openMessage<EntryType>(crypto, publicKeyOf(["unit"]), topic, types, envelope);
	if (message.kind === "refused") return message;
	if (used?.unit?.label !== unit || !equalConstantTime(used.unit.ueid, message.body.ueid))
		return refused("wrong-unit");
	return { kind: "opened", meaning: { kind: "entry", unit, message } };
}

/** Signs what the terminal itself puts on record. */
export function signStatement(
	crypto: TerminalCrypto,
	key: SigningKeyPair,
	address: TerminalAddress,
	statement: Statement,
): { readonly topic: string; readonly envelope: Uint8Array } {
	const topic = ledgerTopicOf(address);
	const content = { contentType: STATEMENT_CONTENT_TYPE, kid: key.kid, payload: encodeStatement(statement) };
	return { topic, envelope: signSign1(crypto, key.privateKey, encodeUtf8(topic), content) };
}

export function openStatement(
	crypto: TerminalCrypto,
	publicKeyOf: (kid: Uint8Array) => Uint8Array | undefined,
	topic: string,
	envelope: Uint8Array,
): OpenedRecord {
	const decoding = decodeSign1(envelope);
	if (decoding.kind === "malformed") return refused("malformed");
	const publicKey = publicKeyOf(decoding.message.kid);
	if (publicKey === undefined) return refused("unknown-key");
	if (!verifySign1(crypto, publicKey, encodeUtf8(topic), decoding.message)) return refused("bad-signature");
	if (decoding.message.contentType !== STATEMENT_CONTENT_TYPE) return refused("unexpected-type");
	const statement = decodeStatement(decoding.message.payload);
	if (statement === undefined) return refused("malformed");
	return { kind: "opened", meaning: { kind: "statement", statement } };
}

/** The terminal that a ledger belongs to, by the topic of its first record. */
export function addressOf(topic: string): TerminalAddress | undefined {
	const match = /^shogo\/1\/([a-z0-9]{1,16})\/([a-z0-9]{1,16})\/ledger$/.exec(topic);
	return match === null ? undefined : { site: match[1], terminal: match[2] };
}

type Place =
	| { readonly channel: "ledger" }
	| { readonly channel: "cmd" | "res" | "log"; readonly unit: string };

function placeOf(address: TerminalAddress, topic: string): Place | undefined {
	const prefix = `shogo/1/${address.site}/${address.terminal}/`;
	if (!topic.startsWith(prefix)) return undefined;
	const [unit, channel, ...more] = topic.slice(prefix.length).split("/");
	if (unit === "ledger" && channel === undefined) return { channel: "ledger" };
	if (more.length > 0 || !/^[a-z0-9]{1,16}$/.test(unit)) return undefined;
	return channel === "cmd" || channel === "res" || channel === "log" ? { channel, unit } : undefined;
}

function refused(reason: RecordRefusal): OpenedRecord {
	return { kind: "refused", reason };
}
