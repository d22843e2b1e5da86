/* The twin of outline.ts, bit for bit; test/native holds them equal. */
#include "kernel-arrays.h"

#define UNIT 16
#define ONE 65536

typedef struct {
	const uint8_t *grey;
	int32_t width, height;
} Picture;

/* brightnessInto(means, grey, width, x, y, radius, sines) */
void xs_brightnessInto(xsMachine *the)
{
	int32_t width = kernelNumber(the, 2), x = kernelNumber(the, 3), y = kernelNumber(the, 4);
	int32_t radius = kernelNumber(the, 5), tenths;
	uint32_t size, area, rays, ray;
	const int32_t *sines = kernelArray(the, 6, &size);
	const uint8_t *grey = kernelArray(the, 1, &area);
	int16_t *means = kernelMemory(the, 0, (int32_t)size / 2);
	rays = size / 4;
	for (ray = 0; ray < rays; ray++) {
		int64_t stepX = sines[ray], stepY = sines[(ray + 3 * rays / 4) % rays];
		int32_t sum = 0;
		for (tenths = 5; tenths <= 8; tenths++) {
			int32_t length = (int32_t)((int64_t)radius * tenths / 10);
			int32_t column = (x + (int32_t)(stepX * length >> 16) + ONE / 2) >> 16;
			int32_t row = (y + (int32_t)(stepY * length >> 16) + ONE / 2) >> 16;
			uint32_t p = (uint32_t)(row * width + column);
			kernelAssert(the, p < area);
			sum += grey[p];
		}
		means[ray] = (int16_t)(sum >> 2);
	}
}

/* levelsInto(levels, brightness, rays, share, least) */
void xs_levelsInto(xsMachine *the)
{
	int32_t rays = kernelNumber(the, 2), share = kernelNumber(the, 3), least = kernelNumber(the, 4);
	int32_t sum = 0, ray;
	int16_t *levels = kernelMemory(the, 0, 2 * rays);
	const int16_t *brightness = kernelMemory(the, 1, 2 * rays);
	kernelAssert(the, rays > 3);
	for (ray = -3; ray <= 3; ray++)
		sum += brightness[(ray + rays) % rays];
	for (ray = 0; ray < rays; ray++) {
		int32_t level = sum / 7 * share >> 8;
		levels[ray] = (int16_t)(level < least ? least : level);
		sum += brightness[(ray + 4) % rays] - brightness[(ray + rays - 3) % rays];
	}
}

static int32_t edgeAlong(const Picture *picture, int32_t startX, int32_t startY, int32_t stepX, int32_t stepY,
	int32_t from, int32_t to, int32_t level)
{
	int32_t endX = (picture->width - 2) * ONE, endY = (picture->height - 2) * ONE;
	int32_t x = startX + from * stepX, y = startY + from * stepY, last = level, length;
	for (length = from; length < to; length++, x += stepX, y += stepY) {
		const uint8_t *p = picture->grey + (y >> 16) * picture->width + (x >> 16), *below = p + picture->width;
		int32_t fx = x >> 8 & 255, upper, lower, value, over;
		if (x < ONE || y < ONE || x >= endX || y >= endY)
			return -length * UNIT;
		upper = (p[0] << 8) + (p[1] - p[0]) * fx;
		lower = (below[0] << 8) + (below[1] - below[0]) * fx;
		value = ((upper << 8) + (lower - upper) * (y >> 8 & 255)) >> 12;
		if (value < level * UNIT) {
			over = last - level * UNIT;
			return over <= 0 ? length * UNIT : (length - 1) * UNIT + over * UNIT / (last - value);
		}
		last = value;
	}
	return to * UNIT;
}

/* followRays(lengths, grey, width, height, x, y, from, to, sines) */
void xs_followRays(xsMachine *the)
{
	Picture picture = { .width = kernelNumber(the, 2), .height = kernelNumber(the, 3) };
	int32_t x = kernelNumber(the, 4), y = kernelNumber(the, 5);
	int32_t from = kernelNumber(the, 6), to = kernelNumber(the, 7);
	uint32_t size, rays, ray;
	const int32_t *sines = kernelArray(the, 8, &size);
	int16_t *lengths = kernelMemory(the, 0, (int32_t)size / 2);
	picture.grey = kernelMemory(the, 1, picture.width * picture.height);
	rays = size / 4;
	for (ray = 0; ray < rays; ray++)
		lengths[ray] = (int16_t)edgeAlong(&picture, x, y, sines[ray], sines[(ray + 3 * rays / 4) % rays], from,
			to, lengths[ray]);
}

/* edgeAlong(grey, width, height, startX, startY, stepX, stepY, from, to, level): length */
void xs_edgeAlong(xsMachine *the)
{
	Picture picture = { .width = kernelNumber(the, 1), .height = kernelNumber(the, 2) };
	picture.grey = kernelMemory(the, 0, picture.width * picture.height);
	xsResult = xsInteger(edgeAlong(&picture, kernelNumber(the, 3), kernelNumber(the, 4), kernelNumber(the, 5),
		kernelNumber(the, 6), kernelNumber(the, 7), kernelNumber(the, 8), kernelNumber(the, 9)));
}
