import { assert } from "../../modules/bytes/assert.js";
import { formatStore } from "../../modules/store/format.js";
import { startUnit } from "../../modules/unit/unit.js";
import { type PoweredDoors, powerOn } from "../doors/board.js";
import { SimulatedCamera } from "../doors/camera.js";
import { SimulatedConsole } from "../doors/console.js";
import { seededEntropy } from "../doors/entropy.js";
import { SimulatedIlluminator } from "../doors/illuminator.js";
import { MemoryLink } from "../doors/link-memory.js";
import { createNodeCrypto } from "../doors/node-crypto.js";
import { SimulatedPresence } from "../doors/presence.js";
import { Scheduler } from "../doors/scheduler.js";
import { makeImage, SimulatedSlots } from "../doors/slots.js";
import { TopicRouter } from "../doors/topic-router.js";
import { NorFlash, PowerCut, type TearModel } from "../world/nor-flash.js";
import { NOR_PARTS } from "../world/nor-parts.js";
import { createPrng } from "../world/prng.js";
import { type OfficeKeys, UpdateOffice } from "./office.js";

const PART = NOR_PARTS.w25q128jv;
const STORE_BLOCKS = 16;

/** First slot, second slot, the bootloader's notes, the store. */
type Flashes = readonly [NorFlash, NorFlash, NorFlash, NorFlash];

/** Whatever happens to it, a unit has come to rest after this long. */
const PATIENCE_MS = 600_000;

/** An image that the simulated bootloader takes; every version differs everywhere. */
export function imageOf(version: number, bytes: number): Uint8Array {
	const random = createPrng(version, "firmware");
	return makeImage(version, bytes - 48, (body) => {
		for (let i = 0; i < body.length; i++) body[i] = random.nextBelow(256);
	});
}

/** The firmware on a board with two slots, its store and a link to its terminal; restarts when it asks to. */
export class UpdatedUnit {
	readonly scheduler = new Scheduler();
	readonly #router = new TopicRouter();
	readonly link = new MemoryLink(this.scheduler, this.#router);
	readonly office: UpdateOffice;
	readonly #console = new SimulatedConsole(this.scheduler);
	readonly #keys: OfficeKeys;
	readonly #flashes: Flashes;
	readonly #slots: SimulatedSlots;
	#powered: PoweredDoors | undefined;
	#wantsRestart = false;
	/** What the bootloader has started. */
	running: number | undefined;

	private constructor(keys: OfficeKeys, flashes: Flashes) {
		const [first, second, notes] = flashes;
		this.#keys = keys;
		this.#flashes = flashes;
		this.#slots = new SimulatedSlots([first, second], notes);
		this.office = new UpdateOffice(keys, this.scheduler, this.#router);
	}

	/** As it leaves the factory with version 1, then taken over by the office. */
	static make(keys: OfficeKeys, bytes: number): UpdatedUnit {
		const flash = (seed: number, blocks: number) => new NorFlash({ part: PART, blocks, seed });
		const blocks = Math.ceil((bytes + 64) / PART.blockLength);
		const [first, second, notes, store] = [
			flash(1, blocks),
			flash(2, blocks),
			flash(3, 2),
			flash(4, STORE_BLOCKS),
		];
		SimulatedSlots.prepare([first, second], notes, imageOf(1, bytes));
		formatStore(store);
		const unit = new UpdatedUnit(keys, [first, second, notes, store]);
		unit.powerUp();
		keys.provision(unit.#console, () => unit.settle());
		return unit;
	}

	/** The last start took an image on trial back. */
	get tookBack(): boolean {
		return this.#slots.tookBack;
	}

	/** Another one in the same state, power off. */
	copy(): UpdatedUnit {
		this.powerDown();
		const [first, second, notes, store] = this.#flashes;
		return new UpdatedUnit(this.#keys, [first.clone(1), second.clone(2), notes.clone(3), store.clone(4)]);
	}

	/** Starts and lets it do what it will. @throws PowerCut */
	powerUp(): void {
		this.#start();
		this.settle();
	}

	powerDown(): void {
		this.#powered?.powerOff();
		this.#powered = undefined;
		this.scheduler.advance(0);
	}

	/** Offers, and lets it do what it will. @throws PowerCut */
	update(version: number, image: Uint8Array): void {
		assert(this.running !== undefined, "a unit that runs");
		this.office.offer(image, version);
		this.settle();
	}

	/** Cuts the power at flash operation `operation` of what `run` does. @returns false when it did fewer. */
	cut(operation: number, tear: TearModel, run: () => void): boolean {
		let left = operation;
		// Each flash counts its own operations, so that the cut is armed on whichever comes next.
		const restore = this.#flashes.map((flash) => countDown(flash, () => left-- === 0, tear));
		try {
			run();
			return false;
		} catch (error) {
			if (!(error instanceof PowerCut)) throw error;
			this.#powered?.powerOff();
			this.#powered = undefined;
			return true;
		} finally {
			for (const undo of restore) undo();
			for (const flash of this.#flashes) flash.powerOn();
		}
	}

	/** Lets time pass until the unit only waits, starting it anew when it asks for that. */
	settle(): void {
		for (let rounds = 0; rounds < 8; rounds++) {
			const untilMs = this.scheduler.nowMs() + PATIENCE_MS;
			while (!this.#wantsRestart && this.scheduler.step(untilMs));
			if (!this.#wantsRestart) return;
			this.powerDown();
			this.#start();
		}
		throw new Error("the unit restarts without end");
	}

	#start(): void {
		this.#wantsRestart = false;
		this.running = this.#slots.boot();
		if (this.running === undefined) return;
		const [, , , flash] = this.#flashes;
		const { crypto } = this.#keys;
		const own = createNodeCrypto({ entropy: seededEntropy(new Uint8Array(32)), deviceRoot: DEVICE_ROOT });
		this.#powered = powerOn({
			scheduler: this.scheduler,
			// OpenSSL for the signatures, as a device has hardware for them.
			crypto: { ...own, ...crypto, entropyInto: own.entropyInto },
			camera: new SimulatedCamera(this.scheduler),
			illuminator: new SimulatedIlluminator(this.scheduler),
			presence: new SimulatedPresence(this.scheduler),
			flash,
			link: this.link,
			console: this.#console,
			slots: this.#slots.door,
			restartCause: "request",
			trace: () => {},
			onRestart: () => {
				this.#wantsRestart = true;
			},
		});
		startUnit(this.#powered.doors, {
			softwareVersion: `0.${this.running}.0`,
			firmwareVersion: this.running,
			bundleHash: new Uint8Array(32),
		});
	}
}

const DEVICE_ROOT = new Uint8Array(32).fill(2);

/** Cuts the operation for which `isNow` says so. @returns what takes the counter off. */
function countDown(flash: NorFlash, isNow: () => boolean, tear: TearModel): () => void {
	const { write, eraseBlock } = flash;
	flash.write = (buffer, byteOffset) => {
		if (isNow()) flash.cutAt(0, tear);
		write.call(flash, buffer, byteOffset);
	};
	flash.eraseBlock = (block) => {
		if (isNow()) flash.cutAt(0, tear);
		eraseBlock.call(flash, block);
	};
	return () => {
		flash.write = write;
		flash.eraseBlock = eraseBlock;
	};
}
