import type { FirmwareSlots } from "../../../hal/hal.js";
import { assertLength, DIGEST_LENGTH } from "../../../modules/device/crypto-lengths.js";
import { call } from "./wire.js";

export const proxiedSlots: FirmwareSlots = {
	status() {
		const [capacity, onTrial] = call("slots-status");
		return { capacity, onTrial };
	},
	begin(byteLength) {
		call("slots-begin", byteLength);
	},
	write(bytes) {
		call("slots-write", bytes);
	},
	hashInto(out) {
		assertLength("digest", out, DIGEST_LENGTH);
		out.set(call("slots-hash")[0]);
	},
	activate() {
		call("slots-activate");
	},
	confirm() {
		call("slots-confirm");
	},
};
