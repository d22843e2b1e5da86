/** Blocks of 512 bytes as a board's bootloader takes them from a file (github.com/microsoft/uf2). */
export interface Uf2Block {
	readonly address: number;
	/** For which kind of chip. */
	readonly family: number;
	readonly bytes: Uint8Array;
}

const BLOCK_BYTES = 512;
const MAGICS: readonly (readonly [offset: number, value: number])[] = [
	[0, 0x0a324655],
	[4, 0x9e5d5157],
	[BLOCK_BYTES - 4, 0x0ab16f30],
];
const PAYLOAD_OFFSET = 32;
const PAYLOAD_MOST = 476;

/** @throws RangeError when `file` is no UF2, or is cut off */
export function readUf2(file: Uint8Array): readonly Uf2Block[] {
	if (file.length === 0 || file.length % BLOCK_BYTES !== 0) throw new RangeError("no whole blocks of a UF2");
	const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
	return Array.from({ length: file.length / BLOCK_BYTES }, (_, i) => {
		const start = i * BLOCK_BYTES;
		const word = (offset: number) => view.getUint32(start + offset, true);
		const length = word(16);
		if (MAGICS.some(([offset, value]) => word(offset) !== value) || length > PAYLOAD_MOST) {
			throw new RangeError(`block ${i} is none of a UF2`);
		}
		const payload = start + PAYLOAD_OFFSET;
		return { address: word(12), family: word(28), bytes: file.subarray(payload, payload + length) };
	});
}
