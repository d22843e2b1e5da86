/** No receipt before the disk has the entry, and no request that is not on record. */
import { test } from "uvu";
import * as assert from "uvu/assert";
import { toHex } from "../../modules/bytes/bytes.js";
import { openMessage } from "../../modules/messages/envelope.js";
import { topicOf } from "../../modules/messages/topics.js";
import { type MessageLedger, openAuditKeeper, type Signed } from "../../terminal/audit-keeper.js";
import { type ChainEntry, newAuditMirror } from "../../terminal/audit-mirror.js";
import { createNativeCrypto } from "../../terminal/native-crypto.js";
import { makeAuditRequest, makeSessionClose } from "../../terminal/terminal.js";
import { entries, newChain, nextEntry, signedEntry } from "./chain.js";
import { ADDRESS, NOW, type Office, openOffice } from "./office.js";

// The fast door; the slow one is tried elsewhere.
const office: Office = { ...openOffice(), crypto: { ...openOffice().crypto, ...createNativeCrypto() } };
const { crypto, exchange, terminalKey } = office;
const { unit } = exchange;

function keeperOver(ledger: MessageLedger, mirror = newAuditMirror()) {
	const heard: string[] = [];
	const turn: (() => void)[] = [];
	const publish = (topic: string, payload: Uint8Array) => {
		assert.is(topic, topicOf(ADDRESS, "cmd"));
		const keyOf = () => terminalKey.publicKey;
		const opened = openMessage(crypto, keyOf, topic, ["receipt"], payload);
		if (opened.kind === "refused") throw new Error(opened.reason);
		const { sequence, entryHash } = opened.body;
		heard.push(`receipt ${sequence} ${toHex(entryHash).slice(0, 8)}`);
	};
	const keeper = openAuditKeeper(crypto, unit, { nowSeconds: () => NOW }, publish, {
		mirror,
		ledger,
		terminalKey,
		schedule: (write) => turn.push(write),
		onKept: ({ message }) => heard.push(`kept ${message.body.sequence}`),
		onRefused: (_entry, reason) => heard.push(reason),
		onFailed: (error) => heard.push(String(error)),
	});
	const endTurn = () => {
		for (const write of turn.splice(0)) write();
	};
	return { keeper, heard, endTurn };
}

const receiptOf = ({ message, digest }: ChainEntry) =>
	`receipt ${message.body.sequence} ${toHex(digest).slice(0, 8)}`;

/** A ledger in memory. */
function bookOf() {
	const writes: (readonly Signed[])[] = [];
	return { writes, append: (messages: readonly Signed[]) => void writes.push(messages) };
}

const FULL: MessageLedger = {
	append() {
		throw new Error("no space left");
	},
};

test("receipts follow the write, one write for all that came in one turn, and are in it", () => {
	const [a, b] = entries(office, newChain(), 2);
	const book = bookOf();
	const { keeper, heard, endTurn } = keeperOver(book);
	keeper.take(a);
	keeper.take(b);
	assert.equal([book.writes, heard], [[], []]);
	endTurn();
	assert.equal(heard, [receiptOf(a), receiptOf(b), "kept 0", "kept 1"]);
	const [written, ...more] = book.writes;
	assert.equal([written.length, more.length], [4, 0]);
	assert.equal(written.slice(0, 2), [a, b]);
	assert.equal(
		written.slice(2).map(({ topic }) => topic),
		[topicOf(ADDRESS, "cmd"), topicOf(ADDRESS, "cmd")],
	);
});

test("an entry that comes again gets its receipt again and is written once", () => {
	const book = bookOf();
	const { keeper, heard, endTurn } = keeperOver(book);
	const entry = nextEntry(office, newChain());
	for (let i = 0; i < 3; i++) {
		keeper.take(entry);
		endTurn();
	}
	assert.equal(heard, [receiptOf(entry), "kept 0", receiptOf(entry), receiptOf(entry)]);
	assert.is(book.writes.length, 1);
});

test("an entry that fails to be written has no receipt, nor has any after it", () => {
	const chain = newChain();
	const { keeper, heard, endTurn } = keeperOver(FULL);
	const entry = nextEntry(office, chain);
	for (const taken of [entry, entry, nextEntry(office, chain)]) {
		keeper.take(taken);
		endTurn();
	}
	assert.equal(heard, ["Error: no space left"]);
});

test("an entry that the chain refuses is reported and has no receipt", () => {
	const chain = newChain();
	const other = signedEntry(office, chain, 1);
	const { keeper, heard, endTurn } = keeperOver(bookOf());
	keeper.take(nextEntry(office, chain));
	keeper.take(other);
	endTurn();
	assert.equal(heard.slice(0, 1), ["rewritten"]);
	assert.is(heard.filter((line) => line.startsWith("receipt")).length, 1);
});

const close = () =>
	makeSessionClose(crypto, exchange, terminalKey, {
		...{ challengeNonce: "00".repeat(16), endReason: 1, nowSeconds: NOW },
	});

test("a request is on record once it may be sent, a query is not", () => {
	const book = bookOf();
	const { keeper } = keeperOver(book);
	const request = close();
	keeper.ask(request);
	keeper.ask(makeAuditRequest(crypto, exchange, terminalKey, { first: 0, count: 1, nowSeconds: NOW }));
	assert.equal(book.writes, [[request]]);
});

test("where nothing can be put on record, nothing may be asked any more", () => {
	const { keeper } = keeperOver(FULL);
	assert.throws(() => keeper.ask(close()), /takes no more records/);
	assert.throws(() => keeper.ask(close()), /takes no more records/);
});

test.run();
