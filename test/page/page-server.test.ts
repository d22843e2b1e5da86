/** The page's server to whoever is not its own page: other sites, other names, other programs. */
import { request } from "node:http";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { ITEMS_KEPT } from "../../terminal/service/event-stream.js";
import { type PageServer, startPageServer } from "../../terminal/service/page-server.js";

interface Served {
	readonly server: PageServer;
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
	Object.assign(served, { server, done });
});

test.after.each(({ server }) => server.close());

interface Reply {
	readonly status: number;
	readonly headers: Readonly<Record<string, unknown>>;
	readonly body: string;
}

type Asked = { readonly method?: string; readonly headers?: Record<string, string>; readonly body?: string };

/** `fetch` would not let a test lie about Host and Origin. */
function ask(url: string, { method = "GET", headers = {}, body }: Asked = {}): Promise<Reply> {
	return new Promise((resolve, reject) => {
		const asked = request(url, { method, headers }, (response) => {
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

test("the page may load nothing but itself, and nobody may frame it", async ({ server }) => {
	const { headers, body } = await ask(server.url);
	const policy = String(headers["content-security-policy"]);
	for (const rule of ["default-src 'none'", "script-src 'self'", "frame-ancestors 'none'", "base-uri 'none'"])
		assert.ok(policy.includes(rule), rule);
	assert.not.match(policy, /unsafe|https?:|\*/);
	assert.not.match(body, /https?:|<script(?! type="module" src="\/)| style=| on\w+=/);
	assert.is(headers["x-content-type-options"], "nosniff");
});

test("its own page may act", async ({ server, done }) => {
	const { status, body } = await act(server.url, "note", {}, '{"a":1}');
	assert.equal([status, JSON.parse(body)], [200, { kind: "done", value: 1 }]);
	assert.equal(done, [{ a: 1 }]);
});

test("a name that was made to resolve to this address gets nothing", async ({ server, done }) => {
	const port = new URL(server.url).port;
	for (const host of [
		`evil.example:${port}`,
		"evil.example",
		`127.0.0.1.evil.example:${port}`,
		"127.0.0.1:1",
	]) {
		assert.is((await ask(server.url, { headers: { host } })).status, 403, host);
		assert.is((await act(server.url, "note", { host, origin: `http://${host}` })).status, 403, host);
		assert.is((await ask(`${server.url}events`, { headers: { host } })).status, 403, host);
	}
	assert.equal(done, []);
});

test("a page of another site may neither act nor listen", async ({ server, done }) => {
	const port = new URL(server.url).port;
	for (const origin of ["http://evil.example", "null", `https://127.0.0.1:${port}`, "http://127.0.0.1:1"]) {
		assert.is((await act(server.url, "note", { origin })).status, 403, origin);
		assert.is((await ask(`${server.url}events`, { headers: { origin } })).status, 403, origin);
	}
	assert.is((await act(server.url, "note", { "sec-fetch-site": "cross-site" })).status, 403);
	const nameless = { method: "POST", headers: { "content-type": "application/json" }, body: "{}" };
	assert.is((await ask(`${server.url}do/note`, nameless)).status, 403);
	assert.is((await act(server.url, "note", { "content-type": "text/plain" })).status, 415);
	assert.equal(done, []);
});

test("what is no act, no JSON or too long is refused; a fault inside is not told outside", async (served) => {
	const { url } = served.server;
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
	const response = await fetch(`${url}events`, { signal: stop.signal, headers });
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

test("who comes later is told the latest state and the last items, in order", async ({ server }) => {
	server.send("state", { n: 1 });
	server.send("state", { n: 2 });
	for (let item = 1; item <= ITEMS_KEPT + 2; item++) server.append("items", item);
	const [run, state, first, ...others] = await events(server.url, ITEMS_KEPT + 2);
	assert.match(run, /^event: run\ndata: "\w+"$/);
	assert.is(state, 'event: state\ndata: {"n":2}');
	assert.is(first, "id: 3\nevent: items\ndata: 3");
	assert.is(others.length, ITEMS_KEPT - 1);
});

test("who comes back is told only what was missed", async ({ server }) => {
	for (const item of ["a", "b", "c"]) server.append("items", item);
	const response = await fetch(`${server.url}events`);
	const reader = response.body?.getReader();
	const seen = Buffer.from((await reader?.read())?.value ?? []).toString("utf8");
	await reader?.cancel();
	const run = /event: run\ndata: "(\w+)"/.exec(seen)?.[1];
	const missed = await events(server.url, 2, { "last-event-id": `${run}.2` });
	assert.equal(missed.slice(1), ['id: 3\nevent: items\ndata: "c"']);
	const anew = await events(server.url, 4, { "last-event-id": "other.2" });
	assert.is(anew.length, 4);
});

test.run();
