import FlashStorage from "embedded:storage/flash";
import { openDoorUse } from "../../../modules/device/door-use.js";
import type { Flash } from "../../hal.js";

/** The partition of partitions.csv that the store lives in. */
const PARTITION = "store";

/** What the flash's encryption programs together: 16 bytes, aligned (ESP32-S3 technical reference, 23.4). */
const WRITE_LENGTH = 16;

/** The Flash door on the partition. Programming takes 0.1 ms for 16 bytes, erasing a block 45 ms. */
export function openFlash(): Flash {
	const use = openDoorUse("flash");
	const partition = FlashStorage.open({ path: PARTITION, mode: "r+" });
	const { size, blocks, blockLength } = partition.status();

	const checkRange = (byteOffset: number, length: number): void => {
		if (byteOffset < 0 || byteOffset + length > size) {
			throw new RangeError(`flash: ${length} bytes at ${byteOffset} of ${size}`);
		}
	};

	/** The part would keep the lower of the two bits without a word. */
	const assertOnlyClears = (buffer: Uint8Array, byteOffset: number): void => {
		const present = new Uint8Array(buffer.length);
		partition.read(present, byteOffset);
		for (let i = 0; i < buffer.length; i++) {
			if ((buffer[i] & ~present[i]) !== 0) throw new Error(`flash: a bit at ${byteOffset + i} would rise`);
		}
	};

	return {
		status() {
			use.assertOpen();
			return { size, blocks, blockLength, writeLength: WRITE_LENGTH };
		},
		read(buffer, byteOffset) {
			use.assertOpen();
			checkRange(byteOffset, buffer.length);
			partition.read(buffer, byteOffset);
		},
		write(buffer, byteOffset) {
			use.assertOpen();
			checkRange(byteOffset, buffer.length);
			if (byteOffset % WRITE_LENGTH !== 0 || buffer.length % WRITE_LENGTH !== 0) {
				throw new RangeError(`flash: ${buffer.length} bytes at ${byteOffset} are not aligned`);
			}
			assertOnlyClears(buffer, byteOffset);
			partition.write(buffer, byteOffset);
		},
		eraseBlock(block) {
			use.assertOpen();
			if (block < 0 || block >= blocks) throw new RangeError(`flash: block ${block} of ${blocks}`);
			partition.eraseBlock(block);
		},
		close() {
			if (use.close()) partition.close();
		},
	};
}
