import FlashStorage from "embedded:storage/flash";
import { openNorFlash } from "../../../modules/device/nor-flash.js";
import type { Flash } from "../../hal.js";

/** The partition of partitions.csv that the store lives in. */
const PARTITION = "store";

/** What the flash's encryption programs together: 16 bytes, aligned (ESP32-S3 technical reference, 23.4). */
const WRITE_LENGTH = 16;

/** The Flash door on the partition. Programming takes 0.1 ms for 16 bytes, erasing a block 45 ms. */
export function openFlash(): Flash {
	const partition = FlashStorage.open({ path: PARTITION, mode: "r+" });
	const { size, blocks, blockLength } = partition.status();
	return openNorFlash(partition, { size, blocks, blockLength, writeLength: WRITE_LENGTH });
}
