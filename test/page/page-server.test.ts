/** The page's server to whoever is not its own page: other sites, other names, other programs. */
import { request } from "node:http";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { ITEMS_KEPT } from "../../terminal/service/event-stream.js";
import { type PageServer, startPageServer } from "../../terminal/service/page-server.js";

interface Served {
	readonly server: PageServer;
	/** The page's, once its printed address has been opened. */
	readonly url: string;
	readonly done: unknown[];
}

const test = suite<Served>("page server");

test.before.each(async (served) => {
	const done: unknown[] = [];
	const server = await startPageServer({
		script: "0;",
		style: "",
		actions: {
			note: async (input) => {
				done.push(input);
				return { kind: "done", value: done.length };
			},
			fail: async () => {
				throw new Error("secret inside");
			},
		},
		onFault: () => {},
	});
	const url = `${new URL(server.url).origin}/`;
	jar.set(url, String((await ask(server.url)).headers["set-cookie"]).split(";")[0]);
	Object.assign(served, { server, url, done });
});

test.after.each(({ server }) => server.close());

interface Reply {
	readonly status: number;
	readonly headers: Readonly<Record<string, unknown>>;
	readonly body: string;
}

type Asked = { readonly method?: string; readonly headers?: Record<string, string>; readonly body?: string };

/** Cookies, by the page that has set them. */
const jar = new Map<string, string>();

function cookieFor(url: string): { readonly cookie?: string } {
	const cookie = jar.get(`${new URL(url).origin}/`);
	return cookie === undefined ? {} : { cookie };
}

/** `fetch` would not let a test lie about Host and Origin. */
function ask(url: string, { method = "GET", headers = {}, body }: Asked = {}): Promise<Reply> {
	return new Promise((resolve, reject) => {
		const asked = request(url, { method, headers: { ...cookieFor(url), ...headers } }, (response) => {
			let text = "";
			response.on("data", (chunk: Buffer) => {
				text += chunk.toString("utf8");
			});
			response.on("end", () =>
				resolve({ status: response.statusCode ?? 0, headers: response.headers, body: text }),
			);
		});
		asked.on("error", reject);
		asked.end(body);
	});
}

function act(url: string, name: string, headers: Record<string, string> = {}, body = "{}"): Promise<Reply> {
	const own = { "content-type": "application/json", origin: url.slice(0, -1) };
	return ask(`${url}do/${name}`, { method: "POST", headers: { ...own, ...headers }, body });
}

test("the page may load nothing but itself, and nobody may frame it", async ({ url }) => {
	const { headers, body } = await ask(url);
	const policy = String(headers["content-security-policy"]);
	for (const rule of ["default-src 'none'", "script-src 'self'", "frame-ancestors 'none'", "base-uri 'none'"])
		assert.ok(policy.includes(rule), rule);
	assert.not.match(policy, /unsafe|https?:|\*/);
	assert.not.match(body, /https?:|<script(?! type="module" src="\/)| style=| on\w+=/);
	assert.is(headers["x-content-type-options"], "nosniff");
});

test("its own page may act", async ({ url, done }) => {
	const { status, body } = await act(url, "note", {}, '{"a":1}');
	assert.equal([status, JSON.parse(body)], [200, { kind: "done", value: 1 }]);
	assert.equal(done, [{ a: 1 }]);
});

test("a name that was made to resolve to this address gets nothing", async ({ url, done }) => {
	const port = new URL(url).port;
	for (const host of [
		`evil.example:${port}`,
		"evil.example",
		`127.0.0.1.evil.example:${port}`,
		"127.0.0.1:1",
	]) {
		assert.is((await ask(url, { headers: { host } })).status, 403, host);
		assert.is((await act(url, "note", { host, origin: `http://${host}` })).status, 403, host);
		assert.is((await ask(`${url}events`, { headers: { host } })).status, 403, host);
	}
	assert.equal(done, []);
});

test("a page of another site may neither act nor listen", async ({ url, done }) => {
	const port = new URL(url).port;
	for (const origin of ["http://evil.example", "null", `https://127.0.0.1:${port}`, "http://127.0.0.1:1"]) {
		assert.is((await act(url, "note", { origin })).status, 403, origin);
		assert.is((await ask(`${url}events`, { headers: { origin } })).status, 403, origin);
	}
	assert.is((await act(url, "note", { "sec-fetch-site": "cross-site" })).status, 403);
	const nameless = { method: "POST", headers: { "content-type": "application/json" }, body: "{}" };
	assert.is((await ask(`${url}do/note`, nameless)).status, 403);
	assert.is((await act(url, "note", { "content-type": "text/plain" })).status, 415);
	assert.equal(done, []);
});

test("what is no act, no JSON or too long is refused; a fault inside is not told outside", async (served) => {
	const { url } = served;
	assert.is((await act(url, "constructor")).status, 404);
	assert.is(JSON.parse((await act(url, "nothing")).body).kind, "refused");
	assert.is((await act(url, "note", {}, "{")).status, 400);
	assert.is((await act(url, "note", {}, `"${"x".repeat(300_000)}"`)).status, 413);
	assert.is((await ask(`${url}../../package.json`)).status, 404);
	assert.is((await ask(url, { method: "DELETE", headers: { origin: url.slice(0, -1) } })).status, 405);
	const failed = await act(url, "fail");
	assert.is(failed.status, 500);
	assert.not.match(failed.body, /secret/);
	assert.equal(served.done, []);
});

/** Reads the stream until `count` events have come. */
async function events(url: string, count: number, headers: Record<string, string> = {}): Promise<string[]> {
	const stop = new AbortController();
	const response = await fetch(`${url}events`, {
		signal: stop.signal,
		headers: { ...cookieFor(url), ...headers },
	});
	let text = "";
	const found = () =>
		text.split("\n\n").filter((block) => block.includes("event: ") && block.includes("data: "));
	for await (const chunk of response.body ?? []) {
		text += Buffer.from(chunk).toString("utf8");
		if (found().length >= count) break;
	}
	stop.abort();
	return found().map((block) => block.replace(/^retry: \d+\n/, "").replace(/^id: \w+\./, "id: "));
}

test("who comes later is told the latest state and the last items, in order", async ({ server, url }) => {
	server.send("state", { n: 1 });
	server.send("state", { n: 2 });
	for (let item = 1; item <= ITEMS_KEPT + 2; item++) server.append("items", item);
	const [run, state, first, ...others] = await events(url, ITEMS_KEPT + 2);
	assert.match(run, /^event: run\ndata: "\w+"$/);
	assert.is(state, 'event: state\ndata: {"n":2}');
	assert.is(first, "id: 3\nevent: items\ndata: 3");
	assert.is(others.length, ITEMS_KEPT - 1);
});

test("who comes back is told only what was missed", async ({ server, url }) => {
	for (const item of ["a", "b", "c"]) server.append("items", item);
	const response = await fetch(`${url}events`, { headers: cookieFor(url) });
	const reader = response.body?.getReader();
	const seen = Buffer.from((await reader?.read())?.value ?? []).toString("utf8");
	await reader?.cancel();
	const run = /event: run\ndata: "(\w+)"/.exec(seen)?.[1];
	const missed = await events(url, 2, { "last-event-id": `${run}.2` });
	assert.equal(missed.slice(1), ['id: 3\nevent: items\ndata: "c"']);
	const anew = await events(url, 4, { "last-event-id": "other.2" });
	assert.is(anew.length, 4);
});

test("nobody on this machine gets anything or does anything without the printed address", async (served) => {
	const { server, url, done } = served;
	const [name, key] = cookieFor(url).cookie?.split("=") ?? [];
	const other = `${key[0] === "A" ? "B" : "A"}${key.slice(1)}`;
	for (const cookie of [
		"",
		`${name}=`,
		`${name}=${other}`,
		`${name}=${key}x`,
		`other=${key}`,
		`${name}x=${key}`,
	]) {
		for (const path of [
			"",
			"page.js",
			"page.css",
			"icon.svg",
			"events",
			`enter/${other}`,
			"enter/",
			"enter",
		]) {
			const { status, body } = await ask(`${url}${path}`, { headers: { cookie } });
			assert.is(status, 403, `${path} with ${cookie}`);
			assert.match(
				body,
				/^この画面は、.*アドレスで開いてください。 \/ Open this page by the address .*\.\n$/,
			);
		}
		assert.is((await act(url, "note", { cookie })).status, 403, cookie);
	}
	assert.equal(done, []);
	assert.is((await ask(url, { headers: { cookie: `a=b; ${name}=${key}; c=d` } })).status, 200);
	assert.is((await ask(server.url, { headers: { host: "evil.example" } })).status, 403);
});

test("the printed address leads to the page, and its key goes nowhere else", async ({ server, url }) => {
	const { status, headers, body } = await ask(server.url, { headers: { cookie: "" } });
	assert.equal([status, headers["location"], body], [303, "/", ""]);
	assert.match(String(headers["set-cookie"]), /^shogo-\d+=[\w-]{22}; Path=\/; HttpOnly; SameSite=Strict$/);
	const key = server.url.split("/").pop() ?? "";
	for (const path of ["", "page.js", "nothing"])
		assert.not.ok((await ask(`${url}${path}`)).body.includes(key));
	const next = await startPageServer({ script: "", style: "", actions: {} });
	assert.is.not(next.url.split("/").pop(), key);
	await next.close();
});

test("a port that is taken is told with what to do", async ({ url }) => {
	const port = Number(new URL(url).port);
	const message = await startPageServer({ script: "", style: "", actions: {}, port }).then(
		() => "served",
		(error: Error) => error.message,
	);
	assert.match(message, new RegExp(`^port ${port} is taken by another program; choose another with --port`));
});

test.run();
