/**
 * The 32 bytes that are this chip's own, from one-time-programmable memory. Software can read them, so that
 * they are worth less than an ESP32-S3's root. @throws Error when none were burnt.
 */
export function otpRootInto(this: unknown, out: Uint8Array): void {
	return native("xs_otp_root_into").call(this, out);
}
