import { test } from "uvu";
import * as assert from "uvu/assert";
import { Scheduler } from "../../host-sim/doors/scheduler.js";
import { signMessage } from "../../modules/messages/envelope.js";
import { HintReason } from "../../modules/messages/messages.generated.js";
import { encodeBody } from "../../modules/messages/messages.js";
import { topicOf } from "../../modules/messages/topics.js";
import { newAuditMirror } from "../../terminal/audit-mirror.js";
import { type Answer, openSession } from "../../terminal/session.js";
import { LOG, newChain, nextEntry } from "./chain.js";
import { ADDRESS, accepting, challenge, NOW, openOffice, RES, signedResult } from "./office.js";

const EVT = topicOf(ADDRESS, "evt");
const STATE = topicOf(ADDRESS, "state");

function openTestSession() {
	const office = openOffice();
	const scheduler = new Scheduler();
	const published: { topic: string; payload: Uint8Array }[] = [];
	const heard: string[] = [];
	const session = openSession({
		crypto: office.crypto,
		exchange: office.exchange,
		clock: {
			nowSeconds: () => NOW + Math.floor(scheduler.nowMs() / 1000),
			setTimer: (delayMs, onTimer) => scheduler.schedule(delayMs, onTimer),
		},
		publish: (topic, payload) => published.push({ topic, payload }),
		onHint: ({ hintReason }) => heard.push(`hint ${hintReason}`),
		onPresence: ({ type, body }) => heard.push(`${type} ${body.bootCount}`),
		onRefused: ({ channel, reason }) => heard.push(`${channel} ${reason}`),
	});
	return { office, scheduler, published, heard, session };
}

/** The answer so far; undefined while the request waits. */
async function soFar(answer: Promise<Answer>): Promise<string | undefined> {
	const nothing = Promise.resolve().then(() => undefined);
	return (await Promise.race([answer, nothing]))?.kind;
}

test("a request is published on the command topic and answered by the verified report", async () => {
	const { office, published, session } = openTestSession();
	const request = challenge(office);
	const answer = session.request(request);
	assert.equal(published, [{ topic: topicOf(ADDRESS, "cmd"), payload: request.envelope }]);
	session.receive(RES, signedResult(office, accepting(office, request)));
	assert.is((await answer).kind, "verified");
});

test("garbage, replays and forgeries neither answer a request nor end it", async () => {
	const { office, heard, session } = openTestSession();
	const old = challenge(office);
	const replayed = signedResult(office, accepting(office, old));
	const first = session.request(old);
	session.receive(RES, replayed);
	await first;
	const request = challenge(office);
	const answer = session.request(request);
	session.receive(RES, replayed);
	session.receive(RES, Uint8Array.of(1, 2, 3));
	session.receive("elsewhere", replayed);
	assert.is(await soFar(answer), undefined);
	assert.equal(heard, ["res already-answered", "res malformed", "unknown wrong-topic"]);
	session.receive(RES, signedResult(office, accepting(office, request, 2)));
	assert.is((await answer).kind, "verified");
});

test("a request times out when no report would be believed, and an answer after that is late", async () => {
	const { office, scheduler, heard, session } = openTestSession();
	const request = challenge(office);
	const answer = session.request(request);
	scheduler.advance(24_999);
	assert.is(await soFar(answer), undefined);
	scheduler.advance(1);
	assert.is((await answer).kind, "timed-out");
	scheduler.advance(1000);
	session.receive(RES, signedResult(office, accepting(office, request)));
	assert.equal(heard, ["res late"]);
});

test("closing settles what waits, twice without harm", async () => {
	const { office, scheduler, session } = openTestSession();
	const answer = session.request(challenge(office));
	session.close();
	session.close();
	assert.is((await answer).kind, "closed");
	assert.is((await session.request(challenge(office))).kind, "closed");
	assert.is(scheduler.nextAtMs(), undefined);
});

test("hints are surfaced, malformed ones refused", () => {
	const { heard, session } = openTestSession();
	session.receive(EVT, encodeBody("hint", { hintReason: HintReason.tooDark }));
	session.receive(EVT, Uint8Array.of(0xa0));
	assert.equal(heard, [`hint ${HintReason.tooDark}`, "evt malformed"]);
});

test("birth and last will are surfaced when the unit signed them, refused when somebody else did", () => {
	const { office, heard, session } = openTestSession();
	const { crypto, unitKey, terminalKey, ueid } = office;
	const hash = new Uint8Array(32);
	const chain = { sequence: 0, auditHead: hash, policyHash: hash, policyVersion: 0, keyVersion: 0 };
	const birth = {
		ueid,
		bootCount: 4,
		bootNonce: new Uint8Array(16).fill(4),
		softwareVersion: "0.1.0",
		firmwareVersion: 1,
		bundleHash: hash,
		...chain,
	};
	session.receive(STATE, signMessage(crypto, unitKey, STATE, "birth", birth));
	session.receive(STATE, signMessage(crypto, unitKey, STATE, "offline", { ueid, bootCount: 4 }));
	session.receive(STATE, signMessage(crypto, terminalKey, STATE, "birth", birth));
	const other = { ...birth, ueid: new Uint8Array(17) };
	session.receive(STATE, signMessage(crypto, unitKey, STATE, "birth", other));
	assert.equal(heard, ["birth 4", "offline 4", "state unknown-key", "state wrong-unit"]);
});

test("the log is heard, kept and receipted, and so is an answer that nobody waits for any more", () => {
	const office = openOffice();
	const chain = newChain();
	const heard: string[] = [];
	const session = openSession({
		crypto: office.crypto,
		exchange: office.exchange,
		clock: { nowSeconds: () => NOW, setTimer: () => ({ close() {} }) },
		publish: (topic) => heard.push(topic),
		onLog: ({ type }) => heard.push(type),
		onRefused: ({ channel, reason }) => heard.push(`${channel} ${reason}`),
		audit: {
			mirror: newAuditMirror(),
			ledger: { append: (list) => heard.push(`write ${list.length}`) },
			terminalKey: office.terminalKey,
			schedule: (write) => write(),
		},
	});
	const head = nextEntry(office, chain);
	const late = signedResult(office, {
		...accepting(office, challenge(openOffice()), chain.sequence),
		auditHead: chain.head,
	});
	session.receive(LOG, head.envelope);
	session.receive(LOG, head.envelope.slice(1));
	session.receive(LOG, late);
	session.receive(RES, late);
	assert.ok(session.topics.includes(LOG));
	const cmd = topicOf(ADDRESS, "cmd");
	const first = ["chain-head", "write 2", cmd, "log malformed", "log bad-signature"];
	assert.equal(heard, [...first, "res not-outstanding", "write 2", cmd]);
});

test.run();
