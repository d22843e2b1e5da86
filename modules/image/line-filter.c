/* The twin of line-filter.ts, bit for bit; test/native holds them equal. */
#include "kernel-arrays.h"

#define REACH 5
#define LINE_MAX 256

typedef struct {
	int16_t *at, *taps;
	int32_t lines, apart, step, count, shift;
} Lines;

static Lines linesOf(xsMachine *the, int tapCount)
{
	int32_t start = kernelNumber(the, 1);
	Lines plane = {
		.apart = kernelNumber(the, 2), .lines = kernelNumber(the, 3), .step = kernelNumber(the, 4),
		.count = kernelNumber(the, 5), .shift = kernelNumber(the, 7),
	};
	int32_t last = start + (plane.lines - 1) * plane.apart + (plane.count - 1) * plane.step;
	kernelAssert(the, start >= 0 && plane.count > REACH && plane.count <= LINE_MAX);
	plane.at = (int16_t *)kernelMemory(the, 0, 2 * (last + 1)) + start;
	plane.taps = kernelMemory(the, 6, 2 * tapCount);
	return plane;
}

/* A line with its ends continued by REACH samples, so that the filter may write over it. */
static void readLine(int16_t *samples, const int16_t *line, const Lines *plane)
{
	int32_t step = plane->step, i;
	for (i = 0; i < REACH; i++) {
		samples[i] = line[0];
		samples[REACH + plane->count + i] = line[(plane->count - 1) * step];
	}
	samples += REACH;
	for (i = plane->count; i; i--, line += step)
		*samples++ = *line;
}

/* filterEven(plane, start, apart, lines, step, count, taps, shift) */
void xs_filterEven(xsMachine *the)
{
	Lines plane = linesOf(the, 6);
	int32_t t0 = plane.taps[0], t1 = plane.taps[1], t2 = plane.taps[2], t3 = plane.taps[3], t4 = plane.taps[4];
	int32_t t5 = plane.taps[5], round = (1 << plane.shift) >> 1, n, i;
	int16_t samples[LINE_MAX + 2 * REACH], *line = plane.at;
	for (n = 0; n < plane.lines; n++, line += plane.apart) {
		const int16_t *s = samples + REACH;
		int16_t *out = line;
		readLine(samples, line, &plane);
		for (i = plane.count; i; i--, s++, out += plane.step)
			*out = (int16_t)((t0 * s[0] + t1 * (s[-1] + s[1]) + t2 * (s[-2] + s[2]) + t3 * (s[-3] + s[3])
				+ t4 * (s[-4] + s[4]) + t5 * (s[-5] + s[5]) + round) >> plane.shift);
	}
}

/* filterOdd(plane, start, apart, lines, step, count, taps, shift) */
void xs_filterOdd(xsMachine *the)
{
	Lines plane = linesOf(the, 5);
	int32_t t1 = plane.taps[0], t2 = plane.taps[1], t3 = plane.taps[2], t4 = plane.taps[3], t5 = plane.taps[4];
	int32_t round = (1 << plane.shift) >> 1, n, i;
	int16_t samples[LINE_MAX + 2 * REACH], *line = plane.at;
	for (n = 0; n < plane.lines; n++, line += plane.apart) {
		const int16_t *s = samples + REACH;
		int16_t *out = line;
		readLine(samples, line, &plane);
		for (i = plane.count; i; i--, s++, out += plane.step)
			*out = (int16_t)((t1 * (s[1] - s[-1]) + t2 * (s[2] - s[-2]) + t3 * (s[3] - s[-3]) + t4 * (s[4] - s[-4])
				+ t5 * (s[5] - s[-5]) + round) >> plane.shift);
	}
}
