/* The twin of pupil.ts, bit for bit; test/native holds them equal. */
#include <string.h>

#include "kernel-arrays.h"

#define TURN 256
#define PUPIL_MIN 2
#define PUPIL_MAX 19
#define PUPIL_CANDIDATES 4
#define DIRECTIONS 16
#define STEP_MAX 32
#define RIM_SLACK 6

typedef struct {
	int16_t x, y, radius, contrast;
} Disc;

typedef struct {
	const uint8_t *grey;
	int32_t width, height;
	int8_t rims[PUPIL_MAX + 2][DIRECTIONS][2];
} Picture;

static int32_t smaller(int32_t a, int32_t b)
{
	return a < b ? a : b;
}

static int32_t larger(int32_t a, int32_t b)
{
	return a > b ? a : b;
}

static void findRims(Picture *picture, const int16_t *cosines)
{
	int32_t r, k;
	for (r = 0; r < PUPIL_MAX + 2; r++)
		for (k = 0; k < DIRECTIONS; k++) {
			int32_t angle = k * TURN / DIRECTIONS;
			picture->rims[r][k][0] = (int8_t)((r * cosines[angle] + 8192) >> 14);
			picture->rims[r][k][1] = (int8_t)((r * cosines[(angle + 3 * TURN / 4) & (TURN - 1)] + 8192) >> 14);
		}
}

static int32_t contrastAt(const Picture *picture, int32_t x, int32_t y, int32_t r)
{
	const int8_t(*in)[2] = picture->rims[r - 1], (*out)[2] = picture->rims[r + 1];
	int32_t width = picture->width, limit = picture->grey[y * width + x] + RIM_SLACK, sum = 0, k;
	for (k = 0; k < DIRECTIONS; k++) {
		int32_t outX = x + out[k][0], outY = y + out[k][1], inside, step;
		if (outX < 0 || outY < 0 || outX >= width || outY >= picture->height)
			continue;
		inside = picture->grey[(y + in[k][1]) * width + x + in[k][0]];
		step = picture->grey[outY * width + outX] - inside;
		sum += larger(smaller(step, STEP_MAX), -STEP_MAX);
		if (inside > limit)
			sum -= 2 * smaller(inside - limit, STEP_MAX);
	}
	return sum;
}

static int32_t offer(Disc *found, int32_t count, Disc disc)
{
	int32_t i, place;
	if (count == PUPIL_CANDIDATES && disc.contrast <= found[count - 1].contrast)
		return count;
	for (i = 0; i < count; i++) {
		int32_t awayX = disc.x - found[i].x, awayY = disc.y - found[i].y;
		int32_t reach = larger(disc.radius, found[i].radius);
		if (awayX * awayX + awayY * awayY >= reach * reach)
			continue;
		if (disc.contrast <= found[i].contrast)
			return count;
		count--;
		memmove(found + i, found + i + 1, (size_t)(count - i) * sizeof *found);
		i--;
	}
	for (place = count; place > 0 && found[place - 1].contrast < disc.contrast; place--)
		;
	memmove(found + place + 1, found + place, (size_t)(PUPIL_CANDIDATES - 1 - place) * sizeof *found);
	found[place] = disc;
	return smaller(count + 1, PUPIL_CANDIDATES);
}

/* darkDiscsInto(found, grey, width, height, level, cosines): count */
void xs_darkDiscsInto(xsMachine *the)
{
	Picture picture = { .width = kernelNumber(the, 2), .height = kernelNumber(the, 3) };
	int32_t level = kernelNumber(the, 4), count = 0, x, y, r;
	Disc *found = kernelMemory(the, 0, PUPIL_CANDIDATES * sizeof(Disc));
	picture.grey = kernelMemory(the, 1, picture.width * picture.height);
	findRims(&picture, kernelMemory(the, 5, 2 * TURN));
	for (y = PUPIL_MIN; y < picture.height - PUPIL_MIN; y++)
		for (x = PUPIL_MIN + (y & 1); x < picture.width - PUPIL_MIN; x += 2) {
			Disc disc = { .x = (int16_t)x, .y = (int16_t)y, .contrast = -1 };
			if (picture.grey[y * picture.width + x] > level)
				continue;
			for (r = PUPIL_MIN; r <= PUPIL_MAX; r++) {
				int32_t contrast = contrastAt(&picture, x, y, r);
				if (contrast <= disc.contrast)
					continue;
				disc.contrast = (int16_t)contrast;
				disc.radius = (int16_t)r;
			}
			if (disc.contrast > 0)
				count = offer(found, count, disc);
		}
	xsResult = xsInteger(count);
}

typedef int32_t Choose(int32_t a, int32_t b);

/* Each pixel takes what `choose` leaves of five; beyond the ends lies `beyond`. */
static void chooseOfFive(uint8_t *at, int32_t step, int32_t count, Choose choose, int32_t beyond)
{
	int32_t a = beyond, b = beyond, c = at[0], d = count > 1 ? at[step] : beyond, i;
	for (i = 0; i < count; i++, at += step) {
		int32_t e = i + 2 < count ? at[2 * step] : beyond;
		*at = (uint8_t)choose(choose(choose(a, b), choose(c, d)), e);
		a = b;
		b = c;
		c = d;
		d = e;
	}
}

static void chooseInSquares(uint8_t *grey, int32_t width, int32_t height, Choose choose, int32_t beyond)
{
	int32_t x, y;
	for (y = 0; y < height; y++)
		chooseOfFive(grey + y * width, 1, width, choose, beyond);
	for (x = 0; x < width; x++)
		chooseOfFive(grey + x, width, height, choose, beyond);
}

/* takeAwayGlare(grey, width, height) */
void xs_takeAwayGlare(xsMachine *the)
{
	int32_t width = kernelNumber(the, 1), height = kernelNumber(the, 2);
	uint8_t *grey = kernelMemory(the, 0, width * height);
	chooseInSquares(grey, width, height, smaller, 255);
	chooseInSquares(grey, width, height, larger, 0);
}
