/* The twin of bit-selection.ts, bit for bit; test/native holds them equal. */
#include "kernel-arrays.h"

#define WORD_BITS 32
#define UNUSED 0
#define LEFT 1

/* placeCells(cells, choice, planes, width, height, tileWidth, tileHeight) */
void xs_placeCells(xsMachine *the)
{
	int32_t planes = kernelNumber(the, 2), width = kernelNumber(the, 3), height = kernelNumber(the, 4);
	int32_t tileWidth = kernelNumber(the, 5), tileHeight = kernelNumber(the, 6), top, left, plane, y, x;
	uint32_t size, place = 0, slot = 0;
	int16_t *cells = kernelArray(the, 0, &size);
	const uint8_t *choice = kernelMemory(the, 1, planes * width * height / 2);
	kernelAssert(the, tileWidth > 0 && tileHeight > 0 && width % tileWidth == 0 && height % tileHeight == 0);
	kernelAssert(the, tileWidth % 2 == 0 && size % (2 * WORD_BITS) == 0);
	for (top = 0; top < height; top += tileHeight)
		for (left = 0; left < width; left += tileWidth)
			for (plane = 0; plane < planes; plane++)
				for (y = top; y < top + tileHeight; y++)
					for (x = left; x < left + tileWidth; x += 2) {
						int32_t side = *choice++;
						if (side == UNUSED || slot == WORD_BITS || !size)
							continue;
						cells[place + slot] = (int16_t)((plane * height + y) * width + x + side - LEFT);
						place += WORD_BITS;
						if (place < size / 2)
							continue;
						place = 0;
						slot++;
					}
}

/* signsInto(signs, offset) */
void xs_signsInto(xsMachine *the)
{
	uint32_t count, i;
	int8_t *signs = kernelArray(the, 0, &count);
	const uint32_t *offset = kernelMemory(the, 1, (int32_t)((count + 31) / 32 * 4));
	for (i = 0; i < count; i++)
		signs[i] = (int8_t)(1 - 2 * (int32_t)(offset[i >> 5] >> (i & 31) & 1));
}
