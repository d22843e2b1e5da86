import type { Crypto } from "../../../hal/hal.js";
import { picturesDrawn } from "../cast.js";

/**
 * Secrets of a world, in runs of eight bytes: device keys, private keys, whatever was sealed, subject tokens,
 * 照合ID, and the pixels of every picture. `find` looks for any run at any offset.
 */
export class Canaries {
	readonly #names = new Map<string, string>();
	/** Of the first three bytes of every run. */
	readonly #starts = new Uint8Array(2 ** 21);
	#pictures = 0;

	plant(name: string, bytes: Uint8Array): void {
		for (let from = 0; from + RUN <= bytes.length; from += RUN) this.#plantRun(name, bytes, from);
	}

	/** @returns the name of a secret that shows. */
	find(place: Uint8Array): string | undefined {
		this.#plantPictures();
		const bytes = Buffer.from(place.buffer, place.byteOffset, place.length);
		for (let at = 0; at + RUN <= bytes.length; at++) {
			const start = bytes[at] | (bytes[at + 1] << 8) | (bytes[at + 2] << 16);
			if ((this.#starts[start >> 3] & (1 << (start & 7))) === 0) continue;
			const name = this.#names.get(bytes.toString("latin1", at, at + RUN));
			if (name !== undefined) return name;
		}
		return undefined;
	}

	/** A Crypto door that plants what passes through it in the clear. */
	watching(crypto: Crypto): Crypto {
		return {
			...crypto,
			deviceKeyInto: (out, label) => {
				crypto.deviceKeyInto(out, label);
				this.plant(`device key ${label}`, out);
			},
			generateSigningKeyInto: (privateKey, publicKey) => {
				crypto.generateSigningKeyInto(privateKey, publicKey);
				this.plant("private key", privateKey);
			},
			sealInto: (out, key, nonce, aad, plaintext) => {
				this.plant("sealing key", key);
				this.plant("sealed", plaintext);
				crypto.sealInto(out, key, nonce, aad, plaintext);
			},
		};
	}

	/** Three places of every fourth row; rows too even to mean anything are passed over. */
	#plantPictures(): void {
		const drawn = [...picturesDrawn()];
		for (const { data, width } of drawn.slice(this.#pictures))
			for (let row = 0; row < data.length; row += 4 * width)
				for (const x of [width >> 3, width >> 1, (width * 3) >> 2]) this.#plantRun("picture", data, row + x);
		this.#pictures = drawn.length;
	}

	#plantRun(name: string, bytes: Uint8Array, from: number): void {
		const run = Buffer.from(bytes.subarray(from, from + RUN));
		if (new Set(run).size < 4) return;
		const start = run[0] | (run[1] << 8) | (run[2] << 16);
		this.#starts[start >> 3] |= 1 << (start & 7);
		this.#names.set(run.toString("latin1"), name);
	}
}

const RUN = 8;
