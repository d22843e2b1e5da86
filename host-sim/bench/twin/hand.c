/* The twin of hand.ts, silhouette.ts, outline.ts, valleys.ts, inscribed-disc.ts and threshold.ts. */
#include "loops.h"
#include "twin.h"

#define GREYS 256
#define UNIT 16
#define PI 3.141592653589793
#define PLATEAU 0.5

/* Of valleys.ts, in rays. */
#define SPAN ((150 * RAYS + 180) / 360)
#define APART ((8 * RAYS + 180) / 360)
#define WINDOW 4
#define FLANK (RAYS / 8)
#define UP (SPAN + FLANK)

/* As many values as the firmware's working memory has left for runs. */
static int16_t runs[FEATURES - SMALL_AREA - RAYS];

static Refusal cutOut(Hand *hand, const Frame *frame);
static int findPalm(Hand *hand);
static void traceOutline(Hand *hand);
static void findValleys(Hand *hand);

Refusal findHand(Hand *hand, const Frame *frame)
{
	Refusal refusal = cutOut(hand, frame);
	int32_t left = 0, ray;
	if (refusal)
		return refusal;
	if (!findPalm(hand))
		return NO_HAND;
	if (hand->palm.radius < PALM_RADIUS_MIN)
		return TOO_FAR;
	if (hand->palm.radius > PALM_RADIUS_MAX)
		return TOO_CLOSE;
	traceOutline(hand);
	findValleys(hand);
	if (chooseKnuckles(hand))
		return findThumb(hand);
	for (ray = -RAYS / 6; ray <= RAYS / 6; ray++)
		left += hand->outline[(ray + RAYS) % RAYS] < 0;
	return left > RAYS / 6 ? TOO_CLOSE : NOT_FLAT;
}

static int32_t glareIn(const Hand *hand, int32_t count)
{
	int32_t area = 0, glare = 0, i;
	for (i = 0; i < count; i++) {
		area += hand->mask[i] != 0;
		glare += hand->mask[i] && hand->grey[i] > BRIGHT;
	}
	return 256 * glare / area;
}

static Refusal cutOut(Hand *hand, const Frame *frame)
{
	int32_t across = (frame->width + SMALL_WIDTH - 1) / SMALL_WIDTH;
	int32_t down = (frame->height + SMALL_HEIGHT - 1) / SMALL_HEIGHT, factor = across > down ? across : down;
	int32_t width = frame->width / factor, height = frame->height / factor, count = width * height;
	int32_t glare = 0, sums[3], level, area;
	double darker, brighter;
	hand->width = width;
	hand->height = height;
	RUN(shrinkBlocks, ARRAY(hand->grey), BYTES(frame->pixels, frame->width * frame->height), NUMBER(0),
		NUMBER(frame->width), NUMBER(frame->width), NUMBER(frame->height), NUMBER(factor));
	RUN(histogramInto, ARRAY(runs), ARRAY(hand->grey), NUMBER(count));
	level = RUN(splitAt, ARRAY(sums), ARRAY(runs), NUMBER(count), NUMBER(SKIN_CEILING)) * SKIN_LEVEL >> 8;
	darker = sums[0] ? (double)sums[1] / sums[0] : (double)sums[2] / count;
	brighter = (double)(sums[2] - sums[1]) / (count - sums[0]);
	for (area = BRIGHT + 1; area < GREYS; area++)
		glare += runs[area];
	if (brighter < SKIN_MEAN_MIN)
		return brighter > 2 * darker ? TOO_DARK : NO_HAND;
	RUN(thresholdInto, ARRAY(hand->mask), ARRAY(hand->grey), NUMBER(count),
		NUMBER(level < SKIN_MIN ? SKIN_MIN : level));
	RUN(openInPlace, ARRAY(hand->mask), NUMBER(width), NUMBER(height));
	area = RUN(keepLargest, ARRAY(hand->mask), NUMBER(width), NUMBER(height), ARRAY(runs));
	if (area * 256 < HAND_AREA_MIN * count)
		return NO_HAND;
	RUN(fillHoles, ARRAY(hand->mask), NUMBER(width), NUMBER(height), ARRAY(runs));
	return 256 * glare > GLARE_MAX * area && glareIn(hand, count) > GLARE_MAX ? TOO_BRIGHT : USABLE;
}

static int findPalm(Hand *hand)
{
	int32_t ridge[3], best;
	double root;
	best = RUN(greatestDistance, ARRAY(hand->mask), NUMBER(hand->width), NUMBER(hand->height));
	if (!best)
		return 0;
	root = sqrt(best);
	RUN(ridgeInto, ARRAY(ridge), ARRAY(hand->mask), NUMBER(hand->width), NUMBER(hand->height),
		NUMBER((int32_t)ceil((root - PLATEAU) * (root - PLATEAU))));
	hand->palm = (Disc){ (double)ridge[0] / ridge[2], (double)ridge[1] / ridge[2], root - 0.5 };
	return 1;
}

static void traceOutline(Hand *hand)
{
	static int32_t sines[RAYS];
	int32_t x = rounded(hand->palm.x * 65536), y = rounded(hand->palm.y * 65536), ray;
	/* A table; sines[1] is not 0 once it is filled. */
	for (ray = sines[1] ? RAYS : 0; ray < RAYS; ray++)
		sines[ray] = rounded(sin(2 * PI * ray / RAYS) * 65536);
	RUN(brightnessInto, ARRAY(runs), ARRAY(hand->grey), NUMBER(hand->width), NUMBER(x), NUMBER(y),
		NUMBER(rounded(hand->palm.radius * 65536)), ARRAY(sines));
	RUN(levelsInto, ARRAY(hand->outline), ARRAY(runs), NUMBER(RAYS), NUMBER(EDGE_LEVEL), NUMBER(SKIN_MIN));
	RUN(followRays, ARRAY(hand->outline), ARRAY(hand->grey), NUMBER(hand->width), NUMBER(hand->height),
		NUMBER(x), NUMBER(y), NUMBER((int32_t)(0.8 * hand->palm.radius)),
		NUMBER((int32_t)(RAY_REACH * hand->palm.radius)), ARRAY(sines));
}

static Valley makeValley(const int16_t *smooth, const Disc *disc, int32_t ray, double depth)
{
	int32_t before = smooth[ray - 1], here = smooth[ray], after = smooth[ray + 1];
	int32_t curvature = before - 2 * here + after;
	double offset = curvature > 0 ? (double)(before - after) / (2 * curvature) : 0;
	double angle = 2 * PI * (ray - UP + offset) / RAYS, length = (double)here / (4 * UNIT);
	return (Valley){ disc->x + length * sin(angle), disc->y - length * cos(angle), angle, depth };
}

static void findValleys(Hand *hand)
{
	int16_t smooth[2 * UP + 1 + 2 * (2 * SPAN + 1)], *found = smooth + 2 * UP + 1;
	int32_t count = RUN(lowestInto, ARRAY(smooth), ARRAY(hand->outline), NUMBER(RAYS), NUMBER(SPAN),
		NUMBER(FLANK), NUMBER(WINDOW));
	int32_t lastRay = -RAYS;
	hand->valleyCount = 0;
	for (; count; count--, found += 2) {
		int32_t ray = found[0];
		double depth = (double)found[1] / (4 * UNIT);
		if (depth < VALLEY_DEPTH_MIN * hand->palm.radius)
			continue;
		if (ray - lastRay < APART) {
			if (smooth[ray] >= smooth[lastRay])
				continue;
			hand->valleyCount--;
		}
		hand->valleys[hand->valleyCount++] = makeValley(smooth, &hand->palm, ray, depth);
		lastRay = ray;
	}
}

double between(const Valley *a, const Valley *b)
{
	return hypot(a->x - b->x, a->y - b->y);
}
