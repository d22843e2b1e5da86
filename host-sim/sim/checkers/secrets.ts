import type { Crypto } from "../../../hal/hal.js";
import { palmVein } from "../../../modules/modality/palm-vein/palm-vein.js";
import type { GreyImage } from "../../images/grey-image.js";
import { picturesDrawn } from "../cast.js";
import { featuresOf } from "./features.js";
import { RUN, Runs } from "./runs.js";

/**
 * Secrets of a world: keys, whatever was sealed or opened, the symbols of a committed key, subject tokens,
 * 照合ID, and of every picture its pixels, the resampled palm, the feature code and its cells.
 */
export class Canaries {
	readonly #runs = new Runs();
	/** The key that a committed key's symbols are hashed under. */
	#pepper: Uint8Array | undefined;

	plant(name: string, bytes: Uint8Array): void {
		this.#runs.add(name, bytes);
	}

	plantPicture(picture: GreyImage): void {
		addPicture(this.#runs, picture);
	}

	/** @returns the name of a secret that shows. */
	find(place: Uint8Array): string | undefined {
		return this.#runs.find(place, runsOfCast());
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
			hmacInto: (out, key, ...parts) => {
				crypto.hmacInto(out, key, ...parts);
				const isOfSymbols = this.#pepper !== undefined && Buffer.compare(key, this.#pepper) === 0;
				if (isOfSymbols) this.plant("committed key", Buffer.concat(parts).subarray(0, KEY_SYMBOLS));
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

const KEY_SYMBOLS = palmVein.commitment.keySymbols;

/** Of every picture of the cast: the same in all worlds of this process. */
function runsOfCast(): Runs {
	for (const picture of picturesDrawn()) {
		if (planted.has(picture)) continue;
		planted.add(picture);
		addPicture(ofCast, picture);
	}
	return ofCast;
}

const planted = new Set<GreyImage>();
const ofCast = new Runs();

/** Three places of every fourth row, and what the pipeline makes of the picture. */
function addPicture(runs: Runs, picture: GreyImage): void {
	const { data, width } = picture;
	for (let row = 0; row < data.length; row += 4 * width)
		for (const x of [width >> 3, width >> 1, (width * 3) >> 2])
			runs.add("picture", data.subarray(row + x, row + x + RUN));
	const features = featuresOf(picture);
	if (features === undefined) return;
	runs.add("resampled palm", features.region, STRIDE);
	runs.add("feature code", features.code, STRIDE, VARIETY);
	for (const cells of features.cells) runs.add("cells", cells, STRIDE, VARIETY);
}

/** Features come by the kilobyte: a quarter of their runs tells of any piece worth having. */
const STRIDE = 4 * RUN;
/** Soft values are small numbers, an even run of which could be anything. */
const VARIETY = 6;
