/* The twin of knuckles.ts and thumb.ts. */
#include "twin.h"

#define PI 3.141592653589793
#define ANGLE_MAX (110 * PI / 180)
#define COST_MAX 0.5
#define DEGREE (PI / 180)
#define ASIDE_MIN 60
#define ASIDE_MAX 120

typedef struct {
	double length, height, offset, upX, upY;
} Chord;

static Chord chordOf(const Valley *left, const Valley *right, const Disc *disc)
{
	double length = between(left, right);
	double alongX = (right->x - left->x) / length, alongY = (right->y - left->y) / length;
	double x = (left->x + right->x) / 2 - disc->x, y = (left->y + right->y) / 2 - disc->y;
	return (Chord){
		.length = length / disc->radius, .height = (x * alongY - y * alongX) / disc->radius,
		.offset = fabs(x * alongX + y * alongY) / disc->radius, .upX = alongY, .upY = -alongX,
	};
}

static int isWithin(double value, double min, double max)
{
	return value > min && value < max;
}

static double tripleCost(const Valley *left, const Valley *middle, const Valley *right, const Disc *disc)
{
	Chord chord = chordOf(left, right, disc);
	double gapLeft = between(left, middle) / disc->radius, gapRight = between(middle, right) / disc->radius;
	double bulge = ((middle->x - left->x) * chord.upX + (middle->y - left->y) * chord.upY) / disc->radius;
	double shallowest, shape;
	if (!isWithin(gapLeft, 0.32, 0.95) || !isWithin(gapRight, 0.32, 0.95) || !isWithin(chord.length, 0.75, 1.7)
			|| !isWithin(bulge, -0.12, 0.35) || !isWithin(chord.height, 0.6, 1.6))
		return INFINITY;
	shallowest = fmin(fmin(left->depth, middle->depth), right->depth) / disc->radius;
	shape = fabs(gapLeft - gapRight) + 0.6 * fabs(chord.length - 1.1) + fabs(bulge - 0.1);
	return shape + 0.8 * chord.offset - 0.3 * shallowest;
}

static double pairCost(const Valley *left, const Valley *right, const Disc *disc)
{
	Chord chord = chordOf(left, right, disc);
	if (!isWithin(chord.length, 0.32, 0.95) || !isWithin(chord.height, 0.7, 1.7))
		return INFINITY;
	return chord.offset + fabs(chord.length - 0.55);
}

int chooseKnuckles(Hand *hand)
{
	Valley upper[sizeof hand->valleys / sizeof(Valley)];
	int count = 0, i, j, k;
	double best = COST_MAX, cost;
	for (i = 0; i < hand->valleyCount; i++)
		if (fabs(hand->valleys[i].angle) < ANGLE_MAX)
			upper[count++] = hand->valleys[i];
	hand->knuckleCount = 0;
	for (i = 0; i < count; i++)
		for (j = i + 1; j < count; j++)
			for (k = j + 1; k < count; k++) {
				cost = tripleCost(upper + i, upper + j, upper + k, &hand->palm);
				if (cost >= best)
					continue;
				best = cost;
				hand->knuckleCount = 3;
				hand->knuckles[0] = upper[i];
				hand->knuckles[1] = upper[j];
				hand->knuckles[2] = upper[k];
			}
	best = INFINITY;
	for (i = 0; hand->knuckleCount < 3 && i < count; i++)
		for (j = i + 1; j < count; j++) {
			cost = pairCost(upper + i, upper + j, &hand->palm);
			if (cost >= best)
				continue;
			best = cost;
			hand->knuckleCount = 2;
			hand->knuckles[0] = upper[i];
			hand->knuckles[1] = upper[j];
		}
	return hand->knuckleCount > 0;
}

static double deepestBeside(const Hand *hand, double axis, int side)
{
	double deepest = 0;
	int i;
	for (i = 0; i < hand->valleyCount; i++) {
		double aside = side * (hand->valleys[i].angle - axis) / DEGREE;
		if (aside > ASIDE_MIN && aside < ASIDE_MAX && hand->valleys[i].depth > deepest)
			deepest = hand->valleys[i].depth;
	}
	return deepest;
}

static int isCutOff(const int16_t *outline, double axis, int side)
{
	int left = 0, count = 0, aside;
	for (aside = ASIDE_MIN; aside <= ASIDE_MAX; aside += 3, count++) {
		int32_t ray = rounded((axis + side * aside * DEGREE) * RAYS / (2 * PI));
		left += outline[(ray + 2 * RAYS) % RAYS] < 0;
	}
	return 4 * left > count;
}

Refusal findThumb(Hand *hand)
{
	double axis = 0, left, right, depth;
	int i;
	for (i = 0; i < hand->knuckleCount; i++)
		axis += hand->knuckles[i].angle;
	axis /= hand->knuckleCount;
	left = deepestBeside(hand, axis, -1);
	right = deepestBeside(hand, axis, 1);
	hand->thumb = right > left ? 1 : -1;
	depth = fmax(left, right);
	if (depth < THUMB_DEPTH_SURE * hand->palm.radius && isCutOff(hand->outline, axis, -hand->thumb))
		return TOO_CLOSE;
	return depth == 0 ? NOT_FLAT : USABLE;
}
