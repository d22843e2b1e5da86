import { openDoorUse } from "../../../modules/device/door-use.js";
import type { Flash } from "../../hal.js";
import { partitionErase, partitionLength, partitionRead, partitionWrite } from "../native/flash-partition.js";

/** RP2350's flash erases this much at a time. */
const BLOCK_LENGTH = 4096;
/** The part programs single bytes; fewer calls for whole words. */
const WRITE_LENGTH = 4;

/** The Flash door on the end of the program flash: the SDK has no flash of its own on this chip. */
export function openFlash(): Flash {
	const use = openDoorUse("flash");
	const size = partitionLength();

	const checkRange = (byteOffset: number, length: number): void => {
		if (byteOffset < 0 || byteOffset + length > size) {
			throw new RangeError(`flash: ${length} bytes at ${byteOffset} of ${size}`);
		}
	};

	/** The part would keep the lower of the two bits without a word. */
	const assertOnlyClears = (buffer: Uint8Array, byteOffset: number): void => {
		const present = new Uint8Array(buffer.length);
		partitionRead(present, byteOffset);
		for (let i = 0; i < buffer.length; i++) {
			if ((buffer[i] & ~present[i]) !== 0) throw new Error(`flash: a bit at ${byteOffset + i} would rise`);
		}
	};

	return {
		status() {
			use.assertOpen();
			return { size, blocks: size / BLOCK_LENGTH, blockLength: BLOCK_LENGTH, writeLength: WRITE_LENGTH };
		},
		read(buffer, byteOffset) {
			use.assertOpen();
			checkRange(byteOffset, buffer.length);
			partitionRead(buffer, byteOffset);
		},
		write(buffer, byteOffset) {
			use.assertOpen();
			checkRange(byteOffset, buffer.length);
			if (byteOffset % WRITE_LENGTH !== 0 || buffer.length % WRITE_LENGTH !== 0) {
				throw new RangeError(`flash: ${buffer.length} bytes at ${byteOffset} are not aligned`);
			}
			assertOnlyClears(buffer, byteOffset);
			partitionWrite(buffer, byteOffset);
		},
		eraseBlock(block) {
			use.assertOpen();
			partitionErase(block);
		},
		close() {
			use.close();
		},
	};
}
