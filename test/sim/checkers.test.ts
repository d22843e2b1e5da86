/**
 * The checkers of a world see what they are there for: each is shown a life in which nothing is wrong, and
 * the same life with one thing wrong in it.
 */
import { test } from "uvu";
import * as assert from "uvu/assert";
import { acceptanceChecker } from "../../host-sim/sim/checkers/acceptance.js";
import { allCheckers } from "../../host-sim/sim/checkers/all.js";
import { beliefChecker } from "../../host-sim/sim/checkers/belief.js";
import { canaryChecker } from "../../host-sim/sim/checkers/canaries.js";
import { chainChecker } from "../../host-sim/sim/checkers/chain.js";
import { effectsChecker } from "../../host-sim/sim/checkers/effects.js";
import { enrolmentChecker } from "../../host-sim/sim/checkers/enrolment.js";
import { lockoutChecker } from "../../host-sim/sim/checkers/lockout.js";
import { Canaries } from "../../host-sim/sim/checkers/secrets.js";
import { sequenceChecker } from "../../host-sim/sim/checkers/sequence.js";
import { survivalChecker } from "../../host-sim/sim/checkers/survival.js";
import { HINT, LABEL, REASON } from "../../host-sim/sim/wire.js";
import { Demand, Modality } from "../../modules/messages/messages.generated.js";
import {
	ACCEPTED,
	arrived,
	BOOT,
	codec,
	envelope,
	hashOf,
	type Labels,
	MISMATCH,
	objected,
	objection,
	PROVISIONED,
	REFUSED,
	request,
	type Step,
	said,
	seen,
	signatureOf,
	surroundings,
} from "./life.js";

test("a firmware that stops by itself is seen, unless its flash rots", () => {
	const stopped: Step = { kind: "stopped", reason: "out of memory" };
	assert.is(
		objection(survivalChecker(surroundings()), [BOOT, { kind: "power-off", torn: true }, BOOT]),
		undefined,
	);
	assert.match(objection(survivalChecker(surroundings()), [BOOT, stopped]) ?? "", /out of memory/);
	assert.is(objection(survivalChecker(surroundings({ rot: true })), [BOOT, stopped]), undefined);
});

test("an acceptance is seen without every trait of the person, and a mismatch without any capture", () => {
	const { asked, bytes, answer } = request("challenge", "ben", Demand.both);
	const yes = said(answer("result", ACCEPTED));
	const no = said(answer("result", REFUSED, MISMATCH));
	const life = (...middle: Step[]) => [PROVISIONED, BOOT, asked, arrived(bytes), ...middle];
	const check = (steps: readonly Step[]) => objection(acceptanceChecker(surroundings()), steps);
	const [palm, eye] = [seen("ben"), seen("ben", Modality.iris)];
	assert.is(check(life(palm, eye, yes)), undefined);
	assert.is(check(life(seen("cho"), seen("eve", Modality.iris), no)), undefined);
	for (const wrong of [
		life(palm, yes),
		life(palm, seen("cho", Modality.iris), yes),
		life(palm, { ...eye, lit: false }, yes),
		life(palm, { ...eye, condition: "nothing" }, yes),
		[PROVISIONED, BOOT, asked, palm, eye, arrived(bytes), yes],
		life(palm, no),
	])
		assert.match(check(wrong) ?? "", /without what was to be captured/);
	assert.match(check([PROVISIONED, palm, eye, yes]) ?? "", /nobody asked/);
	assert.match(check([PROVISIONED, asked, palm, eye, yes]) ?? "", /before its request arrived/);
});

test("an enrolment held up on the way is only excused while nobody has told the unit the time", () => {
	const check = (...before: Step[]) => {
		const heldUp = { count: 0 };
		const { asked, bytes, answer } = request("enrol-begin", "ann");
		const life = [PROVISIONED, BOOT, ...before, asked, arrived(bytes, 70_000), seen("eve")];
		const text = objection(acceptanceChecker(surroundings({ heldUp })), [
			...life,
			said(answer("enrol-result", ACCEPTED)),
		]);
		return text ?? `held up: ${heldUp.count}`;
	};
	const order = request("time-set", "ann");
	const prompt = [order.asked, arrived(order.bytes)];
	const OTHER_BOOT = [LABEL.reason, REASON.otherBoot] as const;
	assert.is(check(), "held up: 1");
	assert.match(check(...prompt), /without what was to be captured/);
	const refused = said(order.answer("order-result", REFUSED, OTHER_BOOT));
	assert.is(check(...prompt, refused, refused), "held up: 1", "what names another boot tells no time");
	assert.match(check(...prompt, refused, ...promptOf("lockout-reset")), /without what was to be captured/);
	assert.is(check(order.asked, arrived(order.bytes, 30_000)), "held up: 1", "nor does what is late itself");
});

function promptOf(type: string): Step[] {
	const { asked, bytes } = request(type, "ann");
	return [asked, arrived(bytes)];
}

test("a sequence number or a boot count that is given twice is seen", () => {
	const entry = (sequence: number, matter: number) =>
		said(
			envelope("incident", [
				[LABEL.sequence, sequence],
				[LABEL.auditHead, new Uint8Array(32).fill(matter)],
			]),
		);
	const birth = (bootCount: number) => said(envelope("birth", [[LABEL.bootCount, bootCount]]));
	const check = (...life: Step[]) => objection(sequenceChecker(surroundings()), [PROVISIONED, ...life]);
	const first = entry(0, 1);
	assert.is(check(BOOT, birth(1), first, BOOT, birth(2), first, entry(1, 2)), undefined);
	assert.match(check(BOOT, first, entry(0, 2)) ?? "", /sequence 0 for two/);
	assert.match(check(BOOT, birth(1), BOOT, birth(1)) ?? "", /boot count 1 for two/);
});

test("an enrolment that is forgotten is seen, of either trait, unless it was revoked", () => {
	const NOT_ENROLLED = [LABEL.reason, REASON.notEnrolled] as const;
	for (const trait of [Modality.palmVein, Modality.iris]) {
		const enrolment = request("enrol-begin", "cho", trait);
		const life = (demand: Demand, ...between: Step[]) => {
			const { asked, bytes, answer } = request("challenge", "cho", demand);
			const enrolled = [enrolment.asked, arrived(enrolment.bytes), enrolment.believed("accepted")];
			const refused = said(answer("result", REFUSED, NOT_ENROLLED));
			return [PROVISIONED, BOOT, ...enrolled, ...between, asked, arrived(bytes), refused];
		};
		const revocation = request("revoke", "cho", Demand.both);
		const revoked = [revocation.asked, said(revocation.answer("order-result", ACCEPTED))];
		const check = (steps: readonly Step[]) => objection(enrolmentChecker(surroundings()), steps);
		assert.match(check(life(trait)) ?? "", /is not any more/);
		assert.is(check(life(trait, ...revoked)), undefined);
		assert.is(check(life(Demand.both)), undefined, "the other trait never was");
	}
});

test("a comparison during a lock is seen, and so is one after fifty failures", () => {
	const tries = (person: string, gapsMs: readonly number[], ...last: Labels): Step[] => {
		let atMs = 10_000;
		return gapsMs.flatMap((gapMs, index) => {
			const { asked, bytes, answer } = request("challenge", person);
			atMs += gapMs;
			const labels = index === gapsMs.length - 1 ? last : [REFUSED, MISMATCH];
			return [{ ...asked, atMs }, arrived(bytes, atMs), said(answer("result", ...labels), atMs + 1000)];
		});
	};
	const check = (steps: readonly Step[]) =>
		objection(lockoutChecker(surroundings()), [PROVISIONED, ...steps]);
	const FIVE = [0, 2000, 2000, 2000, 2000];
	assert.is(check(tries("dai", [...FIVE, 31_000], ACCEPTED)), undefined);
	assert.match(check(tries("dai", [...FIVE, 20_000], ACCEPTED)) ?? "", /after failure 5/);
	assert.match(check(tries("dai", [...FIVE, 20_000], REFUSED, MISMATCH)) ?? "", /after failure 5/);
	assert.match(check(tries("dai", [...FIVE, 31_000, 50_000], ACCEPTED)) ?? "", /after failure 6/);
	assert.is(check(tries("dai", [...FIVE, 31_000, 61_000], ACCEPTED)), undefined);
	const witness = codec.encode(
		new Map([
			[LABEL.hintReason, HINT.accepted],
			[LABEL.progress, 0],
		]),
	);
	const forgiven: Step = { kind: "published", topic: "evt", payload: witness, atMs: 20_000 };
	const [ofAnn, early] = [tries("ann", FIVE, REFUSED, MISMATCH), tries("ann", [12_000], ACCEPTED)];
	assert.is(check([...ofAnn, forgiven, ...early]), undefined, "a witness who matches is forgiven");
	assert.match(check([...ofAnn, ...early]) ?? "", /after failure 5/);
	const HOUR = 3_601_000;
	assert.match(
		check(tries("dai", [...FIVE, ...Array<number>(46).fill(HOUR)], ACCEPTED)) ?? "",
		/after failure 50/,
	);
});

test("a comparison before its attempt is counted is seen, and an entry told before it is stored", () => {
	const at = (operations: number, step: Step): Step => ({ ...step, operations });
	const check = (demand: Demand, ...life: Step[]) =>
		objection(effectsChecker(surroundings({ demand })), [PROVISIONED, BOOT, ...life]);
	const opened: Step = { kind: "reference-opened" };
	const palm = [at(5, seen("ben")), at(6, opened)];
	const eye = [at(6, seen("ben", Modality.iris)), at(6, opened)];
	assert.is(check(Demand.palmVein, ...palm), undefined);
	assert.is(check(Demand.both, ...palm, ...eye), undefined, "one attempt for both traits");
	assert.match(check(Demand.palmVein, at(5, seen("ben")), at(5, opened)) ?? "", /no attempt counted/);
	assert.match(check(Demand.iris, ...palm, ...eye) ?? "", /no attempt counted/);
	assert.match(check(Demand.both, ...palm, ...eye, ...eye) ?? "", /no attempt counted/);
	const entry = envelope("result", [[LABEL.sequence, 3]]);
	const signed: Step = { kind: "signed", signature: signatureOf(entry) };
	assert.is(check(Demand.palmVein, at(7, signed), at(9, said(entry))), undefined);
	assert.match(check(Demand.palmVein, at(7, signed), at(7, said(entry))) ?? "", /before it was stored/);
});

test("an audit chain with a gap, a break, a refused entry or a session without an end is seen", () => {
	const LOG_IN = [LABEL.action, 1] as const;
	const heads: Buffer[] = [Buffer.alloc(32)];
	const entries: Uint8Array[] = [];
	const add = (type: string, ...labels: Labels) => {
		const head = heads[entries.length];
		const bytes = envelope(type, [[LABEL.sequence, entries.length], [LABEL.auditHead, head], ...labels]);
		heads.push(hashOf(Buffer.concat([head, hashOf(bytes)])));
		entries.push(bytes);
	};
	const nonce = new Uint8Array(16).fill(9);
	add("chain-head");
	add("result", ACCEPTED, LOG_IN, [LABEL.nonce, nonce]);
	add("session-end", [LABEL.sessionNonce, nonce]);
	const kept: Step[] = entries.map((_, sequence) => ({ kind: "kept", sequence }));
	const life = entries.map((bytes) => said(bytes));
	const check = (...steps: Step[]) => objection(chainChecker(surroundings()), [PROVISIONED, BOOT, ...steps]);
	assert.is(check(...life, ...kept), undefined);
	assert.match(check(...life, kept[0], kept[2]) ?? "", /entry 1 of 3 has not reached/);
	assert.match(check(life[0], life[1], kept[0], kept[1]) ?? "", /has no end/);
	const broken = envelope("incident", [
		[LABEL.sequence, 1],
		[LABEL.auditHead, new Uint8Array(32).fill(7)],
	]);
	assert.match(check(life[0], said(broken)) ?? "", /does not hash entry 0/);
	assert.match(check(...life, { kind: "chain-refused", reason: "gap" }) ?? "", /refuses an entry/);
});

test("a terminal that believes what the unit has not said, or twice, is seen", () => {
	const { asked, bytes, answer, believed } = request("challenge", "ann");
	const check = (...life: Step[]) =>
		objection(beliefChecker(surroundings()), [PROVISIONED, BOOT, asked, arrived(bytes), ...life]);
	const no = said(answer("result", REFUSED, MISMATCH));
	assert.is(check(no, believed("refused:mismatch")), undefined);
	assert.match(check(no, believed("accepted")) ?? "", /has not said/);
	assert.match(check(believed("refused:mismatch")) ?? "", /has not said/);
	assert.match(check(no, believed("refused:mismatch"), believed("refused:mismatch")) ?? "", /twice/);
});

test("a secret in a message, in the log or on the flash is seen, when the power goes or at the end", () => {
	const canaries = new Canaries();
	const key = Uint8Array.from({ length: 32 }, (_, i) => 31 * i + 7);
	canaries.plant("site key", key);
	const flash = new Uint8Array(4096);
	const check = (...life: Step[]) =>
		objection(canaryChecker(surroundings({ canaries, flashImage: () => flash })), life);
	const off: Step = { kind: "power-off", torn: false };
	const piece = key.subarray(8, 20);
	assert.is(check({ kind: "traced", line: "idle" }, off), undefined);
	assert.match(check(said(Buffer.concat([Buffer.from([1]), piece]))) ?? "", /site key in a message/);
	canaries.plant("照合ID", Buffer.from("照合番号-ben"));
	assert.match(check({ kind: "traced", line: "enrol 照合番号-ben" }) ?? "", /照合ID in the log/);
	flash.set(piece, 1234);
	assert.match(check(off) ?? "", /site key in the flash/);
	assert.match(check() ?? "", /site key in the flash/);
});

test("every checker of a world has objected to something here", () => {
	assert.equal(
		[...objected].sort(),
		allCheckers(surroundings())
			.map(({ name }) => name)
			.sort(),
	);
});

test.run();
