import { test } from "uvu";
import * as assert from "uvu/assert";
import { DEFAULT_POLICY } from "../../modules/policy/default-policy.js";
import { lockoutAfter } from "../../modules/policy/lockout.js";

/** Seconds that `failures` cost under the default policy. */
const WAITS = [
	[5, 30],
	[6, 60],
	[7, 120],
	[11, 1920],
	[12, 3600],
	[13, 3600],
	[49, 3600],
] as const;

test("below the limit every failure leaves one attempt less, and the next one is open at once", () => {
	for (let failures = 0; failures < 5; failures++) {
		const open = { kind: "open", attemptsLeft: 5 - failures };
		assert.equal(lockoutAfter(DEFAULT_POLICY, failures, 0), open);
	}
});

test("a wait begins with the fifth failure, doubles with each one more, and has a longest", () => {
	for (const [failures, seconds] of WAITS) {
		const locked = { kind: "locked", retryAfterSeconds: seconds };
		assert.equal(lockoutAfter(DEFAULT_POLICY, failures, 0), locked, `${failures}`);
	}
});

test("a wait is over to the second, and then there is one attempt", () => {
	for (const [failures, seconds] of WAITS) {
		const last = { kind: "locked", retryAfterSeconds: 1 };
		assert.equal(lockoutAfter(DEFAULT_POLICY, failures, seconds - 1), last);
		assert.equal(lockoutAfter(DEFAULT_POLICY, failures, seconds), { kind: "open", attemptsLeft: 1 });
	}
});

test("from the fiftieth failure on no wait helps", () => {
	for (const failures of [50, 51, 65_535]) {
		assert.equal(lockoutAfter(DEFAULT_POLICY, failures, 1e9), { kind: "disabled" });
	}
});

test("the numbers are the policy's", () => {
	const strict = {
		...DEFAULT_POLICY,
		failuresBeforeLock: 3,
		firstLockSeconds: 300,
		failuresBeforeDisable: 20,
	};
	assert.equal(lockoutAfter(strict, 3, 0), { kind: "locked", retryAfterSeconds: 300 });
	assert.equal(lockoutAfter(strict, 20, 0), { kind: "disabled" });
});

test("no number of failures gives a wait that a result cannot carry", () => {
	const slow = {
		...DEFAULT_POLICY,
		firstLockSeconds: 300,
		longestLockSeconds: 86_400,
		failuresBeforeDisable: 100,
	};
	for (let failures = 0; failures < 100; failures++) {
		const lockout = lockoutAfter(slow, failures, 0);
		if (lockout.kind === "locked") assert.ok(lockout.retryAfterSeconds <= 86_400, `${failures}`);
	}
});

test.run();
