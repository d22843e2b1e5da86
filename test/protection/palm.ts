/** The palm's profile, a smaller one, and what commitments need around them. */
import { seededEntropy } from "../../host-sim/doors/entropy.js";
import { createNodeCrypto } from "../../host-sim/doors/node-crypto.js";
import type { Prng } from "../../host-sim/world/prng.js";
import { palmVein } from "../../modules/modality/palm-vein/palm-vein.js";
import { profileOf } from "../../modules/pipeline/profile-of.js";
import { type ProtectionProfile, pairsPerTile, tileCount } from "../../modules/protection/profile.js";
import { type ReferenceContext, recordIdInto } from "../../modules/protection/protected-reference.js";

export const PALM: ProtectionProfile = profileOf(palmVein);

/** Every tile is used and the last byte of choices is not full. */
export const SMALL: ProtectionProfile = {
	planes: 2,
	width: 16,
	height: 12,
	tileWidth: 4,
	tileHeight: 12,
	blocks: 4,
	keySymbols: 2,
	bitErrorMax: 266,
	shapeLength: 3,
};

export const crypto = createNodeCrypto({
	entropy: seededEntropy(new Uint8Array(32).fill(0x21)),
	deviceRoot: new Uint8Array(32).fill(0x22),
});

export function contextOf(person: number): ReferenceContext {
	const subjectToken = new Uint8Array(32).fill(person);
	const recordId = new Uint8Array(16);
	recordIdInto(recordId, crypto, subjectToken);
	return { subjectToken, recordId, modality: 1 };
}

export function cellCount(profile: ProtectionProfile): number {
	return profile.planes * profile.width * profile.height;
}

/** Means in -200..200, never 0, and their sizes as reliabilities. */
export function drawMeans(prng: Prng, profile: ProtectionProfile) {
	const mean = Int16Array.from({ length: cellCount(profile) }, () => {
		const size = 1 + prng.nextBelow(200);
		return prng.nextBelow(2) === 0 ? size : -size;
	});
	const shape = Int8Array.from({ length: profile.shapeLength }, () => prng.nextBelow(128));
	return { mean, reliability: Int32Array.from(mean, Math.abs), shape };
}

export function selectionScratch(profile: ProtectionProfile): Int32Array {
	return new Int32Array(pairsPerTile(profile) + tileCount(profile));
}
