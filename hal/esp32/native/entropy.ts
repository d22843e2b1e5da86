/**
 * Fills `out` from the hardware's generator: thermal noise on ESP32 while the radio or its bootloader source
 * runs.
 */
export function entropyInto(this: unknown, out: Uint8Array): void {
	return native("xs_entropy_into").call(this, out);
}
