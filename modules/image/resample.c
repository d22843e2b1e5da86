/* The twin of resample.ts, bit for bit; test/native holds them equal. */
#include "kernel-arrays.h"

#define OUTSIDE 0
#define GOOD 1

/* resampleFrom(out, mask, data, offset, stride, width, height, side, firstX, firstY, stepX, stepY) */
void xs_resampleFrom(xsMachine *the)
{
	int32_t stride = kernelNumber(the, 4), lastX = kernelNumber(the, 5) - 1, lastY = kernelNumber(the, 6) - 1;
	int32_t side = kernelNumber(the, 7), rowX = kernelNumber(the, 8), rowY = kernelNumber(the, 9);
	int32_t stepX = kernelNumber(the, 10), stepY = kernelNumber(the, 11), offset = kernelNumber(the, 3), row, i;
	uint8_t *out = kernelMemory(the, 0, side * side), *mask = kernelMemory(the, 1, side * side);
	const uint8_t *data = kernelMemory(the, 2, offset + lastY * stride + lastX + 1);
	data += offset;
	for (row = 0; row < side; row++, rowX -= stepY, rowY += stepX) {
		int32_t x = rowX, y = rowY;
		for (i = 0; i < side; i++, x += stepX, y += stepY, out++, mask++) {
			int32_t column = x >> 16, line = y >> 16, fx = x >> 8 & 255, upper, lower;
			const uint8_t *p = data + line * stride + column;
			*mask = column >= 0 && line >= 0 && column < lastX && line < lastY ? GOOD : OUTSIDE;
			if (*mask == OUTSIDE) {
				*out = 0;
				continue;
			}
			upper = (p[0] << 8) + (p[1] - p[0]) * fx;
			lower = (p[stride] << 8) + (p[stride + 1] - p[stride]) * fx;
			*out = (uint8_t)(((upper << 8) + (lower - upper) * (y >> 8 & 255) + 0x8000) >> 16);
		}
	}
}
