import type { FirmwareSlots } from "../../hal/hal.js";
import { assert } from "../bytes/assert.js";
import { equalConstantTime } from "../bytes/bytes.js";
import type { UpdateOffer } from "../messages/messages.generated.js";

/**
 * A new firmware, taken in piece by piece into the slot that does not run:
 *
 *     offer (signed) --> begin --> pieces, in order --> hash read back --> activate --> restart --> on trial
 *                                                       \ differs: dropped                          |
 * confirm
 *                                                                                    or the old one  <'
 *
 * Only the offer is signed: it names the hash of the image, and what does not hash to it never starts.
 * Versions
 * only rise, against the image that runs. A power cut before `activate` leaves the old image in charge, one
 * after
 * it starts the new one on trial; the pieces of a transfer that was cut are fetched again from the start.
 */
export class Update {
	readonly #slots: FirmwareSlots;
	readonly #runningVersion: number;
	#offer: UpdateOffer | undefined;
	#received = 0;

	/** @param runningVersion of the image that runs: `firmwareVersion` of the offer that brought it. */
	constructor(slots: FirmwareSlots, runningVersion: number) {
		this.#slots = slots;
		this.#runningVersion = runningVersion;
	}

	/** Bytes that are still to come, from which offset on; undefined when none are. */
	get wanted(): WantedPiece | undefined {
		if (this.#offer === undefined) return undefined;
		const { imageHash, imageLength } = this.#offer;
		const byteLength = Math.min(PIECE_MAX, imageLength - this.#received);
		return { imageHash, byteOffset: this.#received, byteLength };
	}

	/**
	 * Takes an offer whose signature has been verified; one that came before it is dropped.
	 * @returns why not, or "accepted"
	 */
	accept(offer: UpdateOffer): OfferOutcome {
		const { capacity, onTrial } = this.#slots.status();
		if (offer.firmwareVersion <= this.#runningVersion) return "rolled-back";
		if (offer.imageLength > capacity) return "too-long";
		// The other slot is what an image on trial falls back to.
		if (onTrial) return "on-trial";
		this.#offer = undefined;
		this.#received = 0;
		this.#slots.begin(offer.imageLength);
		this.#offer = offer;
		return "accepted";
	}

	/**
	 * Takes the piece that is wanted; any other is left lying, as a repetition is.
	 * @returns "complete" when the image is whole, has the hash that was signed, and starts next.
	 */
	take(piece: ImagePiece): PieceOutcome {
		const { wanted } = this;
		if (wanted === undefined || !isWanted(wanted, piece)) return "not-wanted";
		this.#slots.write(piece.bytes);
		this.#received += piece.bytes.length;
		const offer = this.#offer;
		assert(offer !== undefined, "a piece without an offer");
		if (this.#received < offer.imageLength) return "taken";
		this.#offer = undefined;
		if (!this.#isGenuine(offer)) return "another-image";
		this.#slots.activate();
		return "complete";
	}

	/** What stands in flash is hashed, not what came over the link. */
	#isGenuine({ imageHash }: UpdateOffer): boolean {
		const hash = new Uint8Array(32);
		this.#slots.hashInto(hash);
		return equalConstantTime(hash, imageHash);
	}
}

/** Bytes of a piece: fits in a message with its head, and a multiple of what any flash programs together. */
export const PIECE_MAX = 1024;

export interface WantedPiece {
	/** 32 bytes; names the image. */
	readonly imageHash: Uint8Array;
	readonly byteOffset: number;
	/** 1..PIECE_MAX. */
	readonly byteLength: number;
}

export interface ImagePiece {
	readonly imageHash: Uint8Array;
	readonly byteOffset: number;
	readonly bytes: Uint8Array;
}

export type OfferOutcome = "accepted" | "rolled-back" | "too-long" | "on-trial";

export type PieceOutcome = "taken" | "complete" | "not-wanted" | "another-image";

function isWanted({ imageHash, byteOffset, byteLength }: WantedPiece, piece: ImagePiece): boolean {
	return (
		piece.byteOffset === byteOffset &&
		piece.bytes.length === byteLength &&
		equalConstantTime(piece.imageHash, imageHash)
	);
}
