/* The twin of circle-search.ts, bit for bit; test/native holds them equal. */
#include "kernel-arrays.h"

#define TURN 256
#define EDGE_RAYS 128
#define EDGE_RINGS 160
#define BORDER 16
#define STEPS_LENGTH (EDGE_RINGS + 2 * BORDER)
#define RIGHT_FIRST -7
#define LEFT_FIRST (EDGE_RAYS / 2 - 14)
#define ARC_RAYS 22
#define AWAY_COST_X 400
#define AWAY_COST_Y 800
#define SECTOR 6

typedef struct {
	int32_t *found;
	const int8_t *steps;
	const int16_t *cosines;
	int32_t reachX, reachY, stride, radiusMin, radiusMax;
} Search;

static Search searchOf(xsMachine *the)
{
	Search search = {
		.reachX = kernelNumber(the, 3), .reachY = kernelNumber(the, 4), .stride = kernelNumber(the, 5),
		.radiusMin = kernelNumber(the, 6), .radiusMax = kernelNumber(the, 7),
	};
	/* A centre (x, y) moves a circle by at most |x| + |y|. */
	int32_t away = search.reachX + search.reachY;
	kernelAssert(the, search.reachX >= 0 && search.reachY >= 0 && search.stride > 0);
	kernelAssert(the, search.radiusMin + BORDER >= away && search.radiusMax + BORDER + away < STEPS_LENGTH);
	search.found = kernelMemory(the, 0, 16);
	search.steps = kernelMemory(the, 1, EDGE_RAYS * STEPS_LENGTH);
	search.cosines = kernelMemory(the, 2, 2 * TURN);
	search.found[0] = search.found[1] = 0;
	search.found[2] = search.radiusMin;
	search.found[3] = -1000000000;
	return search;
}

static int32_t placeOf(int32_t ray)
{
	return (ray & (EDGE_RAYS - 1)) * STEPS_LENGTH + BORDER;
}

static void placesInto(const int8_t **places, int32_t first, int32_t count, const Search *search, int32_t x,
	int32_t y)
{
	int32_t i;
	for (i = 0; i < count; i++) {
		int32_t angle = (first + i) * (TURN / EDGE_RAYS) & (TURN - 1);
		int32_t along = x * search->cosines[angle] + y * search->cosines[(angle + 3 * TURN / 4) & (TURN - 1)];
		places[i] = search->steps + placeOf(first + i) + ((along + 8192) >> 14);
	}
}

static int32_t sumAt(const int8_t *const *places, int32_t count, int32_t radius)
{
	int32_t sum = 0, i;
	for (i = 0; i < count; i++)
		sum += places[i][radius];
	return sum;
}

static void offer(const Search *search, int32_t x, int32_t y, int32_t radius, int32_t score)
{
	int32_t *found = search->found;
	if (score <= found[3])
		return;
	found[0] = x;
	found[1] = y;
	found[2] = radius;
	found[3] = score;
}

/* pupilInto(found, steps, cosines, reachX, reachY, stride, radiusMin, radiusMax) */
void xs_pupilInto(xsMachine *the)
{
	Search search = searchOf(the);
	const int8_t *places[EDGE_RAYS];
	int32_t x, y, radius;
	for (y = -search.reachY; y <= search.reachY; y += search.stride)
		for (x = -search.reachX; x <= search.reachX; x += search.stride) {
			placesInto(places, 0, EDGE_RAYS, &search, x, y);
			for (radius = search.radiusMin; radius <= search.radiusMax; radius++)
				offer(&search, x, y, radius, sumAt(places, EDGE_RAYS, radius));
		}
}

/* limbusInto(found, steps, cosines, reachX, reachY, stride, radiusMin, radiusMax, centreX, centreY) */
void xs_limbusInto(xsMachine *the)
{
	Search search = searchOf(the);
	int32_t centreX = kernelNumber(the, 8), centreY = kernelNumber(the, 9), x, y, radius;
	const int8_t *onRight[ARC_RAYS], *onLeft[ARC_RAYS];
	for (y = -search.reachY; y <= search.reachY; y += search.stride)
		for (x = -search.reachX; x <= search.reachX; x += search.stride) {
			int32_t awayX = centreX + x, awayY = centreY + y;
			int32_t away = AWAY_COST_X * awayX * awayX + AWAY_COST_Y * awayY * awayY;
			placesInto(onRight, RIGHT_FIRST, ARC_RAYS, &search, x, y);
			placesInto(onLeft, LEFT_FIRST, ARC_RAYS, &search, x, y);
			for (radius = search.radiusMin; radius <= search.radiusMax; radius++) {
				int32_t right = sumAt(onRight, ARC_RAYS, radius), left = sumAt(onLeft, ARC_RAYS, radius);
				int32_t sum = 4 * (left < right ? left : right) + left + right, square = radius * radius;
				int32_t near = 64 * square - away;
				offer(&search, x, y, radius, near <= 0 ? 0 : (int32_t)((int64_t)sum * near / square) >> 6);
			}
		}
}

/* rimInto(found, steps, one, other, radiusMin, radiusMax) */
void xs_rimInto(xsMachine *the)
{
	int32_t one = kernelNumber(the, 2), other = kernelNumber(the, 3), radiusMin = kernelNumber(the, 4);
	int32_t radiusMax = kernelNumber(the, 5), *found = kernelMemory(the, 0, 8), best = 0, radius, k;
	const int8_t *steps = kernelMemory(the, 1, EDGE_RAYS * STEPS_LENGTH);
	kernelAssert(the, radiusMin >= -BORDER && radiusMax + BORDER < STEPS_LENGTH);
	for (radius = radiusMin; radius <= radiusMax; radius++) {
		int32_t sum = 0;
		for (k = -SECTOR; k <= SECTOR; k++) {
			sum += steps[placeOf(one + k) + radius];
			if (other != one)
				sum += steps[placeOf(other + k) + radius];
		}
		if (sum <= best)
			continue;
		best = sum;
		found[0] = 2 * radius + 1;
		found[1] = sum;
	}
}
