/* The twin of reed-muller.ts, bit for bit; test/native holds them equal. */
#include <stdlib.h>

#include "kernel-arrays.h"

#define WORD_BITS 32

typedef struct {
	int8_t *probe, *signs;
	int16_t *at;
	uint32_t size;
	int32_t shift;
} Probe;

/* The probe in arguments `index` to `index` + 3, which has as many bits as `blocks` have. */
static Probe probeOf(xsMachine *the, int index, uint32_t blocks)
{
	Probe probe = { .shift = kernelNumber(the, index + 3) };
	probe.probe = kernelArray(the, index, &probe.size);
	probe.at = kernelMemory(the, index + 1, (int32_t)(blocks * WORD_BITS * 2));
	probe.signs = kernelMemory(the, index + 2, (int32_t)(blocks * WORD_BITS));
	return probe;
}

static int32_t softBit(const Probe *probe, uint32_t i)
{
	uint32_t at = (uint32_t)(probe->at[i] + probe->shift);
	return at < probe->size ? probe->probe[at] * probe->signs[i] : 0;
}

static void transform(int32_t *soft)
{
	int half, j;
	for (half = 1; half < WORD_BITS; half <<= 1)
		for (j = 0; j < WORD_BITS; j = (j + half + 1) & ~half) {
			int32_t a = soft[j], b = soft[j + half];
			soft[j] = a + b;
			soft[j + half] = a - b;
		}
}

/* decodeWords(symbols, margins, soft, probe, at, signs, shift) */
void xs_decodeWords(xsMachine *the)
{
	int32_t soft[WORD_BITS], *margins, j;
	uint32_t blocks, block;
	uint8_t *symbols = kernelArray(the, 0, &blocks);
	Probe probe = probeOf(the, 3, blocks);
	margins = kernelMemory(the, 1, (int32_t)(4 * blocks));
	for (block = 0; block < blocks; block++) {
		int32_t best = -1, second = -1, at = 0;
		for (j = 0; j < WORD_BITS; j++)
			soft[j] = softBit(&probe, block * WORD_BITS + (uint32_t)j);
		transform(soft);
		for (j = 0; j < WORD_BITS; j++) {
			int32_t size = abs(soft[j]);
			if (size > best) {
				second = best;
				best = size;
				at = j;
			} else if (size > second)
				second = size;
		}
		symbols[block] = (uint8_t)(at << 1 | (soft[at] < 0));
		margins[block] = best - second;
	}
	kernelWipe(soft, sizeof soft);
}

/* countErrors(tally, symbols, probe, at, signs, shift) */
void xs_countErrors(xsMachine *the)
{
	int32_t *tally = kernelMemory(the, 0, 8), measured = 0, wrong = 0;
	uint32_t blocks, i;
	const uint8_t *symbols = kernelArray(the, 1, &blocks);
	Probe probe = probeOf(the, 2, blocks);
	for (i = 0; i < blocks * WORD_BITS; i++) {
		uint8_t symbol = symbols[i / WORD_BITS];
		int32_t value = softBit(&probe, i), bit;
		if (!value)
			continue;
		bit = (int32_t)((__builtin_parity(symbol >> 1 & i) ^ symbol) & 1);
		measured++;
		wrong += bit != (value < 0);
	}
	tally[0] = measured;
	tally[1] = wrong;
}
