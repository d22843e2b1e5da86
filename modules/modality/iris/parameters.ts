/**
 * Every number of the iris path, with where it came from. "Measured" means: chosen by cross-validation over
 * persons on development images, on the other half of the persons than the one reported.
 */

/** Largest small picture in which the pupil is sought: 80 x 80. */
export const SMALL_WIDTH = 80;
export const SMALL_AREA = 6400;

/** Radius of a pupil in the small picture. */
export const PUPIL_MIN = 2;
export const PUPIL_MAX = 19;
/** Dark discs of which the one that has a limbus around it is taken for the pupil. */
export const PUPIL_CANDIDATES = 4;
/** Least mean step at pupil and limbus together, in 1/16 grey level. */
export const EYE_SCORE_MIN = 300;
/** Limbus outside this range of rings is too far or too close to be read. */
export const LIMBUS_LEAST = 34;
export const LIMBUS_LIMIT = 132;
export const NOTHING_MAX = 16;
export const FRAME_MEAN_MIN = 24;
export const GLARE_AROUND_MAX = 6;
export const GLARE_OF_FRAME_MAX = 128;
export const STEEPNESS_MIN = 240;
export const ASPECT_MIN = 922;
export const SQUEEZE_MIN = 993;
/** Gates on the unrolled iris. */
export const SEEN_MIN = 192;
export const MEAN_MIN = 20;
export const GLARE_OF_IRIS_MAX = 32;
export const LIDS_MAX = 120;
export const MEASURED_MIN = 115;

/** Rays around the eye, and rings along them: four rings are a pixel of the small picture. */
export const EDGE_RAYS = 128;
export const EDGE_RINGS = 160;
/** A step of brightness counts as this many grey levels at most. */
export const EDGE_CLIP = 48;

/** Radius of a limbus, in rings. */
export const LIMBUS_MIN = 16;
export const LIMBUS_MAX = 140;

/** Rows (pupil to limbus) and columns (a turn, clockwise from the right) of the unrolled iris. */
export const ROWS = 40;
export const COLUMNS = 256;

export const BANDS = 8;
export const CELLS = 128;
export const PLANES = 4;
export const SHIFT = 8;
export const SOFT_MEAN = 8;
export const SOFT_MAX = 15;

export const RIGHT_FIRST = 242;
export const LEFT_FIRST = 103;
export const SIDE_COLUMNS = 40;
export const SCATTER_LIMIT = 60;
export const SCATTER_SLACK = 3;
export const LID_MARGIN = 1;
export const GLARE_LEVEL = 240;

export const CELL_REACH = 4;
export const CELL_MEASURED_MIN = 215;

export const TILE_WIDTH = 8;
export const TILE_HEIGHT = 4;
export const BLOCKS = 28;
export const KEY_SYMBOLS = 10;
export const BIT_ERROR_MAX = 330;
export const AWAY_COST_X = 400;
export const AWAY_COST_Y = 800;
export const END_WEIGHT = 1;
export const END_RANK = 4;
export const WIDEN = 0;
export const LENGTH_1 = 12;
export const SIGMA_1 = 4;
export const REACH_1 = 11;
export const LENGTH_2 = 20;
export const SIGMA_2 = 7;
export const REACH_2 = 18;
