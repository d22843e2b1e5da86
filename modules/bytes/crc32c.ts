/**
 * CRC-32C (Castagnoli; RFC 3720 appendix B.4): reflected polynomial 0x82F63B78, initial value and final xor
 * all ones.
 */

export const CRC32C_START = -1;

/**
 * Feeds bytes [from, to) into a running CRC; start with `CRC32C_START`, end with `finishCrc32c`.
 * @returns the running register, a signed 32-bit integer (integers stay out of floating point on the device).
 */
export function updateCrc32c(register: number, bytes: Uint8Array, from: number, to: number): number {
	let crc = register;
	for (let i = from; i < to; i++) crc = (crc >>> 8) ^ TABLE[(crc ^ bytes[i]) & 0xff];
	return crc;
}

/** @returns the CRC as a signed 32-bit integer. */
export function finishCrc32c(register: number): number {
	return ~register;
}

const TABLE = buildTable();

function buildTable(): Int32Array {
	const table = new Int32Array(256);
	for (let i = 0; i < 256; i++) {
		let crc = i;
		for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ 0x82f63b78 : crc >>> 1;
		table[i] = crc;
	}
	return table;
}
