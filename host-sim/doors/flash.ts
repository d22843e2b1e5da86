import type { Flash } from "../../hal/hal.js";

/** One opening of a flash that outlives it: closing the door leaves the cells, and the next boot, alone. */
export function openFlashDoor(cells: Flash): Flash {
	let isOpen = true;
	const opened = (): Flash => {
		if (!isOpen) throw new Error("flash: used while closed");
		return cells;
	};
	return {
		status: () => opened().status(),
		read: (buffer, byteOffset) => opened().read(buffer, byteOffset),
		write: (buffer, byteOffset) => opened().write(buffer, byteOffset),
		eraseBlock: (block) => opened().eraseBlock(block),
		close() {
			isOpen = false;
		},
	};
}
