/* The twin of pose-search.ts and pose.ts. */
#include <string.h>

#include "loops.h"
#include "twin.h"

#define POSES ((int)(sizeof rotations / sizeof *rotations * (sizeof scales / sizeof *scales)))
#define SAMPLE_BITS (SAMPLE_BLOCKS * WORD_BITS)

static const int32_t rotations[] = ROTATIONS, scales[] = SCALES, coarse[] = COARSE_POSES;
/* Of each pose; -1 ends a row. */
static const int32_t neighbours[][NEIGHBOURS_MAX] = NEIGHBOURS;

int32_t coarseLead = COARSE_LEAD, fineLead = FINE_LEAD;

static int32_t steps[sizeof neighbours / sizeof *neighbours][2];
static int32_t coarseSum, coarseCount;

void preparePoses(void)
{
	int32_t turns = sizeof rotations / sizeof *rotations, pose;
	for (pose = 0; pose < POSES; pose++) {
		double angle = rotations[pose % turns] * 3.141592653589793 / 180;
		double length = scales[pose / turns] / 100.0 * 2 * 65536;
		steps[pose][0] = rounded(cos(angle) * length);
		steps[pose][1] = rounded(sin(angle) * length);
	}
}

static int isSamePlace(const Alignment *a, const Alignment *b)
{
	return a->score > 0 && a->pose == b->pose && a->shiftX == b->shiftX && a->shiftY == b->shiftY;
}

static void offer(Alignment *kept, const Alignment *alignment)
{
	int32_t place = CANDIDATES - 1, i;
	if (alignment->score <= kept[place].score)
		return;
	for (i = 0; i < CANDIDATES; i++)
		if (isSamePlace(kept + i, alignment))
			return;
	for (; place > 0 && kept[place - 1].score < alignment->score; place--)
		kept[place] = kept[place - 1];
	kept[place] = *alignment;
}

static void layOut(Search *search, const int8_t *code, int32_t pose)
{
	RUN(layOutInto, ARRAY(search->cells), BYTES(code, FEATURES), NUMBER(PADDED), NUMBER(FIELD_SIDE),
		NUMBER(steps[pose][0]), NUMBER(steps[pose][1]));
}

static void pack(Search *search, int32_t step)
{
	RUN(packCells, ARRAY(search->packed), ARRAY(search->cells), NUMBER(step));
}

static void score(int32_t *peaks, const Search *search, const int8_t *signs, int32_t x, int32_t y,
	int32_t bits)
{
	RUN(sumPeaksInto, BYTES(peaks, LANES * sizeof *peaks), NUMBER(0), ARRAY(search->packed), ARRAY(search->at),
		BYTES(signs, BITS), NUMBER(y * PADDED + x), NUMBER(bits));
}

static void move(Alignment *candidate, int32_t peak, int32_t pose, int32_t x, int32_t y)
{
	if (peak > candidate->score)
		*candidate = (Alignment){ peak, pose, x, y };
}

static void settle(Alignment *candidate, const Search *search, const int8_t *signs)
{
	int32_t x = candidate->shiftX, y = candidate->shiftY, pose = candidate->pose, peaks[LANES], row;
	for (row = y == -SHIFT ? y : y - 1; row <= y + 1 && row <= SHIFT; row++) {
		int32_t left = x == -SHIFT ? x + 1 : x - 1;
		score(peaks, search, signs, left, row, SAMPLE_BITS);
		move(candidate, peaks[0], pose, left, row);
		if (left < x && x < SHIFT)
			move(candidate, peaks[1], pose, x + 1, row);
		if (row == y)
			continue;
		score(peaks, search, signs, x, row, SAMPLE_BITS);
		move(candidate, peaks[0], pose, x, row);
	}
}

static void scan(Search *search, const int8_t *code, const int8_t *signs, int32_t pose)
{
	Alignment kept[CANDIDATES] = { 0 };
	int32_t peaks[LANES], x, y, i;
	layOut(search, code, pose);
	pack(search, COARSE_STEP);
	for (y = -SHIFT; y <= SHIFT; y += COARSE_STEP)
		for (x = -SHIFT; x <= SHIFT; x += LANES * COARSE_STEP) {
			score(peaks, search, signs, x, y, SAMPLE_BITS);
			for (i = 0; i < LANES && x + i * COARSE_STEP <= SHIFT; i++) {
				coarseSum += peaks[i];
				coarseCount++;
				offer(kept, &(Alignment){ peaks[i], pose, x + i * COARSE_STEP, y });
			}
		}
	for (i = 0; i < CANDIDATES && kept[i].score; i++) {
		settle(kept + i, search, signs);
		offer(search->candidates, kept + i);
	}
}

static void improve(Alignment *candidate, const Alignment *start, Search *search, const int8_t *code,
	const int8_t *signs, int32_t pose, int32_t reach)
{
	int32_t left = start->shiftX == -SHIFT ? -SHIFT : start->shiftX - 1, peaks[LANES], lane, y;
	layOut(search, code, pose);
	pack(search, 1);
	for (y = start->shiftY - reach; y <= start->shiftY + reach; y++) {
		if (y < -SHIFT || y > SHIFT)
			continue;
		score(peaks, search, signs, left, y, BITS);
		for (lane = 0; lane < LANES && left + lane <= SHIFT; lane++)
			move(candidate, peaks[lane], pose, left + lane, y);
	}
}

static void climb(Alignment *candidate, Search *search, const int8_t *code, const int8_t *signs)
{
	Alignment start = *candidate;
	const int32_t *near = neighbours[start.pose];
	candidate->score = 0;
	improve(candidate, &start, search, code, signs, start.pose, 1);
	for (; *near >= 0; near++)
		improve(candidate, &start, search, code, signs, *near, 0);
}

static int leads(const Alignment *alignment, int32_t bits, int32_t lead)
{
	int64_t mean = coarseSum / coarseCount;
	return (int64_t)alignment->score * SAMPLE_BITS * 256 >= mean * bits * (256 + lead);
}

int32_t searchPoses(Search *search, const int8_t *code, const Reference *reference)
{
	Alignment *best = search->candidates, *other = best + 1, swap;
	const int8_t *signs = reference->signs;
	unsigned i;
	memset(search->cells + PLANES * PADDED * PADDED, 0, (LANES - 1) * COARSE_STEP);
	RUN(padCells, ARRAY(search->at), ARRAY(reference->cells), NUMBER(CELLS), NUMBER(CELLS), NUMBER(SHIFT),
		NUMBER(SHIFT));
	coarseSum = coarseCount = 0;
	memset(search->candidates, 0, sizeof search->candidates);
	for (i = 0; i < sizeof coarse / sizeof *coarse; i++)
		scan(search, code, signs, coarse[i]);
	if (!leads(best, SAMPLE_BITS, coarseLead))
		return 0;
	climb(best, search, code, signs);
	if (other->score > 0)
		climb(other, search, code, signs);
	if (best->score < other->score) {
		swap = *best;
		*best = *other;
		*other = swap;
	}
	if (!leads(best, BITS, fineLead))
		return 0;
	climb(best, search, code, signs);
	return other->score > 0 && !isSamePlace(best, other) ? 2 : 1;
}

int32_t layOutAt(Search *search, const int8_t *code, const Alignment *alignment)
{
	layOut(search, code, alignment->pose);
	return alignment->shiftY * PADDED + alignment->shiftX;
}

void wipeSearch(Search *search)
{
	memset(search, 0, sizeof *search);
	coarseSum = 0;
}
