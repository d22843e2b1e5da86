/* The twin of word-peaks.ts, bit for bit; test/native holds them equal. */
#include "kernel-arrays.h"

#define LANE 1023
#define HALVES 0x20080200u
#define ONES 0x00100401u

/* Each lane's size: with 512 added bit 9 says "not negative"; |v| is v, or else ~v + 1. */
static uint32_t sizes(uint32_t v)
{
	uint32_t biased = v + HALVES, negative = (~biased >> 9) & ONES;
	return (biased ^ (negative * LANE)) + negative - HALVES;
}

static uint32_t larger(uint32_t a, uint32_t b)
{
	uint32_t isLarger = ((a | HALVES) - b) & HALVES;
	isLarger -= isLarger >> 9;
	return b ^ ((a ^ b) & isLarger);
}

/* Two stages of a Hadamard transform on four values, `apart` from each other. */
static void butterflies(uint32_t *out, int apart, uint32_t a, uint32_t b, uint32_t c, uint32_t d)
{
	uint32_t sum = a + c, other = b + d, difference = a - c, otherDifference = b - d;
	out[0] = sum + other;
	out[apart] = sum - other;
	out[2 * apart] = difference + otherDifference;
	out[3 * apart] = difference - otherDifference;
}

static uint32_t peaksOfBlock(const uint32_t *packed, const int16_t *at, const int8_t *signs)
{
	uint32_t soft[32], best = 0;
	int i, j;
	for (j = 0; j < 8; j++, at++, signs++)
		butterflies(soft + j, 8, packed[at[0]] * (uint32_t)signs[0], packed[at[8]] * (uint32_t)signs[8],
			packed[at[16]] * (uint32_t)signs[16], packed[at[24]] * (uint32_t)signs[24]);
	for (i = 0; i < 32; i += 8)
		for (j = i; j < i + 2; j++)
			butterflies(soft + j, 2, soft[j], soft[j + 2], soft[j + 4], soft[j + 6]);
	/* The last butterfly yields a + b and a - b; the larger of their sizes is |a| + |b|. */
	for (j = 0; j < 32; j += 2)
		best = larger(best, sizes(soft[j]) + sizes(soft[j + 1]));
	return best;
}

/* sumPeaksInto(peaks, soft, packed, at, signs, shift, bits) */
void xs_sumPeaksInto(xsMachine *the)
{
	uint32_t size;
	int32_t *peaks;
	uint32_t *packed;
	int16_t *at;
	int8_t *signs;
	int32_t shift = kernelNumber(the, 5), bits = kernelNumber(the, 6), first;
	uint32_t low = 0, middle = 0, high = 0;
	peaks = kernelArray(the, 0, &size);
	packed = kernelArray(the, 2, &size);
	at = kernelArray(the, 3, &size);
	signs = kernelArray(the, 4, &size);
	for (first = 0; first < bits; first += 32) {
		uint32_t best = peaksOfBlock(packed + shift, at + first, signs + first);
		low += best & LANE;
		middle += best >> 10 & LANE;
		high += best >> 20;
	}
	peaks[0] = (int32_t)low;
	peaks[1] = (int32_t)middle;
	peaks[2] = (int32_t)high;
}

/* packCells(packed, cells, step) */
void xs_packCells(xsMachine *the)
{
	uint32_t size, length;
	uint32_t *packed;
	int8_t *cells;
	int32_t step = kernelNumber(the, 2), end, i;
	packed = kernelArray(the, 0, &size);
	cells = kernelArray(the, 1, &length);
	end = (int32_t)length - 2 * step;
	for (i = 0; i < end; i++)
		packed[i] = (uint32_t)(cells[i] + cells[i + step] * 1024 + cells[i + 2 * step] * 1048576);
}

/* padCells(at, cells, width, height, padX, padY) */
void xs_padCells(xsMachine *the)
{
	int32_t width = kernelNumber(the, 2), height = kernelNumber(the, 3);
	int32_t padX = kernelNumber(the, 4), padY = kernelNumber(the, 5), row = width + 2 * padX;
	uint32_t size, i;
	const int16_t *cells = kernelArray(the, 1, &size);
	int16_t *at = kernelMemory(the, 0, (int32_t)size);
	kernelAssert(the, width > 0 && height > 0);
	for (i = 0; i < size / sizeof *cells; i++) {
		int32_t line = cells[i] / width, plane = line / height;
		at[i] = (int16_t)(cells[i] + 2 * line * padX + plane * 2 * padY * row + padY * row + padX);
	}
}
