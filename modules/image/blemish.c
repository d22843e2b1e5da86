/* The twin of blemish.ts, bit for bit; test/native holds them equal. */
#include "kernel-arrays.h"

#define GOOD 1
#define BLEMISH 2
#define MARKED 3

static void widenAlong(uint8_t *mask, int32_t step, int32_t count, int32_t radius)
{
	int32_t reach = -1, i;
	for (i = 0; i < count; i++) {
		if (mask[i * step] == BLEMISH)
			reach = i + radius;
		else if (mask[i * step] == GOOD && i <= reach)
			mask[i * step] = MARKED;
	}
	if (reach < 0)
		return;
	for (reach = count, i = count - 1; i >= 0; i--) {
		if (mask[i * step] == BLEMISH)
			reach = i - radius;
		else if (mask[i * step] == GOOD && i >= reach)
			mask[i * step] = MARKED;
	}
	for (i = 0; i < count; i++)
		if (mask[i * step] == MARKED)
			mask[i * step] = BLEMISH;
}

/* widenBlemishes(mask, side, radius) */
void xs_widenBlemishes(xsMachine *the)
{
	int32_t side = kernelNumber(the, 1), radius = kernelNumber(the, 2), i;
	uint8_t *mask = kernelMemory(the, 0, side * side);
	for (i = 0; i < side; i++)
		widenAlong(mask + i * side, 1, side, radius);
	for (i = 0; i < side; i++)
		widenAlong(mask + i, side, side, radius);
}
