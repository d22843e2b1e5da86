import type { PalmLayer } from "./palm.js";

/**
 * How palms look to one kind of camera and light, and how much two captures of one palm differ there. What a
 * palm is made of does not depend on it.
 */
export interface PalmLook {
	/** How much light each layer takes away (negative) or adds at contrast 1. */
	readonly weights: Readonly<Record<PalmLayer, number>>;
	/** Standard deviation of the logarithm of a layer's contrast. */
	readonly contrast: Spread;
	/**
	 * What one picture shows that the next does not, moisture and scattered light: its usual strength at a
	 * fine and at a coarse grain, and the standard deviation of the strength's logarithm.
	 */
	readonly passing: { readonly fine: number; readonly coarse: number; readonly spread: number };
	/** Strength of the light's slope across the region and of its fall-off; 1 for a lamp beside the camera. */
	readonly shading: number;
	/** Standard deviation of the skin's stretch, surface pixels. */
	readonly stretch: Spread;
	/** Standard deviations of where the palm lies in its region: surface pixels, degrees, share of its size. */
	readonly shift: Spread;
	readonly rotation: Spread;
	readonly scale: Spread;
}

/** From day to day, and from picture to picture of one day. */
export interface Spread {
	readonly session: number;
	readonly sample: number;
}

/**
 * The unit's own camera and lamp: whole hands before it. Fitted to persons at odd places of a set of that
 * kind (`npm run realism`), as the looks below to theirs; how strongly a layer shows is all that was fitted.
 */
export const NEAR_INFRARED: PalmLook = {
	weights: {
		shallowVeins: -0.095,
		deepVeins: -0.15,
		lines: -0.17,
		wrinkles: -0.06,
		reflectance: 0.03,
		mottling: 0.01,
		ridges: 0.024,
		relief: 0.3,
		grain: 0.026,
	},
	contrast: { session: 0.25, sample: 0.15 },
	passing: { fine: 0.004, coarse: 0.008, spread: 0.5 },
	shading: 1,
	stretch: { session: 0.8, sample: 0.8 },
	shift: { session: 1.4, sample: 1.2 },
	rotation: { session: 1.1, sample: 0.6 },
	scale: { session: 0.013, sample: 0.007 },
};

/** The same camera so near that the palm fills the frame, in even light; for demonstrations, not fitted. */
export const CLOSE: PalmLook = {
	...NEAR_INFRARED,
	weights: {
		shallowVeins: -0.15,
		deepVeins: -0.18,
		lines: -0.2,
		wrinkles: -0.1,
		reflectance: 0.035,
		mottling: 0.022,
		ridges: 0.03,
		relief: 0,
		grain: 0,
	},
	contrast: { session: 0.18, sample: 0.08 },
	passing: { fine: 0, coarse: 0, spread: 0 },
	stretch: { session: 1, sample: 1 },
};

/** A near-infrared scanner whose pictures were levelled: little shading is left, day and pose differ much. */
const LEVELLED: PalmLook = {
	weights: {
		shallowVeins: -0.024,
		deepVeins: -0.041,
		lines: -0.03,
		wrinkles: -0.092,
		reflectance: 0.0087,
		mottling: 0.021,
		ridges: 0.02,
		relief: 0.05,
		grain: 0,
	},
	contrast: { session: 0.59, sample: 0.26 },
	passing: { fine: 0.0016, coarse: 0.0043, spread: 0.58 },
	shading: 0.3,
	stretch: { session: 0.33, sample: 0.33 },
	shift: { session: 2, sample: 1.7 },
	rotation: { session: 0.87, sample: 0.48 },
	scale: { session: 0.01, sample: 0.0055 },
};

/** A contactless scanner with visible light, which shows lines and skin more than veins. */
const VISIBLE: PalmLook = {
	weights: {
		shallowVeins: -0.094,
		deepVeins: -0.2,
		lines: -0.4,
		wrinkles: -0.14,
		reflectance: 0.03,
		mottling: 0.023,
		ridges: 0.02,
		relief: 0.17,
		grain: 0,
	},
	contrast: { session: 0.19, sample: 0.084 },
	passing: { fine: 0.01, coarse: 0.012, spread: 0.6 },
	shading: 1,
	stretch: { session: 0.58, sample: 0.58 },
	shift: { session: 0.44, sample: 0.38 },
	rotation: { session: 1.6, sample: 0.9 },
	scale: { session: 0.028, sample: 0.015 },
};

export const PALM_LOOKS = {
	"near-infrared": NEAR_INFRARED,
	close: CLOSE,
	levelled: LEVELLED,
	visible: VISIBLE,
} as const;
export type PalmLookName = keyof typeof PALM_LOOKS;
