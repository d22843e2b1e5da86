import FlashStorage from "embedded:storage/flash";
import Update from "embedded:update";
import { assertLength, DIGEST_LENGTH } from "../../../modules/device/crypto-lengths.js";
import type { FirmwareSlots } from "../../hal.js";
import { confirmImage, isOnTrial } from "../native/boot-slot.js";
import { openSha256 } from "./sha256.js";

type Partition = ReturnType<typeof FlashStorage.open>;
type Updater = ReturnType<typeof Update.open>;

/** Read back together while the image is hashed. */
const PIECE = 4096;

/**
 * The FirmwareSlots door on the SDK's update: app slots ota_0 and ota_1, rollback by ESP-IDF's bootloader.
 */
export function openSlots(): FirmwareSlots {
	let begun:
		| { readonly partition: Partition; readonly updater: Updater; readonly length: number }
		| undefined;
	let written = 0;

	const whole = (): NonNullable<typeof begun> => {
		if (begun === undefined || written < begun.length) throw new Error("slots: the image is not whole");
		return begun;
	};

	const drop = (): void => {
		begun?.updater.close();
		begun?.partition.close();
		begun = undefined;
		written = 0;
	};

	return {
		status() {
			const partition = FlashStorage.open({ path: "nextota" });
			try {
				return { capacity: partition.status().size, onTrial: isOnTrial() };
			} finally {
				partition.close();
			}
		},
		begin(byteLength) {
			drop();
			const partition = FlashStorage.open({ path: "nextota", mode: "r+" });
			if (byteLength < 1 || byteLength > partition.status().size) {
				partition.close();
				throw new RangeError(`slots: an image of ${byteLength} bytes`);
			}
			// Appending, ESP-IDF erases block by block: the whole slot at once would outlast the watchdog.
			begun = { partition, updater: Update.open({ partition, mode: "a" }), length: byteLength };
		},
		write(bytes) {
			if (begun === undefined) throw new Error("slots: nothing begun");
			if (written + bytes.length > begun.length) throw new RangeError("slots: beyond the image");
			begun.updater.write(bytes);
			written += bytes.length;
		},
		hashInto(out) {
			assertLength("digest", out, DIGEST_LENGTH);
			const { partition, length } = whole();
			const hash = openSha256();
			const piece = new Uint8Array(PIECE);
			for (let at = 0; at < length; at += PIECE) {
				const part = piece.subarray(0, Math.min(PIECE, length - at));
				partition.read(part, at);
				hash.write(part);
			}
			hash.closeInto(out);
		},
		activate() {
			whole().updater.complete();
			drop();
		},
		confirm() {
			if (isOnTrial()) confirmImage();
		},
	};
}
