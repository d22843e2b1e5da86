/**
 * Every number of the iris path, with where it came from. "Measured" means: chosen by cross-validation over
 * persons on development images, on the other half of the persons than the one reported.
 */

/** Largest small picture in which the pupil is sought: 80 x 80. */
export const SMALL_WIDTH = 80;
export const SMALL_AREA = 6400;

/** Radius of a pupil in the small picture: 8 to 76 pixels of 320. */
export const PUPIL_MIN = 2;
export const PUPIL_MAX = 19;
/** Dark discs of which the one that has a limbus around it is taken for the pupil. */
export const PUPIL_CANDIDATES = 4;

/** Rays around the eye, and rings along them: four rings are a pixel of the small picture. */
export const EDGE_RAYS = 128;
export const EDGE_RINGS = 160;
/** A step of brightness counts as this many grey levels at most. */
export const EDGE_CLIP = 48;

/** Radius of a limbus that is sought, in rings. */
export const LIMBUS_MIN = 16;
export const LIMBUS_MAX = 140;
/**
 * What a limbus off the pupil's centre costs: this times the square of the distance over that of its radius,
 * in 1/64 of its score. Arcs at the sides hardly tell its height. Measured: 200 to 800 are alike.
 */
export const AWAY_COST_X = 400;
export const AWAY_COST_Y = 800;

/**
 * Least mean step at pupil and limbus together, in 1/16 grey level. Development images: 550 to 1400, at half
 * their brightness half of that. Where a line of lashes crosses the picture only a sure eye is believed.
 */
export const EYE_SCORE_MIN = 300;
export const EYE_SCORE_SURE = 740;

/**
 * A limbus outside this range of rings is too far or too close to be read (development images: 49 to 121).
 */
export const LIMBUS_LEAST = 34;
export const LIMBUS_LIMIT = 132;
/**
 * A pupil of more rings whose limbus is a step of less than this share of the pupil's own, in 1/256, has its
 * limbus outside the frame (development images: 43 at least; synthetic eyes held too close: 28 at most).
 */
export const PUPIL_NEAR = 48;
export const LIMBUS_OF_PUPIL_MIN = 32;

/**
 * A frame whose brightest pixel is darker shows nothing; one whose mean is, too little light. Grey levels.
 */
export const NOTHING_MAX = 16;
export const FRAME_MEAN_MIN = 24;

/** From this level on a pixel is taken for a reflection. */
export const GLARE_LEVEL = 240;
/** Share of the frame that may glare, in 1/256: at all, and where no eye can be made out. */
export const GLARE_OF_FRAME_MAX = 128;
export const GLARE_AROUND_MAX = 6;

/**
 * The pupil's rim, see rim.ts, in 1/1024. Development images: steepness 270 at least (synthetic blur and
 * motion 220 at most); none has both ratios below their least values, nor the squeeze below its own (949).
 * Synthetic gaze of 28 to 40 degrees has in about two of three.
 */
export const STEEPNESS_MIN = 240;
export const ASPECT_MIN = 922;
export const SQUEEZE_MIN = 993;
export const SQUEEZE_LEAST = 940;

/** Rows (pupil to limbus) and columns (a turn, clockwise from the right) of the unrolled iris. */
export const ROWS = 40;
export const COLUMNS = 256;

/** Columns at either side of the eye, from 20 degrees above the level to 35 below: lids leave them open. */
export const RIGHT_FIRST = 242;
export const LEFT_FIRST = 103;
export const SIDE_COLUMNS = 40;

/**
 * What differs from the sides by more than SCATTER_LIMIT / 16 mean distances and SCATTER_SLACK grey levels is
 * no iris. Measured: 45 to 75 are alike.
 */
export const SCATTER_LIMIT = 60;
export const SCATTER_SLACK = 3;
/** Rows by which a lid's shadow reaches before it. */
export const LID_MARGIN = 1;

/** Gates on the unrolled iris, in 1/256 of it: inside the frame, glaring, behind lids, measured at all. */
export const SEEN_MIN = 192;
export const GLARE_OF_IRIS_MAX = 32;
export const LIDS_MAX = 120;
export const MEASURED_MIN = 115;
/** Least mean brightness of the iris, grey levels (development images: 52). */
export const MEAN_MIN = 20;

/** Rings and cells around each of which the phase is taken, for two waves, real and imaginary. */
export const BANDS = 8;
export const CELLS = 128;
export const PLANES = 4;
/** Largest roll tried, in cells: 22 degrees either way. */
export const SHIFT = 8;

/**
 * The waves: length, spread of the bell above it and its reach, in columns. Measured: 12 and 20 with bells
 * of a third of their length, on either half of the persons; the classic 16 and 32 with half double the EER.
 */
export const LENGTH_1 = 12;
export const SIGMA_1 = 4;
export const REACH_1 = 11;
export const LENGTH_2 = 20;
export const SIGMA_2 = 7;
export const REACH_2 = 18;

/** Least mean response of a plane, in 1/8 grey level: a flat iris is none. */
export const RESPONSE_MIN = 8;
/** Soft value of a response of mean size. */
export const SOFT_MEAN = 8;
export const SOFT_MAX = 15;

/**
 * A cell counts as measured when this share of its surroundings is, in 1/256; they reach this many columns to
 * either side. Measured: 128 doubles the EER of 215.
 */
export const CELL_REACH = 4;
export const CELL_MEASURED_MIN = 215;

/** Tiles of 8 x 4 cells: 32 of them, each with 64 pairs; those behind lids are left out first. */
export const TILE_WIDTH = 8;
export const TILE_HEIGHT = 4;
export const BLOCKS = 28;

/** RS(28,10): a key of 60 bits; eighteen erased or nine wrong words are borne. */
export const KEY_SYMBOLS = 10;

/** Bit error rate .32. Measured: .29 to .35 are alike at FRR, the least halves FAR. */
export const BIT_ERROR_MAX = 330;

/**
 * A gaze jumps further than a hand drifts, and blurs what it blurs: no frame is refused for it below a
 * whole iris, in 1/1024.
 */
export const MOTION_MAX = 1024;
