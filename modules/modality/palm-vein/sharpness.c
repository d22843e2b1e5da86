/* The twin of sharpness.ts, bit for bit; test/native holds them equal. */
#include <stdlib.h>

#include "kernel-arrays.h"

#define GOOD 1

/* foursInto(fours, pixels, side, first, last) */
void xs_foursInto(xsMachine *the)
{
	int32_t side = kernelNumber(the, 2), first = kernelNumber(the, 3), last = kernelNumber(the, 4), y, p;
	int16_t *fours = kernelMemory(the, 0, 2 * side * side);
	const uint8_t *pixels = kernelMemory(the, 1, side * side);
	kernelAssert(the, first >= 0 && last < side);
	for (y = first; y < last; y++)
		for (p = y * side + first; p < y * side + last; p++)
			fours[p] = (int16_t)(pixels[p] + pixels[p + 1] + pixels[p + side] + pixels[p + side + 1]);
}

/* secondDifferences(fours, mask, side, first, last, step): number */
void xs_secondDifferences(xsMachine *the)
{
	int32_t side = kernelNumber(the, 2), first = kernelNumber(the, 3), last = kernelNumber(the, 4);
	int32_t step = kernelNumber(the, 5), sum = 0, y, p;
	const int16_t *fours = kernelMemory(the, 0, 2 * side * side);
	const uint8_t *mask = kernelMemory(the, 1, side * side);
	kernelAssert(the, first * side + first >= abs(step) && (last - 1) * side + last + abs(step) <= side * side);
	for (y = first; y < last; y++)
		for (p = y * side + first; p < y * side + last; p++)
			if (mask[p] == GOOD)
				sum += abs(2 * fours[p] - fours[p - step] - fours[p + step]);
	xsResult = xsInteger(sum);
}
