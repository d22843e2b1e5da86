import { createHash } from "node:crypto";
import { assert } from "../../modules/bytes/assert.js";
import type { UpdateOffer } from "../../modules/messages/messages.generated.js";
import { Update } from "../../modules/unit/update.js";
import { makeImage, SimulatedSlots } from "../doors/slots.js";
import { NorFlash, PowerCut, TEAR_MODELS, type TearModel } from "../world/nor-flash.js";
import { NOR_PARTS } from "../world/nor-parts.js";
import { createPrng } from "../world/prng.js";

export interface CutCount {
	readonly cuts: number;
	/** Units that started nothing any more. */
	readonly bricked: number;
	/** Units that started something older than an image that had confirmed itself. */
	readonly downgrades: number;
	/** Images on trial that the bootloader took back: as it should be. */
	readonly reverts: number;
}

/**
 * Brings images 2, 3, ... to a unit that was made with image 1, and cuts the power at each flash operation of
 * each
 * update, from the offer to the confirmation, tearing it in each way; after every cut the update is tried
 * again.
 */
export function cutEverywhere(images: number, bytes: number): CutCount {
	const count = { cuts: 0, bricked: 0, downgrades: 0, reverts: 0 };
	for (let version = 2; version < 2 + images; version++) {
		for (const tear of TEAR_MODELS) {
			for (let operation = 0; ; operation++) {
				const unit = new UpdatedUnit(version - 1, bytes);
				if (!unit.updateWithCut(version, operation, tear)) break;
				count.cuts++;
				tally(count, unit, version);
			}
		}
	}
	return count;
}

function tally(
	count: { bricked: number; downgrades: number; reverts: number },
	unit: UpdatedUnit,
	version: number,
) {
	const started = unit.powerOn();
	if (started === undefined) count.bricked++;
	else if (started < unit.confirmed) count.downgrades++;
	else if (unit.wasOnTrial && started < version) count.reverts++;
	if (started === undefined) return;
	// Whatever the cut left, the next attempt brings the unit where it was to go.
	for (let attempt = 0; attempt < 2 && unit.running !== version; attempt++) unit.update(version);
	if (unit.running !== version || unit.confirmed !== version) count.bricked++;
}

const PART = NOR_PARTS.w25q128jv;

/** A unit that was made with `version`, having run all before it. */
class UpdatedUnit {
	/** The newest image that has confirmed itself. */
	confirmed: number;
	/** The image that the last cut struck was on trial. */
	wasOnTrial = false;
	running: number | undefined;
	readonly #bytes: number;
	readonly #flashes: readonly [NorFlash, NorFlash, NorFlash];
	readonly #slots: SimulatedSlots;

	constructor(version: number, bytes: number) {
		const blocks = Math.ceil((bytes + 64) / PART.blockLength);
		this.#bytes = bytes;
		const slot = (seed: number): NorFlash => new NorFlash({ part: PART, blocks, seed });
		this.#flashes = [slot(1), slot(2), new NorFlash({ part: PART, blocks: 2, seed: 3 })];
		const [first, second, notes] = this.#flashes;
		this.#slots = SimulatedSlots.prepare([first, second], notes, imageOf(1, bytes));
		this.confirmed = 1;
		this.running = this.#slots.boot();
		for (let next = 2; next <= version; next++) this.update(next);
		assert(this.confirmed === version, "a unit whose history went well");
	}

	/** @returns false when the update was over before `operation`. */
	updateWithCut(version: number, operation: number, tear: TearModel): boolean {
		let left = operation;
		// Each flash counts its own operations, so that the cut is armed on whichever comes next.
		const restore = this.#flashes.map((flash) => countDown(flash, () => left-- === 0, tear));
		try {
			this.update(version);
			return false;
		} catch (error) {
			if (!(error instanceof PowerCut)) throw error;
			return true;
		} finally {
			for (const undo of restore) undo();
			for (const flash of this.#flashes) flash.powerOn();
		}
	}

	powerOn(): number | undefined {
		this.running = this.#slots.boot();
		this.#confirmIfOnTrial();
		return this.running;
	}

	/** The whole way, restart included. */
	update(version: number): void {
		assert(this.running !== undefined, "a unit that runs");
		const image = imageOf(version, this.#bytes);
		const update = new Update(this.#slots.door, this.running);
		if (update.accept(offerOf(version, image)) !== "accepted") return;
		for (let { wanted } = update; wanted !== undefined; { wanted } = update) {
			const { imageHash, byteOffset, byteLength } = wanted;
			update.take({ imageHash, byteOffset, bytes: image.subarray(byteOffset, byteOffset + byteLength) });
		}
		this.wasOnTrial = true;
		this.running = this.#slots.boot();
		this.#confirmIfOnTrial();
		this.wasOnTrial = false;
	}

	/** A firmware that starts and reaches its broker is good. */
	#confirmIfOnTrial(): void {
		if (this.running === undefined) return;
		this.#slots.door.confirm();
		this.confirmed = Math.max(this.confirmed, this.running);
	}
}

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

const SHA256 = {
	sha256Into(out: Uint8Array, ...parts: readonly Uint8Array[]): void {
		const hash = createHash("sha256");
		for (const part of parts) hash.update(part);
		out.set(hash.digest());
	},
};

function imageOf(version: number, bytes: number): Uint8Array {
	const random = createPrng(version, "firmware");
	return makeImage(version, bytes - 48, (body) => {
		for (let i = 0; i < body.length; i++) body[i] = random.nextBelow(256);
	});
}

function offerOf(version: number, image: Uint8Array): UpdateOffer {
	const imageHash = new Uint8Array(32);
	SHA256.sha256Into(imageHash, image);
	return {
		expiresAt: 1_800_000_060,
		issuedAt: 1_800_000_000,
		nonce: new Uint8Array(16),
		softwareVersion: `0.${version}.0`,
		firmwareVersion: version,
		imageHash,
		imageLength: image.length,
	};
}
