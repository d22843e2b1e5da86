/** @returns `byteLength` bytes outside the engine's heap, on ESP32 in PSRAM; once, for ever. */
export function frameMemory(this: unknown, byteLength: number): ArrayBuffer {
	return native("xs_frame_memory").call(this, byteLength);
}
