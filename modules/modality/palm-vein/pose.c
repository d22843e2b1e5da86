/* The twin of layOutInto in pose.ts, bit for bit; test/native holds them equal. */
#include "kernel-arrays.h"

/* layOutInto(cells, code, size, side, stepX, stepY) */
void xs_layOutInto(xsMachine *the)
{
	int32_t size = kernelNumber(the, 2), side = kernelNumber(the, 3);
	int32_t stepX = kernelNumber(the, 4), stepY = kernelNumber(the, 5), area = size * size, row, i;
	int8_t *cells = kernelMemory(the, 0, 3 * area);
	const int8_t *code = kernelMemory(the, 1, 3 * side * side), *second = code + side * side;
	const int8_t *third = second + side * side;
	/* Halved at last: half of an even size's last row is no whole number. */
	int32_t rowX = (side * 65536 - (size - 1) * (stepX - stepY)) >> 1;
	int32_t rowY = (side * 65536 - (size - 1) * (stepX + stepY)) >> 1;
	for (row = 0; row < size; row++, rowX -= stepY, rowY += stepX) {
		int32_t x = rowX, y = rowY;
		for (i = 0; i < size; i++, cells++, x += stepX, y += stepY) {
			uint32_t column = (uint32_t)(x >> 16), line = (uint32_t)(y >> 16), p = line * (uint32_t)side + column;
			int isInside = column < (uint32_t)side && line < (uint32_t)side;
			cells[0] = isInside ? code[p] : 0;
			cells[area] = isInside ? second[p] : 0;
			cells[2 * area] = isInside ? third[p] : 0;
		}
	}
}
