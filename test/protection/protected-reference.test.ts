import { createCipheriv, createHash, createHmac } from "node:crypto";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { seededEntropy } from "../../host-sim/doors/entropy.js";
import { createNodeCrypto } from "../../host-sim/doors/node-crypto.js";
import {
	generationOf,
	isCommittedKey,
	openReference,
	type ReferenceContext,
	recordIdInto,
	referenceLength,
	saltOf,
	sealReference,
} from "../../modules/protection/protected-reference.js";
import { contextOf, crypto, PALM } from "./palm.js";

const ROOT = new Uint8Array(32).fill(0x22);
const CONTEXT = contextOf(1);
const KEY = Uint8Array.from({ length: PALM.keySymbols }, (_, i) => (i * 11) % 64);
const AUXILIARY = Uint8Array.from({ length: referenceLength(PALM) - 68 }, (_, i) => (i * 7 + 3) & 255);

function seal(context: ReferenceContext = CONTEXT, generation = 258): Uint8Array {
	const record = new Uint8Array(referenceLength(PALM));
	sealReference(record, crypto, context, generation, KEY, AUXILIARY);
	return record;
}

/** What opens, or undefined when it does not. */
function open(record: Uint8Array, context = CONTEXT, door = crypto): Uint8Array | undefined {
	const auxiliary = new Uint8Array(AUXILIARY.length).fill(0x99);
	const isOpen = openReference(auxiliary, door, context, record);
	if (!isOpen) {
		const left = auxiliary.some((byte) => byte !== 0 && byte !== 0x99);
		assert.not(left, "something was decrypted all the same");
	}
	return isOpen ? auxiliary : undefined;
}

const hmac = (key: Uint8Array, ...parts: readonly Uint8Array[]) =>
	createHmac("sha256", key).update(Buffer.concat(parts)).digest();
const deviceKey = (label: string) => hmac(ROOT, Buffer.from(label));

test("the record is laid out and sealed as the drawing says", () => {
	const record = seal();
	assert.is(record.length, 52 + AUXILIARY.length + 16);
	assert.ok(record.length <= 512);
	assert.equal([...record.subarray(0, 4)], [1, 1, 1, 2]);
	const salt = record.subarray(4, 20);
	assert.equal(saltOf(record), salt);
	assert.is(generationOf(record), 258);
	const identifier = hmac(deviceKey("identifier"), KEY, CONTEXT.recordId, Uint8Array.of(1), salt);
	assert.equal(Buffer.from(record.subarray(20, 52)), identifier);
	const sealing = hmac(deviceKey("reference"), CONTEXT.subjectToken, salt);
	const cipher = createCipheriv("aes-256-gcm", sealing, new Uint8Array(12));
	cipher.setAAD(Buffer.concat([CONTEXT.recordId, record.subarray(0, 52)]));
	const sealed = Buffer.concat([cipher.update(AUXILIARY), cipher.final(), cipher.getAuthTag()]);
	assert.equal(Buffer.from(record.subarray(52)), sealed);
});

test("a record id is the truncated hash of the word record and the token", () => {
	const id = new Uint8Array(16);
	recordIdInto(id, crypto, CONTEXT.subjectToken);
	const hash = createHash("sha256").update("record").update(CONTEXT.subjectToken).digest();
	assert.equal(Buffer.from(id), hash.subarray(0, 16));
});

test("a record opens with its token, record id, modality and device, and with none of them changed", () => {
	const record = seal();
	assert.equal(open(record), AUXILIARY);
	const token = CONTEXT.subjectToken.slice();
	token[31] ^= 1;
	const recordId = CONTEXT.recordId.slice();
	recordId[0] ^= 0x80;
	assert.is(open(record, { ...CONTEXT, subjectToken: token }), undefined, "another token");
	assert.is(open(record, { ...CONTEXT, recordId }), undefined, "another record id");
	assert.is(open(record, { ...CONTEXT, modality: 2 }), undefined, "another modality");
	const elsewhere = createNodeCrypto({
		entropy: seededEntropy(new Uint8Array(32)),
		deviceRoot: ROOT.map((byte) => byte ^ 1),
	});
	assert.is(open(record, CONTEXT, elsewhere), undefined, "another device");
});

test("a record of another modality does not open by relabelling it", () => {
	const record = seal();
	record[1] = 2;
	assert.is(open(record, { ...CONTEXT, modality: 2 }), undefined);
});

test("no single flipped bit, no truncation and no added byte goes unnoticed", () => {
	const record = seal();
	for (let at = 0; at < record.length; at++) {
		for (let bit = 0; bit < 8; bit++) {
			const flipped = record.slice();
			flipped[at] ^= 1 << bit;
			assert.is(open(flipped), undefined, `byte ${at}, bit ${bit}`);
		}
		assert.is(open(record.subarray(0, at)), undefined, `${at} bytes`);
	}
	assert.is(open(Uint8Array.of(...record, 0)), undefined);
});

test("two records of the same key and data share nothing but their header", () => {
	const one = seal();
	const other = seal();
	let alike = 0;
	for (let at = 4; at < one.length; at++) if (one[at] === other[at]) alike++;
	// By chance one byte in 256 is alike.
	assert.ok(alike < 12, `${alike} of ${one.length - 4} bytes are alike`);
});

test("a key is the committed one only with every symbol, record id, modality and salt unchanged", () => {
	const record = seal();
	assert.ok(isCommittedKey(crypto, CONTEXT, record, KEY));
	for (let i = 0; i < KEY.length; i++) {
		const wrong = KEY.slice();
		wrong[i] ^= 1;
		assert.not(isCommittedKey(crypto, CONTEXT, record, wrong), `symbol ${i}`);
	}
	assert.not(isCommittedKey(crypto, { ...CONTEXT, modality: 2 }, record, KEY));
	assert.not(isCommittedKey(crypto, { ...CONTEXT, recordId: contextOf(2).recordId }, record, KEY));
	const salted = record.slice();
	salted[4] ^= 1;
	assert.not(isCommittedKey(crypto, CONTEXT, salted, KEY));
});

test("a generation that does not fit its field is a programmer's error", () => {
	assert.throws(() => seal(CONTEXT, 0), /generation/);
	assert.throws(() => seal(CONTEXT, 65_536), /generation/);
	assert.is(generationOf(seal(CONTEXT, 65_535)), 65_535);
});

test("every key that sealing and opening derive is wiped, also when opening fails", () => {
	const keys: Uint8Array[] = [];
	const watched = {
		...crypto,
		deviceKeyInto(out: Uint8Array, label: string) {
			crypto.deviceKeyInto(out, label);
			keys.push(out);
		},
		sealInto(...args: Parameters<typeof crypto.sealInto>) {
			keys.push(args[1]);
			crypto.sealInto(...args);
		},
		openInto(...args: Parameters<typeof crypto.openInto>) {
			keys.push(args[1]);
			return crypto.openInto(...args);
		},
	};
	const record = new Uint8Array(referenceLength(PALM));
	sealReference(record, watched, CONTEXT, 1, KEY, AUXILIARY);
	open(record, CONTEXT, watched);
	open(record, contextOf(2), watched);
	isCommittedKey(watched, CONTEXT, record, KEY);
	assert.is(keys.length, 8);
	for (const key of keys) assert.ok(key.every((byte) => byte === 0));
});

test.run();
