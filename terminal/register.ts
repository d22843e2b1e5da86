/**
 * The unit's register of references: who is enrolled, by pseudonym, as register-page of messages.cddl packs
 * it.
 */
import { toHex } from "../modules/bytes/bytes.js";
import { REGISTER_ENTRY_BYTES } from "./exchange.js";

export interface RegisterEntry {
	/** 16 bytes, hexadecimal: a pseudonym of the subject. */
	readonly recordId: string;
	/** As `modality-value` of messages.cddl. */
	readonly modality: number;
	/** As `role-value`. */
	readonly role: number;
	/** Failures counted and not forgiven. */
	readonly failures: number;
	readonly generation: number;
}

/** @param packed whole entries: record id 16, modality 1, role 1, failures 2, generation 4, big-endian. */
export function registerEntries(packed: Uint8Array): RegisterEntry[] {
	const view = new DataView(packed.buffer, packed.byteOffset, packed.byteLength);
	return Array.from({ length: packed.length / REGISTER_ENTRY_BYTES }, (_, index) => {
		const at = index * REGISTER_ENTRY_BYTES;
		return {
			recordId: toHex(packed.subarray(at, at + 16)),
			modality: packed[at + 16],
			role: packed[at + 17],
			failures: view.getUint16(at + 18),
			generation: view.getUint32(at + 20),
		};
	});
}
