import type { Crypto } from "../../hal/hal.js";
import { assert } from "../bytes/assert.js";
import { equalConstantTime } from "../bytes/bytes.js";
import { auxiliaryLength } from "./auxiliary-data.js";
import type { ProtectionProfile } from "./profile.js";

/**
 * The stored record, a renewable biometric reference of ISO/IEC 24745:
 *
 *   0        1          2            4        20                       52
 *   +--------+----------+------------+--------+------------------------+----------------------+-------------+
 *   | format | modality | generation | salt   | pseudonymous           | auxiliary data,      | AES-256-GCM |
 *   |   1    |  1 or 2  |   u16 BE   | 16     | identifier, 32         | sealed               | tag, 16     |
 *   +--------+----------+------------+--------+------------------------+----------------------+-------------+
 *
 *   sealing key = HMAC(device key "reference", subject token || salt)    fresh as its salt is: nonce 0
 *   PI          = HMAC(device key "identifier", key symbols || record id || modality || salt)
 *   AAD         = record id || bytes 0..52
 *
 * It opens only with this unit's hardware AND the subject token, which only a typed ID can produce. Whoever
 * holds both faces the fuzzy commitment alone, which is little: docs and the evaluation say how little.
 */
const FORMAT = 1;
const PI_LENGTH = 32;
export const RECORD_ID_LENGTH = 16;
const SALT_AT = 4;
const PI_AT = 20;
const SEALED_AT = 52;
const TAG_LENGTH = 16;

/** Whose reference it is. */
export interface ReferenceContext {
	/** 32 bytes from the challenge; never stored. */
	readonly subjectToken: Uint8Array;
	/** 16 bytes, see `recordIdInto`. */
	readonly recordId: Uint8Array;
	readonly modality: number;
}

/** Bytes of a record. */
export function referenceLength(profile: ProtectionProfile): number {
	return SEALED_AT + auxiliaryLength(profile) + TAG_LENGTH;
}

/** The name a record is stored under: SHA-256("record" || subject token), truncated to 16 bytes. */
export function recordIdInto(recordId: Uint8Array, crypto: Crypto, subjectToken: Uint8Array): void {
	const digest = new Uint8Array(32);
	crypto.sha256Into(digest, RECORD_LABEL, subjectToken);
	recordId.set(digest.subarray(0, RECORD_ID_LENGTH));
}

/** 1 for a subject's first reference, one more for each renewal; readable without opening the record. */
export function generationOf(record: Uint8Array): number {
	return (record[2] << 8) | record[3];
}

/** View of the 16 random bytes that make each record's keys its own. */
export function saltOf(record: Uint8Array): Uint8Array {
	return record.subarray(SALT_AT, PI_AT);
}

/**
 * Writes the whole record.
 * @param record referenceLength bytes
 * @param keySymbols the committed key, one symbol a byte
 * @param auxiliary auxiliaryLength bytes in the clear; the caller wipes them
 */
export function sealReference(
	record: Uint8Array,
	crypto: Crypto,
	context: ReferenceContext,
	generation: number,
	keySymbols: Uint8Array,
	auxiliary: Uint8Array,
): void {
	assert(generation > 0 && generation < 65536, "sealReference: generation 1..65535");
	record[0] = FORMAT;
	record[1] = context.modality;
	record[2] = generation >> 8;
	record[3] = generation;
	crypto.entropyInto(saltOf(record));
	identifierInto(record.subarray(PI_AT, SEALED_AT), crypto, context, saltOf(record), keySymbols);
	const key = sealingKey(crypto, context, record);
	try {
		crypto.sealInto(record.subarray(SEALED_AT), key, ZERO_NONCE, additionalData(context, record), auxiliary);
	} finally {
		key.fill(0);
	}
}

/**
 * @param auxiliary auxiliaryLength bytes, to be wiped by the caller
 * @returns false when the record is damaged, of another format, of another subject, modality or unit
 */
export function openReference(
	auxiliary: Uint8Array,
	crypto: Crypto,
	context: ReferenceContext,
	record: Uint8Array,
): boolean {
	const expected = SEALED_AT + auxiliary.length + TAG_LENGTH;
	if (record.length !== expected || record[0] !== FORMAT || record[1] !== context.modality) return false;
	const key = sealingKey(crypto, context, record);
	try {
		const aad = additionalData(context, record);
		return crypto.openInto(auxiliary, key, ZERO_NONCE, aad, record.subarray(SEALED_AT));
	} finally {
		key.fill(0);
	}
}

/** Is this the key that was committed to? Constant time in the identifier. */
export function isCommittedKey(
	crypto: Crypto,
	context: ReferenceContext,
	record: Uint8Array,
	keySymbols: Uint8Array,
): boolean {
	const identifier = new Uint8Array(PI_LENGTH);
	identifierInto(identifier, crypto, context, saltOf(record), keySymbols);
	return equalConstantTime(identifier, record.subarray(PI_AT, SEALED_AT));
}

function identifierInto(
	out: Uint8Array,
	crypto: Crypto,
	context: ReferenceContext,
	salt: Uint8Array,
	keySymbols: Uint8Array,
): void {
	const pepper = new Uint8Array(32);
	try {
		crypto.deviceKeyInto(pepper, "identifier");
		crypto.hmacInto(out, pepper, keySymbols, context.recordId, Uint8Array.of(context.modality), salt);
	} finally {
		pepper.fill(0);
	}
}

function sealingKey(crypto: Crypto, context: ReferenceContext, record: Uint8Array): Uint8Array {
	const root = new Uint8Array(32);
	const key = new Uint8Array(32);
	try {
		crypto.deviceKeyInto(root, "reference");
		crypto.hmacInto(key, root, context.subjectToken, saltOf(record));
		return key;
	} finally {
		root.fill(0);
	}
}

function additionalData(context: ReferenceContext, record: Uint8Array): Uint8Array {
	const aad = new Uint8Array(RECORD_ID_LENGTH + SEALED_AT);
	aad.set(context.recordId);
	aad.set(record.subarray(0, SEALED_AT), RECORD_ID_LENGTH);
	return aad;
}

/** "record" in ASCII. */
const RECORD_LABEL = Uint8Array.from([0x72, 0x65, 0x63, 0x6f, 0x72, 0x64]);
const ZERO_NONCE = Uint8Array.from([0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]);
