/** The unit's calendar against the signer's, whose times arrive cut to whole seconds. */
import { test } from "uvu";
import * as assert from "uvu/assert";
import { ClockSource } from "../../modules/messages/messages.generated.js";
import { SignedClock } from "../../modules/unit/signed-clock.js";

const EPOCH_MS = 1_750_000_000_000;
/** Parts of a second of the signer's clock and of the unit's uptime, milliseconds. */
const PHASES = [0, 1, 499, 500, 999];

function* learned() {
	for (const signer of PHASES)
		for (const uptime of PHASES) {
			const clock = new SignedClock();
			const start = { signerMs: EPOCH_MS + signer, uptimeMs: 7000 + uptime };
			clock.learn(Math.floor(start.signerMs / 1000), ClockSource.terminal, start.uptimeMs);
			yield { clock, ...start };
		}
}

test("it is never ahead of the signer's, and at most a second behind", () => {
	const behind = new Set<number>();
	for (const { clock, signerMs, uptimeMs } of learned())
		for (let later = 0; later < 3000; later += 7) {
			const signers = Math.floor((signerMs + later) / 1000);
			behind.add(signers - (clock.nowSeconds(uptimeMs + later) ?? Number.NaN));
		}
	assert.equal([...behind].sort(), [0, 1]);
});

test("a later signature brings it closer, an earlier one never takes it back", () => {
	for (const { clock, uptimeMs } of learned()) {
		const now = clock.nowSeconds(uptimeMs) ?? Number.NaN;
		clock.learn(now + 1, ClockSource.authority, uptimeMs + 10);
		assert.equal(clock.claim(uptimeMs + 10), { clockSource: ClockSource.authority, issuedAt: now + 1 });
		clock.learn(now, ClockSource.terminal, uptimeMs + 20);
		assert.equal(clock.claim(uptimeMs + 20), { clockSource: ClockSource.authority, issuedAt: now + 1 });
	}
});

test.run();
