/** Bytes of the partition, whole blocks of 4,096; the linker leaves them to us (flash-partition.c). */
export function partitionLength(this: unknown): number {
	return native("xs_flash_partition_length").call(this);
}

/** Fills `buffer` from `byteOffset` of the partition. @throws RangeError beyond it. */
export function partitionRead(this: unknown, buffer: Uint8Array, byteOffset: number): void {
	return native("xs_flash_partition_read").call(this, buffer, byteOffset);
}

/** Programs `buffer` at `byteOffset`, any of both. @throws RangeError beyond the partition. */
export function partitionWrite(this: unknown, buffer: Uint8Array, byteOffset: number): void {
	return native("xs_flash_partition_write").call(this, buffer, byteOffset);
}

/** Erases a block. @throws RangeError beyond the partition. */
export function partitionErase(this: unknown, block: number): void {
	return native("xs_flash_partition_erase").call(this, block);
}
