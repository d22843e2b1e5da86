/**
 * The Arducam Mega camera: a sensor behind a buffer that is read over SPI (Arducam, "Arducam Mega SPI camera
 * protocol"). Frames are 320x240 in YUV 4:2:2, of which only the brightness is kept.
 */

/** Sends `bytes` with the camera selected, and leaves in them what it answered meanwhile. */
export type SpiExchange = (bytes: Uint8Array) => void;

export const MEGA_WIDTH = 320;
export const MEGA_HEIGHT = 240;

const WRITE = 0x80;
const FIFO = 0x04;
const CLEAR = 0x01;
const START = 0x02;
const RESET = 0x07;
const RESET_SENSOR = 0x40;
const FORMAT = 0x20;
const YUV = 3;
const RESOLUTION = 0x21;
const QVGA = 1;
const SENSOR_ID = 0x40;
const STATE = 0x44;
const IS_IDLE = 0x02;
const IS_DONE = 0x04;
const FIFO_SIZE = 0x45;
const BURST = 0x3c;

/** Of the state; the sensor takes some 100 ms to come up, a poll 10 us at least. */
const POLLS_MAX = 50_000;
/** Pixels that are fetched together: the engine's heap holds two bytes of each. */
const PIECE = 320;

/** One exposure after another. */
export class ArducamMega {
	readonly #exchange: SpiExchange;
	/** The command, the byte that answers it late, and two bytes a pixel: brightness and colour. */
	readonly #piece = new Uint8Array(2 + 2 * PIECE);

	/** @throws Error when nothing answers, or does not come to rest. */
	constructor(exchange: SpiExchange) {
		this.#exchange = exchange;
		this.#set(RESET, RESET_SENSOR);
		const id = this.#get(SENSOR_ID);
		if (id === 0 || id === 0xff) throw new Error("camera: nothing answers on the SPI bus");
		this.#set(FORMAT, YUV);
		this.#set(RESOLUTION, QVGA);
	}

	/** Begins an exposure; what stood in the buffer is gone. */
	expose(): void {
		this.#write(FIFO, CLEAR);
		this.#write(FIFO, START);
	}

	/** The exposure is over, and the frame stands in the camera. */
	get isDone(): boolean {
		return (this.#get(STATE) & IS_DONE) !== 0;
	}

	/**
	 * Fetches the frame, rows top-down, one byte a pixel.
	 * @returns false, and leaves `out` alone, when the camera holds less than a frame.
	 */
	readInto(out: Uint8Array): boolean {
		const pixels = MEGA_WIDTH * MEGA_HEIGHT;
		const length = this.#get(FIFO_SIZE) | (this.#get(FIFO_SIZE + 1) << 8) | (this.#get(FIFO_SIZE + 2) << 16);
		if (length < 2 * pixels) return false;
		// Each command makes the camera spend one byte before the next of its buffer.
		const piece = this.#piece;
		for (let at = 0; at < pixels; at += PIECE) {
			piece.fill(0);
			piece[0] = BURST;
			this.#exchange(piece);
			for (let i = 0, from = 2; i < PIECE; i++, from += 2) out[at + i] = piece[from];
		}
		piece.fill(0);
		return true;
	}

	#set(register: number, value: number): void {
		this.#write(register, value);
		for (let polls = 0; (this.#get(STATE) & IS_IDLE) === 0; polls++) {
			if (polls === POLLS_MAX) throw new Error("camera: it does not come to rest");
		}
	}

	#write(register: number, value: number): void {
		this.#exchange(Uint8Array.of(register | WRITE, value));
	}

	#get(register: number): number {
		const bytes = Uint8Array.of(register, 0, 0);
		this.#exchange(bytes);
		return bytes[2];
	}
}
