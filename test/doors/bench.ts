import { createHash } from "node:crypto";
import { decode, Encoder } from "cbor-x";
import { test } from "uvu";
import { serveUnit } from "../../host-sim/bridge/host/serve-unit.js";
import { type Board, powerOn } from "../../host-sim/doors/board.js";
import { SimulatedCamera } from "../../host-sim/doors/camera.js";
import { SimulatedConsole } from "../../host-sim/doors/console.js";
import { seededEntropy } from "../../host-sim/doors/entropy.js";
import { SimulatedIlluminator } from "../../host-sim/doors/illuminator.js";
import { MemoryLink } from "../../host-sim/doors/link-memory.js";
import { createNodeCrypto } from "../../host-sim/doors/node-crypto.js";
import { SimulatedPresence } from "../../host-sim/doors/presence.js";
import { Scheduler } from "../../host-sim/doors/scheduler.js";
import { makeImage, SimulatedSlots } from "../../host-sim/doors/slots.js";
import { TopicRouter } from "../../host-sim/doors/topic-router.js";
import { type Bundle, bundleFirmware, stopBundler } from "../../host-sim/engines/bundle.js";
import { type Engine, type EngineHost, EngineUnavailable } from "../../host-sim/engines/engine.js";
import { startNodeEngine } from "../../host-sim/engines/node-engine.js";
import { startXsEngine } from "../../host-sim/engines/xs-engine.js";
import { NorFlash } from "../../host-sim/world/nor-flash.js";
import { NOR_PARTS } from "../../host-sim/world/nor-parts.js";
import type { CborValue } from "../../modules/codec/cbor.js";
import type { DoorName } from "../../modules/selftest/clause.js";
import { CLAUSES } from "../../modules/selftest/clauses.js";
import { type Outcome, startProbe } from "./probe.js";

/** The simulated hardware, with the parts that a test handles by their own types. */
export interface TestBoard extends Board {
	readonly router: TopicRouter;
	readonly link: MemoryLink;
	readonly flash: NorFlash;
	readonly traced: readonly string[];
}

/** A unit that runs the probe, and the world around it. */
export interface Bench {
	readonly board: TestBoard;
	/** Runs a command of the probe. @returns its value; rejects with `Refused` when the door threw. */
	run(command: string, ...values: readonly CborValue[]): Promise<CborValue>;
	/** Lets the world's time pass. */
	advance(durationMs: number): Promise<void>;
	/** The callbacks since the last call. */
	takeLog(): Promise<readonly string[]>;
	/** Every message of the bridge; empty where there is none. */
	readonly record: readonly string[];
	powerOff(): void;
	/** Frees everything. */
	close(): Promise<void>;
}

/** A door threw. */
export class Refused extends Error {
	readonly refusal: string;

	constructor(refusal: string, message: string) {
		super(`${refusal}: ${message}`);
		this.refusal = refusal;
	}
}

export interface BoardOptions {
	readonly part?: (typeof NOR_PARTS)[keyof typeof NOR_PARTS];
}

type OpenBench = (options?: BoardOptions) => Promise<Bench>;

/** A probe with the board's cryptography in C in place of the host's. */
export const BOARD_CRYPTO: Readonly<Record<string, OpenBench>> = {
	"C, XS": (options) =>
		openServed(newBoard(options), async (host) => {
			const bundle = await bundleFirmware("test/native/crypto-probe.ts").finally(stopBundler);
			return startXsEngine({ bundle, bits: 64, limits: PROBE_LIMITS }, host);
		}),
};

/** Where the doors' contract holds: in this process, and behind the bridge in either engine. */
const IMPLEMENTATIONS: Readonly<Record<string, OpenBench>> = {
	direct: openDirect,
	"proxied, Node": (options) => openServed(newBoard(options), startInNode),
	"proxied, XS": (options) => openServed(newBoard(options), startInXs),
};

export type Contract = Readonly<Record<string, (bench: Bench) => Promise<void>>>;

/**
 * What a unit can find out by itself about `door`: the clauses of the self-test, in the world's virtual time.
 */
export function ownClauses(door: DoorName): Contract {
	const entries = CLAUSES.flatMap((clause, index) =>
		clause.door === door ? [[clause.name, (bench: Bench) => performOn(bench, index)] as const] : [],
	);
	if (entries.length === 0) throw new Error(`no clause is about ${door}`);
	return Object.fromEntries(entries);
}

async function performOn({ board, run, advance }: Bench, index: number): Promise<void> {
	board.camera.scene = () => {
		const lit = board.illuminator.levelPercent > 0;
		return { width: 4, height: 2, lit, pixels: new Uint8Array(8).fill(lit ? 200 : 10) };
	};
	if ((await run("clause.exemption", index)) !== null) throw new Error("the simulated board is exempt");
	await run("clause.begin", index);
	for (;;) {
		const pauseMs = await run("clause.step");
		if (typeof pauseMs !== "number") return;
		await advance(pauseMs);
	}
}

/** Registers and runs every clause of a contract on every implementation, and on `others` that it has. */
export async function runContract(
	contract: Contract,
	options: BoardOptions = {},
	others: Readonly<Record<string, OpenBench>> = {},
): Promise<void> {
	for (const [implementation, open] of Object.entries({ ...IMPLEMENTATIONS, ...others })) {
		if (!(await canOpen(implementation, open))) continue;
		for (const [clause, check] of Object.entries(contract)) {
			test(`${clause} (${implementation})`, async () => {
				const bench = await open(options);
				try {
					await check(bench);
				} finally {
					await bench.close();
				}
			});
		}
	}
	test.run();
}

/** The message a door threw, with the name of its error first. */
export async function refusalOf(promise: Promise<CborValue>): Promise<string> {
	try {
		await promise;
	} catch (error) {
		if (error instanceof Refused) return error.message;
		throw error;
	}
	throw new Error("the door did not refuse");
}

export function newBoard({ part = NOR_PARTS.nrf52840 }: BoardOptions = {}): TestBoard {
	const scheduler = new Scheduler();
	const router = new TopicRouter();
	const traced: string[] = [];
	return {
		scheduler,
		router,
		traced,
		crypto: createNodeCrypto({
			entropy: seededEntropy(new Uint8Array(32).fill(7)),
			deviceRoot: new Uint8Array(32).fill(9),
		}),
		camera: new SimulatedCamera(scheduler),
		illuminator: new SimulatedIlluminator(scheduler),
		presence: new SimulatedPresence(scheduler),
		flash: new NorFlash({ part, blocks: 4, seed: 1 }),
		link: new MemoryLink(scheduler, router),
		console: new SimulatedConsole(scheduler),
		slots: twoSlots().door,
		trace: (line) => traced.push(line),
	};
}

function twoSlots(): SimulatedSlots {
	const [first, second, notes] = [2, 2, 2].map(
		(blocks) => new NorFlash({ part: NOR_PARTS.nrf52840, blocks, seed: 1 }),
	);
	const slots = SimulatedSlots.prepare(
		[first, second],
		notes,
		makeImage(1, 64, () => {}),
	);
	slots.boot();
	return slots;
}

async function openDirect(options?: BoardOptions): Promise<Bench> {
	const board = newBoard(options);
	const { doors, powerOff } = powerOn(board);
	const probe = startProbe(doors);
	return {
		board,
		record: [],
		run: async (command, ...values) => returnedBy(probe.run(command, values)),
		advance: async (durationMs) => board.scheduler.advance(durationMs),
		takeLog: async () => probe.takeLog(),
		powerOff,
		close: async () => powerOff(),
	};
}

const encoder = new Encoder({ tagUint8Array: false, useRecords: false });

export type StartEngine = (host: EngineHost) => Promise<Engine>;

/** The probe in an engine, behind the bridge. */
export async function openServed(board: TestBoard, start: StartEngine): Promise<Bench> {
	const { doors, powerOff } = powerOn(board);
	const record: string[] = [];
	let outcome: unknown[] = [];
	const unit = await serveUnit({
		start: (host) =>
			start({
				onCall: (request, putFrame) => host.onCall(request, putFrame),
				onPost(message) {
					const post: unknown = decode(message);
					if (Array.isArray(post) && post[0] === "probe-outcome") outcome = post.slice(1);
					else host.onPost(message);
				},
			}),
		doors,
		softwareVersion: "0",
		bundleHash: createHash("sha256").digest(),
		record: (line) => record.push(line),
	});
	const command = async (values: readonly CborValue[]): Promise<unknown[]> => {
		await unit.settle();
		await unit.engine.deliver(encoder.encode(["probe", ...values]));
		await unit.settle();
		return outcome;
	};
	return {
		board,
		record,
		run: async (...values) => returnedBy(outcomeOf(await command(values))),
		advance: (durationMs) => board.scheduler.advanceSettled(durationMs, () => unit.settle()),
		takeLog: async () => textsOf((await command(["takeLog"]))[1]),
		powerOff,
		async close() {
			powerOff();
			await unit.close();
		},
	};
}

let bundling: Promise<Bundle> | undefined;

function probeBundle(): Promise<Bundle> {
	bundling ??= bundleFirmware("test/doors/probe-unit.ts").finally(stopBundler);
	return bundling;
}

export async function startInNode(host: EngineHost): Promise<Engine> {
	return startNodeEngine({ bundle: await probeBundle() }, host);
}

/** More code and fewer pixels than the firmware, in the same 384 KB (as 32-bit slots of 16 bytes). */
const PROBE_LIMITS = { slotCount: 14_000, chunkBytes: 128 * 1024 };

export async function startInXs(host: EngineHost): Promise<Engine> {
	return startXsEngine({ bundle: await probeBundle(), bits: 64, limits: PROBE_LIMITS }, host);
}

async function canOpen(implementation: string, open: OpenBench): Promise<boolean> {
	try {
		await (await open()).close();
		return true;
	} catch (error) {
		if (!(error instanceof EngineUnavailable)) throw error;
		console.log(`SKIP ${implementation}: ${error.message.split("\n")[0]}`);
		return false;
	}
}

function returnedBy(outcome: Outcome): CborValue {
	if (outcome.kind === "threw") throw new Refused(outcome.name, outcome.message);
	return outcome.value;
}

function outcomeOf([kind, first, second]: readonly unknown[]): Outcome {
	if (kind === "threw") return { kind, name: String(first), message: String(second) };
	return { kind: "returned", value: plain(first) };
}

/** What cbor-x decoded, with byte strings as plain Uint8Arrays and every integer a number. */
function plain(value: unknown): CborValue {
	if (value instanceof Uint8Array) return Uint8Array.from(value);
	if (Array.isArray(value)) return value.map(plain);
	if (typeof value === "bigint") return Number(value);
	if (
		typeof value === "number" ||
		typeof value === "string" ||
		typeof value === "boolean" ||
		value === null
	) {
		return value;
	}
	throw new Error(`the probe returned ${String(value)}`);
}

function textsOf(value: unknown): readonly string[] {
	return Array.isArray(value) ? value.map(String) : [];
}
