/* The twin of shrink.ts, bit for bit; test/native holds them equal. */
#include "kernel-arrays.h"

/* shrinkBlocks(out, data, offset, stride, width, height, factor) */
void xs_shrinkBlocks(xsMachine *the)
{
	int32_t offset = kernelNumber(the, 2), stride = kernelNumber(the, 3), factor = kernelNumber(the, 6);
	int32_t columns = kernelNumber(the, 4) / factor, rows = kernelNumber(the, 5) / factor;
	int32_t area = factor * factor, share = (2 * 65536 + area) / (2 * area);
	int32_t row, column, y, x;
	uint8_t *out = kernelMemory(the, 0, columns * rows);
	int32_t need = rows ? (rows * factor - 1) * stride + columns * factor : 0;
	const uint8_t *data = kernelMemory(the, 1, offset + need);
	data += offset;
	/* The usual case, which a loop around four pixels would double. */
	for (row = 0; factor == 2 && row < rows; row++, data += 2 * stride)
		for (column = 0; column < columns; column++) {
			const uint8_t *line = data + 2 * column, *below = line + stride;
			*out++ = (uint8_t)((line[0] + line[1] + below[0] + below[1] + 2) >> 2);
		}
	for (row = 0; factor != 2 && row < rows; row++, data += factor * stride)
		for (column = 0; column < columns; column++) {
			const uint8_t *line = data + column * factor;
			int32_t sum = 0;
			for (y = 0; y < factor; y++, line += stride)
				for (x = 0; x < factor; x++)
					sum += line[x];
			*out++ = (uint8_t)((sum * share + 0x8000) >> 16);
		}
}
