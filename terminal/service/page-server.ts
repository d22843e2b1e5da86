/**
 * The page's server, on the loopback address alone.
 *
 *     GET /enter/KEY                             the address that is printed: from then on this browser may
 *     GET /  /page.js  /page.css  /icon.svg      the page
 *     GET /events                                one stream for everything: `event: CHANNEL`, data JSON
 *     POST /do/NAME                              an act; JSON in, ActionResult out
 *
 * Any page of the web may send requests to this address, and a name of its own may be made to resolve to it
 * (DNS rebinding): so the Host must be ours, an act must come from our own page, and nothing from elsewhere
 * is loaded or may frame us. Other people of this machine may send them too: so everything needs the key.
 */
import { randomBytes } from "node:crypto";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { ActionResult, PageActions, Sentence } from "../shared/contract.js";
import { openEventStream } from "./event-stream.js";
import { drawPageKey, openPageKey } from "./page-key.js";

export interface PageServerOptions {
	/** The bundled page. */
	readonly script: string;
	readonly style: string;
	/** More may be added while it runs. */
	readonly actions: PageActions;
	/** 0 or left out: any that is free. */
	readonly port?: number;
	/** As `drawPageKey` gives it; left out: a new one. */
	readonly key?: string;
	/** An act threw: the page says so, and whoever keeps the program hears why. */
	readonly onFault?: (error: unknown) => void;
}

export interface PageServer {
	/** http://127.0.0.1:PORT/enter/KEY: whoever has it may use the page. */
	readonly url: string;
	/** The latest state of `channel`: told to everybody there, and to whoever comes later. */
	send(channel: string, state: unknown): void;
	/** One more item of `channel`; the last `ITEMS_KEPT` are told to whoever comes later. */
	append(channel: string, item: unknown): void;
	close(): Promise<void>;
}

/** Rejects with a sentence when the port is taken. */
export async function startPageServer(options: PageServerOptions): Promise<PageServer> {
	const events = openEventStream(randomBytes(6).toString("hex"));
	const files = filesOf(options);
	const key = openPageKey(options.key ?? drawPageKey());
	const server = createServer((request, response) => {
		serve(request, response).catch((error: unknown) => {
			options.onFault?.(error);
			answer(response, 500, { kind: "refused", reason: FAULT });
		});
	});

	async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
		for (const [name, value] of Object.entries(HEADERS)) response.setHeader(name, value);
		const port = portOf(server.address());
		if (!isForUs(request, port)) return plain(response, 403, "not for this address");
		const path = (request.url ?? "/").split("?", 1)[0];
		if (request.method === "GET" && key.opens(path)) {
			response.writeHead(303, { Location: "/", "Set-Cookie": key.cookie(port) }).end();
			return;
		}
		if (!key.isShownBy(request, port)) return plain(response, 403, NO_KEY);
		if (request.method === "POST") return act(request, response, path);
		if (request.method !== "GET") return plain(response, 405, "GET or POST");
		if (path === "/events") return events.connect(response, request.headers["last-event-id"]);
		const file = files.get(path);
		if (file === undefined) return plain(response, 404, "not found");
		response.writeHead(200, { "Content-Type": file.type }).end(file.body);
	}

	async function act(request: IncomingMessage, response: ServerResponse, path: string): Promise<void> {
		const { actions } = options;
		const name = path.startsWith("/do/") ? path.slice("/do/".length) : "";
		if (!Object.hasOwn(actions, name)) return answer(response, 404, { kind: "refused", reason: NOT_OFFERED });
		// A form of a foreign page cannot send this type without asking first, and we never agree.
		if (request.headers["content-type"] !== "application/json") return plain(response, 415, "JSON only");
		const input = await jsonOf(request);
		if (input.kind === "refused") return plain(response, input.status, input.reason);
		answer(response, 200, await actions[name](input.value));
	}

	await new Promise<void>((resolve, reject) => {
		server.once("error", (error) => reject(whyNot(error, options.port ?? 0)));
		server.listen(options.port ?? 0, "127.0.0.1", () => resolve());
	});
	return {
		url: `http://127.0.0.1:${portOf(server.address())}${key.path}`,
		send: events.send,
		append: events.append,
		async close() {
			events.close();
			server.closeAllConnections();
			await new Promise((resolve) => server.close(resolve));
		},
	};
}

const BODY_BYTES_MAX = 256 * 1024;

/** lit-html makes its templates through the policy of its name; nothing else may turn text into elements. */
const CONTENT_SECURITY_POLICY = [
	"default-src 'none'",
	"script-src 'self'",
	"style-src 'self'",
	"img-src 'self' data: blob:",
	"connect-src 'self'",
	"base-uri 'none'",
	"form-action 'none'",
	"frame-ancestors 'none'",
	"require-trusted-types-for 'script'",
	"trusted-types lit-html",
].join("; ");

const HEADERS = {
	"Content-Security-Policy": CONTENT_SECURITY_POLICY,
	"X-Content-Type-Options": "nosniff",
	"Referrer-Policy": "no-referrer",
	"Cross-Origin-Opener-Policy": "same-origin",
	"Cross-Origin-Resource-Policy": "same-origin",
	"Cache-Control": "no-store",
} as const;

const NO_KEY =
	"この画面は、端末を起動したときに表示されたアドレスで開いてください。" +
	" / Open this page by the address that was printed when the terminal was started.";

const NOT_OFFERED: Sentence = {
	ja: "準備中です。始まってから、もう一度操作してください。",
	en: "This cannot be done yet; try again once everything has started.",
};

const FAULT: Sentence = {
	ja: "端末の内部で誤りが起きました。操作は行われていません。",
	en: "The terminal failed inside; look at its output before trying again.",
};

function whyNot(error: Error, port: number): Error {
	const code = "code" in error ? error.code : undefined;
	if (code !== "EADDRINUSE" && code !== "EACCES") return error;
	const why = code === "EACCES" ? "may not be used by you" : "is taken by another program";
	return new Error(`port ${port} ${why}; choose another with --port, or leave it out for any that is free`);
}

/** The name that was asked for is ours, and a page that asks is ours too. */
function isForUs({ method, headers }: IncomingMessage, port: number): boolean {
	const names = [`127.0.0.1:${port}`, `localhost:${port}`];
	const { host, origin } = headers;
	if (host === undefined || !names.includes(host)) return false;
	const site = headers["sec-fetch-site"];
	if (site !== undefined && site !== "same-origin" && site !== "none") return false;
	return origin === undefined ? method === "GET" : origin === `http://${host}`;
}

type Json =
	| { readonly kind: "value"; readonly value: unknown }
	| { readonly kind: "refused"; readonly status: number; readonly reason: string };

async function jsonOf(request: IncomingMessage): Promise<Json> {
	const chunks: Buffer[] = [];
	let length = 0;
	for await (const chunk of request) {
		const bytes = Buffer.from(chunk);
		length += bytes.length;
		if (length > BODY_BYTES_MAX) return { kind: "refused", status: 413, reason: "too long" };
		chunks.push(bytes);
	}
	try {
		return { kind: "value", value: JSON.parse(Buffer.concat(chunks).toString("utf8")) };
	} catch {
		return { kind: "refused", status: 400, reason: "not JSON" };
	}
}

function answer(response: ServerResponse, status: number, result: ActionResult): void {
	if (response.headersSent) {
		response.destroy();
		return;
	}
	response.writeHead(status, { "Content-Type": "application/json" }).end(JSON.stringify(result));
}

function plain(response: ServerResponse, status: number, text: string): void {
	response.writeHead(status, { "Content-Type": "text/plain; charset=utf-8" }).end(`${text}\n`);
}

function portOf(address: AddressInfo | string | null): number {
	return typeof address === "object" && address !== null ? address.port : 0;
}

interface PageFile {
	readonly type: string;
	readonly body: string;
}

function filesOf({ script, style }: PageServerOptions): ReadonlyMap<string, PageFile> {
	return new Map([
		["/", { type: "text/html; charset=utf-8", body: DOCUMENT }],
		["/page.js", { type: "text/javascript; charset=utf-8", body: script }],
		["/page.css", { type: "text/css; charset=utf-8", body: style }],
		["/icon.svg", { type: "image/svg+xml", body: ICON }],
	]);
}

const DOCUMENT = `<!doctype html>
<html lang="ja">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>照合端末</title>
<link rel="icon" href="/icon.svg" type="image/svg+xml">
<link rel="stylesheet" href="/page.css">
</head>
<body>
<div id="page"><p class="loading">読み込んでいます… / Loading…</p></div>
<noscript>この画面には JavaScript が必要です。 / This page needs JavaScript.</noscript>
<script type="module" src="/page.js"></script>
</body>
</html>
`;

const ICON = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32">
<rect width="32" height="32" rx="7" fill="#14607a"/>
<path fill="none" stroke="#fff" stroke-width="3.200" stroke-linecap="round" stroke-linejoin="round"
d="M11 20V9m4.500 9V6.500M20 18V8m4 11v-7M11 20l-3.500-3.500M11 20q0 6 6.500 6T24 19"/></svg>`;
