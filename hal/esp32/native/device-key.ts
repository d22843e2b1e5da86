/**
 * HMAC-SHA-256 of `label` under the root burnt into this piece of hardware: on ESP32-S3 eFuse key block 4
 * with
 * purpose HMAC_UP, which no software can read.
 * @param out 32 bytes, filled.
 * @throws Error on a unit whose root was never burnt (docs/unit.md, "Burning the root key").
 */
export function deviceKeyInto(this: unknown, out: Uint8Array, label: ArrayBuffer): void {
	return native("xs_device_key_into").call(this, out, label);
}
