import { createHmac } from "node:crypto";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { subjectTokenOf, VERIFICATION_ID_MAX_BYTES } from "../../terminal/subject-token.js";
import { openOffice } from "./office.js";

const { crypto } = openOffice();
const SITE_KEY = new Uint8Array(32).fill(3);

function tokenOf(typed: string, siteKey = SITE_KEY): string {
	const outcome = subjectTokenOf(crypto, siteKey, typed);
	return outcome.kind === "token" ? Buffer.from(outcome.token).toString("hex") : outcome.reason;
}

test("a token is the HMAC-SHA-256 of the ID's UTF-8 under the site key", () => {
	for (const id of ["A1001", "照合１２３".normalize("NFKC"), "あ"]) {
		assert.is(tokenOf(id), createHmac("sha256", SITE_KEY).update(id, "utf8").digest("hex"));
	}
});

test("full width, half width, composed, decomposed and surrounded by spaces are one ID", () => {
	assert.is(tokenOf("Ａ１００１"), tokenOf("A1001"));
	assert.is(tokenOf(" \t\u3000A1001 \n"), tokenOf("A1001"));
	assert.is(tokenOf("ｶﾞ1"), tokenOf("ガ1"));
	assert.is(tokenOf("カ\u30991"), tokenOf("ガ1"));
});

test("different IDs, other case and another site's key give other tokens", () => {
	assert.is.not(tokenOf("A1001"), tokenOf("A1002"));
	assert.is.not(tokenOf("A1001"), tokenOf("a1001"));
	assert.is.not(tokenOf("A1001"), tokenOf("A1001", new Uint8Array(32).fill(4)));
});

test("nothing typed is refused as empty", () => {
	for (const typed of ["", " ", "\u3000\t\n"]) assert.is(tokenOf(typed), "empty");
});

test("the bound counts UTF-8 bytes after normalisation", () => {
	assert.is(tokenOf("x".repeat(VERIFICATION_ID_MAX_BYTES)).length, 64);
	assert.is(tokenOf("x".repeat(VERIFICATION_ID_MAX_BYTES + 1)), "too-long");
	assert.is(tokenOf("照".repeat(21)).length, 64);
	assert.is(tokenOf("照".repeat(22)), "too-long");
	assert.is(tokenOf("x".repeat(1_000_000)), "too-long");
});

test("invisible, control and lone surrogate characters are refused, not silently dropped", () => {
	for (const odd of ["A\u200b1", "A\u00001", "A\u202e1", "A\ud8001", "A\ue0001", "A\u00ad1"]) {
		assert.is(tokenOf(odd), "unprintable", JSON.stringify(odd));
	}
});

test.run();
