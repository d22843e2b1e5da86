import FlashStorage from "embedded:storage/flash";
import { openNorFlash } from "../../../modules/device/nor-flash.js";
import type { Flash } from "../../hal.js";

/** The partition of partitions.csv that the store lives in. */
const PARTITION = "store";

/** The part programs single bytes, as no encryption covers this partition; fewer calls for whole words. */
const WRITE_LENGTH = 4;

/** The Flash door on the partition. Programming takes 0.1 ms for 16 bytes, erasing a block 45 ms. */
export function openFlash(): Flash {
	const partition = FlashStorage.open({ path: PARTITION, mode: "r+" });
	const { size, blocks, blockLength } = partition.status();
	return openNorFlash(partition, { size, blocks, blockLength, writeLength: WRITE_LENGTH });
}
