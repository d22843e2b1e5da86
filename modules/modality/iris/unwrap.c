/* The twin of unwrap.ts, bit for bit; test/native holds them equal. */
#include "kernel-arrays.h"

#define ROWS 40
#define COLUMNS 256
#define OUTSIDE 0
#define GOOD 1

static int32_t onRim(int32_t centre, int32_t radius, int32_t cosine)
{
	return centre * 256 + (cosine * (radius >> 2) >> 4);
}

/* unwrapFrom(pixels, mask, data, offset, stride, width, height, circles, cosines) */
void xs_unwrapFrom(xsMachine *the)
{
	int32_t offset = kernelNumber(the, 3), stride = kernelNumber(the, 4);
	int32_t lastX = kernelNumber(the, 5) - 1, lastY = kernelNumber(the, 6) - 1, column, o;
	uint8_t *pixels = kernelMemory(the, 0, ROWS * COLUMNS), *mask = kernelMemory(the, 1, ROWS * COLUMNS);
	const uint8_t *data = kernelMemory(the, 2, offset + lastY * stride + lastX + 1);
	const int32_t *pupil = kernelMemory(the, 7, 24), *limbus = pupil + 3;
	const int16_t *cosines = kernelMemory(the, 8, 2 * COLUMNS);
	data += offset;
	for (column = 0; column < COLUMNS; column++) {
		int32_t cosine = cosines[column], sine = cosines[(column + 3 * COLUMNS / 4) & (COLUMNS - 1)];
		int32_t x = onRim(pupil[0], pupil[2], cosine), y = onRim(pupil[1], pupil[2], sine);
		int32_t stepX = (onRim(limbus[0], limbus[2], cosine) - x) / ROWS;
		int32_t stepY = (onRim(limbus[1], limbus[2], sine) - y) / ROWS;
		x += stepX >> 1;
		y += stepY >> 1;
		for (o = column; o < ROWS * COLUMNS; o += COLUMNS, x += stepX, y += stepY) {
			int32_t left = x >> 16, top = y >> 16, fx = x >> 8 & 255, upper, lower;
			const uint8_t *p = data + top * stride + left, *below = p + stride;
			mask[o] = left >= 0 && top >= 0 && left < lastX && top < lastY ? GOOD : OUTSIDE;
			if (mask[o] == OUTSIDE) {
				pixels[o] = 0;
				continue;
			}
			upper = (p[0] << 8) + (p[1] - p[0]) * fx;
			lower = (below[0] << 8) + (below[1] - below[0]) * fx;
			pixels[o] = (uint8_t)(((upper << 8) + (lower - upper) * (y >> 8 & 255) + 0x8000) >> 16);
		}
	}
}
