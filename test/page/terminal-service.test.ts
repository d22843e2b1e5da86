/** The terminal's service without a browser or a unit: what it takes, what it keeps, what it never tells. */
import { test } from "uvu";
import * as assert from "uvu/assert";
import { Action, Decision, EndReason, IncidentKind } from "../../modules/messages/messages.generated.js";
import { openExchange } from "../../terminal/exchange.js";
import { createSigningKey, createSiteKey } from "../../terminal/keys.js";
import { createNativeCrypto } from "../../terminal/native-crypto.js";
import { actionsOf } from "../../terminal/service/actions.js";
import { OFFICE_PURPOSES } from "../../terminal/service/purposes.js";
import { newStaffRegister } from "../../terminal/service/staff.js";
import { openTerminalService } from "../../terminal/service/terminal-service.js";
import type { Answer, TerminalClock } from "../../terminal/session.js";
import type { ActionResult } from "../../terminal/shared/contract.js";
import type { TerminalState } from "../../terminal/shared/terminal-state.js";
import { subjectTokenOf } from "../../terminal/subject-token.js";

const crypto = createNativeCrypto();
const site = createSiteKey(crypto);
const BEGAN_AT = 1_800_000_000;
const PLEDGE = "ab".repeat(32);

/** A clock that a test moves. */
class HandClock implements TerminalClock {
	#now = BEGAN_AT;
	#timers: { readonly at: number; readonly run: () => void }[] = [];

	nowSeconds(): number {
		return this.#now;
	}

	setTimer(delayMs: number, run: () => void): { close(): void } {
		const timer = { at: this.#now + delayMs / 1000, run };
		this.#timers.push(timer);
		return {
			close: () => {
				this.#timers = this.#timers.filter((other) => other !== timer);
			},
		};
	}

	pass(seconds: number): void {
		this.#now += seconds;
		const due = this.#timers.filter(({ at }) => at <= this.#now);
		this.#timers = this.#timers.filter(({ at }) => at > this.#now);
		for (const { run } of due) run();
	}
}

/** A unit that answers what the test tells it to, in turn; without an answer it keeps everybody waiting. */
function office(answers: readonly Partial<ResultBody>[] = []) {
	const clock = new HandClock();
	const states: TerminalState[] = [];
	const unit = {
		address: { site: "s", terminal: "t", unit: "u" },
		ueid: new Uint8Array(17),
		publicKey: createSigningKey(crypto).publicKey,
	};
	const service = openTerminalService({
		...{ crypto, clock, demand: 1, modalities: [1], purposes: OFFICE_PURPOSES },
		keys: { terminal: createSigningKey(crypto), authority: createSigningKey(crypto), site },
		exchange: openExchange(unit),
		staff: newStaffRegister([
			{ subjectToken: tokenOf("A1001"), name: "佐藤", role: "supervisor" },
			{ subjectToken: tokenOf("B2002"), name: "鈴木", role: "operator" },
		]),
		...{ linkLossSeconds: 30, sampleCount: 3 },
		onState: (state) => states.push(state),
	});
	const waiting = [...answers];
	const nonces: string[] = [];
	service.attach({
		request: ({ nonce }): Promise<Answer> => {
			nonces.push(nonce);
			const next = waiting.shift();
			if (next === undefined) return new Promise(() => {});
			const body = { ...RESULT, ...next };
			return Promise.resolve({ kind: "verified", report: { type: "result", body } });
		},
	});
	service.hears.session.onPresence({ type: "birth", body: { ...BIRTH, bootCount: 1 } });
	return { clock, service, states, nonces, acts: actionsOf(service) };
}

function tokenOf(id: string): Uint8Array {
	const subject = subjectTokenOf(crypto, site, id);
	if (subject.kind === "refused") throw new Error(subject.reason);
	return subject.token;
}

const RESULT = {
	nonce: new Uint8Array(16),
	ueid: new Uint8Array(17),
	...({ bootCount: 1, sequence: 1, modality: 1, clockSource: 1, action: Action.logIn } as const),
	requestHash: new Uint8Array(32),
	policyHash: new Uint8Array(32),
	auditHead: new Uint8Array(32),
	decision: Decision.accepted,
} as const;
type ResultBody = Extract<Extract<Answer, { kind: "verified" }>["report"], { type: "result" }>["body"];

const BIRTH = {
	ueid: new Uint8Array(17),
	softwareVersion: "1.0",
	bootNonce: new Uint8Array(16),
	bundleHash: new Uint8Array(32),
	auditHead: new Uint8Array(32),
	policyHash: new Uint8Array(32),
	...{ sequence: 0, policyVersion: 0, keyVersion: 0, firmwareVersion: 0 },
} as const;

const settled = () => new Promise((resolve) => setImmediate(resolve));

function reasonOf(result: ActionResult): string {
	return result.kind === "refused" ? `${result.reason.ja}${result.reason.en}` : result.kind;
}

test("a typed 照合ID is in no state, in no answer and in no reason", async () => {
	const secret = "SECRET-4711";
	for (const id of [secret, "ＳＥＣＲＥＴ－４７１１", ` ${secret} `, `${secret}\u0007`, secret.repeat(40)]) {
		const { acts, states, service } = office([{ decision: Decision.refused, reason: 1, attemptsLeft: 4 }]);
		const told: unknown[] = [];
		for (const [name, input] of [
			["log-in", { id, purpose: 1 }],
			["open-day", { id }],
			["close-day", { id }],
			["confirm", { id, query: "q" }],
			["enrol", { id, name: "n", role: "operator", modality: 1, pledgeHash: PLEDGE, witnessId: id }],
			["revoke", { key: id, reason: 1 }],
			["mark", { key: id, attendance: "absent" }],
		] as const) {
			told.push(await acts[name](input));
			await settled();
			service.dismiss();
		}
		const everything = JSON.stringify([told, states, service.state()]).normalize("NFKC");
		assert.ok(states.length > 0);
		assert.not.ok(everything.includes(secret), id);
	}
});

test("what a browser sends is judged: nothing odd is done, and nothing throws", async () => {
	const { acts, service } = office();
	const odd: unknown[] = [undefined, null, 1, "x", [], {}, { id: 1 }, { id: {}, purpose: {} }, { key: [] }];
	const wrong = { id: "A1001", purpose: 256, query: 1, reception: [], role: "king", modality: 9, alert: "1" };
	for (const [name, act] of Object.entries(acts)) {
		for (const input of [...odd, wrong, { ...wrong, id: "x".repeat(5000), purpose: 1.5, key: "nobody" }]) {
			if (["dismiss", "active", "open-day", "close-day"].includes(name) && input !== null) continue;
			assert.is((await act(input)).kind, "refused", `${name} ${JSON.stringify(input)?.slice(0, 60)}`);
		}
	}
	assert.is(service.state().counter.kind, "free");
});

test("one person at a time: who asks meanwhile is told to wait", async () => {
	const { acts, service } = office();
	assert.equal(await acts["log-in"]({ id: "A1001", purpose: 10 }), { kind: "done" });
	const { counter } = service.state();
	assert.is(counter.kind === "placing" && counter.person, "佐藤");
	assert.match(reasonOf(await acts["log-in"]({ id: "B2002", purpose: 10 })), /waiting for somebody/);
});

test("an enrolment needs the hash of a pledge, of its full length", async () => {
	const { acts } = office();
	const somebody = { id: "N1", name: "新人", role: "operator", modality: 1, witnessId: "A1001" };
	for (const pledgeHash of [undefined, "", "zz".repeat(32), "ab".repeat(31)])
		assert.match(reasonOf(await acts["enrol"]({ ...somebody, pledgeHash })), /誓約書/);
	assert.match(reasonOf(await acts["enrol"]({ ...somebody, name: " ", pledgeHash: PLEDGE })), /氏名/);
	assert.equal(await acts["enrol"]({ ...somebody, pledgeHash: PLEDGE }), { kind: "done" });
});

async function loggedIn(more: readonly Partial<ResultBody>[] = [], id = "A1001") {
	const opened = office([{}, ...more]);
	await opened.acts["log-in"]({ id, purpose: 10 });
	await settled();
	const { session } = opened.service.state();
	assert.is(session.kind === "running" && session.person, id === "A1001" ? "佐藤" : "鈴木");
	return opened;
}

test("with the authority's key there, only a supervisor who is logged in revokes or forgives", async () => {
	const orders = async ({ acts, service, nonces }: ReturnType<typeof office>) => {
		const { people } = service.state();
		const key = people.find(({ name }) => name === "鈴木")?.key ?? people[0]?.key ?? "gone";
		const asked = nonces.length;
		const answers = [await acts["forgive"]({ key }), await acts["revoke"]({ key, reason: 1 })];
		return { said: answers.map(reasonOf).join(" "), asked: nonces.length - asked };
	};
	const locked = await loggedIn([{}, {}, {}]);
	await locked.acts["end-session"]({ reason: "lock" });
	for (const others of [office([{}, {}]), await loggedIn([{}, {}], "B2002"), locked]) {
		const { said, asked } = await orders(others);
		assert.match(said, /(責任者がログイン.*){2}/);
		assert.is(asked, 0, "the unit was not asked");
	}
	assert.equal(await orders(await loggedIn([{}, {}])), { said: "done done", asked: 2 });
});

test("a locked screen is told of nobody", async () => {
	const { acts, service } = await loggedIn([{}]);
	assert.is(service.state().people.length, 2);
	await acts["end-session"]({ reason: "lock" });
	assert.not.match(JSON.stringify(service.state()), /佐藤|鈴木/);
});

test("a refusal tells how many attempts are left, then how long to wait, then that it is over", async () => {
	const { acts, service, clock } = office([
		{ decision: Decision.refused, reason: 1, attemptsLeft: 2 },
		{ decision: Decision.refused, reason: 11, retryAfter: 30 },
	]);
	await acts["log-in"]({ id: "A1001", purpose: 1 });
	await settled();
	const first = service.state().counter;
	assert.is(first.kind === "refused" && first.attemptsLeft, 2);
	await acts["log-in"]({ id: "A1001", purpose: 1 });
	await settled();
	assert.is(service.state().people[0].lockedUntil, BEGAN_AT + 30);
	clock.pass(31);
	assert.is(service.state().people[0].lockedUntil, undefined);
});

/** What every entry of the unit's log has. */
const ENTRY = {
	...({ ueid: RESULT.ueid, bootCount: 1, sequence: 2, clockSource: 1 } as const),
	...{ auditHead: RESULT.auditHead, policyHash: RESULT.policyHash },
} as const;
const SIGNED = { kind: "opened", kid: new Uint8Array(8) } as const;

test("the unit's word of an absence covers the screen; that of another session does not", async () => {
	const { service, nonces } = await loggedIn();
	const log = (sessionNonce: Uint8Array) => {
		const body = { ...ENTRY, sessionNonce, endReason: EndReason.absent };
		service.hears.session.onLog({ ...SIGNED, type: "session-end", body });
	};
	log(new Uint8Array(16));
	assert.is(service.state().session.kind, "running");
	log(Uint8Array.from(Buffer.from(nonces[0], "hex")));
	const { session } = service.state();
	assert.equal([session.kind, session.kind === "locked" && session.code], ["locked", "absent"]);
	assert.not.match(JSON.stringify(session), /佐藤/);
});

test("whoever locks or logs off is off at once, whether or not the unit answers", async () => {
	for (const [reason, kind] of [["lock", "locked"] as const, ["logoff", "none"] as const]) {
		const { service, acts } = await loggedIn();
		void acts["end-session"]({ reason });
		assert.is(service.state().session.kind, kind);
	}
});

test("without broker or unit for half a minute the session is over here too", async () => {
	for (const lose of ["broker", "unit"] as const) {
		const { service, clock, acts } = await loggedIn();
		if (lose === "broker") service.hears.broker.onDisconnected();
		else service.hears.session.onPresence({ type: "offline", body: { ueid: RESULT.ueid, bootCount: 1 } });
		assert.match(
			reasonOf(await acts["log-in"]({ id: "A1001", purpose: 1 })),
			/broker cannot|unit is offline/,
		);
		clock.pass(29);
		assert.is(service.state().session.kind, "running");
		clock.pass(2);
		assert.is(service.state().session.kind, "locked");
	}
});

test("a link that is back in time ends nothing", async () => {
	const { service, clock } = await loggedIn();
	service.hears.broker.onDisconnected();
	clock.pass(20);
	service.hears.broker.onReconnected();
	service.hears.session.onPresence({ type: "birth", body: { ...BIRTH, bootCount: 1 } });
	clock.pass(60);
	assert.is(service.state().session.kind, "running");
});

test("a unit that has started anew has ended session and day", async () => {
	const { service } = await loggedIn();
	service.hears.session.onPresence({ type: "birth", body: { ...BIRTH, bootCount: 2 } });
	const { session, day, alerts } = service.state();
	assert.equal([session.kind, day, alerts[0].code], ["locked", "closed", "unit-restarted"]);
});

test("every incident has its notice, which stays until somebody has seen it", async () => {
	const { service, acts } = office();
	for (const incidentKind of Object.values(IncidentKind)) {
		const told = { ...SIGNED, type: "incident", body: { ...ENTRY, incidentKind } } as const;
		service.hears.session.onLog(told);
		service.hears.session.onLog(told);
	}
	const { alerts } = service.state();
	assert.is(alerts.length, Object.values(IncidentKind).length);
	assert.is(new Set(alerts.map(({ what }) => what.ja)).size, alerts.length);
	for (const { id } of alerts) await acts["acknowledge"]({ alert: id });
	assert.equal(service.state().alerts, []);
});

test("who is absent or expected is marked by hand, and whoever came is present", async () => {
	const { acts, service } = await loggedIn();
	const [{ key, attendance }] = service.state().people;
	assert.is(attendance, "present");
	assert.match(reasonOf(await acts["mark"]({ key, attendance: "absent" })), /名簿/);
	const other = office();
	await other.acts["mark"]({ key: other.service.state().people[0].key, attendance: "absent" });
	assert.is(other.service.state().people[0].attendance, "absent");
});

test("who was marked absent this morning still is once the day is open; tomorrow nobody is", async () => {
	const { acts, service, clock } = office([{}]);
	const [{ key }] = service.state().people;
	const attendance = () => service.state().people.map((person) => person.attendance);
	await acts["mark"]({ key, attendance: "absent" });
	await acts["open-day"]({ id: "B2002" });
	await settled();
	assert.equal([service.state().day, ...attendance()], ["open", "absent", "present"]);
	clock.pass(24 * 3600);
	assert.equal(attendance(), ["expected", "expected"]);
});

test.run();
