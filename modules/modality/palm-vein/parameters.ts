/**
 * Every number of the palm path, with where it came from. "Measured" means: chosen by cross-validation over persons on
 * development images; the command that repeats a measurement stands in the README under "Figures".
 */

/** Side of the region in field pixels; the palm's own square, without margin (G2 prototype: 64 px suffice). */
export const REGION_SIDE = 64;

/** Side of the resampled field: the region and a margin for shifts, rotations and the filter's reach. */
export const FIELD_SIDE = 96;

/** Cells per side of the grid; one cell is two field pixels. */
export const CELLS = 32;

/** Largest shift tried, in cells (prototype: +-3 instead of +-5 costs a factor of ten in EER on whole hands). */
export const SHIFT = 5;

/** Orientations 0, 60, 120 degrees: three suffice for G2, whose space they span (Freeman and Adelson 1991, table 1). */
export const PLANES = 3;

/** Rotations tried, degrees. */
export const ROTATIONS = [0, -3, 3, -6, 6] as const;

/** Scales tried, in 1/100. */
export const SCALES = [100, 94, 106] as const;

/** Soft value of a response of mean size. Three steps of a climb fit ten bits: 32 x 15 < 512. */
export const SOFT_MEAN = 15;
export const SOFT_MAX = 15;

/** Pixels outside DARK..BRIGHT tell nothing of the skin (background, glare); they are treated as not measured. */
export const DARK = 4;
export const BRIGHT = 253;

/** How far a filter carries an unmeasured pixel's influence into its neighbourhood, field pixels. */
export const BLEMISH_REACH = 2;

/** Quality gates on the region; deliberately wide, they stop captures that cannot succeed. Grey levels 0..255. */
export const MEAN_MIN = 30;
/** Smallest share of the region that must be measured, in 1/256. */
export const MEASURED_MIN = 128;
/** Mean size of the line response, in 1/128 grey level: below, there is nothing to see. */
export const RESPONSE_MIN = 60;
/**
 * Mean size of the pixel-scale Laplacian over that of the line response, in 1/256. Sharp captures of two sensors have
 * 176 and 352 at least; blurred by a 5x5 box they fall to 96 and 176.
 */
export const SHARPNESS_MIN = 96;

/** Tiles of 8 x 4 cells: 32 of them, each with 48 pairs, 31 used (prototype's layout "spread"). */
export const TILE_WIDTH = 8;
export const TILE_HEIGHT = 4;
export const BLOCKS = 31;

/** RS(31,21): a key of 126 bits; ten wrong or erased words of 31 are borne at most. */
export const KEY_SYMBOLS = 21;

/** Bit error rate .26: without this rule one sensor's impostors opened 1.9 % of references (prototype). */
export const BIT_ERROR_MAX = 266;
