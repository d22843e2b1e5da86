import { test } from "uvu";
import * as assert from "uvu/assert";
import { encodeUtf8 } from "../../modules/bytes/utf8.js";
import { signSign1 } from "../../modules/codec/cose.js";
import { signMessage } from "../../modules/messages/envelope.js";
import {
	CONTENT_TYPES,
	Decision,
	Modality,
	RefusalReason,
} from "../../modules/messages/messages.generated.js";
import { encodeBody } from "../../modules/messages/messages.js";
import { topicOf } from "../../modules/messages/topics.js";
import { openExchange, REPORT_GRACE_S, verifyReport } from "../../terminal/exchange.js";
import { createSigningKey } from "../../terminal/keys.js";
import {
	ADDRESS,
	accepting,
	acceptingEnrolment,
	assertStillOpen,
	challenge,
	enrolBegin,
	NOW,
	openOffice,
	RES,
	sha256,
	signedResult,
	verdictOf,
} from "./office.js";

test("the unit's signed answer to the outstanding challenge is verified and handed out", () => {
	const office = openOffice();
	const request = challenge(office);
	const body = accepting(office, request);
	const verdict = verifyReport(office.crypto, office.exchange, NOW, RES, signedResult(office, body));
	if (verdict.kind === "refused") return assert.unreachable(verdict.reason);
	assert.is(verdict.nonce, request.nonce);
	if (verdict.report.type !== "result") return assert.unreachable(verdict.report.type);
	assert.is(verdict.report.body.decision, Decision.accepted);
	assert.equal(office.exchange.lastOrder, { bootCount: 1, sequence: 1 });
});

test("a signed refusal is verified too, with its reason", () => {
	const office = openOffice();
	const body = accepting(office, challenge(office));
	const bytes = signedResult(office, {
		...body,
		decision: Decision.refused,
		reason: RefusalReason.mismatch,
	});
	const verdict = verifyReport(office.crypto, office.exchange, NOW, RES, bytes);
	if (verdict.kind === "refused") return assert.unreachable(verdict.reason);
	if (verdict.report.type !== "result") return assert.unreachable(verdict.report.type);
	assert.is(verdict.report.body.reason, RefusalReason.mismatch);
});

test("an enrolment's answer is verified against the pledge that was sent", () => {
	const office = openOffice();
	const body = acceptingEnrolment(office, enrolBegin(office));
	const other = { ...body, pledgeHash: sha256(office, encodeUtf8("another pledge")) };
	const { crypto, unitKey } = office;
	assert.is(
		verdictOf(office, signMessage(crypto, unitKey, RES, "enrol-result", other)),
		"contradicts-request",
	);
	assert.is(verdictOf(office, signMessage(crypto, unitKey, RES, "enrol-result", body)), "verified");
});

test("the same answer a second time is a replay", () => {
	const office = openOffice();
	const bytes = signedResult(office, accepting(office, challenge(office)));
	assert.is(verdictOf(office, bytes), "verified");
	assert.is(verdictOf(office, bytes), "already-answered");
});

test("an old answer replayed while another request is open is a replay and leaves that request open", () => {
	const office = openOffice();
	const old = signedResult(office, accepting(office, challenge(office)));
	assert.is(verdictOf(office, old), "verified");
	const request = challenge(office);
	assert.is(verdictOf(office, old), "already-answered");
	assert.is(verdictOf(office, signedResult(office, accepting(office, request, 2))), "verified");
});

test("an answer to another terminal's challenge answers nothing here", () => {
	const office = openOffice();
	const elsewhere = { ...office, exchange: openExchange(office.exchange.unit) };
	const request = challenge(office);
	assert.is(
		verdictOf(office, signedResult(office, accepting(office, challenge(elsewhere)))),
		"not-outstanding",
	);
	assertStillOpen(office, request);
});

test("only the unit's own result topic is listened to", () => {
	const office = openOffice();
	const request = challenge(office);
	for (const topic of [
		topicOf(ADDRESS, "state"),
		topicOf({ ...ADDRESS, unit: "u2" }, "res"),
		topicOf({ ...ADDRESS, terminal: "t2" }, "res"),
		"shogo/1/s1/t1/u1/res/",
		"",
	]) {
		const bytes = signedResult(office, accepting(office, request));
		assert.is(verdictOf(office, bytes, NOW, topic), "wrong-topic", topic);
	}
	assertStillOpen(office, request);
});

test("an answer that was signed for another topic has a bad signature here", () => {
	const office = openOffice();
	const request = challenge(office);
	const moved = signedResult(office, accepting(office, request), topicOf({ ...ADDRESS, unit: "u2" }, "res"));
	assert.is(verdictOf(office, moved), "bad-signature");
	assertStillOpen(office, request);
});

test("an answer signed with a key that is not the unit's names an unknown key", () => {
	const office = openOffice();
	const request = challenge(office);
	for (const unitKey of [createSigningKey(office.crypto), office.terminalKey, office.authorityKey]) {
		const bytes = signedResult({ ...office, unitKey }, accepting(office, request));
		assert.is(verdictOf(office, bytes), "unknown-key");
	}
	assertStillOpen(office, request);
});

test("an answer that names the unit's key but was signed with another has a bad signature", () => {
	const office = openOffice();
	const request = challenge(office);
	const forger = { ...createSigningKey(office.crypto), kid: office.unitKey.kid };
	const bytes = signedResult({ ...office, unitKey: forger }, accepting(office, request));
	assert.is(verdictOf(office, bytes), "bad-signature");
	assertStillOpen(office, request);
});

test("what the unit signs but is no answer is of an unexpected type", () => {
	const office = openOffice();
	const request = challenge(office);
	const { crypto, unitKey, ueid } = office;
	const offline = signMessage(crypto, unitKey, RES, "offline", { ueid, bootCount: 1 });
	assert.is(verdictOf(office, offline), "unexpected-type");
	assertStillOpen(office, request);
});

test("an answer in the name of another unit is refused although the key is right", () => {
	const office = openOffice();
	const request = challenge(office);
	const body = { ...accepting(office, request), ueid: new Uint8Array(17).fill(1) };
	assert.is(verdictOf(office, signedResult(office, body)), "wrong-unit");
	assertStillOpen(office, request);
});

test("an answer whose hash is of another request is refused", () => {
	const office = openOffice();
	const request = challenge(office);
	const body = { ...accepting(office, request), requestHash: sha256(office, request.envelope.subarray(1)) };
	assert.is(verdictOf(office, signedResult(office, body)), "wrong-request");
	assertStillOpen(office, request);
});

test("another modality, or an enrolment's answer to a challenge, contradicts the request", () => {
	const office = openOffice();
	const request = challenge(office);
	const iris = { ...accepting(office, request), modality: Modality.iris };
	assert.is(verdictOf(office, signedResult(office, iris)), "contradicts-request");
	const { crypto, unitKey } = office;
	const enrolled = signMessage(crypto, unitKey, RES, "enrol-result", acceptingEnrolment(office, request));
	assert.is(verdictOf(office, enrolled), "contradicts-request");
	assertStillOpen(office, request);
});

test("an answer must come later in the unit's own order than the last accepted one", () => {
	for (const [bootCount, sequence, expected] of [
		[3, 11, "verified"],
		[4, 0, "verified"],
		[3, 10, "stale-order"],
		[3, 9, "stale-order"],
		[2, 99, "stale-order"],
	] as const) {
		const office = openOffice();
		const exchange = openExchange(office.exchange.unit, { bootCount: 3, sequence: 10 });
		const request = challenge({ ...office, exchange });
		const body = { ...accepting(office, request), bootCount, sequence };
		assert.is(
			verdictOf({ ...office, exchange }, signedResult(office, body)),
			expected,
			`${bootCount}.${sequence}`,
		);
	}
});

test("an answer is believed to the last second of its time and not a second longer", () => {
	for (const [second, expected] of [
		[15 + REPORT_GRACE_S, "verified"],
		[15 + REPORT_GRACE_S + 1, "late"],
	] as const) {
		const office = openOffice();
		const request = challenge(office);
		const bytes = signedResult(office, accepting(office, request));
		assert.is(verdictOf(office, bytes, NOW + second), expected);
	}
});

test("every truncation and every flipped bit of an answer is refused and leaves the request open", () => {
	const office = openOffice();
	// Only one bit in sixteen is tried: a signature check takes milliseconds. messages' own tests try them all.
	const request = challenge(office);
	const bytes = signedResult(office, accepting(office, request));
	for (let length = 0; length < bytes.length; length++) {
		assert.is(verdictOf(office, bytes.subarray(0, length)), "malformed", `${length} bytes`);
	}
	for (let bit = 0; bit < 8 * bytes.length; bit += 17) {
		const flipped = bytes.slice();
		flipped[bit >> 3] ^= 1 << (bit & 7);
		assert.is.not(verdictOf(office, flipped), "verified", `bit ${bit}`);
	}
	assertStillOpen(office, request);
});

test("a message longer than any the unit sends is refused for its length", () => {
	assert.is(verdictOf(openOffice(), new Uint8Array(65_536)), "too-long");
});

test("a signed body that is not what its content type says is malformed", () => {
	const office = openOffice();
	const { crypto, unitKey, ueid } = office;
	const content = {
		contentType: CONTENT_TYPES.result,
		kid: unitKey.kid,
		payload: encodeBody("offline", { ueid, bootCount: 1 }),
	};
	assert.is(verdictOf(office, signSign1(crypto, unitKey.privateKey, encodeUtf8(RES), content)), "malformed");
});

test("requests are forgotten oldest first, and the newest is always remembered", () => {
	const office = openOffice();
	const first = challenge(office);
	let last = first;
	for (let i = 0; i < 64; i++) last = challenge(office);
	assert.is(verdictOf(office, signedResult(office, accepting(office, first))), "not-outstanding");
	assert.is(verdictOf(office, signedResult(office, accepting(office, last))), "verified");
});

test.run();
