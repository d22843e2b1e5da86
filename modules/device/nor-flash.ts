import type { Flash, FlashGeometry } from "../../hal/hal.js";
import { openDoorUse } from "./door-use.js";

/** A partition as a platform has it: whatever reaches it was checked, and it is closed once. */
export type NorPartition = Omit<Flash, "status">;

/** The Flash door on a platform's partition: refuses what the door's contract refuses. */
export function openNorFlash(part: NorPartition, geometry: FlashGeometry): Flash {
	const use = openDoorUse("flash");
	const { size, blocks, writeLength } = geometry;

	const checkRange = (byteOffset: number, length: number): void => {
		if (byteOffset < 0 || byteOffset + length > size) {
			throw new RangeError(`flash: ${length} bytes at ${byteOffset} of ${size}`);
		}
	};

	/** The part would keep the lower of the two bits without a word. */
	const assertOnlyClears = (buffer: Uint8Array, byteOffset: number): void => {
		const present = new Uint8Array(buffer.length);
		part.read(present, byteOffset);
		for (let i = 0; i < buffer.length; i++) {
			if ((buffer[i] & ~present[i]) !== 0) throw new Error(`flash: a bit at ${byteOffset + i} would rise`);
		}
	};

	return {
		status() {
			use.assertOpen();
			return geometry;
		},
		read(buffer, byteOffset) {
			use.assertOpen();
			checkRange(byteOffset, buffer.length);
			part.read(buffer, byteOffset);
		},
		write(buffer, byteOffset) {
			use.assertOpen();
			checkRange(byteOffset, buffer.length);
			if (byteOffset % writeLength !== 0 || buffer.length % writeLength !== 0) {
				throw new RangeError(`flash: ${buffer.length} bytes at ${byteOffset} are not aligned`);
			}
			assertOnlyClears(buffer, byteOffset);
			part.write(buffer, byteOffset);
		},
		eraseBlock(block) {
			use.assertOpen();
			if (block < 0 || block >= blocks) throw new RangeError(`flash: block ${block} of ${blocks}`);
			part.eraseBlock(block);
		},
		close() {
			if (use.close()) part.close();
		},
	};
}
