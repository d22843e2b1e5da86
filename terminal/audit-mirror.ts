/**
 * The terminal's copy of a unit's audit chain: entries are taken in the unit's order or not at all.
 *
 *     head(n + 1) = SHA-256(head(n) || SHA-256(envelope of entry n))      head(0) = 32 zero bytes
 *
 *     entry n < next    the same bytes: known, receipt it again     other bytes: rewritten
 *     entry n = next    its audit-head is our head: appended        another head: broken-chain
 *     entry n > next    held until those between have come, as a hostile broker may reorder
 */
import { equalConstantTime } from "../modules/bytes/bytes.js";
import { type Opened, openMessage } from "../modules/messages/envelope.js";
import { topicOf } from "../modules/messages/topics.js";
import { type KnownUnit, keyring } from "./exchange.js";
import { appendLeaf, type MerkleTree, newMerkleTree } from "./merkle.js";
import type { TerminalCrypto } from "./native-crypto.js";

/** Types that are entries of the chain, by the channel they come on. */
export const ENTRY_TYPES = {
	res: ["result", "enrol-result", "order-result"],
	log: ["session-end", "incident", "chain-head"],
} as const;

export type EntryType = (typeof ENTRY_TYPES)[keyof typeof ENTRY_TYPES][number];

/** An entry whose signature, topic and unit have been found good. */
export interface ChainEntry {
	readonly message: Opened<EntryType>;
	readonly topic: string;
	readonly envelope: Uint8Array;
	/** SHA-256 of `envelope`. */
	readonly digest: Uint8Array;
}

/** Before entry `sequence` the chain's head is `head`. */
export interface ChainPoint {
	readonly sequence: number;
	readonly head: Uint8Array;
}

/** Mutable; about 100 bytes an entry. */
export interface AuditMirror {
	/** Where this mirror begins: the unit's first entry, or a point from which the operator took over. */
	readonly origin: ChainPoint;
	/** `next.sequence` is of the entry that is expected. */
	next: ChainPoint;
	/** Of the last entry. */
	bootCount: number;
	/** SHA-256 of each entry's envelope, from the origin on. */
	readonly digests: Uint8Array[];
	/** Over `digests`. */
	readonly tree: MerkleTree;
	/** By sequence. */
	readonly held: Map<number, ChainEntry>;
}

export type ChainRefusal =
	/** Older than the mirror: another mirror has it. */
	| "before-origin"
	/** The unit signed two entries with one sequence. */
	| "rewritten"
	/** It does not continue the chain that we have. */
	| "broken-chain"
	/** Its boot count lies below its predecessor's. */
	| "boot-went-back";

export type Admission =
	/** In the chain's order: the entry, then those that had waited for it. */
	| { readonly kind: "appended"; readonly entries: readonly ChainEntry[] }
	| { readonly kind: "known" }
	| { readonly kind: "held" }
	| { readonly kind: "refused"; readonly reason: ChainRefusal };

export const CHAIN_BEGIN: ChainPoint = { sequence: 0, head: new Uint8Array(32) };

/** The unit's outbox is shorter: more than this cannot honestly wait. */
const HELD_MAX = 128;

export function newAuditMirror(origin: ChainPoint = CHAIN_BEGIN): AuditMirror {
	return { origin, next: origin, bootCount: 0, digests: [], tree: newMerkleTree(), held: new Map() };
}

/**
 * Opens what may be an entry of `unit`'s chain: its signature, its topic and its unit.
 * @returns undefined when it is none.
 */
export function openEntry(
	crypto: TerminalCrypto,
	unit: KnownUnit,
	topic: string,
	envelope: Uint8Array,
): ChainEntry | undefined {
	const types = topic === topicOf(unit.address, "log") ? ENTRY_TYPES.log : ENTRY_TYPES.res;
	const message = openMessage<EntryType>(crypto, keyring(crypto, unit), topic, types, envelope);
	if (message.kind === "refused" || !equalConstantTime(message.body.ueid, unit.ueid)) return undefined;
	return entryOf(crypto, message, topic, envelope);
}

export function entryOf(
	crypto: TerminalCrypto,
	message: Opened<EntryType>,
	topic: string,
	envelope: Uint8Array,
): ChainEntry {
	const digest = new Uint8Array(32);
	crypto.sha256Into(digest, envelope);
	return { message, topic, envelope, digest };
}

/** Takes `entry` if the chain allows; nothing is durable yet. */
export function admitEntry(crypto: TerminalCrypto, mirror: AuditMirror, entry: ChainEntry): Admission {
	const { sequence } = entry.message.body;
	if (sequence < mirror.origin.sequence) return { kind: "refused", reason: "before-origin" };
	if (sequence < mirror.next.sequence) {
		const kept = mirror.digests[sequence - mirror.origin.sequence];
		if (equalConstantTime(kept, entry.digest)) return { kind: "known" };
		return { kind: "refused", reason: "rewritten" };
	}
	if (sequence > mirror.next.sequence) {
		if (mirror.held.size < HELD_MAX) mirror.held.set(sequence, entry);
		return { kind: "held" };
	}
	const refusal = append(crypto, mirror, entry);
	if (refusal !== undefined) return { kind: "refused", reason: refusal };
	return { kind: "appended", entries: [entry, ...releaseHeld(crypto, mirror)] };
}

/**
 * A held entry that does not fit after all is dropped: the unit sends it again, and it is refused by name.
 */
function releaseHeld(crypto: TerminalCrypto, mirror: AuditMirror): ChainEntry[] {
	const released: ChainEntry[] = [];
	for (;;) {
		const { sequence } = mirror.next;
		const entry = mirror.held.get(sequence);
		mirror.held.delete(sequence);
		if (entry === undefined || append(crypto, mirror, entry) !== undefined) return released;
		released.push(entry);
	}
}

function append(crypto: TerminalCrypto, mirror: AuditMirror, entry: ChainEntry): ChainRefusal | undefined {
	const { bootCount, auditHead } = entry.message.body;
	if (auditHead === undefined || !equalConstantTime(auditHead, mirror.next.head)) return "broken-chain";
	if (bootCount < mirror.bootCount) return "boot-went-back";
	mirror.next = {
		sequence: mirror.next.sequence + 1,
		head: headAfter(crypto, mirror.next.head, entry.digest),
	};
	mirror.bootCount = bootCount;
	mirror.digests.push(entry.digest);
	appendLeaf(mirror.tree, entry.digest);
	return undefined;
}

/** The chain's head after an entry of which `digest` is the SHA-256. */
export function headAfter(crypto: TerminalCrypto, head: Uint8Array, digest: Uint8Array): Uint8Array {
	const next = new Uint8Array(32);
	crypto.sha256Into(next, head, digest);
	return next;
}

/**
 * Does an audit-range that the unit has signed agree with the mirror, as far as both reach? Its digests
 * must be ours, and from the last of them on the head that it states must follow.
 */
export function agreesWithRange(
	crypto: TerminalCrypto,
	mirror: AuditMirror,
	range: {
		readonly first: number;
		readonly digests: Uint8Array;
		readonly auditHead: Uint8Array;
		readonly sequence: number;
	},
): boolean {
	const { origin, next, digests } = mirror;
	const count = range.digests.length / 32;
	let head = next.sequence === range.first ? next.head : undefined;
	for (let i = 0; i < count; i++) {
		const digest = range.digests.subarray(32 * i, 32 * i + 32);
		const sequence = range.first + i;
		if (sequence < origin.sequence) continue;
		if (sequence < next.sequence) {
			if (!equalConstantTime(digests[sequence - origin.sequence], digest)) return false;
			if (sequence + 1 === next.sequence) head = next.head;
		} else if (head !== undefined) head = headAfter(crypto, head, digest);
	}
	const end = range.first + count;
	if (range.sequence < next.sequence) return false;
	if (range.sequence === next.sequence) return equalConstantTime(range.auditHead, next.head);
	return end < range.sequence || head === undefined || equalConstantTime(head, range.auditHead);
}
