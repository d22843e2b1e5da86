/* The twin of skin.ts, bit for bit; test/native holds them equal. */
#include "kernel-arrays.h"

#define GOOD 1
#define BLEMISH 2

/* strikeOut(tally, pixels, mask, dark, bright) */
void xs_strikeOut(xsMachine *the)
{
	int32_t dark = kernelNumber(the, 3), bright = kernelNumber(the, 4);
	int32_t sum = 0, count = 0, glare = 0, measured = 0;
	uint32_t size, i;
	int32_t *tally = kernelMemory(the, 0, 16);
	uint8_t *mask = kernelArray(the, 2, &size);
	const uint8_t *pixels = kernelMemory(the, 1, (int32_t)size);
	for (i = 0; i < size; i++) {
		if (mask[i] != GOOD)
			continue;
		count++;
		sum += pixels[i];
		if (pixels[i] > bright)
			glare++;
		if (pixels[i] > bright || pixels[i] < dark)
			mask[i] = BLEMISH;
		else
			measured++;
	}
	tally[0] = sum;
	tally[1] = count;
	tally[2] = glare;
	tally[3] = measured;
}
