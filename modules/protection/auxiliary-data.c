/* The twin of auxiliary-data.ts, bit for bit; test/native holds them equal. */
#include <string.h>

#include "kernel-arrays.h"

#define WORD_BITS 32
#define UNUSED 0

static int32_t unpack(uint8_t *choice, const uint8_t *bytes, uint32_t length, int32_t tiles, int32_t pairs)
{
	uint32_t digits = 0, at = (uint32_t)(tiles + 7) >> 3;
	int32_t used = 0, left = 0, tile, pair;
	if (tiles & 7 && bytes[at - 1] >> (tiles & 7))
		return -1;
	for (tile = 0; tile < tiles; tile++, choice += pairs) {
		int32_t bits = 0;
		if (!(bytes[tile >> 3] >> (tile & 7) & 1)) {
			memset(choice, UNUSED, (size_t)pairs);
			continue;
		}
		used++;
		for (pair = 0; pair < pairs; pair++) {
			if (!left) {
				if (digits || at >= length)
					return -1;
				digits = bytes[at++];
				left = 5;
			}
			choice[pair] = (uint8_t)(digits % 3);
			digits /= 3;
			left--;
			bits += choice[pair] != UNUSED;
		}
		if (bits != WORD_BITS)
			return -1;
	}
	return digits ? -1 : used;
}

/* unpackChoice(choice, bytes, tiles, pairs): used tiles, -1 for what is not auxiliary data */
void xs_unpackChoice(xsMachine *the)
{
	int32_t tiles = kernelNumber(the, 2), pairs = kernelNumber(the, 3);
	uint32_t length;
	uint8_t *choice = kernelMemory(the, 0, tiles * pairs);
	const uint8_t *bytes = kernelArray(the, 1, &length);
	kernelAssert(the, pairs >= 0 && tiles >= 0 && length >= (uint32_t)(tiles + 7) / 8);
	xsResult = xsInteger(unpack(choice, bytes, length, tiles, pairs));
}
