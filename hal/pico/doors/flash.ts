import { openNorFlash } from "../../../modules/device/nor-flash.js";
import type { Flash } from "../../hal.js";
import { partitionErase, partitionLength, partitionRead, partitionWrite } from "../native/flash-partition.js";

/** RP2350's flash erases this much at a time. */
const BLOCK_LENGTH = 4096;
/** The part programs single bytes; fewer calls for whole words. */
const WRITE_LENGTH = 4;

/** The Flash door on the end of the program flash: the SDK has no flash of its own on this chip. */
export function openFlash(): Flash {
	const size = partitionLength();
	const blocks = size / BLOCK_LENGTH;
	const partition = { read: partitionRead, write: partitionWrite, eraseBlock: partitionErase, close() {} };
	return openNorFlash(partition, { size, blocks, blockLength: BLOCK_LENGTH, writeLength: WRITE_LENGTH });
}
