import { createHash } from "node:crypto";
import type { FirmwareSlots } from "../../hal/hal.js";
import type { NorFlash } from "../world/nor-flash.js";

/**
 * Two firmware slots and the bootloader's notes, laid out and used as ESP-IDF does (esp_ota_ops, "otadata"):
 *
 *     slot:   magic | version | body length | SHA-256 of version and body | body
 *     notes:  two pages, each: sequence | state | CRC of both; the higher intact sequence names the slot,
 *             (sequence - 1) mod 2
 *
 * The image's own head stands for ESP-IDF's image header and digest, which its bootloader checks.
 */
export class SimulatedSlots {
	readonly #slots: readonly [NorFlash, NorFlash];
	readonly #notes: NorFlash;
	/** The slot that runs; set by `boot`. */
	#running: 0 | 1 = 0;
	#state: number = STATE.valid;
	/** The last start found an image on trial that had not confirmed itself. */
	tookBack = false;
	#begun: { readonly length: number; written: number } | undefined;

	/** @param notes two pages. Every flash may be cut. */
	constructor(slots: readonly [NorFlash, NorFlash], notes: NorFlash) {
		this.#slots = slots;
		this.#notes = notes;
	}

	/** As made in the factory: `image` in slot 0, on no trial. */
	static prepare(slots: readonly [NorFlash, NorFlash], notes: NorFlash, image: Uint8Array): SimulatedSlots {
		const made = new SimulatedSlots(slots, notes);
		writeAll(slots[0], image);
		made.#note(0, 1, STATE.valid);
		return made;
	}

	/**
	 * The bootloader: picks the slot, puts a new image on trial, takes one back that did not confirm itself.
	 * @returns the version that runs; undefined when neither slot has an intact image: a dead unit.
	 */
	boot(): number | undefined {
		this.#begun = undefined;
		this.tookBack = false;
		const newest = this.#entries().sort((a, b) => b.sequence - a.sequence);
		for (const entry of newest) {
			const slot = slotOf(entry.sequence);
			if (entry.state === STATE.aborted) continue;
			if (entry.state === STATE.onTrial) {
				this.tookBack = true;
				this.#note(entry.page, entry.sequence, STATE.aborted);
				continue;
			}
			const image = readImage(this.#slots[slot]);
			if (image === undefined) continue;
			if (entry.state === STATE.fresh) this.#note(entry.page, entry.sequence, STATE.onTrial);
			this.#running = slot;
			this.#state = entry.state === STATE.fresh ? STATE.onTrial : entry.state;
			return image.version;
		}
		return this.#bootAnything();
	}

	/** The FirmwareSlots door of the firmware that runs. */
	readonly door: FirmwareSlots = {
		status: () => ({ capacity: this.#other().status().size, onTrial: this.#state === STATE.onTrial }),
		begin: (byteLength) => {
			const { size, blockLength } = this.#other().status();
			if (byteLength < 1 || byteLength > size) throw new RangeError(`slots: an image of ${byteLength} bytes`);
			for (let block = 0; block < Math.ceil(byteLength / blockLength); block++)
				this.#other().eraseBlock(block);
			this.#begun = { length: byteLength, written: 0 };
		},
		write: (bytes) => {
			const begun = this.#begun;
			if (begun === undefined) throw new Error("slots: nothing begun");
			if (begun.written + bytes.length > begun.length) throw new RangeError("slots: beyond the image");
			this.#other().write(bytes, begun.written);
			begun.written += bytes.length;
		},
		hashInto: (out) => {
			out.set(createHash("sha256").update(this.#wholeImage()).digest());
		},
		activate: () => {
			this.#wholeImage();
			if (readImage(this.#other()) === undefined) throw new Error("slots: what was written is no image");
			const entries = this.#entries();
			const last = Math.max(0, ...entries.map(({ sequence }) => sequence));
			const wanted = 1 - this.#running;
			const sequence = slotOf(last + 1) === wanted ? last + 1 : last + 2;
			// The page that does not name the running slot: a cut here leaves the running one in charge.
			const kept = entries.find((entry) => slotOf(entry.sequence) === this.#running)?.page;
			this.#note(kept === 0 ? 1 : 0, sequence, STATE.fresh);
		},
		confirm: () => {
			if (this.#state !== STATE.onTrial) return;
			const entry = this.#entries().find(({ sequence }) => slotOf(sequence) === this.#running);
			if (entry === undefined) throw new Error("slots: the running image is not in the notes");
			this.#note(entry.page, entry.sequence, STATE.valid);
			this.#state = STATE.valid;
		},
	};

	#wholeImage(): Uint8Array {
		if (this.#begun === undefined || this.#begun.written < this.#begun.length) {
			throw new Error("slots: the image is not whole");
		}
		const image = new Uint8Array(this.#begun.length);
		this.#other().read(image, 0);
		return image;
	}

	#other(): NorFlash {
		return this.#slots[this.#running === 0 ? 1 : 0];
	}

	/** No note is left that may be followed: whichever image is intact. */
	#bootAnything(): number | undefined {
		for (const slot of [0, 1] as const) {
			const image = readImage(this.#slots[slot]);
			if (image === undefined) continue;
			this.#running = slot;
			this.#state = STATE.valid;
			return image.version;
		}
		return undefined;
	}

	#note(page: number, sequence: number, state: number): void {
		this.#notes.eraseBlock(page);
		const entry = new Uint8Array(NOTE_LENGTH);
		const view = new DataView(entry.buffer);
		view.setUint32(0, sequence);
		view.setUint32(4, state);
		entry.set(digestOf(entry.subarray(0, 8)).subarray(0, 8), 8);
		this.#notes.write(entry, page * this.#notes.status().blockLength);
	}

	#entries(): { readonly page: number; readonly sequence: number; readonly state: number }[] {
		return [0, 1].flatMap((page) => {
			const entry = new Uint8Array(NOTE_LENGTH);
			this.#notes.read(entry, page * this.#notes.status().blockLength);
			const isIntact = digestOf(entry.subarray(0, 8)).subarray(0, 8).equals(entry.subarray(8));
			const view = new DataView(entry.buffer);
			return isIntact ? [{ page, sequence: view.getUint32(0), state: view.getUint32(4) }] : [];
		});
	}
}

/** @returns an image that the bootloader takes, padded to whole units of 16 bytes. */
export function makeImage(version: number, bodyLength: number, fill: (body: Uint8Array) => void): Uint8Array {
	const image = new Uint8Array(Math.ceil((HEAD_LENGTH + bodyLength) / 16) * 16);
	const view = new DataView(image.buffer);
	view.setUint32(0, MAGIC);
	view.setUint32(4, version);
	view.setUint32(8, image.length - HEAD_LENGTH);
	fill(image.subarray(HEAD_LENGTH));
	image.set(digestOf(image.subarray(4, 12), image.subarray(HEAD_LENGTH)), 16);
	return image;
}

const STATE = { fresh: 0, onTrial: 1, valid: 2, aborted: 4 } as const;
const MAGIC = 0x53484f47;
const HEAD_LENGTH = 48;
const NOTE_LENGTH = 16;

function slotOf(sequence: number): 0 | 1 {
	return (sequence - 1) % 2 === 0 ? 0 : 1;
}

function readImage(flash: NorFlash): { readonly version: number } | undefined {
	const head = new Uint8Array(HEAD_LENGTH);
	flash.read(head, 0);
	const view = new DataView(head.buffer);
	const length = view.getUint32(8);
	if (view.getUint32(0) !== MAGIC || length > flash.status().size - HEAD_LENGTH) return undefined;
	const body = new Uint8Array(length);
	flash.read(body, HEAD_LENGTH);
	if (!digestOf(head.subarray(4, 12), body).equals(head.subarray(16))) return undefined;
	return { version: view.getUint32(4) };
}

function writeAll(flash: NorFlash, bytes: Uint8Array): void {
	for (let block = 0; block < flash.status().blocks; block++) flash.eraseBlock(block);
	flash.write(bytes, 0);
}

function digestOf(...parts: readonly Uint8Array[]): Buffer {
	const hash = createHash("sha256");
	for (const part of parts) hash.update(part);
	return hash.digest();
}
