/** A new firmware in pieces, each signed with the terminal's key, for the unit that asks for them. */
import { createHash } from "node:crypto";
import { equalConstantTime } from "../modules/bytes/bytes.js";
import { type SigningKey, signMessage } from "../modules/messages/envelope.js";
import type { ImageWanted } from "../modules/messages/messages.generated.js";
import { topicOf, type UnitAddress } from "../modules/messages/topics.js";
import type { TerminalCrypto } from "./native-crypto.js";

export interface ImageServer {
	/** SHA-256 of the image. */
	readonly hash: Uint8Array;
	/**
	 * The piece that is asked for, ready to be published; undefined for another image and beyond its end. Who
	 * asks need not be known: the image is no secret, and what it is stands in the authority's offer.
	 */
	answer(wanted: ImageWanted): { readonly topic: string; readonly envelope: Uint8Array } | undefined;
}

/** @param image 1..4,194,304 bytes, as messages.cddl has it; the unit's slot may be shorter. */
export function openImageServer(
	crypto: TerminalCrypto,
	terminalKey: SigningKey,
	address: UnitAddress,
	image: Uint8Array,
): ImageServer {
	const hash = Uint8Array.from(createHash("sha256").update(image).digest());
	const topic = topicOf(address, "cmd");
	return {
		hash,
		answer({ imageHash, pieceOffset, pieceLength }) {
			if (!equalConstantTime(imageHash, hash) || pieceOffset + pieceLength > image.length) return undefined;
			const pieceBytes = image.slice(pieceOffset, pieceOffset + pieceLength);
			const piece = { imageHash, pieceOffset, pieceBytes };
			return { topic, envelope: signMessage(crypto, terminalKey, topic, "image-piece", piece) };
		},
	};
}
