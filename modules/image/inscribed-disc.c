/* The twin of inscribed-disc.ts, bit for bit; test/native holds them equal. */
#include "kernel-arrays.h"

#define ROW_STRIDE 8

static void columnDistances(uint8_t *at, int32_t step, int32_t count)
{
	int32_t distance = 0, i;
	for (i = 0; i < count; i++, at += step) {
		distance = !*at ? 0 : distance < 255 ? distance + 1 : 255;
		*at = (uint8_t)distance;
	}
	for (distance = 0; count; count--) {
		at -= step;
		if (!*at)
			distance = 0;
		else if (++distance < *at)
			*at = (uint8_t)distance;
	}
}

static int32_t nearerAt(const uint8_t *row, int32_t x, int32_t width, int32_t k, int32_t least)
{
	int32_t left = x - k < 0 ? 0 : row[x - k], right = x + k >= width ? 0 : row[x + k];
	int32_t nearer = left < right ? left : right, squared = nearer * nearer + k * k;
	return squared < least ? squared : least;
}

static int32_t squaredDistance(const uint8_t *row, int32_t x, int32_t width, int32_t enough, int32_t root)
{
	int32_t least = row[x] * row[x], k;
	for (k = root; k > 0 && least > enough; k--)
		least = nearerAt(row, x, width, k, least);
	for (k = root + 1; k * k < least && least > enough; k++)
		least = nearerAt(row, x, width, k, least);
	return least > enough ? least : enough;
}

static int32_t rootFrom(int32_t root, int32_t square)
{
	while ((root + 1) * (root + 1) <= square)
		root++;
	return root;
}

/* greatestDistance(mask, width, height): squared distance */
void xs_greatestDistance(xsMachine *the)
{
	int32_t width = kernelNumber(the, 1), height = kernelNumber(the, 2), best = 0, root = 0, first, x, y;
	uint8_t *mask = kernelMemory(the, 0, width * height);
	for (x = 0; x < width; x++)
		columnDistances(mask + x, width, height);
	for (first = 0; first < ROW_STRIDE; first++)
		for (y = first; y < height; y += ROW_STRIDE) {
			const uint8_t *row = mask + y * width;
			for (x = 0; x < width; x++)
				if (row[x] * row[x] > best) {
					best = squaredDistance(row, x, width, best, root);
					root = rootFrom(root, best);
				}
		}
	xsResult = xsInteger(best);
}

/* ridgeInto(ridge, columns, width, height, floor) */
void xs_ridgeInto(xsMachine *the)
{
	int32_t width = kernelNumber(the, 2), height = kernelNumber(the, 3), floor = kernelNumber(the, 4);
	int32_t *ridge = kernelMemory(the, 0, 12), root = rootFrom(0, floor - 1), x, y;
	const uint8_t *row = kernelMemory(the, 1, width * height);
	ridge[0] = ridge[1] = ridge[2] = 0;
	for (y = 0; y < height; y++, row += width)
		for (x = 0; x < width; x++) {
			if (row[x] * row[x] < floor || squaredDistance(row, x, width, floor - 1, root) < floor)
				continue;
			ridge[0] += x;
			ridge[1] += y;
			ridge[2]++;
		}
}
