/**
 * Every number of the palm path, with where it came from. What was chosen on development images is reported
 * on the persons it was not chosen on: `npm run evaluate -- --persons odd`, then `--persons even`. The shape
 * gate's numbers are fitted to either half and tried on the other within one report.
 */

/**
 * Side of the region in field pixels; the palm's own square, without margin (G2 prototype: 64 px suffice).
 */
export const REGION_SIDE = 64;

/** Side of the resampled field: the region and a margin for shifts, rotations and the filter's reach. */
export const FIELD_SIDE = 96;

/** Cells per side of the grid; one cell is two field pixels. */
export const CELLS = 32;

/**
 * Largest shift tried, in cells (prototype: +-3 instead of +-5 costs a factor of ten in EER on whole
 * hands).
 */
export const SHIFT = 5;

/**
 * Orientations 0, 60, 120 degrees: three suffice for G2, whose space they span (Freeman and Adelson 1991,
 * table 1).
 */
export const PLANES = 3;

/** Rotations tried, degrees. */
export const ROTATIONS = [0, -3, 3, -6, 6] as const;

/** Scales tried, in 1/100. */
export const SCALES = [100, 94, 106] as const;

/** Blocks of 31 that the coarse pass of the search scores; with 10 it finds what it finds with all. */
export const SAMPLE_BLOCKS = 10;
/**
 * Leads that pose-search.ts asks for, in 1/256. Of 1889 genuine comparisons that succeeded without them
 * (Tongji and CASIA, both sessions enrolled in turn, half of the probes turned and shifted besides) four in a
 * thousand fall short of them; nine in ten impostors fail the first, most of the rest the second.
 */
export const COARSE_LEAD = 62;
export const FINE_LEAD = 80;

/** Soft value of a response of mean size. Three steps of a climb fit ten bits: 32 x 15 < 512. */
export const SOFT_MEAN = 15;
export const SOFT_MAX = 15;

/**
 * Pixels outside DARK..BRIGHT tell nothing of the skin (background, glare); they are treated as not
 * measured.
 */
export const DARK = 4;
export const BRIGHT = 253;

/** How far a filter carries an unmeasured pixel's influence into its neighbourhood, field pixels. */
export const BLEMISH_REACH = 2;

/**
 * Quality gates on the region; deliberately wide, they stop captures that cannot succeed. Grey levels
 * 0..255.
 */
export const MEAN_MIN = 30;
/** Smallest share of the region that must be measured, in 1/256. */
export const MEASURED_MIN = 128;
/**
 * Mean size of the line response, in 1/128 grey level: half of the faintest of four development sets (50
 * to 86).
 */
export const RESPONSE_MIN = 30;
/**
 * Fine detail over coarse, see sharpness.ts, in 1/1024. The least of sharp captures of four development sets
 * is 397 (whole hands), of synthetic hands about 350. With a Gaussian blur of 4 pixels at 320x240, where
 * comparison begins to suffer, all of one set of hands fall below, of the other four in five.
 */
export const SHARPNESS_MIN = 350;
/**
 * The same one size finer, for frames that the palm fills: least of two sets of regions 203; with a blur of 3
 * pixels at 128x128 all fall below.
 */
export const FRAME_SHARPNESS_MIN = 184;

/**
 * How far the corners of the region may move from one lit frame to the next, as a share of its side, in
 * 1/1024. Sensor noise moves it by 4 % at most (development sets of whole hands), 10 degrees or 20 pixels of
 * 320x240 by 14 % at least; at five frames a second the limit is about 40 mm/s.
 */
export const MOTION_MAX = 128;

/**
 * The palm's shape, see hand/shape.ts: heights above and depths below the valleys beside the middle finger,
 * in gaps of those valleys, at which widths are measured; towards the thumb and away from it.
 */
export const FINGER_HEIGHTS = [0.2, 0.4, 0.6, 0.8] as const;
export const THUMB_SIDE_DEPTHS = [0.4, 0.8, 1.2, 1.8] as const;
export const FAR_SIDE_DEPTHS = [0.8, 1.6, 2.4] as const;
/**
 * Each length at a usual hand, in gaps: means over the persons of the two development sets of whole hands.
 */
export const SHAPE_USUAL = [
	0.84, 0.85, 0.86, 0.86, 1.6, 1.56, 1.56, 2.02, 1.81, 1.97, 1.88, 1.5, 1.06, 1.73,
] as const;
/**
 * Their spread between captures of one hand, in 1/128 of the usual length: pooled standard deviations within
 * the persons of those sets.
 */
export const SHAPE_SPREADS = [4, 3, 7, 3, 4, 4, 6, 15, 13, 7, 8, 4, 6, 6] as const;
/**
 * Largest mean square difference from the reference, each in its spread and at most 2.5 of them, in 1/64:
 * just above the farthest genuine one of those sets (219). The evaluation's report fits both to one half of a
 * set's persons and shows what that does to the other half.
 */
export const SHAPE_DISTANCE_MAX = 230;
/**
 * The palm's own sides and radius; without the fingers' widths and the last valley they are all that is
 * known.
 */
export const SHAPE_KNOWN_MIN = 8;

/** Tiles of 8 x 4 cells: 32 of them, each with 48 pairs, 31 used (prototype's layout "spread"). */
export const TILE_WIDTH = 8;
export const TILE_HEIGHT = 4;
export const BLOCKS = 31;

/** RS(31,21): a key of 126 bits; ten wrong or erased words of 31 are borne at most. */
export const KEY_SYMBOLS = 21;

/** Bit error rate .26: without this rule one sensor's impostors opened 1.9 % of references (prototype). */
export const BIT_ERROR_MAX = 266;

/**
 * The whole hand is sought in a picture of at most this size: valleys are placed between pixels, so it
 * suffices.
 */
export const SMALL_WIDTH = 160;
export const SMALL_HEIGHT = 120;
export const SMALL_AREA = SMALL_WIDTH * SMALL_HEIGHT;

/**
 * Skin is brighter than 0.4 of Otsu's level, taken with all above SKIN_CEILING as one, and than SKIN_MIN.
 */
export const SKIN_LEVEL = 102;
export const SKIN_CEILING = 160;
export const SKIN_MIN = 16;
/** Mean of the frame's brighter part; below, it is no hand that our light falls on (hands: 60 and more). */
export const SKIN_MEAN_MIN = 24;

/**
 * Largest share of a hand that may glare, in 1/256: good captures have none; eightfold light makes it .42 to
 * .80
 * (development sets of whole hands).
 */
export const GLARE_MAX = 96;

/** Least share of the picture that a hand covers, in 1/256. */
export const HAND_AREA_MIN = 16;

/**
 * Rays from the palm's centre to the outline, 1.5 degrees apart, and their reach in radii of the palm's
 * disc.
 */
export const RAYS = 240;
export const RAY_REACH = 2.6;

/** The outline is where a ray has lost two thirds of its brightness in the palm; 1/256. */
export const EDGE_LEVEL = 84;

/** Least depth of a finger valley, in radii of the palm's disc. */
export const VALLEY_DEPTH_MIN = 0.12;
/** A valley as deep as this is the thumb's even when the hand leaves the frame on the other side. */
export const THUMB_DEPTH_SURE = 0.2;

/**
 * Radius of the palm's disc in the small picture: below, the field would be coarser than its pixels;
 * above, cut off.
 */
export const PALM_RADIUS_MIN = 20;
export const PALM_RADIUS_MAX = 57;

/**
 * The palm's size is this share of its disc's radius, the rest PALM_GAPS distances of the valleys beside
 * the middle.
 */
export const PALM_RADIUS_SHARE = 0.25;
export const PALM_GAPS = 1.6;

/**
 * The region: turned by 12 degrees from the chord of those valleys; its place and side in sizes of the
 * palm.
 */
export const PALM_TURN = (12 * Math.PI) / 180;
export const PALM_DOWN = 0.95;
export const PALM_ASIDE = 0.32;
export const PALM_SIDE = 1.5;
