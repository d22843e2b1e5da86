/** Why the unit started this time: 0 power or button, 1 on purpose, 2 the firmware aborted, 3 a watchdog. */
export function restartCause(this: unknown): number {
	return native("xs_restart_cause").call(this);
}

/** Restarts at once. @param cause 1 on purpose, 2 aborted; told by `restartCause` after it. */
export function restart(this: unknown, cause: number): void {
	return native("xs_restart").call(this, cause);
}
