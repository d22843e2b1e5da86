import type { Crypto, Doors, LinkOptions } from "../../hal/hal.js";
import { type ServedUnit, serveUnit } from "../bridge/host/serve-unit.js";
import { type Board, type PoweredDoors, powerOn } from "../doors/board.js";
import { type Engine, type EngineHost, EngineStopped } from "../engines/engine.js";
import { type NorFlash, PowerCut } from "../world/nor-flash.js";
import type { Journal } from "./journal.js";

export interface MachineOptions {
	readonly board: Board;
	readonly flash: NorFlash;
	readonly journal: Journal;
	/** Starts the firmware in an engine of its own. */
	readonly start: (host: EngineHost) => Promise<Engine>;
	/** The power has gone, or the firmware has ended by itself. */
	readonly onOff: (cause: "torn" | "stopped") => void;
}

/** The unit as a thing with a plug. Everything that passes its doors is noted. */
export class Machine {
	readonly #options: MachineOptions;
	#powered: PoweredDoors | undefined;
	#unit: ServedUnit | undefined;
	#isDue = false;

	constructor(options: MachineOptions) {
		this.#options = options;
	}

	get isOn(): boolean {
		return this.#powered !== undefined || this.#isDue;
	}

	/** Boots at the next `settle`; harmless while on. */
	switchOn(): void {
		if (this.#powered === undefined) this.#isDue = true;
	}

	/** Between two operations of the flash; harmless while off. */
	pullPlug(): void {
		if (!this.isOn) return;
		this.#isDue = false;
		this.#powerOff("whole");
	}

	/** Resolves when the unit has handled all that the doors have called back. */
	async settle(): Promise<void> {
		try {
			if (this.#isDue) await this.#boot();
			if (this.#powered === undefined) await this.#endEngine();
			else await this.#unit?.settle();
		} catch (error) {
			if (error instanceof PowerCut) this.#powerOff("torn");
			else if (error instanceof EngineStopped) this.#note("stopped", error.message);
			else if (error instanceof Error) this.#note("stopped", String(error.stack));
			else throw error;
			await this.#endEngine();
			this.#options.onOff(error instanceof PowerCut ? "torn" : "stopped");
		}
	}

	async close(): Promise<void> {
		this.pullPlug();
		await this.#endEngine();
	}

	async #boot(): Promise<void> {
		const { board, journal, start } = this.#options;
		this.#isDue = false;
		await this.#endEngine();
		journal.note({ kind: "boot" });
		this.#powered = powerOn(board);
		this.#unit = await serveUnit({
			start: (host) => start(recorded(host, journal)),
			doors: watched(this.#powered.doors, journal),
			softwareVersion: "sim",
			bundleHash: BUNDLE_HASH,
		});
	}

	#powerOff(flash: "torn" | "whole"): void {
		this.#powered?.powerOff();
		this.#powered = undefined;
		this.#options.flash.powerOn();
		this.#options.journal.note({ kind: "power-off", torn: flash === "torn" });
	}

	#note(kind: "stopped", reason: string): void {
		this.#options.journal.note({ kind, reason: reason.split("\n").slice(0, 3).join(" ") });
		this.#powerOff("whole");
	}

	async #endEngine(): Promise<void> {
		const unit = this.#unit;
		this.#unit = undefined;
		await unit?.close();
	}
}

/** Any will do, and the same for every build: a trace is compared between two of them. */
const BUNDLE_HASH = new Uint8Array(32).fill(0xb0);

function recorded(host: EngineHost, journal: Journal): EngineHost {
	return {
		onCall(request, putFrame) {
			journal.crossed(">", request);
			const reply = host.onCall(request, putFrame);
			journal.crossed("<", reply);
			return reply;
		},
		onPost(message) {
			journal.crossed(">", message);
			host.onPost(message);
		},
	};
}

function watched(doors: Doors, journal: Journal): Doors {
	return {
		...doors,
		crypto: watchedCrypto(doors.crypto, journal),
		openLink: (options) => {
			const link = doors.openLink(watchedLink(options, journal));
			return {
				publish(message) {
					link.publish(message);
					journal.note({ kind: "published", topic: message.topic, payload: message.payload.slice() });
				},
				close: () => link.close(),
			};
		},
		openImageSensor: (options) => {
			const camera = doors.openImageSensor(options);
			return {
				...camera,
				start() {
					camera.start();
					journal.note({ kind: "camera", started: true });
				},
				stop() {
					camera.stop();
					journal.note({ kind: "camera", started: false });
				},
			};
		},
		trace(line) {
			doors.trace(line);
			journal.note({ kind: "traced", line });
		},
	};
}

function watchedLink(options: LinkOptions, journal: Journal): LinkOptions {
	return {
		...options,
		onMessage(topic, payload) {
			journal.note({ kind: "delivered", topic, payload: payload.slice() });
			options.onMessage(topic, payload);
		},
	};
}

/** Longer than any sealed key; a reference is several hundred bytes. */
const SEALED_KEY_MAX = 100;

function watchedCrypto(crypto: Crypto, journal: Journal): Crypto {
	return {
		...crypto,
		openInto(out, key, nonce, aad, sealed) {
			if (sealed.length > SEALED_KEY_MAX) journal.note({ kind: "reference-opened" });
			return crypto.openInto(out, key, nonce, aad, sealed);
		},
		signInto(signature, privateKey, digest) {
			crypto.signInto(signature, privateKey, digest);
			journal.note({ kind: "signed", signature: signature.slice() });
		},
	};
}
