import { chmodSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import {
	createSigningKey,
	createSiteKey,
	loadSigningKey,
	loadSiteKey,
	saveSigningKey,
	saveSiteKey,
} from "../../terminal/keys.js";
import { openOffice } from "./office.js";

const { crypto } = openOffice();
const test = suite<{ folder: string; path: string }>("key files", { folder: "", path: "" });

test.before.each((context) => {
	context.folder = mkdtempSync(join(tmpdir(), "keys-"));
	context.path = join(context.folder, "key.json");
});
test.after.each(({ folder }) => rmSync(folder, { recursive: true }));

function outcomeOf(path: string, use: "terminal" | "authority" = "terminal"): string {
	const loaded = loadSigningKey(crypto, path, use);
	return loaded.kind === "loaded" ? "loaded" : loaded.reason;
}

test("a signing key comes back as it was saved, from a file that only its owner may read", ({ path }) => {
	const key = createSigningKey(crypto);
	saveSigningKey(path, "authority", key);
	assert.is(statSync(path).mode & 0o777, 0o600);
	assert.equal(loadSigningKey(crypto, path, "authority"), { kind: "loaded", key });
});

test("a site key comes back as it was saved", ({ path }) => {
	const key = createSiteKey(crypto);
	saveSiteKey(path, key);
	assert.is(statSync(path).mode & 0o777, 0o600);
	assert.equal(loadSiteKey(path), { kind: "loaded", key });
});

test("an existing key file is never overwritten", ({ path }) => {
	saveSigningKey(path, "terminal", createSigningKey(crypto));
	const before = readFileSync(path, "utf8");
	assert.throws(() => saveSigningKey(path, "terminal", createSigningKey(crypto)), /EEXIST/);
	assert.is(readFileSync(path, "utf8"), before);
});

test("a missing file and a folder in its place are told apart", ({ folder, path }) => {
	assert.is(outcomeOf(path), "missing");
	chmodSync(folder, 0o700);
	assert.is(outcomeOf(folder), "unreadable");
});

test("a key that others may read is refused", ({ path }) => {
	saveSigningKey(path, "terminal", createSigningKey(crypto));
	chmodSync(path, 0o640);
	assert.is(outcomeOf(path), "open-to-others");
});

test("a key for another use is refused", ({ path }) => {
	saveSigningKey(path, "authority", createSigningKey(crypto));
	assert.is(outcomeOf(path, "terminal"), "wrong-kind");
	assert.is(outcomeOf(path, "authority"), "loaded");
});

test("every truncation of a key file is refused as damaged", ({ path }) => {
	saveSigningKey(path, "terminal", createSigningKey(crypto));
	const text = readFileSync(path, "utf8");
	for (let length = 0; length < text.length - 1; length++) {
		writeFileSync(path, text.slice(0, length));
		assert.is(outcomeOf(path), "damaged", `${length} characters`);
	}
});

test("a public half that does not belong to the private one is damage", ({ path }) => {
	const key = { ...createSigningKey(crypto), publicKey: createSigningKey(crypto).publicKey };
	saveSigningKey(path, "terminal", key);
	assert.is(outcomeOf(path), "damaged");
});

test("other JSON, other versions and short keys are damage", ({ path }) => {
	saveSiteKey(path, createSiteKey(crypto));
	const good: Record<string, unknown> = JSON.parse(readFileSync(path, "utf8"));
	for (const bad of [
		null,
		[],
		1,
		"x",
		{},
		{ ...good, version: 2 },
		{ ...good, secret: "00" },
		{ ...good, secret: 5 },
	]) {
		writeFileSync(path, JSON.stringify(bad));
		const loaded = loadSiteKey(path);
		assert.is(loaded.kind === "refused" && loaded.reason, "damaged", JSON.stringify(bad));
	}
});

test("a zero private key is damage, not an exception", ({ path }) => {
	const key = { ...createSigningKey(crypto), privateKey: new Uint8Array(32) };
	saveSigningKey(path, "terminal", key);
	assert.is(outcomeOf(path), "damaged");
});

test.run();
