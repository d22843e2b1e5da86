/** @returns whole milliseconds since the start; never decreases, never wraps. */
export function uptimeMs(this: unknown): number {
	return native("xs_uptime_ms").call(this);
}
