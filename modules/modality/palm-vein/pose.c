/* The twin of layOutInto in pose.ts, bit for bit; test/native holds them equal. */
#include "kernel-arrays.h"

/* layOutInto(cells, code, pixels, fieldArea) */
void xs_layOutInto(xsMachine *the)
{
	uint32_t size, codeLength, pixelsLength;
	int8_t *cells, *code;
	int16_t *pixels;
	int32_t cellArea, fieldArea, o;
	cells = kernelArray(the, 0, &size);
	code = kernelArray(the, 1, &codeLength);
	pixels = kernelArray(the, 2, &pixelsLength);
	cellArea = (int32_t)(pixelsLength / 2);
	fieldArea = kernelNumber(the, 3);
	for (o = 0; o < cellArea; o++) {
		int32_t p = pixels[o];
		cells[o] = p < 0 ? 0 : code[p];
		cells[o + cellArea] = p < 0 ? 0 : code[p + fieldArea];
		cells[o + 2 * cellArea] = p < 0 ? 0 : code[p + 2 * fieldArea];
	}
}
