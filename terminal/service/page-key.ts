/**
 * The page's key: whoever else has an account on this machine reaches the loopback address too, and must not
 * drive the terminal. The address that is printed holds a key; opened once, the browser keeps it as a cookie,
 * which it gives to nobody but this page (HttpOnly, SameSite=Strict: RFC 6265bis), and the address bar is
 * without it.
 *
 *     GET /enter/KEY  ->  303 /   Set-Cookie: shogo-PORT=KEY
 */
import { createHash, randomBytes, timingSafeEqual } from "node:crypto";
import type { IncomingMessage } from "node:http";

export interface PageKey {
	/** "/enter/KEY" */
	readonly path: string;
	/** The cookie for whoever has opened `path`. @param port so that two terminals keep apart. */
	cookie(port: number): string;
	opens(path: string): boolean;
	isShownBy(request: IncomingMessage, port: number): boolean;
}

/** A key that nobody guesses: 128 bits. */
export function drawPageKey(): string {
	return randomBytes(16).toString("base64url");
}

export function openPageKey(key: string): PageKey {
	const path = `/enter/${key}`;
	return {
		path,
		cookie: (port) => `${nameOf(port)}=${key}; Path=/; HttpOnly; SameSite=Strict`,
		opens: (asked) => isEqual(asked, path),
		isShownBy: ({ headers }, port) =>
			(headers.cookie ?? "").split("; ").some((cookie) => isEqual(cookie, `${nameOf(port)}=${key}`)),
	};
}

/** Cookies are kept by the address without its port. */
function nameOf(port: number): string {
	return `shogo-${port}`;
}

/** How long it takes tells nothing of what was expected. */
function isEqual(shown: string, expected: string): boolean {
	const hashOf = (text: string) => createHash("sha256").update(text).digest();
	return timingSafeEqual(hashOf(shown), hashOf(expected));
}
