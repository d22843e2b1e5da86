/* The twin of open.ts, bit for bit; test/native holds them equal. */
#include "kernel-arrays.h"

static void erodeLine(uint8_t *mask, int32_t step, int32_t count)
{
	uint8_t before = 0, here = *mask, after;
	for (; --count; before = here, here = after, mask += step) {
		after = mask[step];
		*mask = before & here & after;
	}
	*mask = 0;
}

static void dilateLine(uint8_t *mask, int32_t step, int32_t count)
{
	uint8_t before = 0, here = *mask, after;
	for (; --count; before = here, here = after, mask += step) {
		after = mask[step];
		*mask = before | here | after;
	}
	*mask = before | here;
}

/* openInPlace(mask, width, height) */
void xs_openInPlace(xsMachine *the)
{
	int32_t width = kernelNumber(the, 1), height = kernelNumber(the, 2), x, y;
	uint8_t *mask = kernelMemory(the, 0, width * height);
	kernelAssert(the, width > 0 && height > 0);
	for (y = 0; y < height; y++)
		erodeLine(mask + y * width, 1, width);
	for (x = 0; x < width; x++)
		erodeLine(mask + x, width, height);
	for (y = 0; y < height; y++)
		dilateLine(mask + y * width, 1, width);
	for (x = 0; x < width; x++)
		dilateLine(mask + x, width, height);
}
