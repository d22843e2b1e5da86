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

/* splitAt(sums, histogram, count, ceiling): level */
void xs_splitAt(xsMachine *the)
{
	int32_t count = kernelNumber(the, 2), ceiling = kernelNumber(the, 3);
	int32_t *sums = kernelMemory(the, 0, 12), total = 0, below = 0, sumBelow = 0, split = 0, level;
	const int16_t *histogram = kernelMemory(the, 1, 2 * GREYS);
	double best = 0;
	kernelAssert(the, ceiling <= GREYS);
	for (level = 0; level < GREYS; level++)
		total += (level < ceiling ? level : ceiling) * histogram[level];
	sums[0] = sums[1] = 0;
	sums[2] = total;
	for (level = 0; level < ceiling; level++) {
		double apart, variance;
		if (!histogram[level])
			continue;
		below += histogram[level];
		sumBelow += level * histogram[level];
		if (below == count)
			break;
		apart = (double)(total - sumBelow) / (count - below) - (double)sumBelow / below;
		variance = (double)below * (count - below) * (apart * apart);
		if (variance <= best)
			continue;
		best = variance;
		split = level;
		sums[0] = below;
		sums[1] = sumBelow;
	}
	xsResult = xsInteger(split);
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
