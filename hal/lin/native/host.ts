/**
 * Gives the bridge what host-sim/bridge/device/host-abi.d.ts asks of an engine: three functions of C, whose
 * calls go out on the process's standard output and come back on its standard input.
 */
for (const [name, value] of [
	["hostCall", native("xs_host_call")],
	["hostPost", native("xs_host_post")],
	["hostFrame", native("xs_host_frame")],
] as const) {
	Object.defineProperty(globalThis, name, { value });
}

/** Hands every event of the host to `onHostEvent`; returns when the host has closed the pipe. */
export function serveHost(this: unknown): void {
	return native("xs_host_serve").call(this);
}
