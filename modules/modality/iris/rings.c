/* The twin of rings.ts, bit for bit; test/native holds them equal. */
#include "kernel-arrays.h"

/* layRingsInto(cells, code, rows, width, shift) */
void xs_layRingsInto(xsMachine *the)
{
	int32_t rows = kernelNumber(the, 2), width = kernelNumber(the, 3), shift = kernelNumber(the, 4), row, x;
	int8_t *cells = kernelMemory(the, 0, rows * (width + 2 * shift));
	const int8_t *code = kernelMemory(the, 1, rows * width);
	for (row = 0; row < rows; row++, code += width)
		for (x = -shift; x < width + shift; x++)
			*cells++ = code[x & (width - 1)];
}
