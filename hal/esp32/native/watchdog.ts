/**
 * Arms the task watchdog for the engine's task: without `feedWatchdog` within `timeoutMs` the unit restarts.
 */
export function armWatchdog(this: unknown, timeoutMs: number): void {
	return native("xs_watchdog_arm").call(this, timeoutMs);
}

/** Begins the watchdog's time anew. */
export function feedWatchdog(this: unknown): void {
	return native("xs_watchdog_feed").call(this);
}
