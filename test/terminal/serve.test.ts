/** `terminal serve` for a unit behind a broker: from the printed address to an open day, by its page. */
import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { startLiveUnit } from "../../host-sim/brokers/live-unit.js";
import { clear, present } from "../../host-sim/day/presenter.js";
import { drawSyntheticPeople } from "../../host-sim/day/synthetic-people.js";
import { startKillable } from "../../host-sim/queue/killable-broker.js";
import { createSiteKey, saveSigningKey, saveSiteKey } from "../../terminal/keys.js";
import { createNativeCrypto } from "../../terminal/native-crypto.js";
import { isTerminalState, type TerminalState } from "../../terminal/shared/terminal-state.js";
import { saveUnit } from "../../terminal/unit-file.js";

const CLI = ["--import", "tsx", "terminal/cli.ts", "serve"];
const [SUPERVISOR] = drawSyntheticPeople(1, "palm").persons;

/** None is left behind, whatever fails. */
const started: ChildProcess[] = [];

interface Served {
	readonly url: string;
	act(name: string, input: object): Promise<string>;
	/** Resolves with the first state that is so. */
	state(isSo: (state: TerminalState) => boolean): Promise<TerminalState>;
	stop(): Promise<number | null>;
}

async function start(words: readonly string[]): Promise<Served> {
	const child = spawn(process.execPath, [...CLI, ...words, "--json"], {
		stdio: ["ignore", "pipe", "inherit"],
	});
	started.push(child);
	const ended = new Promise<number | null>((resolve) => child.once("exit", (code) => resolve(code)));
	let url = "";
	for await (const line of createInterface({ input: child.stdout })) {
		const event: { readonly event?: string; readonly url?: string } = JSON.parse(line);
		if (event.event !== "page") continue;
		url = event.url ?? "";
		break;
	}
	const { headers } = await fetch(url, { redirect: "manual" });
	const cookie = String(headers.get("set-cookie")).split(";")[0];
	const { origin } = new URL(url);
	return {
		url,
		async act(name, input) {
			const asked = { "content-type": "application/json", origin, cookie };
			const body = JSON.stringify(input);
			return (await fetch(`${origin}/do/${name}`, { method: "POST", headers: asked, body })).text();
		},
		async state(isSo) {
			const { body } = await fetch(`${origin}/events`, { headers: { cookie } });
			let text = "";
			for await (const chunk of body ?? []) {
				text += Buffer.from(chunk).toString("utf8");
				const blocks = text.split("\n\n");
				text = blocks.pop() ?? "";
				const told = blocks.flatMap((block) => /event: terminal\ndata: (.*)/.exec(block)?.[1] ?? []);
				const found: unknown = told
					.map((data) => JSON.parse(data))
					.find((one) => isTerminalState(one) && isSo(one));
				if (isTerminalState(found)) return found;
			}
			throw new Error("the stream has ended");
		},
		stop() {
			child.kill("SIGTERM");
			return ended;
		},
	};
}

test("a unit behind a broker is worked with by the served page alone", async () => {
	const folder = mkdtempSync(join(tmpdir(), "shogo-serve-"));
	const crypto = createNativeCrypto();
	const broker = await startKillable(folder);
	const unit = await startLiveUnit({ brokerUrl: broker.url });
	unit.stopped.catch(() => {});
	const office = join(folder, "office");
	mkdirSync(office, { mode: 0o700 });
	saveSigningKey(join(office, "terminal.key"), "terminal", unit.terminalKey);
	saveSigningKey(join(office, "authority.key"), "authority", unit.authorityKey);
	saveSiteKey(join(office, "site.key"), createSiteKey(crypto));
	saveUnit(join(office, "unit.json"), unit.known);
	const words = ["--office", office, "--broker", broker.url];
	try {
		const served = await start(words);
		await served.state(({ unit: { kind } }) => kind === "online");
		assert.is((await fetch(new URL("/", served.url))).status, 403);

		clear(unit.front);
		const who = { id: "A1001", name: "佐藤", role: "supervisor", modality: 1, pledgeHash: "ab".repeat(32) };
		assert.match(await served.act("enrol", who), /done/);
		const enrolling = present(unit.front, SUPERVISOR, { purpose: "enrol", number: 1, condition: "good" });
		await served.state(({ people }) => people.length === 1);
		enrolling.leave();
		assert.match(await served.act("open-day", { id: "A1001" }), /done/);
		present(unit.front, SUPERVISOR, { purpose: "probe", number: 2, condition: "good" });
		const open = await served.state(({ day }) => day === "open");
		assert.equal(
			open.people.map(({ name, attendance }) => [name, attendance]),
			[["佐藤", "present"]],
		);

		const second = spawnSync(process.execPath, [...CLI, ...words], { encoding: "utf8" });
		assert.equal([second.status, second.stdout], [2, ""]);
		assert.match(second.stderr, /another program keeps its ledger/);
		assert.is(await served.stop(), 0);
		assert.not.match(readFileSync(join(office, "people.json"), "utf8"), /A1001/);

		// Started again on a port of its own, it knows whom it has enrolled, and keeps the key of its address.
		const port = new URL(served.url).port;
		const again = await start([...words, "--port", port]);
		const known = await again.state(({ unit: { kind } }) => kind === "online");
		assert.equal(
			known.people.map(({ name }) => name),
			["佐藤"],
		);
		assert.is(await again.stop(), 0);
		assert.is(
			again.url,
			`http://127.0.0.1:${port}/enter/${readFileSync(join(office, "page.key"), "utf8").trim()}`,
		);
		assert.is(statSync(join(office, "page.key")).mode & 0o077, 0);
	} finally {
		for (const child of started) child.kill("SIGKILL");
		await unit.close();
		await broker.close();
		rmSync(folder, { recursive: true });
	}
});

test.run();
