import { compileFunction } from "node:vm";
import { assert } from "../../modules/bytes/assert.js";
import type { Bundle } from "../engines/bundle.js";
import { type Engine, type EngineHost, emptyStats, frameBytes } from "../engines/engine.js";
import type { ShownMemory } from "./checkers/leftovers.js";
import { WatchedMemory } from "./watched-memory.js";

/**
 * The firmware in this very realm, restarted as often as the world likes. A bundle keeps nothing between two
 * boots (in XS what it defines is read-only), so it is loaded once and stays compiled: a restart costs a
 * millisecond, where a realm of its own costs a hundred. What this realm allows beyond the unit's, the Node
 * and XS engines refuse; the same seed gives the same trace there. All its typed arrays can be looked
 * into.
 */
export class WarmEngine {
	/** What the unit sees of the camera; zero while it has no frame in hand. */
	readonly frame = new ArrayBuffer(frameBytes);
	/** All the typed arrays of the firmware that runs. */
	readonly memory: ShownMemory;
	readonly #watched = new WatchedMemory();
	readonly #deliver: (event: ArrayBuffer) => void;
	#host: EngineHost | undefined;

	constructor({ source }: Bundle) {
		const scope: { onHostEvent?: (event: ArrayBuffer) => void } = {};
		const { classes } = this.#watched;
		this.memory = {
			frame: new Uint8Array(this.frame),
			made: () => this.#watched.made(),
			kept: () => this.#watched.kept(),
		};
		const names = ["globalThis", "hostCall", "hostPost", "hostFrame", ...Object.keys(classes)];
		const define = compileFunction(source, names);
		const putFrame = (pixels: Uint8Array) => new Uint8Array(this.frame).set(pixels);
		const parts = [
			scope,
			(request: ArrayBuffer) => bufferOf(this.#powered().onCall(copyOf(request), putFrame)),
			(message: ArrayBuffer) => this.#powered().onPost(copyOf(message)),
			() => this.frame,
			...Object.values(classes),
		];
		Reflect.apply(define, undefined, parts);
		const { onHostEvent } = scope;
		assert(onHostEvent !== undefined, "the bundle takes no events");
		this.#deliver = onHostEvent;
	}

	/** Power on; the engine that ran before is no more. */
	start(host: EngineHost): Engine {
		this.#host = host;
		this.#watched.forget();
		new Uint8Array(this.frame).fill(0);
		const isRunning = () => this.#host === host;
		return {
			deliver: async (event) => {
				assert(isRunning(), "an event for a unit without power");
				this.#deliver(bufferOf(event));
			},
			stats: async () => emptyStats("node"),
			close: async () => {
				if (isRunning()) this.#host = undefined;
			},
		};
	}

	#powered(): EngineHost {
		assert(this.#host !== undefined, "a unit without power does something");
		return this.#host;
	}
}

/** The unit wipes what it has sent. */
function copyOf(message: ArrayBuffer): Uint8Array {
	return new Uint8Array(message).slice();
}

function bufferOf(bytes: Uint8Array): ArrayBuffer {
	const copy = new ArrayBuffer(bytes.length);
	new Uint8Array(copy).set(bytes);
	return copy;
}
