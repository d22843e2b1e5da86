/* The twin of agreement.ts, bit for bit; test/native holds them equal. */
#include <stdlib.h>

#include "kernel-arrays.h"

typedef struct {
	const int8_t *cells; /* where the first bare one lies */
	int32_t width, height, row, plane;
} Grid;

/*
 * The padded cells in argument `index`; width, height, padX, padY and shift are those from `first` on.
 * @param count bare cells of all planes
 */
static Grid gridOf(xsMachine *the, int index, int first, int32_t count)
{
	Grid grid = { .width = kernelNumber(the, first), .height = kernelNumber(the, first + 1) };
	int32_t padX = kernelNumber(the, first + 2), padY = kernelNumber(the, first + 3), start, planes;
	kernelAssert(the, grid.width > 0 && grid.height > 0 && count % (grid.width * grid.height) == 0);
	planes = count / (grid.width * grid.height);
	grid.row = grid.width + 2 * padX;
	grid.plane = grid.row * (grid.height + 2 * padY);
	start = padY * grid.row + padX + kernelNumber(the, first + 4);
	kernelAssert(the, start >= 0 && padX >= 0 && padY >= 0);
	grid.cells = kernelMemory(the, index,
		planes ? start + (planes - 1) * grid.plane + (grid.height - 1) * grid.row + grid.width : 0);
	grid.cells += start;
	return grid;
}

/* agreementOf(cells, mean, width, height, padX, padY, shift): number */
void xs_agreementOf(xsMachine *the)
{
	uint32_t size;
	const int16_t *mean = kernelArray(the, 1, &size), *end = mean + size / sizeof *mean;
	Grid grid = gridOf(the, 0, 2, (int32_t)(end - mean));
	int32_t together = 0, sizes = 0, y, x;
	for (; mean < end; grid.cells += grid.plane)
		for (y = 0; y < grid.height; y++)
			for (x = 0; x < grid.width; x++, mean++) {
				int32_t value = grid.cells[y * grid.row + x];
				if (!*mean)
					continue;
				sizes += abs(value);
				together += *mean < 0 ? -value : value;
			}
	xsResult = xsInteger(sizes ? together * 1024 / sizes : -1);
}

/* accumulateInto(sum, unanimity, cells, width, height, padX, padY, shift) */
void xs_accumulateInto(xsMachine *the)
{
	uint32_t size;
	int16_t *sum = kernelArray(the, 0, &size), *end = sum + size / sizeof *sum;
	int8_t *unanimity = kernelMemory(the, 1, (int32_t)(end - sum));
	Grid grid = gridOf(the, 2, 3, (int32_t)(end - sum));
	int32_t y, x;
	for (; sum < end; grid.cells += grid.plane)
		for (y = 0; y < grid.height; y++)
			for (x = 0; x < grid.width; x++, sum++, unanimity++) {
				int32_t value = grid.cells[y * grid.row + x];
				*sum = (int16_t)(*sum + value);
				*unanimity = (int8_t)(*unanimity + (value > 0) - (value < 0));
			}
}
