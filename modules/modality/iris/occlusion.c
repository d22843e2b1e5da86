/* The twin of occlusion.ts, bit for bit; test/native holds them equal. */
#include <stdlib.h>

#include "kernel-arrays.h"

#define ROWS 40
#define COLUMNS 256
#define RIGHT_FIRST 242
#define LEFT_FIRST 103
#define SIDE_COLUMNS 40
#define SCATTER_LIMIT 60
#define SCATTER_SLACK 3
#define LID_MARGIN 1
#define GLARE_LEVEL 240
#define NEAR 9
#define GOOD 1
#define BLEMISH 2

typedef struct {
	const uint8_t *pixels;
	uint8_t *mask;
	int32_t means[ROWS];
	int32_t limit; /* what is further from its row's mean is no iris */
	uint8_t ends[COLUMNS];
} Ring;

static int32_t sideColumn(int32_t k)
{
	return ((k < SIDE_COLUMNS ? RIGHT_FIRST : LEFT_FIRST - SIDE_COLUMNS) + k) & (COLUMNS - 1);
}

static int32_t meanOfSides(const uint8_t *pixels, const uint8_t *mask)
{
	int32_t mean = 128, within, k;
	for (within = 256; within >= 32; within >>= 1) {
		int32_t sum = 0, count = 0;
		for (k = 0; k < 2 * SIDE_COLUMNS; k++) {
			int32_t p = sideColumn(k);
			if (mask[p] != GOOD || abs(pixels[p] - mean) > within)
				continue;
			sum += pixels[p];
			count++;
		}
		if (count)
			mean = sum / count;
	}
	return mean;
}

static int32_t scatterOfSides(const Ring *ring)
{
	int32_t sum = 0, count = 0, row, k;
	for (row = 0; row < ROWS; row++)
		for (k = 0; k < 2 * SIDE_COLUMNS; k++) {
			int32_t p = row * COLUMNS + sideColumn(k), away = abs(ring->pixels[p] - ring->means[row]);
			if (ring->mask[p] != GOOD)
				continue;
			sum += away < 32 ? away : 32;
			count++;
		}
	return count ? 16 * sum / count : 0;
}

static int32_t isFar(const Ring *ring, int32_t row, int32_t p)
{
	return abs(ring->pixels[p] - ring->means[row]) > ring->limit;
}

static int32_t rayEnd(const Ring *ring, int32_t column)
{
	int32_t score = 0, best = 0, end = ROWS, row;
	for (row = ROWS - 1; row >= 0; row--) {
		int32_t p = row * COLUMNS + column;
		score += ring->mask[p] != GOOD || isFar(ring, row, p) ? 1 : -1;
		if (score <= best)
			continue;
		best = score;
		end = row;
	}
	return end;
}

static int32_t medianAround(const Ring *ring, int32_t column)
{
	uint8_t near[NEAR];
	int32_t k, place;
	for (k = 0; k < NEAR; k++) {
		uint8_t end = ring->ends[(column + k - NEAR / 2) & (COLUMNS - 1)];
		for (place = k; place > 0 && near[place - 1] > end; place--)
			near[place] = near[place - 1];
		near[place] = end;
	}
	return near[NEAR / 2];
}

/* occlusionInto(counts, pixels, mask) */
void xs_occlusionInto(xsMachine *the)
{
	Ring ring;
	int32_t seen = 0, lids = 0, glare = 0, measured = 0, sum = 0, row, column;
	int32_t *counts = kernelMemory(the, 0, 20);
	ring.pixels = kernelMemory(the, 1, ROWS * COLUMNS);
	ring.mask = kernelMemory(the, 2, ROWS * COLUMNS);
	for (row = 0; row < ROWS; row++) {
		ring.means[row] = meanOfSides(ring.pixels + row * COLUMNS, ring.mask + row * COLUMNS);
		sum += ring.means[row];
	}
	ring.limit = (scatterOfSides(&ring) * SCATTER_LIMIT >> 8) + SCATTER_SLACK;
	for (column = 0; column < COLUMNS; column++)
		ring.ends[column] = (uint8_t)rayEnd(&ring, column);
	for (column = 0; column < COLUMNS; column++) {
		int32_t end = medianAround(&ring, column) - LID_MARGIN;
		for (row = 0; row < ROWS; row++) {
			int32_t p = row * COLUMNS + column, isGlare = ring.pixels[p] >= GLARE_LEVEL;
			if (ring.mask[p] != GOOD)
				continue;
			seen++;
			glare += isGlare;
			lids += row >= end;
			if (row >= end || isGlare || isFar(&ring, row, p))
				ring.mask[p] = BLEMISH;
			else
				measured++;
		}
	}
	counts[0] = seen;
	counts[1] = lids;
	counts[2] = glare;
	counts[3] = measured;
	counts[4] = sum / ROWS;
}
