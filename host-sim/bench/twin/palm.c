/* The twin of palm-vein.ts, locate-palm.ts, sharpness.ts, orientation.ts and stillness.ts. */
#include <string.h>

#include "loops.h"
#include "twin.h"

#define TO_ALL NUMBER(FIELD_AREA)
#define REACH 4
#define FIRST ((FIELD_SIDE - REGION_SIDE) / 2 + REACH)
#define LAST (FIELD_SIDE - FIRST - 1)
#define ROW_SHIFT 3
#define COLUMN_SHIFT 10

static const int16_t smooth[] = { 272, 218, 112, 37, 8, 1 }, first[] = { 145, 149, 74, 21, 4 };
static const int16_t second[] = { -272, -121, 87, 111, 48, 11 };

static int16_t planes[FEATURES];

static void resample(Region *region, const uint8_t *pixels, int32_t width, int32_t height, Similarity at)
{
	double half = (FIELD_SIDE - 1) / 2.0;
	double x = at.centreX - half * at.stepX + half * at.stepY;
	double y = at.centreY - half * at.stepY - half * at.stepX;
	RUN(resampleFrom, ARRAY(region->pixels), ARRAY(region->mask), BYTES(pixels, width * height), NUMBER(0),
		NUMBER(width), NUMBER(width), NUMBER(height), NUMBER(FIELD_SIDE), NUMBER((int32_t)x), NUMBER((int32_t)y),
		NUMBER(at.stepX), NUMBER(at.stepY));
}

Refusal locateInto(Region *region, Hand *hand, const Frame *frame)
{
	Refusal refusal;
	Similarity at;
	double half = (FIELD_SIDE - 1) / 2.0, unit;
	memset(region->shape, 0, sizeof region->shape);
	memset(region->place, 0, sizeof region->place);
	if (frame->width == frame->height) {
		at = (Similarity){ .centreX = (int32_t)((frame->width - 1) * 65536.0 / 2),
			.centreY = (int32_t)((frame->height - 1) * 65536.0 / 2), .stepX = frame->width * 65536 / REGION_SIDE };
		resample(region, frame->pixels, frame->width, frame->height, at);
		return USABLE;
	}
	refusal = findHand(hand, frame);
	if (refusal)
		return refusal;
	at = palmSquare(hand);
	resample(region, hand->grey, hand->width, hand->height, at);
	RUN(blemishFrom, ARRAY(region->mask), NUMBER(FIELD_SIDE), ARRAY(hand->mask), NUMBER(hand->width),
		NUMBER((int32_t)(at.centreX - half * at.stepX + half * at.stepY + 0x8000)),
		NUMBER((int32_t)(at.centreY - half * at.stepY - half * at.stepX + 0x8000)), NUMBER(at.stepX),
		NUMBER(at.stepY));
	shapeInto(region->shape, hand);
	unit = 16 * ((double)frame->width / hand->width) / 65536;
	region->place[0] = rounded(at.centreX * unit);
	region->place[1] = rounded(at.centreY * unit);
	region->place[2] = rounded(at.stepX * unit * REGION_SIDE / 2);
	region->place[3] = rounded(at.stepY * unit * REGION_SIDE / 2);
	return USABLE;
}

Refusal assess(Region *region)
{
	int32_t tally[4], sum, count, glare, measured;
	RUN(strikeOut, ARRAY(tally), ARRAY(region->pixels), ARRAY(region->mask), NUMBER(DARK), NUMBER(BRIGHT));
	sum = tally[0], count = tally[1], glare = tally[2], measured = tally[3];
	if (sum < count * MEAN_MIN)
		return TOO_DARK;
	if (256 * measured >= MEASURED_MIN * count)
		return USABLE;
	return 2 * glare > count - measured ? TOO_BRIGHT : TOO_DARK;
}

static int32_t detail(const Region *region, int32_t step)
{
	return RUN(secondDifferences, ARRAY(planes), ARRAY(region->mask), NUMBER(FIELD_SIDE), NUMBER(FIRST),
		NUMBER(LAST), NUMBER(step));
}

static int32_t fineDetail(const Region *region, int32_t near, int32_t far)
{
	static const int32_t directions[] = { 1, FIELD_SIDE, FIELD_SIDE + 1, FIELD_SIDE - 1 };
	int32_t least = 1024, i;
	for (i = 0; i < 4; i++) {
		int32_t coarse = detail(region, far * directions[i]), fine = detail(region, near * directions[i]);
		/* Both stay below 2^24. */
		int32_t share = coarse ? (int32_t)(1024.0 * fine / coarse) : 0;
		if (share < least)
			least = share;
	}
	return least;
}

static int isBlurred(const Region *region)
{
	RUN(foursInto, ARRAY(planes), ARRAY(region->pixels), NUMBER(FIELD_SIDE), NUMBER(FIRST - REACH),
		NUMBER(LAST + REACH));
	if (fineDetail(region, 2, 4) < SHARPNESS_MIN)
		return 1;
	return !region->place[2] && !region->place[3] && fineDetail(region, 1, 3) < FRAME_SHARPNESS_MIN;
}

static void orientationInto(const Region *region)
{
	static const Argument side = NUMBER(FIELD_SIDE), one = NUMBER(1), row = NUMBER(ROW_SHIFT);
	static const Argument column = NUMBER(COLUMN_SHIFT);
	Argument all = ARRAY(planes), from[PLANES] = { NUMBER(0), NUMBER(FIELD_AREA), NUMBER(2 * FIELD_AREA) };
	Argument even = ARRAY(smooth), odd = ARRAY(first), curved = ARRAY(second);
	RUN(centreInto, all, ARRAY(region->pixels), TO_ALL);
	memcpy(planes + FIELD_AREA, planes, FIELD_AREA * sizeof *planes);
	memcpy(planes + 2 * FIELD_AREA, planes, FIELD_AREA * sizeof *planes);
	RUN(filterEven, all, from[0], side, side, one, side, curved, row);
	RUN(filterEven, all, from[1], side, side, one, side, even, row);
	RUN(filterOdd, all, from[2], side, side, one, side, odd, row);
	RUN(filterEven, all, from[0], one, side, side, side, even, column);
	RUN(filterEven, all, from[1], one, side, side, side, curved, column);
	RUN(filterOdd, all, from[2], one, side, side, side, odd, column);
	RUN(mixInto, all, TO_ALL);
}

Refusal extractInto(int8_t *code, Region *region)
{
	int32_t means[PLANES], weakest = INT32_MAX, plane;
	int blurred;
	RUN(continueOutside, ARRAY(region->pixels), ARRAY(region->mask), NUMBER(FIELD_SIDE));
	RUN(widenBlemishes, ARRAY(region->mask), NUMBER(FIELD_SIDE), NUMBER(BLEMISH_REACH));
	blurred = isBlurred(region);
	orientationInto(region);
	for (plane = 0; plane < PLANES; plane++) {
		means[plane] = RUN(meanSize, ARRAY(planes), ARRAY(region->mask), NUMBER(plane * FIELD_AREA), TO_ALL);
		if (means[plane] < weakest)
			weakest = means[plane];
	}
	if (weakest < RESPONSE_MIN)
		return LOW_CONTRAST;
	if (blurred)
		return BLURRED;
	for (plane = 0; plane < PLANES; plane++)
		RUN(softenPlane, BYTES(code, FEATURES), ARRAY(planes), ARRAY(region->mask), NUMBER(plane * FIELD_AREA),
			TO_ALL, NUMBER((SOFT_MEAN << 16) / means[plane]), NUMBER(SOFT_MAX));
	memcpy(code + FEATURES, region->shape, sizeof region->shape);
	return USABLE;
}

int32_t motionBetween(const int32_t *place, const int32_t *last)
{
	double half = hypot(place[2], place[3]);
	if (half == 0 || (!last[2] && !last[3]))
		return 0;
	return rounded(512 * (hypot(place[0] - last[0], place[1] - last[1])
		+ M_SQRT2 * hypot(place[2] - last[2], place[3] - last[3])) / half);
}
