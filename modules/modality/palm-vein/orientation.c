/* The twin of orientation.ts, bit for bit; test/native holds them equal. */
#include <stdlib.h>

#include "kernel-arrays.h"

#define GOOD 1
#define SIN_120 222

/* centreInto(plane, pixels, area) */
void xs_centreInto(xsMachine *the)
{
	int32_t area = kernelNumber(the, 2), i;
	int16_t *plane = kernelMemory(the, 0, 2 * area);
	const uint8_t *pixels = kernelMemory(the, 1, area);
	for (i = 0; i < area; i++)
		plane[i] = (int16_t)(pixels[i] - 128);
}

/* mixInto(planes, area) */
void xs_mixInto(xsMachine *the)
{
	int32_t area = kernelNumber(the, 1), i;
	int16_t *planes = kernelMemory(the, 0, 6 * area);
	for (i = 0; i < area; i++) {
		int32_t across = (planes[i] + 3 * planes[i + area]) >> 2, mixed = (planes[i + 2 * area] * SIN_120) >> 8;
		planes[i + area] = (int16_t)(across + mixed);
		planes[i + 2 * area] = (int16_t)(across - mixed);
	}
}

/* meanSize(planes, mask, start, area): number */
void xs_meanSize(xsMachine *the)
{
	int32_t start = kernelNumber(the, 2), area = kernelNumber(the, 3), sum = 0, count = 0, i;
	const int16_t *plane = (int16_t *)kernelMemory(the, 0, 2 * (start + area)) + start;
	const uint8_t *mask = kernelMemory(the, 1, area);
	for (i = 0; i < area; i++) {
		if (mask[i] != GOOD)
			continue;
		sum += abs(plane[i]);
		count++;
	}
	xsResult = xsInteger(count ? sum / count : 0);
}

/* softenPlane(code, planes, mask, start, area, scale, most) */
void xs_softenPlane(xsMachine *the)
{
	int32_t start = kernelNumber(the, 3), area = kernelNumber(the, 4), scale = kernelNumber(the, 5);
	int32_t most = kernelNumber(the, 6), limit, i;
	int8_t *code = (int8_t *)kernelMemory(the, 0, start + area) + start;
	const int16_t *plane = (int16_t *)kernelMemory(the, 1, 2 * (start + area)) + start;
	const uint8_t *mask = kernelMemory(the, 2, area);
	kernelAssert(the, scale > 0);
	limit = (most << 16) / scale;
	for (i = 0; i < area; i++) {
		int32_t value = plane[i], size = abs(value);
		int32_t soft = size >= limit ? most : ((size * scale) >> 16) + 1;
		code[i] = (int8_t)(mask[i] != GOOD ? 0 : value < 0 ? -soft : soft);
	}
}
