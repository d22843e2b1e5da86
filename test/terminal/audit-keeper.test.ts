/** No receipt before the disk has the entry, and no disk that a power cut, a crash or a stranger can bend. */
import { appendFileSync, mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { toHex } from "../../modules/bytes/bytes.js";
import { openMessage } from "../../modules/messages/envelope.js";
import { topicOf } from "../../modules/messages/topics.js";
import { type AuditLedger, openAuditFile, readAuditFile } from "../../terminal/audit-file.js";
import { openAuditKeeper } from "../../terminal/audit-keeper.js";
import { type ChainEntry, newAuditMirror } from "../../terminal/audit-mirror.js";
import { openExchange } from "../../terminal/exchange.js";
import { createSigningKey } from "../../terminal/keys.js";
import { createNativeCrypto } from "../../terminal/native-crypto.js";
import { entries, newChain, nextEntry, signedEntry } from "./chain.js";
import { ADDRESS, NOW, type Office, openOffice } from "./office.js";

// The fast door; the slow one is tried elsewhere.
const office: Office = { ...openOffice(), crypto: { ...openOffice().crypto, ...createNativeCrypto() } };
const { crypto, exchange, terminalKey } = office;
const { unit } = exchange;
const folder = mkdtempSync(join(tmpdir(), "shogo-audit-"));
let files = 0;
const newPath = () => join(folder, `audit-${files++}.jsonl`);

function open(path: string) {
	const opened = openAuditFile(crypto, path, unit);
	if (opened.kind !== "opened") throw new Error(JSON.stringify(opened));
	return opened;
}

function keeperOver(ledger: AuditLedger, mirror = newAuditMirror()) {
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

test("receipts follow the write, one write for all that came in one turn", () => {
	const [a, b] = entries(office, newChain(), 2);
	const order: string[] = [];
	const ledger = {
		append: (list: readonly ChainEntry[]) => void order.push(`write ${list.length}`),
		close() {},
	};
	const { keeper, heard, endTurn } = keeperOver(ledger);
	keeper.take(a);
	keeper.take(b);
	assert.equal([order, heard], [[], []]);
	endTurn();
	assert.equal(order, ["write 2"]);
	assert.equal(heard, [receiptOf(a), receiptOf(b), "kept 0", "kept 1"]);
});

test("an entry that comes again gets its receipt again and is written once", () => {
	const path = newPath();
	const { ledger, mirror } = open(path);
	const { keeper, heard, endTurn } = keeperOver(ledger, mirror);
	const entry = nextEntry(office, newChain());
	for (let i = 0; i < 3; i++) {
		keeper.take(entry);
		endTurn();
	}
	assert.equal(heard, [receiptOf(entry), "kept 0", receiptOf(entry), receiptOf(entry)]);
	assert.is(readFileSync(path, "utf8").split("\n").length, 3, "header, entry, end");
	ledger.close();
});

test("an entry that fails to be written has no receipt, nor has any after it", () => {
	const chain = newChain();
	const ledger: AuditLedger = {
		append() {
			throw new Error("no space left");
		},
		close() {},
	};
	const { keeper, heard, endTurn } = keeperOver(ledger);
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
	const { keeper, heard, endTurn } = keeperOver({ append() {}, close() {} });
	keeper.take(nextEntry(office, chain));
	keeper.take(other);
	endTurn();
	assert.equal(heard.slice(0, 1), ["rewritten"]);
	assert.is(heard.filter((line) => line.startsWith("receipt")).length, 1);
});

test("what was kept is there again, head, tree and all, after the process is gone", () => {
	const path = newPath();
	const first = open(path);
	const chain = newChain();
	first.ledger.append(entries(office, chain, 5), NOW);
	first.ledger.close();
	const second = open(path);
	assert.is(toHex(second.mirror.next.head), toHex(chain.head));
	assert.is(second.mirror.tree.levels[0].length, 5);
	second.ledger.append(entries(office, chain, 2), NOW);
	second.ledger.close();
	const kept: number[] = [];
	const read = readAuditFile(crypto, path, unit, "verify", ({ entry }) =>
		kept.push(entry.message.body.sequence),
	);
	assert.is(read.kind, "read");
	assert.equal(kept, [0, 1, 2, 3, 4, 5, 6]);
});

test("a file cut at any byte opens with the whole lines before the cut, and goes on from there", () => {
	const path = newPath();
	const { ledger } = open(path);
	const chain = newChain();
	const kept = entries(office, chain, 3);
	ledger.append(kept, NOW);
	ledger.close();
	const whole = readFileSync(path);
	const header = whole.indexOf(10) + 1;
	for (let length = header; length <= whole.length; length += 7) {
		writeFileSync(path, whole);
		truncateSync(path, length);
		const lines = whole.subarray(0, length).toString().split("\n").length - 2;
		const again = open(path);
		assert.is(again.mirror.next.sequence, lines, `${length} bytes`);
		again.ledger.append(kept.slice(lines), NOW);
		again.ledger.close();
		assert.equal(readFileSync(path), whole);
	}
});

test("a changed, missing, doubled or foreign line is damage, and named by its line", () => {
	const path = newPath();
	const { ledger } = open(path);
	ledger.append(entries(office, newChain(), 4), NOW);
	ledger.close();
	const lines = readFileSync(path, "utf8").trimEnd().split("\n");
	const reasonFor = (changed: readonly string[], check: "verify" | "trust" = "trust") => {
		writeFileSync(path, `${changed.join("\n")}\n`);
		const read = readAuditFile(crypto, path, unit, check, () => {});
		return read.kind === "damaged" ? `${read.line}: ${read.reason}` : "read";
	};
	assert.is(reasonFor(lines), "read");
	assert.is(reasonFor(lines.filter((_, index) => index !== 2)), "3: out of order: held");
	assert.is(reasonFor([...lines.slice(0, 3), ...lines.slice(2)]), "4: out of order: known");
	assert.is(
		reasonFor(lines.map((line, index) => (index === 2 ? "nonsense" : line))),
		"3: not an entry of this unit",
	);
	assert.is(reasonFor(lines.slice(1)), "1: not the audit file of this unit");
	assert.is(reasonFor([]), "1: not the audit file of this unit");
	const [stranger] = entries({ ...office, ...openStranger() }, newChain(), 1);
	writeFileSync(path, "");
	const foreign = JSON.stringify({
		sequence: 0,
		receivedAt: NOW,
		topic: stranger.topic,
		envelope: Buffer.from(stranger.envelope).toString("base64"),
	});
	// The chain alone cannot tell: the signature does.
	assert.is(reasonFor([lines[0], foreign], "verify"), "2: not an entry of this unit");
});

test("a second process is told that the file is in use; a lock left by a dead one is taken over", () => {
	const path = newPath();
	const { ledger } = open(path);
	assert.equal(openAuditFile(crypto, path, unit), { kind: "in-use", path });
	ledger.close();
	ledger.close();
	writeFileSync(`${path}.lock`, "999999999");
	open(path).ledger.close();
	appendFileSync(`${path}.lock`, "not a number");
	open(path).ledger.close();
});

function openStranger(): Pick<Office, "unitKey" | "exchange"> {
	const unitKey = createSigningKey(crypto);
	return { unitKey, exchange: openExchange({ ...unit, publicKey: unitKey.publicKey }) };
}

test.after(() => rmSync(folder, { recursive: true }));
test.run();
