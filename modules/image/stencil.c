/* The twin of stencil.ts, bit for bit; test/native holds them equal. */
#include "kernel-arrays.h"

#define GOOD 1
#define BLEMISH 2

/* blemishFrom(mask, side, stencil, width, firstX, firstY, stepX, stepY) */
void xs_blemishFrom(xsMachine *the)
{
	int32_t side = kernelNumber(the, 1), width = kernelNumber(the, 3), rowX = kernelNumber(the, 4);
	int32_t rowY = kernelNumber(the, 5), stepX = kernelNumber(the, 6), stepY = kernelNumber(the, 7), row, i;
	uint32_t size;
	uint8_t *mask = kernelMemory(the, 0, side * side);
	const uint8_t *stencil = kernelArray(the, 2, &size);
	for (row = 0; row < side; row++, rowX -= stepY, rowY += stepX) {
		int32_t x = rowX, y = rowY;
		for (i = 0; i < side; i++, x += stepX, y += stepY, mask++) {
			uint32_t p = (uint32_t)((y >> 16) * width + (x >> 16));
			if (*mask == GOOD && p < size && !stencil[p])
				*mask = BLEMISH;
		}
	}
}
