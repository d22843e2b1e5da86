import type { Flash } from "../../../hal/hal.js";
import { openDoorUse } from "../../../modules/device/door-use.js";
import { call, post } from "./wire.js";

export function openFlash(): Flash {
	const use = openDoorUse("flash");
	post("flash-open");
	return {
		status() {
			use.assertOpen();
			const [size, blocks, blockLength, writeLength] = call("flash-status");
			return { size, blocks, blockLength, writeLength };
		},
		read(buffer, byteOffset) {
			use.assertOpen();
			buffer.set(call("flash-read", byteOffset, buffer.length)[0]);
		},
		write(buffer, byteOffset) {
			use.assertOpen();
			call("flash-write", byteOffset, buffer);
		},
		eraseBlock(block) {
			use.assertOpen();
			call("flash-erase", block);
		},
		close() {
			if (use.close()) post("flash-close");
		},
	};
}
