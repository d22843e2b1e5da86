/* The twin of edges.ts, bit for bit; test/native holds them equal. */
#include <string.h>

#include "kernel-arrays.h"

#define TURN 256
#define EDGE_RAYS 128
#define EDGE_RINGS 160
#define EDGE_CLIP 48
#define MARGIN 8
#define RAY_LENGTH (EDGE_RINGS + 2 * MARGIN)
#define BORDER 16
#define STEPS_LENGTH (EDGE_RINGS + 2 * BORDER)

static int32_t clamp(int32_t value, int32_t least, int32_t most)
{
	return value < least ? least : value > most ? most : value;
}

/* raysInto(rays, data, offset, stride, width, height, cosines, centreX, centreY, unit, first, last, rings) */
void xs_raysInto(xsMachine *the)
{
	int32_t offset = kernelNumber(the, 2), stride = kernelNumber(the, 3);
	int32_t width = kernelNumber(the, 4), height = kernelNumber(the, 5);
	int32_t centreX = kernelNumber(the, 7), centreY = kernelNumber(the, 8), unit = kernelNumber(the, 9);
	int32_t first = kernelNumber(the, 10), last = kernelNumber(the, 11), rings = kernelNumber(the, 12);
	int32_t lastX = ((width - 1) << 16) - 1, lastY = ((height - 1) << 16) - 1, ray, i;
	uint8_t *rays = kernelMemory(the, 0, EDGE_RAYS * RAY_LENGTH);
	const uint8_t *data = kernelMemory(the, 1, offset + (height - 1) * stride + width);
	const int16_t *cosines = kernelMemory(the, 6, 2 * TURN);
	kernelAssert(the, width > 1 && height > 1 && rings <= EDGE_RINGS);
	data += offset;
	for (ray = first; ray <= last; ray++) {
		int32_t angle = ray * (TURN / EDGE_RAYS) & (TURN - 1);
		int32_t stepX = cosines[angle] * unit >> 6;
		int32_t stepY = cosines[(angle + 3 * TURN / 4) & (TURN - 1)] * unit >> 6;
		int32_t x = centreX * 256 - MARGIN * stepX, y = centreY * 256 - MARGIN * stepY;
		uint8_t *out = rays + (ray & (EDGE_RAYS - 1)) * RAY_LENGTH;
		for (i = 0; i < rings + 2 * MARGIN; i++, x += stepX, y += stepY) {
			int32_t insideX = clamp(x, 0, lastX), insideY = clamp(y, 0, lastY), fx = insideX >> 8 & 255;
			const uint8_t *p = data + (insideY >> 16) * stride + (insideX >> 16), *below = p + stride;
			int32_t upper = (p[0] << 8) + (p[1] - p[0]) * fx, lower = (below[0] << 8) + (below[1] - below[0]) * fx;
			out[i] = (uint8_t)(((upper << 8) + (lower - upper) * (insideY >> 8 & 255)) >> 16);
		}
	}
}

/* stepsInto(steps, rays, first, last, rings, reach) */
void xs_stepsInto(xsMachine *the)
{
	int32_t first = kernelNumber(the, 2), last = kernelNumber(the, 3), rings = kernelNumber(the, 4);
	int32_t reach = kernelNumber(the, 5), share, ray, i;
	int8_t *steps = kernelMemory(the, 0, EDGE_RAYS * STEPS_LENGTH);
	const uint8_t *rays = kernelMemory(the, 1, EDGE_RAYS * RAY_LENGTH);
	kernelAssert(the, rings >= 0 && rings <= EDGE_RINGS && reach > 0 && reach < MARGIN);
	share = 65536 / reach;
	for (ray = first; ray <= last; ray++) {
		int32_t row = ray & (EDGE_RAYS - 1), before = 0, after = 0;
		const uint8_t *line = rays + row * RAY_LENGTH + MARGIN;
		int8_t *out = steps + row * STEPS_LENGTH;
		for (i = 0; i < reach; i++) {
			before += line[-i];
			after += line[1 + i];
		}
		memset(out, 0, STEPS_LENGTH);
		for (i = 0; i < rings; i++, line++) {
			out[BORDER + i] = (int8_t)clamp((after - before) * share >> 16, -EDGE_CLIP, EDGE_CLIP);
			before += line[1] - line[1 - reach];
			after += line[1 + reach] - line[1];
		}
	}
}
