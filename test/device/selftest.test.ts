import { spawnSync } from "node:child_process";
import { test } from "uvu";
import * as assert from "uvu/assert";
import type { Doors } from "../../hal/hal.js";
import { powerOn } from "../../host-sim/doors/board.js";
import { ENDINGS, NoReport, type Report, readReport } from "../../host-sim/selftest/reading.js";
import { decodeUtf8, encodeUtf8 } from "../../modules/bytes/utf8.js";
import { CLAUSES } from "../../modules/selftest/clauses.js";
import { startSelftest } from "../../modules/selftest/selftest.js";
import { newBoard } from "../doors/bench.js";

interface ReadSelftest extends Report {
	readonly failures: readonly string[];
}

/** The whole report of the test board, in virtual time, with `change`d doors. */
async function selftest(change: (doors: Doors) => Partial<Doors> = () => ({})): Promise<ReadSelftest> {
	const board = newBoard();
	board.camera.scene = () => {
		const lit = board.illuminator.levelPercent > 0;
		return { width: 8, height: 4, lit, pixels: new Uint8Array(32).fill(lit ? 90 : 9) };
	};
	const { doors } = powerOn(board);
	const heard: Uint8Array[] = [];
	board.console.onMessage = (message) => heard.push(message);
	startSelftest({ ...doors, ...change(doors) });
	const failures: string[] = [];
	const report = await readReport({
		send: (message) => board.console.send(message),
		async answer() {
			for (let i = 0; i < 500 && heard.length === 0; i++) board.scheduler.advance(20);
			return heard.shift();
		},
		wait: async (durationMs) => board.scheduler.advance(durationMs),
		endings: [],
		say: (line) => {
			if (line.startsWith("not ok")) failures.push(line);
		},
	});
	return { ...report, failures };
}

test("a board that keeps the contract gets an ok for every clause, and for the longest message", async () => {
	const { total, passed, failed, skipped, failures } = await selftest();
	assert.equal(failures, []);
	assert.equal([total, passed, failed, skipped], [CLAUSES.length + 1, CLAUSES.length + 1, 0, 0]);
	const doors = new Set(CLAUSES.map(({ door }) => door));
	assert.is(doors.size, 10);
	assert.is(new Set(CLAUSES.map(({ door, name }) => `${door}: ${name}`)).size, CLAUSES.length);
});

/** A defect of one door, and the first words of the clause that has to see it. */
const FAULTS: readonly (readonly [string, string, (doors: Doors) => Partial<Doors>])[] = [
	[
		"a timer that calls early",
		"clock: a timer calls once, not early",
		({ clock }) => ({
			clock: { ...clock, setTimer: (ms, onTimer) => clock.setTimer(ms >> 1, onTimer), nowMs: clock.nowMs },
		}),
	],
	[
		"a timer that calls from inside",
		"clock: a delay of 0 still waits",
		({ clock }) => ({
			clock: {
				nowMs: clock.nowMs,
				setTimer(ms, onTimer) {
					if (ms === 0) onTimer();
					return clock.setTimer(ms, ms === 0 ? () => {} : onTimer);
				},
			},
		}),
	],
	[
		"a verify that says yes",
		"crypto: verify refuses a flipped bit",
		({ crypto }) => ({ crypto: { ...crypto, verify: () => true } }),
	],
	[
		"entropy that repeats itself",
		"crypto: entropy fills its output",
		({ crypto }) => ({ crypto: { ...crypto, entropyInto: (out) => void out.fill(7) } }),
	],
	[
		"an open that leaves plaintext behind",
		"crypto: a refused open leaves",
		({ crypto }) => ({
			crypto: {
				...crypto,
				openInto(out, ...rest) {
					const isOpen = crypto.openInto(out, ...rest);
					if (!isOpen) out.fill(1);
					return isOpen;
				},
			},
		}),
	],
	[
		"an erase that does nothing",
		"flash: what is written is read",
		({ openFlash }) => ({ openFlash: () => ({ ...openFlash(), eraseBlock: () => {} }) }),
	],
	[
		"a light that takes any level",
		"illuminator: the illuminator is set from 0 to 100 %",
		({ openIlluminator }) => ({
			openIlluminator() {
				const light = openIlluminator();
				return {
					set: (level) => light.set(Math.min(100, Math.max(0, level || 0))),
					close: () => light.close(),
				};
			},
		}),
	],
	[
		"a camera that calls every frame dark",
		"camera: a frame says whether the light was on",
		({ openImageSensor }) => ({
			openImageSensor(options) {
				const camera = openImageSensor(options);
				return {
					start: () => camera.start(),
					stop: () => camera.stop(),
					close: () => camera.close(),
					read(buffer) {
						const frame = camera.read(buffer);
						return frame && { ...frame, lit: false };
					},
				};
			},
		}),
	],
	[
		"a camera that never has a frame",
		"camera: frames come only between start and stop",
		({ openImageSensor }) => ({
			openImageSensor: (options) => openImageSensor({ ...options, onReadable: () => {} }),
		}),
	],
	[
		"a slot that is hashed before it is whole",
		"slots: an image is hashed when it is whole",
		({ slots }) => ({ slots: { ...slots, hashInto: (out) => void out.fill(0) } }),
	],
];

test("a board with one defect gets a not ok in the clause that is about it", async () => {
	for (const [name, clause, change] of FAULTS) {
		const { failed, failures } = await selftest(change);
		assert.ok(failed > 0, name);
		assert.ok(
			failures.some((line) => line.includes(` - ${clause}`)),
			`${name}: ${failures.join("\n")}`,
		);
	}
});

test("a board with one slot skips what is about two, and says why", async () => {
	const { failed, skipped } = await selftest(({ slots }) => ({
		slots: { ...slots, status: () => ({ capacity: 0, onTrial: false }) },
	}));
	assert.equal([failed, skipped], [0, 3]);
});

test("an answer that is no report, a lost line and a wrong total end the reading", async () => {
	const version = "TAP version 14";
	const total = "# total 1 passed 1 failed 0 skipped 0";
	const cases: readonly (readonly [readonly string[], RegExp])[] = [
		[[], /no answer to "begin"/],
		[["hello"], /no self-test image/],
		[[version, "soon"], /no plan/],
		[[version, "1..2", "ok 2 - b"], /clause 1 of 2 expected/],
		[[version, "1..1", "not ok 1 - a", total], /the unit's total is/],
		[[version, "1..1", "ok 1 - a"], /no answer to "next"/],
	];
	for (const [lines, complaint] of cases) {
		const answers = lines.map(encodeUtf8);
		const reading = readReport({
			send: () => {},
			answer: async () => answers.shift(),
			wait: async () => {},
			endings: [],
			say: () => {},
		});
		const error = await reading.catch((reason: unknown) => reason);
		assert.instance(error, NoReport);
		assert.match(error instanceof Error ? error.message : "", complaint);
	}
});

test("an ending whose cause is another than the one ordered is a not ok", async () => {
	const answers = ["TAP version 14", "1..1", "ok 1 - a", "# total 1 passed 1 failed 0 skipped 0"];
	const sent: string[] = [];
	const said: string[] = [];
	const report = await readReport({
		send: (message) => sent.push(decodeUtf8(message.subarray(0, 4)) ?? ""),
		async answer() {
			if (sent.at(-1) === "echo") return new Uint8Array(3);
			return encodeUtf8(answers.shift() ?? "# cause: power");
		},
		wait: async () => {},
		endings: ENDINGS,
		say: (line) => said.push(line),
	});
	assert.equal(report, { total: 5, passed: 1, failed: 4, skipped: 0 });
	assert.match(said.at(-2) ?? "", /^not ok 5 - restart: after "hang".* # it says "# cause: power"$/);
	assert.is(said.at(-1), "# total 5 passed 1 failed 4 skipped 0");
});

test("the command reads a simulated unit over a pseudo terminal, in XS with the device's memory", () => {
	const run = (...words: readonly string[]) =>
		spawnSync(process.execPath, ["--import", "tsx", "host-sim/selftest.ts", ...words], {
			encoding: "utf8",
			timeout: 120_000,
		});
	assert.is(run().status, 2);
	const absent = run("--port", "/dev/no-such-port", "--json");
	assert.is(absent.status, 1);
	assert.equal(JSON.parse(absent.stdout), { event: "summary", reason: "port-unusable" });
	const { status, stdout, stderr } = run("--sim", "--json", "--no-endings");
	const lines = stdout.trim().split("\n");
	const { reason } = JSON.parse(lines.at(-1) ?? "");
	if (reason === "no-engine" || reason === "no-pseudo-terminal")
		return console.log(`SKIP the self-test over a pseudo terminal: ${stderr.trim()}`);
	assert.is(status, 0, `${stderr}${lines.filter((line) => line.includes("not ok")).join("\n")}`);
	const total = CLAUSES.length + 1;
	const summary = { event: "summary", total, passed: total, failed: 0, skipped: 0 };
	assert.equal(JSON.parse(lines.at(-1) ?? ""), summary);
});

test.run();
