/* The twin of threshold.ts, bit for bit; test/native holds them equal. */
#include "kernel-arrays.h"

#define GREYS 256

/* histogramInto(histogram, pixels, count) */
void xs_histogramInto(xsMachine *the)
{
	int32_t count = kernelNumber(the, 2), i;
	int16_t *histogram = kernelMemory(the, 0, 2 * GREYS);
	const uint8_t *pixels = kernelMemory(the, 1, count);
	for (i = 0; i < GREYS; i++)
		histogram[i] = 0;
	for (i = 0; i < count; i++)
		histogram[pixels[i]]++;
}

/* thresholdInto(mask, pixels, count, level) */
void xs_thresholdInto(xsMachine *the)
{
	int32_t count = kernelNumber(the, 2), level = kernelNumber(the, 3), i;
	uint8_t *mask = kernelMemory(the, 0, count);
	const uint8_t *pixels = kernelMemory(the, 1, count);
	for (i = 0; i < count; i++)
		mask[i] = pixels[i] > level;
}
