import type { Doors } from "../../../hal/hal.js";
import type { Engine, EngineHost } from "../../engines/engine.js";
import { PowerCut } from "../../world/nor-flash.js";
import {
	type Argument,
	BridgeError,
	CALLS,
	checkArguments,
	dispatch,
	EVENTS,
	type EventName,
	POSTS,
} from "../messages.js";
import { decodeFromUnit, encodeForUnit } from "./codec.js";
import { serveDoors } from "./door-server.js";
import { recordLine, recordPixels } from "./record.js";

export interface ServedUnitOptions {
	/** Starts the engine with the unit's bundle in it. */
	readonly start: (host: EngineHost) => Promise<Engine>;
	/** What the unit's requests are performed on, and whose callbacks become its events. */
	readonly doors: Doors;
	readonly softwareVersion: string;
	/** Of the image that is said to run; 0 when nobody exchanges it. */
	readonly firmwareVersion?: number;
	/** SHA-256 of the bundle. */
	readonly bundleHash: Uint8Array;
	/** Takes every message in both directions as one line; two runs of one day give the same lines. */
	readonly record?: (line: string) => void;
}

/** A unit in an engine, served with doors, in lock step: it handles one event at a time. */
export interface ServedUnit {
	readonly engine: Engine;
	/**
	 * Delivers what the doors have called back until the unit is idle and nothing is left. Rejects with what
	 * stopped the unit: `EngineStopped`, `PowerCut`, or a defect of the bridge; then for good.
	 */
	settle(): Promise<void>;
	/** Ends the engine. The doors are the caller's. May be called twice. */
	close(): Promise<void>;
}

/** Starts the engine and boots the unit: resolves when it has handled its first event. */
export async function serveUnit(options: ServedUnitOptions): Promise<ServedUnit> {
	const queue = new EventQueue();
	const host = new BridgeHost(options, queue);
	const engine = await options.start(host);
	const unit = new Served(engine, queue, host, options.record);
	const { softwareVersion, firmwareVersion = 0, bundleHash } = options;
	queue.add(() => true, "boot", [softwareVersion, firmwareVersion, bundleHash]);
	await unit.settle();
	return unit;
}

interface QueuedEvent {
	readonly isWanted: () => boolean;
	readonly name: EventName;
	readonly values: readonly Argument[];
}

class EventQueue {
	readonly #events: QueuedEvent[] = [];

	add(isWanted: () => boolean, name: EventName, values: readonly Argument[]): void {
		checkArguments(name, EVENTS[name], values);
		this.#events.push({ isWanted, name, values });
	}

	/** The next event that somebody still waits for. */
	take(): QueuedEvent | undefined {
		for (;;) {
			const event = this.#events.shift();
			if (event === undefined || event.isWanted()) return event;
		}
	}
}

class BridgeHost implements EngineHost {
	/** The first thing that went wrong on this side; the unit cannot be trusted to go on after it. */
	failure: unknown;
	readonly #record: ((line: string) => void) | undefined;
	readonly #server: ReturnType<typeof serveDoors>;

	constructor({ doors, record }: ServedUnitOptions, queue: EventQueue) {
		this.#record = record;
		this.#server = serveDoors(doors, (isWanted, name, ...values) => queue.add(isWanted, name, values));
	}

	onCall(request: Uint8Array, putFrame: (pixels: Uint8Array) => void): Uint8Array {
		return this.#guard(() => {
			const message = decodeFromUnit(request);
			this.#record?.(recordLine("call", message));
			const [status, values] = this.#answer(message, (pixels) => {
				this.#record?.(recordPixels(pixels));
				putFrame(pixels);
			});
			this.#record?.(recordLine("reply", [status, ...values]));
			return encodeForUnit(status, values);
		});
	}

	onPost(message: Uint8Array): void {
		this.#guard(() => {
			const decoded = decodeFromUnit(message);
			this.#record?.(recordLine("post", decoded));
			dispatch(POSTS, this.#server.posts, decoded);
		});
	}

	/**
	 * A door's refusal goes back to the unit as an exception of the same kind; a power cut or a defect ends the
	 * unit.
	 */
	#answer(message: unknown, putFrame: (pixels: Uint8Array) => void): [string, readonly Argument[]] {
		try {
			return ["ok", dispatch(CALLS, this.#server.calls(putFrame), message)];
		} catch (error) {
			if (error instanceof PowerCut || error instanceof BridgeError || !(error instanceof Error)) throw error;
			return [error instanceof RangeError ? "range-error" : "error", [error.message]];
		}
	}

	#guard<R>(action: () => R): R {
		try {
			return action();
		} catch (error) {
			this.failure ??= error;
			throw error;
		}
	}
}

class Served implements ServedUnit {
	readonly engine: Engine;
	readonly #queue: EventQueue;
	readonly #host: BridgeHost;
	readonly #record: ((line: string) => void) | undefined;
	#settling: Promise<void> | undefined;

	constructor(
		engine: Engine,
		queue: EventQueue,
		host: BridgeHost,
		record: ((line: string) => void) | undefined,
	) {
		this.engine = engine;
		this.#queue = queue;
		this.#host = host;
		this.#record = record;
	}

	settle(): Promise<void> {
		this.#settling ??= this.#drain().finally(() => {
			this.#settling = undefined;
		});
		return this.#settling;
	}

	async close(): Promise<void> {
		await this.engine.close();
	}

	async #drain(): Promise<void> {
		for (;;) {
			if (this.#host.failure !== undefined) throw this.#host.failure;
			const event = this.#queue.take();
			if (event === undefined) return;
			await this.#deliver(event);
		}
	}

	async #deliver({ name, values }: QueuedEvent): Promise<void> {
		this.#record?.(recordLine("event", [name, ...values]));
		try {
			await this.engine.deliver(encodeForUnit(name, values));
		} catch (error) {
			// An engine that died because this side failed: the cause says more than the consequence.
			throw this.#host.failure ?? error;
		}
	}
}
