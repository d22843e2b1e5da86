/* The twin of phase.ts, bit for bit; test/native holds them equal. */
#include <stdlib.h>

#include "kernel-arrays.h"

#define ROWS 40
#define COLUMNS 256
#define BANDS 8
#define CELLS 128
#define PLANE (BANDS * CELLS)
#define ROWS_PER_BAND (ROWS / BANDS)
#define BAND_WEIGHT_MIN 8
#define UNKNOWN -32768
#define RESPONSE_SHIFT 12
#define CELL_REACH 4
#define CELL_MEASURED_MIN 215
#define SOFT_MEAN 8
#define SOFT_MAX 15
#define GOOD 1

static const int32_t weights[] = { 2, 4, 6, 7, 6, 4, 2 };
#define WEIGHTS (int32_t)(sizeof weights / sizeof *weights)

/* bandInto(bands, pixels, mask, band) */
void xs_bandInto(xsMachine *the)
{
	int32_t band = kernelNumber(the, 3), firstRow = band * ROWS_PER_BAND - 1, total = 0, known = 0, column, k;
	int16_t *bands = kernelMemory(the, 0, 2 * BANDS * COLUMNS);
	const uint8_t *pixels = kernelMemory(the, 1, ROWS * COLUMNS), *mask = kernelMemory(the, 2, ROWS * COLUMNS);
	kernelAssert(the, band >= 0 && band < BANDS);
	bands += band * COLUMNS;
	for (column = 0; column < COLUMNS; column++) {
		int32_t sum = 0, weight = 0;
		for (k = 0; k < WEIGHTS; k++) {
			int32_t row = firstRow + k, p = row * COLUMNS + column;
			if (row < 0 || row >= ROWS || mask[p] != GOOD)
				continue;
			sum += weights[k] * pixels[p];
			weight += weights[k];
		}
		bands[column] = UNKNOWN;
		if (weight < BAND_WEIGHT_MIN)
			continue;
		bands[column] = (int16_t)(16 * sum / weight);
		total += bands[column];
		known++;
	}
	for (column = 0; column < COLUMNS; column++)
		bands[column] = (int16_t)(bands[column] == UNKNOWN ? 0 : bands[column] - total / known);
}

/* waveletInto(responses, out, bands, start, even, odd) */
void xs_waveletInto(xsMachine *the)
{
	int32_t out = kernelNumber(the, 1), start = kernelNumber(the, 3), reach, cell, k;
	uint32_t size;
	const int16_t *even = kernelArray(the, 4, &size), *odd = kernelMemory(the, 5, (int32_t)size), *band;
	int16_t *responses = kernelMemory(the, 0, 2 * (out + PLANE + CELLS));
	band = (int16_t *)kernelMemory(the, 2, 2 * (start + COLUMNS)) + start;
	kernelAssert(the, out >= 0 && start >= 0);
	reach = (int32_t)(size / sizeof *even);
	for (cell = 0; cell < CELLS; cell++) {
		int32_t centre = 2 * cell, real = even[0] * band[centre], turned = 0;
		for (k = 1; k < reach; k++) {
			int32_t before = band[(centre - k) & (COLUMNS - 1)], after = band[(centre + k) & (COLUMNS - 1)];
			real += even[k] * (before + after);
			turned += odd[k] * (after - before);
		}
		responses[out + cell] = (int16_t)(real >> RESPONSE_SHIFT);
		responses[out + PLANE + cell] = (int16_t)(turned >> RESPONSE_SHIFT);
	}
}

/* meanOfPlane(responses, plane): number */
void xs_meanOfPlane(xsMachine *the)
{
	int32_t plane = kernelNumber(the, 1), sum = 0, i;
	const int16_t *responses = (int16_t *)kernelMemory(the, 0, 2 * PLANE * (plane + 1)) + plane * PLANE;
	for (i = 0; i < PLANE; i++)
		sum += abs(responses[i]);
	xsResult = xsInteger(sum / PLANE);
}

/* measuredInto(measured, mask) */
void xs_measuredInto(xsMachine *the)
{
	int16_t *measured = kernelMemory(the, 0, 2 * PLANE);
	const uint8_t *mask = kernelMemory(the, 1, ROWS * COLUMNS);
	int32_t band, cell, row, k;
	for (band = 0; band < BANDS; band++, mask += ROWS_PER_BAND * COLUMNS)
		for (cell = 0; cell < CELLS; cell++) {
			int32_t good = 0;
			for (row = 0; row < ROWS_PER_BAND; row++)
				for (k = 2 * cell - CELL_REACH; k <= 2 * cell + CELL_REACH; k++)
					good += mask[row * COLUMNS + (k & (COLUMNS - 1))] == GOOD;
			*measured++ = 256 * good >= CELL_MEASURED_MIN * ROWS_PER_BAND * (2 * CELL_REACH + 1);
		}
}

/* softenCells(code, responses, measured, plane, mean) */
void xs_softenCells(xsMachine *the)
{
	int32_t plane = kernelNumber(the, 3), mean = kernelNumber(the, 4), i;
	int8_t *code = (int8_t *)kernelMemory(the, 0, PLANE * (plane + 1)) + plane * PLANE;
	const int16_t *responses = (int16_t *)kernelMemory(the, 1, 2 * PLANE * (plane + 1)) + plane * PLANE;
	const int16_t *measured = kernelMemory(the, 2, 2 * PLANE);
	kernelAssert(the, plane >= 0 && mean > 0);
	for (i = 0; i < PLANE; i++) {
		int32_t value = responses[i], soft = abs(value) * SOFT_MEAN / mean + 1;
		soft = soft > SOFT_MAX ? SOFT_MAX : soft;
		code[i] = (int8_t)(!measured[i] ? 0 : value < 0 ? -soft : soft);
	}
}
