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

/* A line with its ends continued by REACH samples and one more, so that the filter may write over it. */
static void readLine(int16_t *samples, const int16_t *line, const Lines *plane)
{
	int32_t step = plane->step, i;
	for (i = 0; i < REACH; i++)
		*samples++ = line[0];
	for (i = plane->count; i; i--, line += step)
		*samples++ = *line;
	for (i = 0; i < REACH + 1; i++)
		*samples++ = line[-step];
}

/* Writes two results; the second, beyond the line where its length is odd, only while `left` is above 1. */
static int16_t *writeTwo(int16_t *out, const Lines *plane, int32_t left, int32_t one, int32_t two)
{
	int32_t round = (1 << plane->shift) >> 1;
	*out = (int16_t)((one + round) >> plane->shift);
	out += plane->step;
	if (left > 1)
		*out = (int16_t)((two + round) >> plane->shift);
	return out + plane->step;
}

/*
 * Two results at a time, as their samples are the same but for two: reading a sample costs as much as
 * multiplying it.
 */
#define READ(PLACE) (x = s[PLACE])

/* filterEven(plane, start, apart, lines, step, count, taps, shift) */
void xs_filterEven(xsMachine *the)
{
	Lines plane = linesOf(the, 6);
	int32_t t0 = plane.taps[0], t1 = plane.taps[1], t2 = plane.taps[2], t3 = plane.taps[3], t4 = plane.taps[4];
	int32_t t5 = plane.taps[5], n, left;
	int16_t samples[LINE_MAX + 2 * REACH + 1], *line = plane.at;
	for (n = 0; n < plane.lines; n++, line += plane.apart) {
		const int16_t *s = samples;
		int16_t *out = line;
		readLine(samples, line, &plane);
		for (left = plane.count; left > 0; left -= 2, s += 2) {
			int32_t x, one = t5 * READ(0), two;
			one += t4 * READ(1), two = t5 * x;
			one += t3 * READ(2), two += t4 * x;
			one += t2 * READ(3), two += t3 * x;
			one += t1 * READ(4), two += t2 * x;
			one += t0 * READ(5), two += t1 * x;
			one += t1 * READ(6), two += t0 * x;
			one += t2 * READ(7), two += t1 * x;
			one += t3 * READ(8), two += t2 * x;
			one += t4 * READ(9), two += t3 * x;
			one += t5 * READ(10), two += t4 * x;
			two += t5 * READ(11);
			out = writeTwo(out, &plane, left, one, two);
		}
	}
}

/* filterOdd(plane, start, apart, lines, step, count, taps, shift) */
void xs_filterOdd(xsMachine *the)
{
	Lines plane = linesOf(the, 5);
	int32_t t1 = plane.taps[0], t2 = plane.taps[1], t3 = plane.taps[2], t4 = plane.taps[3], t5 = plane.taps[4];
	int32_t n, left;
	int16_t samples[LINE_MAX + 2 * REACH + 1], *line = plane.at;
	for (n = 0; n < plane.lines; n++, line += plane.apart) {
		const int16_t *s = samples;
		int16_t *out = line;
		readLine(samples, line, &plane);
		for (left = plane.count; left > 0; left -= 2, s += 2) {
			int32_t x, one = -t5 * READ(0), two;
			one -= t4 * READ(1), two = -t5 * x;
			one -= t3 * READ(2), two -= t4 * x;
			one -= t2 * READ(3), two -= t3 * x;
			one -= t1 * READ(4), two -= t2 * x;
			two -= t1 * READ(5);
			one += t1 * READ(6);
			one += t2 * READ(7), two += t1 * x;
			one += t3 * READ(8), two += t2 * x;
			one += t4 * READ(9), two += t3 * x;
			one += t5 * READ(10), two += t4 * x;
			two += t5 * READ(11);
			out = writeTwo(out, &plane, left, one, two);
		}
	}
}
