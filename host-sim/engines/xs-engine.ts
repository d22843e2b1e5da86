/** The firmware in the real XS engine: a child process with a fixed heap, driven in lock step over a pipe. */
import { type ChildProcessByStdio, spawn } from "node:child_process";
import { writeFileSync } from "node:fs";
import type { Readable, Writable } from "node:stream";
import { type Bits, buildXs, progressLine } from "./build-xs.js";
import type { Bundle } from "./bundle.js";
import {
	type CollectedEngine,
	type EngineHost,
	type EngineStats,
	EngineStopped,
	EngineUnavailable,
	emptyStats,
	frameBytes,
} from "./engine.js";
import { endOfExitCode } from "./exit-codes.js";
import { deviceLimits, type XsLimits } from "./limits.js";
import { encodeFrame, encodeHeader, type Frame, FrameReader, fromUnit, toUnit } from "./pipe.js";
import { memoryOfProcess } from "./process-memory.js";
import { compileImage } from "./xs-image.js";

/** How loops run that have a twin in C. */
export type Loops = "native" | "twins";

export interface XsEngineOptions {
	readonly bundle: Bundle;
	readonly bits: Bits;
	/** In place of what manifest.json gives the device. */
	readonly limits?: Partial<XsLimits>;
	/** "twins" runs everything in JavaScript; default: loops in machine code where there are any. */
	readonly loops?: Loops;
	/** Real time that one event may take before the child is killed. Default two minutes. */
	readonly timeoutMs?: number;
}

/**
 * Builds the engine and the image where the caches lack them, then starts the unit and waits until it is
 * idle.
 * @throws EngineUnavailable without a compiler for it; EngineStopped when the bundle dies while it starts.
 */
export async function startXsEngine(options: XsEngineOptions, host: EngineHost): Promise<CollectedEngine> {
	const built = await buildXs(
		options.bits,
		progressLine(`Compiling the XS engine (${options.bits}-bit), once`),
	);
	if (built.kind !== "built") {
		throw new EngineUnavailable(built.message);
	}
	const image = await compileImage(built.path, built.key, options.bundle);
	const limits = { ...deviceLimits(options.bits), ...options.limits };
	const program: EngineProgram = {
		command: built.path,
		arguments: runArguments(image, limits, options.loops ?? "native"),
	};
	return startEngineProgram(program, host, options.timeoutMs ?? 120_000);
}

/** A program that speaks host-sim/xs/pipe.h on its standard input and output. */
export interface EngineProgram {
	readonly command: string;
	readonly arguments: readonly string[];
	/** Its working folder, if not ours. */
	readonly folder?: string;
	/** A file that it takes pixels from, where its link is too slow for them. */
	readonly frameStore?: string;
}

/** Starts the program and waits until the unit in it is idle. Rejects with EngineStopped when it dies. */
export async function startEngineProgram(
	program: EngineProgram,
	host: EngineHost,
	timeoutMs: number,
): Promise<CollectedEngine> {
	const engine = new XsEngine(program, host, timeoutMs);
	await engine.started();
	return engine;
}

function runArguments(image: string, limits: XsLimits, loops: Loops): string[] {
	const { chunkBytes, slotCount, stackCount, keyCount, eventComputrons } = limits;
	const kernels = loops === "native" ? 1 : 0;
	const numbers = [chunkBytes, slotCount, stackCount, keyCount, eventComputrons, kernels];
	return ["run", image, ...numbers.map(String)];
}

/** What the caller waits for; there is never more than one. */
interface Waiting {
	readonly until: "idle" | "stats";
	readonly resolve: (stats: EngineStats) => void;
	readonly reject: (error: Error) => void;
	readonly timer: NodeJS.Timeout;
}

class XsEngine implements CollectedEngine {
	readonly #child: ChildProcessByStdio<Writable, Readable, null>;
	readonly #host: EngineHost;
	readonly #timeoutMs: number;
	readonly #frameStore: string | undefined;
	readonly #reader = new FrameReader();
	readonly #exited: Promise<void>;
	#waiting: Waiting | undefined;
	#death: Error | undefined;

	constructor(program: EngineProgram, host: EngineHost, timeoutMs: number) {
		this.#host = host;
		this.#timeoutMs = timeoutMs;
		this.#frameStore = program.frameStore;
		this.#child = spawn(program.command, program.arguments, {
			cwd: program.folder,
			stdio: ["pipe", "pipe", "inherit"],
		});
		// An emulated board does not end with its link.
		const kill = () => this.#child.kill("SIGKILL");
		process.once("exit", kill);
		this.#child.stdout.on("data", (bytes: Uint8Array) => this.#receive(bytes));
		// A write to a child that has just died fails; its exit tells the story.
		this.#child.stdin.on("error", () => undefined);
		this.#exited = new Promise((resolve) => {
			this.#child.on("error", (error) => this.#die(error));
			// "close", not "exit": the last words in the pipe are read first.
			this.#child.on("close", (code) => {
				this.#die(stopped(code ?? -1, "", emptyStats("xs")));
				process.off("exit", kill);
				resolve();
			});
		});
	}

	async started(): Promise<void> {
		await this.#wait("idle", new Uint8Array(0));
	}

	async deliver(event: Uint8Array, frame?: Uint8Array): Promise<void> {
		if (frame !== undefined) {
			this.#putFrame(frame);
		}
		await this.#wait("idle", encodeFrame(toUnit.event, event));
	}

	stats(): Promise<EngineStats> {
		return this.#wait("stats", encodeFrame(toUnit.stats, new Uint8Array(0)));
	}

	collect(): Promise<EngineStats> {
		return this.#wait("stats", encodeFrame(toUnit.collect, new Uint8Array(0)));
	}

	memory(): Iterable<Uint8Array> | undefined {
		return this.#child.pid === undefined ? undefined : memoryOfProcess(this.#child.pid);
	}

	async close(): Promise<void> {
		if (this.#death === undefined) {
			this.#death = stopped(0, "", emptyStats("xs"));
			this.#child.stdin.end(encodeFrame(toUnit.quit, new Uint8Array(0)));
		}
		await this.#exited;
	}

	#wait(until: Waiting["until"], message: Uint8Array): Promise<EngineStats> {
		if (this.#waiting !== undefined) {
			throw new Error("The engine is busy: one event at a time");
		}
		if (this.#death !== undefined) {
			return Promise.reject(this.#death);
		}
		return new Promise((resolve, reject) => {
			const timer = setTimeout(() => this.#giveUp(), this.#timeoutMs);
			this.#waiting = { until, resolve, reject, timer };
			this.#child.stdin.write(message);
		});
	}

	#receive(bytes: Uint8Array): void {
		for (const frame of this.#reader.push(bytes)) {
			if (this.#death !== undefined) {
				return;
			}
			try {
				this.#handle(frame);
			} catch (error) {
				// The host's own answer failed: nothing sensible can be replied, so the unit ends here.
				this.#die(error instanceof Error ? error : new Error(String(error)));
				this.#child.kill("SIGKILL");
			}
		}
	}

	#handle({ kind, payload }: Frame): void {
		switch (kind) {
			case fromUnit.post:
				this.#host.onPost(payload);
				break;
			case fromUnit.call:
				this.#answer(payload);
				break;
			case fromUnit.idle:
				this.#settle("idle", emptyStats("xs"));
				break;
			case fromUnit.stats:
				this.#settle("stats", decodeStats(payload));
				break;
			case fromUnit.fatal:
				this.#die(
					stopped(
						payload[0] ?? -1,
						new TextDecoder().decode(payload.subarray(1 + statsBytes)),
						decodeStats(payload.subarray(1)),
					),
				);
				break;
			default:
				throw new Error(`The engine sent a frame of unknown kind ${kind}`);
		}
	}

	#answer(request: Uint8Array): void {
		const reply = this.#host.onCall(request, (pixels) => this.#putFrame(pixels));
		this.#child.stdin.write(encodeFrame(toUnit.reply, reply));
	}

	#putFrame(pixels: Uint8Array): void {
		if (pixels.length > frameBytes) {
			throw new RangeError(`A frame has at most ${frameBytes} bytes`);
		}
		if (this.#death !== undefined) return;
		if (this.#frameStore === undefined) {
			this.#child.stdin.write(encodeFrame(toUnit.frame, pixels));
			return;
		}
		writeFileSync(this.#frameStore, pixels);
		this.#child.stdin.write(encodeHeader(toUnit.frame, pixels.length));
	}

	#settle(until: Waiting["until"], stats: EngineStats): void {
		const waiting = this.#waiting;
		if (waiting?.until !== until) {
			throw new Error(`The engine said "${until}" without being asked`);
		}
		this.#waiting = undefined;
		clearTimeout(waiting.timer);
		waiting.resolve(stats);
	}

	#giveUp(): void {
		const sentence = `The engine did not finish an event within ${this.#timeoutMs} ms of real time.`;
		this.#die(new EngineStopped("timeout", -1, sentence, emptyStats("xs")));
		this.#child.kill("SIGKILL");
	}

	/** The first cause of death counts; what follows from it does not. */
	#die(error: Error): void {
		this.#death ??= error;
		const waiting = this.#waiting;
		this.#waiting = undefined;
		if (waiting !== undefined) {
			clearTimeout(waiting.timer);
			waiting.reject(this.#death);
		}
	}
}

function stopped(exitCode: number, detail: string, stats: EngineStats): EngineStopped {
	const { reason, sentence } = endOfExitCode(exitCode) ?? {
		reason: "killed",
		sentence: `The engine's process ended (${exitCode}).`,
	};
	return new EngineStopped(reason, exitCode, detail === "" ? sentence : `${sentence} ${detail}`, stats);
}

const statsBytes = 48;

/** The layout that putStats in host-sim/xs/serve.c writes. */
function decodeStats(bytes: Uint8Array): EngineStats {
	const view = new DataView(bytes.buffer, bytes.byteOffset, statsBytes);
	const word = (index: number) => view.getUint32(4 * index, true);
	return {
		engine: "xs",
		peakChunkBytes: word(0),
		peakSlotBytes: word(1),
		peakStackBytes: word(2),
		aliasBytes: word(6),
		heapBytes: word(0) + word(1) + word(2) + word(6),
		heapLimitBytes: word(3) + word(4) + word(5) + word(6),
		chunkBytes: word(10),
		slotBytes: word(11),
		keyCount: word(7),
		computrons: word(8) + word(9) * 2 ** 32,
	};
}
