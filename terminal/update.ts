/** A new firmware brought to a unit: offered, sent in pieces, and done when the unit says that it runs. */
import { assert } from "../modules/bytes/assert.js";
import type { SigningKey } from "../modules/messages/envelope.js";
import type { ImageWanted } from "../modules/messages/messages.generated.js";
import type { BodyByType } from "../modules/messages/messages.js";
import { makeOrder } from "./authority.js";
import type { Exchange } from "./exchange.js";
import { type ImageServer, openImageServer } from "./image-server.js";
import type { TerminalCrypto } from "./native-crypto.js";
import type { Answer, Session, TerminalClock, UnitPresence } from "./session.js";

export interface UpdateOptions {
	readonly crypto: TerminalCrypto;
	readonly exchange: Exchange;
	readonly clock: TerminalClock;
	readonly terminalKey: SigningKey;
	readonly authorityKey: SigningKey;
	readonly image: Uint8Array;
	/** 1..32 bytes; for people. */
	readonly softwareVersion: string;
	/** Above the one that runs. */
	readonly firmwareVersion: number;
	/** Seconds without a word of the unit after which it is given up. */
	readonly patienceSeconds: number;
	/** Bytes that the unit has. */
	readonly onProgress?: (bytes: number) => void;
}

export type UpdateOutcome =
	/** The unit is back on the link with this version, and keeps it. */
	| { readonly kind: "runs" }
	/** Refused, or not answered. */
	| { readonly kind: "not-offered"; readonly answer: Answer }
	/** The unit has all of the image and starts it when nobody is logged on and the day is closed. */
	| { readonly kind: "waits" }
	/** Nothing was heard any more, or the unit came back with another version each time. */
	| { readonly kind: "given-up" };

/** A unit that comes back with the old version was cut, or has taken the new one back: offered again. */
const OFFERS_MAX = 3;

/** One update of one unit. What the unit says goes in at `onImageWanted` and `onPresence`. */
export class UpdateRun {
	readonly #options: UpdateOptions;
	readonly #server: ImageServer;
	#session: Pick<Session, "request" | "send"> | undefined;
	/** The last birth message. */
	#birth: BodyByType["birth"] | undefined;
	/** Bytes sent, counted from the image's beginning. */
	#sent = 0;
	#onHeard: () => void = () => {};

	constructor(options: UpdateOptions) {
		const { crypto, exchange, terminalKey, image } = options;
		this.#options = options;
		this.#server = openImageServer(crypto, terminalKey, exchange.unit.address, image);
	}

	readonly onImageWanted = (wanted: ImageWanted): void => {
		const piece = this.#server.answer(wanted);
		if (piece === undefined) return;
		this.#options.onProgress?.(wanted.pieceOffset);
		this.#sent = wanted.pieceOffset + wanted.pieceLength;
		this.#session?.send(piece.topic, piece.envelope);
		this.#onHeard();
	};

	readonly onPresence = ({ type, body }: UnitPresence): void => {
		if (type !== "birth") return;
		this.#birth = body;
		this.#onHeard();
	};

	/** Resolves when it is over, for good or ill. */
	async bring(session: Pick<Session, "request" | "send">): Promise<UpdateOutcome> {
		this.#session = session;
		const { clock, exchange } = this.#options;
		// An offer is for the boot that the unit has announced.
		if (exchange.boot === undefined && (await this.#untilBack(-1)) === undefined)
			return { kind: "not-offered", answer: { kind: "timed-out" } };
		for (let offers = 0; offers < OFFERS_MAX; offers++) {
			// A unit that has just started refuses what was signed in the second of its last request.
			if (offers > 0) await new Promise<void>((resolve) => void clock.setTimer(1100, resolve));
			const answer = await session.request(this.#offer());
			if (answer.kind !== "verified") return { kind: "not-offered", answer };
			assert(answer.report.type === "order-result", "an offer is answered by an order-result");
			if (answer.report.body.reason !== undefined) return { kind: "not-offered", answer };
			const back = await this.#untilBack(answer.report.body.bootCount);
			if (back?.firmwareVersion === this.#options.firmwareVersion) return { kind: "runs" };
			if (back === undefined)
				return { kind: this.#sent === this.#options.image.length ? "waits" : "given-up" };
		}
		return { kind: "given-up" };
	}

	#offer() {
		const { crypto, exchange, authorityKey, clock, image, softwareVersion, firmwareVersion } = this.#options;
		const { hash } = this.#server;
		const offer = { softwareVersion, firmwareVersion, imageHash: hash, imageLength: image.length };
		return makeOrder(crypto, exchange, authorityKey, { type: "update-offer", ...offer }, clock.nowSeconds());
	}

	/** @returns the birth of a later boot than this; undefined when nothing was heard for too long. */
	#untilBack(bootCount: number): Promise<BodyByType["birth"] | undefined> {
		const { clock, patienceSeconds } = this.#options;
		return new Promise((resolve) => {
			let timer: { close(): void } | undefined;
			this.#onHeard = () => {
				timer?.close();
				timer = undefined;
				// The same boot again: a lost connection, or what the broker has retained.
				if (this.#birth !== undefined && this.#birth.bootCount > bootCount) resolve(this.#birth);
				else timer = clock.setTimer(patienceSeconds * 1000, () => resolve(undefined));
			};
			this.#onHeard();
		});
	}
}
