/* The twin of continue.ts, bit for bit; test/native holds them equal. */
#include <string.h>

#include "kernel-arrays.h"

#define GOOD 1

static int continueRow(uint8_t *pixels, const uint8_t *mask, int32_t side)
{
	int32_t left = -1, x, k;
	for (x = 0; x < side; x++) {
		int32_t middle = left < 0 ? 0 : (left + x + 1) >> 1;
		if (mask[x] != GOOD)
			continue;
		for (k = left + 1; k < x; k++)
			pixels[k] = k < middle ? pixels[left] : pixels[x];
		left = x;
	}
	if (left < 0)
		return 0;
	memset(pixels + left, pixels[left], (size_t)(side - left));
	return 1;
}

/* continueOutside(pixels, mask, side) */
void xs_continueOutside(xsMachine *the)
{
	int32_t side = kernelNumber(the, 2), firstRow = -1, lastRow = -1, row, gap;
	uint8_t *pixels = kernelMemory(the, 0, side * side);
	const uint8_t *mask = kernelMemory(the, 1, side * side);
	for (row = 0; row < side; row++) {
		if (!continueRow(pixels + row * side, mask + row * side, side))
			continue;
		if (firstRow < 0)
			firstRow = row;
		else
			for (gap = lastRow + 1; gap < row; gap++)
				memcpy(pixels + gap * side, pixels + lastRow * side, (size_t)side);
		lastRow = row;
	}
	if (firstRow < 0)
		return;
	for (row = 0; row < firstRow; row++)
		memcpy(pixels + row * side, pixels + firstRow * side, (size_t)side);
	for (row = lastRow + 1; row < side; row++)
		memcpy(pixels + row * side, pixels + lastRow * side, (size_t)side);
}
