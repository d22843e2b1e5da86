/*
 * The palm path, from a frame to a decision, in C from end to end: what the same work costs without an
 * interpreter. Each file is the twin of files in modules/, whose comments say what is done and why; every
 * number comes from modality/palm-vein/parameters.ts by way of a generated header.
 */
#ifndef TWIN_H
#define TWIN_H

#include <math.h>
#include <stdint.h>

#include "parameters.h"

#define FIELD_AREA (FIELD_SIDE * FIELD_SIDE)
#define FEATURES (PLANES * FIELD_AREA)
#define PADDED (CELLS + 2 * SHIFT)
#define LANES 3
#define COARSE_STEP 2
#define CANDIDATES 2
#define WORD_BITS 32
#define BITS (BLOCKS * WORD_BITS)
#define TILES ((CELLS / TILE_WIDTH) * (CELLS / TILE_HEIGHT))
#define PAIRS (PLANES * TILE_WIDTH * TILE_HEIGHT / 2)

/* As CaptureRefusal; the order is that of REFUSALS in ../commands.ts. */
typedef enum {
	USABLE, TOO_DARK, TOO_BRIGHT, LOW_CONTRAST, BLURRED, MOVING, NO_HAND, TOO_CLOSE, TOO_FAR, NOT_FLAT,
} Refusal;

typedef struct {
	const uint8_t *pixels;
	int32_t width, height;
} Frame;

/* As image/resample.ts, 16.16. */
typedef struct {
	int32_t centreX, centreY, stepX, stepY;
} Similarity;

typedef struct {
	double x, y, radius;
} Disc;

/* As hand/valleys.ts. */
typedef struct {
	double x, y, angle, depth;
} Valley;

typedef struct {
	uint8_t grey[SMALL_AREA], mask[SMALL_AREA];
	int32_t width, height;
	int16_t outline[RAYS];
	Disc palm;
	Valley valleys[RAYS / 4];
	int valleyCount;
	/* Those between the fingers, left to right: three or two. */
	Valley knuckles[3];
	int knuckleCount;
	/* -1 left, 1 right. */
	int thumb;
} Hand;

typedef struct {
	uint8_t pixels[FIELD_AREA], mask[FIELD_AREA];
	int8_t shape[SHAPE_LENGTHS];
	int32_t place[4];
} Region;

typedef struct {
	int32_t score, pose, shiftX, shiftY;
} Alignment;

/* What was opened of a record. */
typedef struct {
	int16_t cells[BITS];
	int8_t signs[BITS], shape[SHAPE_LENGTHS];
} Reference;

/* What a comparison works in, kept for decoding. */
typedef struct {
	int8_t cells[PLANES * PADDED * PADDED + (LANES - 1) * COARSE_STEP];
	uint32_t packed[PLANES * PADDED * PADDED + (LANES - 1) * COARSE_STEP];
	int16_t at[BITS];
	Alignment candidates[CANDIDATES];
} Search;

/* hand.c */
Refusal findHand(Hand *hand, const Frame *frame);
double between(const Valley *a, const Valley *b);

/* knuckles.c; false and a refusal where there are none */
int chooseKnuckles(Hand *hand);
Refusal findThumb(Hand *hand);

/* square.c */
void besideMiddle(const Hand *hand, Valley *outer, Valley *inner);
Similarity palmSquare(const Hand *hand);
void shapeInto(int8_t *shape, const Hand *hand);

/* palm.c: one after the other */
Refusal locateInto(Region *region, Hand *hand, const Frame *frame);
Refusal assess(Region *region);
Refusal extractInto(int8_t *code, Region *region);
int32_t motionBetween(const int32_t *place, const int32_t *last);

/* search.c; `coarseLead` and `fineLead` are the bench's to change */
extern int32_t coarseLead, fineLead;
void preparePoses(void);
int32_t searchPoses(Search *search, const int8_t *code, const Reference *reference);
int32_t layOutAt(Search *search, const int8_t *code, const Alignment *alignment);
void wipeSearch(Search *search);

/* reference.c */
void knowRecord(const uint8_t *bytes, uint32_t length);
int openRecord(Reference *reference);
int isMatch(const Reference *reference, const Search *search, int32_t shift);
int passesShapeGate(const int8_t *probe, const int8_t *reference);
void wipeReference(Reference *reference);

/* Halves go up, as Math.round has it. */
static inline int32_t rounded(double value)
{
	return (int32_t)floor(value + 0.5);
}

#endif
