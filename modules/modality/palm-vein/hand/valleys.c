/* The twin of lowestInto in valleys.ts, bit for bit; test/native holds them equal. */
#include <stdlib.h>

#include "kernel-arrays.h"

static int isLowest(const int16_t *here, int32_t window)
{
	int32_t k;
	/* Nearly all rays end at the first. */
	for (k = 1; k <= window; k++)
		if (here[k] < *here || here[-k] < *here)
			return 0;
	return 1;
}

static int32_t rise(const int16_t *here, int32_t step, int32_t flank)
{
	const int16_t *at = here;
	int32_t highest = *here;
	for (; --flank > 0 && *(at += step) >= *here; )
		if (*at > highest)
			highest = *at;
	return highest - *here;
}

/* lowestInto(smooth, lengths, rays, span, flank, window): number */
void xs_lowestInto(xsMachine *the)
{
	int32_t rays = kernelNumber(the, 2), span = kernelNumber(the, 3), flank = kernelNumber(the, 4);
	int32_t window = kernelNumber(the, 5), up = span + flank, before, here, ray, i;
	int16_t *smooth = kernelMemory(the, 0, 2 * (2 * up + 1 + 2 * (2 * span + 1))), *out = smooth + 2 * up + 1;
	const int16_t *lengths = kernelMemory(the, 1, 2 * rays);
	kernelAssert(the, span >= 0 && window >= 0 && flank > 0 && window <= flank && 2 * rays > up);
	ray = (2 * rays - up - 1) % rays;
	before = abs(lengths[ray]);
	ray = (ray + 1) % rays;
	here = abs(lengths[ray]);
	for (i = 0; i <= 2 * up; i++) {
		int32_t after;
		ray = ray + 1 < rays ? ray + 1 : 0;
		after = abs(lengths[ray]);
		smooth[i] = (int16_t)(before + 2 * here + after);
		before = here;
		here = after;
	}
	for (i = flank; i <= up + span; i++) {
		int32_t left, right;
		if (!isLowest(smooth + i, window) || lengths[(i + 2 * rays - up) % rays] < 0)
			continue;
		left = rise(smooth + i, -1, flank);
		right = rise(smooth + i, 1, flank);
		*out++ = (int16_t)i;
		*out++ = (int16_t)(left < right ? left : right);
	}
	xsResult = xsInteger((out - smooth - 2 * up - 1) / 2);
}
