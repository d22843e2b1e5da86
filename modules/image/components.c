/* The twin of components.ts, bit for bit; test/native holds them equal. */
#include <string.h>

#include "kernel-arrays.h"

typedef struct {
	int16_t start, end, parent, whole;
} Run;

typedef struct {
	uint8_t *mask;
	int32_t width, height;
	Run *runs;
	int32_t capacity;
} Picture;

static Picture pictureOf(xsMachine *the)
{
	Picture picture = { .width = kernelNumber(the, 1), .height = kernelNumber(the, 2) };
	uint32_t bytes;
	kernelAssert(the, picture.width * picture.height <= 32767);
	picture.mask = kernelMemory(the, 0, picture.width * picture.height);
	picture.runs = kernelArray(the, 3, &bytes);
	picture.capacity = (int32_t)(bytes / sizeof(Run));
	return picture;
}

static int32_t rootOf(Run *runs, int32_t root)
{
	while (runs[root].parent != root) {
		runs[root].parent = runs[runs[root].parent].parent;
		root = runs[root].parent;
	}
	return root;
}

static int32_t linkAbove(Run *runs, int32_t i, int32_t first, int32_t end, int32_t width)
{
	int32_t left = runs[i].start - width, right = runs[i].end - width, k;
	while (first < end && runs[first].end <= left)
		first++;
	for (k = first; k < end && runs[k].start < right; k++) {
		int32_t one = rootOf(runs, k), other = rootOf(runs, i);
		if (one > other)
			runs[one].parent = (int16_t)other;
		else
			runs[other].parent = (int16_t)one;
	}
	return first;
}

static int32_t findRuns(const Picture *picture, uint8_t value)
{
	const uint8_t *mask = picture->mask;
	int32_t width = picture->width, count = 0, above = 0, row, p;
	for (row = 0; row < width * picture->height; row += width) {
		int32_t aboveEnd = count, end = row + width;
		for (p = row; p < end; count++) {
			while (p < end && mask[p] != value)
				p++;
			if (p == end)
				break;
			if (count == picture->capacity)
				return 0;
			picture->runs[count] = (Run){ .start = (int16_t)p, .parent = (int16_t)count };
			while (p < end && mask[p] == value)
				p++;
			picture->runs[count].end = (int16_t)p;
			above = linkAbove(picture->runs, count, above, aboveEnd, width);
		}
		above = aboveEnd;
	}
	return count;
}

/* keepLargest(mask, width, height, runs): area */
void xs_keepLargest(xsMachine *the)
{
	Picture picture = pictureOf(the);
	Run *runs = picture.runs;
	int32_t count = findRuns(&picture, 1), largest = -1, largestArea = 0, i;
	for (i = 0; i < count; i++) {
		int32_t root = rootOf(runs, i), area = runs[root].whole + runs[i].end - runs[i].start;
		runs[root].whole = (int16_t)area;
		if (area <= largestArea)
			continue;
		largest = root;
		largestArea = area;
	}
	for (i = 0; i < count; i++)
		if (rootOf(runs, i) != largest)
			memset(picture.mask + runs[i].start, 0, (size_t)(runs[i].end - runs[i].start));
	xsResult = xsInteger(largestArea);
}

/* fillHoles(mask, width, height, runs) */
void xs_fillHoles(xsMachine *the)
{
	Picture picture = pictureOf(the);
	Run *runs = picture.runs;
	int32_t width = picture.width, lastRow = (picture.height - 1) * width, count = findRuns(&picture, 0), i;
	for (i = 0; i < count; i++) {
		int32_t start = runs[i].start, end = runs[i].end;
		if (start < width || start >= lastRow || start % width == 0 || end % width == 0)
			runs[rootOf(runs, i)].whole = 1;
	}
	for (i = 0; i < count; i++)
		if (!runs[rootOf(runs, i)].whole)
			memset(picture.mask + runs[i].start, 1, (size_t)(runs[i].end - runs[i].start));
}
