import type { FirmwareSlots } from "../../hal/hal.js";
import { assert } from "../bytes/assert.js";
import { equalConstantTime } from "../bytes/bytes.js";
import type { ImagePiece, ImageWanted, UpdateOffer } from "../messages/messages.generated.js";

/**
 * A new firmware, taken in piece by piece into the slot that does not run:
 *
 *     offer (signed) --> begin --> pieces, in order --> hash read back --> activate --> restart --> on trial
 *                                                       \ differs: dropped                          | confirm
 *                                                                                    or the old one  <'
 *
 * Only the offer needs the authority: it names the hash of the image, and what does not hash to it never
 * starts. Versions only rise, against the image that runs. A power cut before `activate` leaves the old image
 * in charge, one after it starts the new one on trial; a transfer that the power cut short is offered again.
 */
export class Update {
	readonly #slots: FirmwareSlots;
	readonly #runningVersion: number;
	#offer: UpdateOffer | undefined;
	#received = 0;
	/** The other slot holds what starts next: it is written no more. */
	#startsNext = false;

	/** @param runningVersion of the image that runs: `firmwareVersion` of the offer that brought it. */
	constructor(slots: FirmwareSlots, runningVersion: number) {
		this.#slots = slots;
		this.#runningVersion = runningVersion;
	}

	/** What is to come next; undefined when nothing is. */
	get wanted(): ImageWanted | undefined {
		if (this.#offer === undefined) return undefined;
		const { imageHash, imageLength } = this.#offer;
		const pieceLength = Math.min(PIECE_MAX, imageLength - this.#received);
		return { imageHash, pieceOffset: this.#received, pieceLength };
	}

	/** Could what this offers run here? Nothing is changed. */
	judge(offer: UpdateOffer): OfferOutcome {
		if (offer.firmwareVersion <= this.#runningVersion) return "rolled-back";
		const { capacity, onTrial } = this.#slots.status();
		if (offer.imageLength > capacity) return "too-long";
		// The other slot is what an image on trial falls back to.
		return onTrial || this.#startsNext ? "on-trial" : "acceptable";
	}

	/**
	 * Begins what an acceptable offer names, whose signature has been verified. The same offered again goes on
	 * where it is; another that was being taken in is dropped.
	 */
	begin(offer: UpdateOffer): void {
		assert(this.judge(offer) === "acceptable", "an offer that was refused");
		if (this.#offer !== undefined && equalConstantTime(this.#offer.imageHash, offer.imageHash)) return;
		this.#offer = undefined;
		this.#received = 0;
		this.#slots.begin(offer.imageLength);
		this.#offer = offer;
	}

	/**
	 * Takes the piece that is wanted; any other is left lying, as a repetition is.
	 * @returns "complete" when the image is whole, has the hash that was signed, and starts next.
	 */
	take(piece: ImagePiece): PieceOutcome {
		const { wanted } = this;
		const offer = this.#offer;
		if (offer === undefined || wanted === undefined || !isWanted(wanted, piece)) return "not-wanted";
		this.#slots.write(piece.pieceBytes);
		this.#received += piece.pieceBytes.length;
		if (this.#received < offer.imageLength) return "taken";
		this.#offer = undefined;
		if (!this.#isGenuine(offer)) return "another-image";
		this.#slots.activate();
		this.#startsNext = true;
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

export type OfferOutcome = "acceptable" | "rolled-back" | "too-long" | "on-trial";

export type PieceOutcome = "taken" | "complete" | "not-wanted" | "another-image";

function isWanted({ imageHash, pieceOffset, pieceLength }: ImageWanted, piece: ImagePiece): boolean {
	return (
		piece.pieceOffset === pieceOffset &&
		piece.pieceBytes.length === pieceLength &&
		equalConstantTime(piece.imageHash, imageHash)
	);
}
