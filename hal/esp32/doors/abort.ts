import { restart } from "../native/restart.js";
import type { FailLink } from "./link.js";

/** The cause that the next start reports as "abort", which makes it a signed incident. */
const ABORTED = 2;

/**
 * How the text begins of what the SDK's TLS throws out of a socket's callback when a handshake fails: its
 * class is TLSError, its name is not. Nothing of ours is half-done then. No regular expression: the SDK's
 * linker leaves an address of its own process in one that is preloaded, so that no two images would be the
 * same.
 */
const HANDSHAKE_FAILURE = "TLS: ";

/**
 * What happens when nobody catches an exception, or memory is full: the unit restarts, light off, outbox
 * kept,
 * and says so in a signed incident after it. The one exception is a failed TLS handshake, which the SDK's
 * client reports in no other way: it ends the connection and nothing else.
 *
 * Needs `"defines": { "xs": { "abortHook": 1 } }` in the manifest.
 * @param failLink ends the present connection; undefined when there is none.
 */
export function installAbortPolicy(failLink: () => FailLink | undefined): void {
	globalThis.abort = (message, exception) => {
		const reason = String(exception);
		const fail = failLink();
		if (message === "unhandled exception" && reason.startsWith(HANDSHAKE_FAILURE) && fail !== undefined) {
			fail(reason);
			return false;
		}
		restart(ABORTED);
		return true;
	};
}
