/**
 * The firmware in Node: a separate realm with the built-ins of the unit's XS and no others, driven as XS is.
 * There is no fixed heap and no computron limit here; for those, and for what is true, ask XS.
 */
import { createContext, Script } from "node:vm";
import type { Bundle } from "./bundle.js";
import {
	type Engine,
	type EngineHost,
	type EngineStats,
	EngineStopped,
	emptyStats,
	frameBytes,
} from "./engine.js";
import { exitCodes } from "./exit-codes.js";
import { readIntrinsics, walkSource } from "./intrinsics.js";

export interface NodeEngineOptions {
	readonly bundle: Bundle;
}

/** Starts the unit; resolves when it is idle. @throws EngineStopped when the bundle dies while it starts. */
export async function startNodeEngine(options: NodeEngineOptions, host: EngineHost): Promise<Engine> {
	const engine = new NodeEngine(host);
	await engine.start(options.bundle);
	return engine;
}

/** What only code inside the realm can do: make its objects, reach its globals. */
interface Realm {
	/** An ArrayBuffer of the realm with a copy of `bytes`. */
	bufferOf(bytes: Uint8Array): ArrayBuffer;
	frame: ArrayBuffer;
	isRejectionOf(promise: unknown): boolean;
	keepOnly(intrinsics: object): void;
	deliver(event: ArrayBuffer): void;
}

const realmSource = `((hostCall, hostPost, frameBytes) => {
	const bufferOf = (bytes) => {
		const copy = new Uint8Array(bytes.length);
		copy.set(bytes);
		return copy.buffer;
	};
	const { Promise } = globalThis;
	const frame = new ArrayBuffer(frameBytes);
	const define = (name, value) =>
		Object.defineProperty(globalThis, name, { value, writable: true, configurable: true });
	define("hostCall", (request) => bufferOf(hostCall(request)));
	define("hostPost", (message) => hostPost(message));
	define("hostFrame", () => frame);
	return {
		bufferOf,
		frame,
		isRejectionOf: (promise) => promise instanceof Promise,
		keepOnly: ${walkSource}.keepOnly,
		deliver: (event) => globalThis.onHostEvent(event),
	};
})`;

class NodeEngine implements Engine {
	readonly #context = createContext(Object.create(null), {
		codeGeneration: { strings: false, wasm: false },
		// Promise jobs of the realm run when a script of the realm ends, not when Node gets round to it.
		microtaskMode: "afterEvaluate",
	});
	readonly #realm: Realm;
	readonly #runJobs = new Script("0");
	#busy = false;
	#death: Error | undefined;

	constructor(host: EngineHost) {
		const putFrame = (pixels: Uint8Array): void => new Uint8Array(this.#realm.frame).set(pixels);
		const makeRealm: (...parts: unknown[]) => Realm = new Script(realmSource).runInContext(this.#context);
		this.#realm = makeRealm(
			(request: ArrayBuffer) => this.#answer(() => host.onCall(bytesOf(request), putFrame)),
			(message: ArrayBuffer) => this.#answer(() => host.onPost(bytesOf(message))),
			frameBytes,
		);
		this.#realm.keepOnly(readIntrinsics());
	}

	start(bundle: Bundle): Promise<void> {
		return this.#handle(() =>
			new Script(bundle.source, { filename: "firmware.js" }).runInContext(this.#context),
		);
	}

	async deliver(event: Uint8Array, frame?: Uint8Array): Promise<void> {
		if (frame !== undefined) {
			new Uint8Array(this.#realm.frame).set(frame);
		}
		await this.#handle(() => this.#realm.deliver(this.#realm.bufferOf(event)));
	}

	async stats(): Promise<EngineStats> {
		return emptyStats("node");
	}

	async close(): Promise<void> {
		this.#death ??= stopped("done", "");
	}

	/**
	 * A failure of the host's own code ends the engine, as it does with XS, even if the bundle catches it.
	 */
	#answer<T>(call: () => T): T {
		try {
			return call();
		} catch (error) {
			this.#death ??= error instanceof Error ? error : new Error(String(error));
			throw error;
		}
	}

	/** Runs one step of the unit with all its promise jobs, and finds out whether it survived. */
	async #handle(step: () => void): Promise<void> {
		if (this.#busy) {
			throw new Error("The engine is busy: one event at a time");
		}
		if (this.#death !== undefined) {
			throw this.#death;
		}
		this.#busy = true;
		const onRejection = (reason: unknown, promise: unknown) => {
			if (!this.#realm.isRejectionOf(promise)) {
				throw reason;
			}
			this.#death ??= stopped("unhandled-rejection", textOf(reason));
		};
		process.on("unhandledRejection", onRejection);
		try {
			step();
			this.#runJobs.runInContext(this.#context);
			// Node reports a rejection that nobody listened to only after the current turn.
			await new Promise((resolve) => setImmediate(resolve));
		} catch (error) {
			this.#death ??= stopped("unhandled-exception", textOf(error));
		} finally {
			process.off("unhandledRejection", onRejection);
			this.#busy = false;
		}
		if (this.#death !== undefined) {
			throw this.#death;
		}
	}
}

function stopped(reason: keyof typeof exitCodes, detail: string): EngineStopped {
	const { code, sentence } = exitCodes[reason];
	return new EngineStopped(
		reason,
		code,
		detail === "" ? sentence : `${sentence} ${detail}`,
		emptyStats("node"),
	);
}

/** Exceptions of the realm are no instances of this realm's Error. */
function textOf(error: unknown): string {
	return typeof error === "object" && error !== null && "stack" in error
		? String(error.stack)
		: String(error);
}

/** As in XS, natives take an ArrayBuffer (of whatever realm) and nothing else. */
function bytesOf(value: ArrayBuffer): Uint8Array {
	if (Object.prototype.toString.call(value) !== "[object ArrayBuffer]") {
		throw new TypeError("hostCall and hostPost take an ArrayBuffer");
	}
	return new Uint8Array(value).slice();
}
