import type { Crypto } from "../../../hal/hal.js";
import { Modality } from "../../../modules/messages/messages.generated.js";
import type { Picture } from "../cast.js";
import { featuresOf } from "./features.js";
import { RUN, Runs } from "./runs.js";

/**
 * Secrets of a world: keys, whatever was sealed or opened, the symbols of a committed key, subject tokens,
 * 照合ID, and of every picture its pixels, the resampled palm or iris, the feature code and its cells.
 */
export class Canaries {
	readonly #runs = new Runs<string>();
	/** What this world's camera has seen. */
	readonly #pictures = new Set<Picture>();
	/** The key that a committed key's symbols are hashed under. */
	#pepper: Uint8Array | undefined;

	plant(name: string, bytes: Uint8Array): void {
		this.#runs.add(name, bytes);
	}

	plantPicture(picture: Picture): void {
		this.#pictures.add(picture);
		if (planted.has(picture)) return;
		planted.add(picture);
		addPicture(picture);
	}

	/** @returns the name of a secret that shows. */
	find(place: Uint8Array): string | undefined {
		const found = this.#runs.find(place, ofCast, ({ picture }) => this.#pictures.has(picture));
		return typeof found === "object" ? found.name : found;
	}

	/** A Crypto door that plants what passes through it in the clear. */
	watching(crypto: Crypto): Crypto {
		return {
			...crypto,
			deviceKeyInto: (out, label) => {
				crypto.deviceKeyInto(out, label);
				this.plant(`device key ${label}`, out);
				if (label === "identifier") this.#pepper = out.slice();
			},
			generateSigningKeyInto: (privateKey, publicKey) => {
				crypto.generateSigningKeyInto(privateKey, publicKey);
				this.plant("private key", privateKey);
			},
			entropyInto: (out) => {
				crypto.entropyInto(out);
				// A private key's or a nonce's, of a unit with crypto of its own; as digits of a number as well.
				if (out.length !== SCALAR_LENGTH) return;
				this.plant("entropy of a key", out);
				this.plant("entropy of a key, in digits", Uint8Array.from(out).reverse());
			},
			hmacInto: (out, key, ...parts) => {
				crypto.hmacInto(out, key, ...parts);
				const isOfSymbols = this.#pepper !== undefined && Buffer.compare(key, this.#pepper) === 0;
				if (isOfSymbols) this.plant("committed key", Buffer.concat(parts).subarray(0, -BEHIND_SYMBOLS));
			},
			sealInto: (out, key, nonce, aad, plaintext) => {
				this.plant("sealing key", key);
				this.plant("sealed", plaintext);
				crypto.sealInto(out, key, nonce, aad, plaintext);
			},
			openInto: (out, key, nonce, aad, sealed) => {
				const isOpen = crypto.openInto(out, key, nonce, aad, sealed);
				this.plant("sealing key", key);
				this.plant("opened", out);
				return isOpen;
			},
		};
	}
}

const SCALAR_LENGTH = 32;
/** Record id, trait and salt: what is hashed behind a key's symbols, and no secret. */
const BEHIND_SYMBOLS = 16 + 1 + 16;

interface PictureSecret {
	readonly name: string;
	/** Whichever had it last: a world that has not seen it does not know it. */
	readonly picture: Picture;
}

/** Of every picture of the cast, made once for all worlds of this process. */
const ofCast = new Runs<PictureSecret>();
const planted = new Set<Picture>();

/** Three places of every fourth row, and what the pipeline makes of the picture. */
function addPicture(picture: Picture): void {
	const { data, width } = picture.image;
	const trait = picture.trait === Modality.iris ? "iris" : "palm";
	const secret = (name: string): PictureSecret => ({ name: `${name} of ${trait}`, picture });
	for (let row = 0; row < data.length; row += 4 * width)
		for (const x of [width >> 3, width >> 1, (width * 3) >> 2])
			ofCast.add(secret("picture"), data.subarray(row + x, row + x + RUN));
	const features = featuresOf(picture);
	if (features === undefined) return;
	ofCast.add(secret("resampled picture"), features.region, STRIDE);
	ofCast.add(secret("feature code"), features.code, STRIDE, VARIETY);
	for (const cells of features.cells) ofCast.add(secret("cells"), cells, STRIDE, VARIETY);
}

/** Features come by the kilobyte: a quarter of their runs tells of any piece worth having. */
const STRIDE = 4 * RUN;
/** Soft values are small numbers, an even run of which could be anything. */
const VARIETY = 6;
