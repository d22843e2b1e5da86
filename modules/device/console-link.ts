import type { Clock, Timer } from "../../hal/hal.js";
import { equalConstantTime } from "../bytes/bytes.js";
import { type ConsoleFrame, encodeFrame, FrameDecoder, FrameKind } from "./console-frame.js";

export interface ConsoleLinkOptions {
	readonly clock: Clock;
	/** 4 bytes that this end has not used before: from the entropy source. */
	readonly session: Uint8Array;
	/** Puts bytes on the line. */
	readonly transmit: (bytes: Uint8Array) => void;
	readonly onMessage: (message: Uint8Array) => void;
	/** The other end did not acknowledge a message in `CONSOLE_ATTEMPTS` attempts; the message is dropped. */
	readonly onUnanswered: () => void;
}

/** A frame of the longest message takes 0.13 s at 115,200 baud. */
export const CONSOLE_RETRY_MS = 400;
export const CONSOLE_ATTEMPTS = 15;
/** Messages that wait for their turn; both ends ask and answer one at a time. */
const QUEUE_MAX = 4;

/**
 * One end of the serial console: whole messages, in order, each delivered once, over a line that may lose or
 * alter anything (stop-and-wait). The other end may restart or be unplugged at any time.
 *
 *     data s,0 ----->            data s,0 ---X             (repeated after CONSOLE_RETRY_MS)
 *              <----- ack s,0    data s,0 ----->
 *                                         X--- ack s,0
 *                                data s,0 ----->           (known: acknowledged, not delivered again)
 *                                         <----- ack s,0
 */
export class ConsoleLink {
	readonly #options: ConsoleLinkOptions;
	readonly #decoder: FrameDecoder;
	readonly #waiting: Uint8Array[] = [];
	#sequence = 0;
	#attempts = 0;
	#retry: Timer | undefined;
	/** Of the message last delivered. */
	#delivered: { readonly session: Uint8Array; readonly sequence: number } | undefined;

	constructor(options: ConsoleLinkOptions) {
		this.#options = options;
		this.#decoder = new FrameDecoder((frame) => this.#take(frame));
	}

	/** What the line brought. */
	receive(bytes: Uint8Array): void {
		this.#decoder.push(bytes);
	}

	/** @throws Error when more messages wait than two ends that ask and answer in turn can have. */
	send(message: Uint8Array): void {
		if (this.#waiting.length === QUEUE_MAX) throw new Error("console: too many messages wait");
		this.#waiting.push(message.slice());
		if (this.#waiting.length === 1) this.#transmit();
	}

	close(): void {
		this.#retry?.close();
		this.#waiting.length = 0;
	}

	#take(frame: ConsoleFrame): void {
		if (frame.kind === FrameKind.acknowledgement) return this.#acknowledged(frame);
		const { session, sequence, payload } = frame;
		const acknowledgement = {
			kind: FrameKind.acknowledgement,
			session,
			sequence,
			payload: new Uint8Array(0),
		};
		this.#options.transmit(encodeFrame(acknowledgement));
		const known = this.#delivered;
		const isKnown =
			known !== undefined && known.sequence === sequence && equalConstantTime(known.session, session);
		if (isKnown) return;
		this.#delivered = { session, sequence };
		this.#options.onMessage(payload);
	}

	#acknowledged({ session, sequence }: ConsoleFrame): void {
		const isOurs = equalConstantTime(session, this.#options.session) && sequence === this.#sequence;
		if (isOurs && this.#waiting.length > 0) this.#next();
	}

	#next(): void {
		this.#retry?.close();
		this.#waiting.shift();
		this.#sequence = (this.#sequence + 1) & 0xff;
		this.#attempts = 0;
		if (this.#waiting.length > 0) this.#transmit();
	}

	#transmit(): void {
		const { clock, session, transmit } = this.#options;
		this.#attempts++;
		const frame = { kind: FrameKind.data, session, sequence: this.#sequence, payload: this.#waiting[0] };
		transmit(encodeFrame(frame));
		this.#retry = clock.setTimer(CONSOLE_RETRY_MS, () => {
			if (this.#attempts < CONSOLE_ATTEMPTS) return this.#transmit();
			this.#next();
			this.#options.onUnanswered();
		});
	}
}
