import { test } from "uvu";
import * as assert from "uvu/assert";
import { concat, toHex } from "../../modules/bytes/bytes.js";
import { topicOf } from "../../modules/messages/topics.js";
import {
	type Admission,
	type AuditMirror,
	admitEntry,
	agreesWithRange,
	type ChainEntry,
	newAuditMirror,
	openEntry,
} from "../../terminal/audit-mirror.js";
import { createSigningKey } from "../../terminal/keys.js";
import { inclusionProof, leafHash, rootOf, verifyInclusion } from "../../terminal/merkle.js";
import { entries, LOG, newChain, nextEntry, signedEntry } from "./chain.js";
import { ADDRESS, type Office, openOffice } from "./office.js";

const office = openOffice();

function admit(mirror: AuditMirror, entry: ChainEntry): string {
	const admission: Admission = admitEntry(office.crypto, mirror, entry);
	if (admission.kind === "refused") return admission.reason;
	return admission.kind === "appended" ? `appended ${admission.entries.length}` : admission.kind;
}

test("entries in the unit's order are appended, and the head is the unit's", () => {
	const [mirror, chain] = [newAuditMirror(), newChain()];
	for (const entry of entries(office, chain, 7)) assert.is(admit(mirror, entry), "appended 1");
	assert.is(mirror.next.sequence, 7);
	assert.is(toHex(mirror.next.head), toHex(chain.head));
});

test("an entry that comes again is known, and changes nothing", () => {
	const [mirror, chain] = [newAuditMirror(), newChain()];
	const [first, second] = entries(office, chain, 2);
	admit(mirror, first);
	admit(mirror, second);
	assert.is(admit(mirror, first), "known");
	assert.is(admit(mirror, second), "known");
	assert.is(mirror.next.sequence, 2);
});

test("entries out of order wait for those between, whatever the order", () => {
	const [a, b, c, d] = entries(office, newChain(), 4);
	const mirror = newAuditMirror();
	assert.is(admit(mirror, d), "held");
	assert.is(admit(mirror, b), "held");
	assert.is(admit(mirror, b), "held");
	assert.is(admit(mirror, a), "appended 2");
	assert.is(admit(mirror, c), "appended 2");
	assert.is(mirror.held.size, 0);
});

test("an entry that leaves one out is never appended", () => {
	const chain = newChain();
	const mirror = newAuditMirror();
	admit(mirror, nextEntry(office, chain));
	const { sequence } = chain;
	nextEntry(office, chain);
	// The unit, or who has its key, closes the gap in the numbers.
	const forged = signedEntry(office, { ...chain, sequence }, 0);
	assert.is(admit(mirror, forged), "broken-chain");
	assert.is(mirror.next.sequence, 1);
});

test("a second entry of one sequence is evidence, not an entry", () => {
	const [mirror, chain] = [newAuditMirror(), newChain()];
	const other = signedEntry(office, chain, 1);
	admit(mirror, nextEntry(office, chain));
	assert.is(admit(mirror, other), "rewritten");
});

test("a held entry that turns out not to fit is dropped, and named when it comes again", () => {
	const chain = newChain();
	const first = nextEntry(office, chain);
	const forged = signedEntry(office, { ...chain, head: new Uint8Array(32) }, 0);
	const mirror = newAuditMirror();
	assert.is(admit(mirror, forged), "held");
	assert.is(admit(mirror, first), "appended 1");
	assert.is(admit(mirror, forged), "broken-chain");
});

test("a boot count may rise from entry to entry and never falls", () => {
	const [mirror, chain] = [newAuditMirror(), newChain()];
	chain.bootCount = 5;
	admit(mirror, nextEntry(office, chain));
	chain.bootCount = 4;
	assert.is(admit(mirror, signedEntry(office, chain, 0)), "boot-went-back");
	chain.bootCount = 6;
	assert.is(admit(mirror, nextEntry(office, chain)), "appended 1");
});

test("a mirror that begins later takes nothing from before, and chains from its own head", () => {
	const chain = newChain();
	const [early] = entries(office, chain, 3);
	const mirror = newAuditMirror({ sequence: chain.sequence, head: chain.head });
	assert.is(admit(mirror, early), "before-origin");
	assert.is(admit(mirror, nextEntry(office, chain)), "appended 1");
	assert.is(mirror.digests.length, 1);
});

test("of a flood of entries from far ahead only so many are held", () => {
	const chain = newChain();
	const mirror = newAuditMirror();
	nextEntry(office, chain);
	for (const entry of entries(office, chain, 140)) admit(mirror, entry);
	assert.is(mirror.held.size, 128);
});

test("what another key signed, what belongs to another topic and what is no entry does not open", () => {
	const { crypto, exchange } = office;
	const entry = nextEntry(office, newChain());
	const stranger: Office = { ...office, unitKey: createSigningKey(crypto) };
	assert.throws(() => nextEntry(stranger, newChain()), /does not open/);
	assert.ok(openEntry(crypto, exchange.unit, LOG, entry.envelope));
	assert.is(openEntry(crypto, exchange.unit, topicOf(ADDRESS, "res"), entry.envelope), undefined);
	assert.is(openEntry(crypto, exchange.unit, LOG, entry.envelope.slice(1)), undefined);
	const other = { ...exchange.unit, ueid: new Uint8Array(17).fill(2) };
	assert.is(openEntry(crypto, other, LOG, entry.envelope), undefined);
});

test("the tree proves each entry of the mirror to whoever holds its root", () => {
	const mirror = newAuditMirror();
	const kept = entries(office, newChain(), 11);
	for (const entry of kept) admit(mirror, entry);
	const root = rootOf(mirror.tree);
	for (const [index, { digest }] of kept.entries()) {
		assert.ok(verifyInclusion(root, 11, index, leafHash(digest), inclusionProof(mirror.tree, index)));
	}
	assert.not(verifyInclusion(root, 11, 0, leafHash(kept[1].digest), inclusionProof(mirror.tree, 0)));
});

test("a range that the unit states agrees with the mirror exactly when it is the same chain", () => {
	const [mirror, chain] = [newAuditMirror(), newChain()];
	const kept = entries(office, chain, 6);
	const digests = concat(...kept.slice(2).map(({ digest }) => digest));
	const range = { first: 2, digests, auditHead: chain.head, sequence: 6 };
	for (const entry of kept.slice(0, 5)) admit(mirror, entry);
	assert.ok(agreesWithRange(office.crypto, mirror, range), "one entry ahead of the mirror");
	admit(mirror, kept[5]);
	assert.ok(agreesWithRange(office.crypto, mirror, range), "as long as the mirror");
	const forged = digests.slice();
	forged[40] ^= 1;
	assert.not(agreesWithRange(office.crypto, mirror, { ...range, digests: forged }), "another entry");
	assert.not(
		agreesWithRange(office.crypto, mirror, { ...range, auditHead: new Uint8Array(32) }),
		"another head",
	);
	assert.not(agreesWithRange(office.crypto, mirror, { ...range, sequence: 5 }), "an entry fewer");
});

test.run();
