/* The twin of palm-square.ts and shape.ts. */
#include "loops.h"
#include "twin.h"

#define UNIT 16
#define COUNT(TABLE) ((int)(sizeof(TABLE) / sizeof *(TABLE)))

static const double fingerHeights[] = FINGER_HEIGHTS, thumbSideDepths[] = THUMB_SIDE_DEPTHS;
static const double farSideDepths[] = FAR_SIDE_DEPTHS, usual[SHAPE_LENGTHS] = SHAPE_USUAL;

/* The hand's own axes, as in shape.ts. */
typedef struct {
	double x, y, sideX, sideY, upX, upY;
} Axes;

void besideMiddle(const Hand *hand, Valley *outer, Valley *inner)
{
	int count = hand->knuckleCount;
	*outer = hand->knuckles[hand->thumb > 0 ? count - 2 : 1];
	*inner = hand->knuckles[hand->thumb > 0 ? count - 1 : 0];
}

Similarity palmSquare(const Hand *hand)
{
	Valley outer, inner;
	double gap, size, angle, alongX, alongY, aside, down, x, y, step;
	int thumb = hand->thumb;
	besideMiddle(hand, &outer, &inner);
	gap = between(&outer, &inner);
	size = PALM_RADIUS_SHARE * hand->palm.radius + (1 - PALM_RADIUS_SHARE) * PALM_GAPS * gap;
	angle = atan2((inner.y - outer.y) * thumb, (inner.x - outer.x) * thumb) - PALM_TURN * thumb;
	alongX = cos(angle);
	alongY = sin(angle);
	aside = -thumb * PALM_ASIDE * size;
	down = PALM_DOWN * size;
	x = (outer.x + inner.x) / 2 + aside * alongX - down * alongY;
	y = (outer.y + inner.y) / 2 + aside * alongY + down * alongX;
	step = PALM_SIDE * size / REGION_SIDE;
	return (Similarity){
		.centreX = rounded(x * 65536), .centreY = rounded(y * 65536),
		.stepX = rounded(step * alongX * 65536), .stepY = rounded(step * alongY * 65536),
	};
}

/* Pixels of the small picture; negative where no edge is in the frame. */
static double edgeFrom(const Hand *hand, const Axes *axes, double height, int direction, double reach)
{
	double x = axes->x + height * axes->upX, y = axes->y + height * axes->upY;
	int32_t level, length, to = (int32_t)ceil(reach);
	if (x < 1 || y < 1 || x >= hand->width - 2 || y >= hand->height - 2)
		return -1;
	level = hand->grey[rounded(y) * hand->width + rounded(x)] * EDGE_LEVEL >> 8;
	length = RUN(edgeAlong, ARRAY(hand->grey), NUMBER(hand->width), NUMBER(hand->height),
		NUMBER(rounded(x * 65536)), NUMBER(rounded(y * 65536)), NUMBER(rounded(direction * axes->sideX * 65536)),
		NUMBER(rounded(direction * axes->sideY * 65536)), NUMBER(0), NUMBER(to),
		NUMBER(level < SKIN_MIN ? SKIN_MIN : level));
	return length <= 0 || length >= to * UNIT ? -1 : (double)length / UNIT;
}

static void put(int8_t *shape, int at, double length, double gap)
{
	int32_t units = length < 0 ? 0 : rounded(128 * length / (gap * usual[at])) - 64;
	shape[at] = (int8_t)(length < 0 ? 0 : units < 1 ? 1 : units > 127 ? 127 : units);
}

void shapeInto(int8_t *shape, const Hand *hand)
{
	Valley outer, inner;
	const Valley *last = hand->knuckleCount < 3 ? NULL : hand->knuckles + (hand->thumb > 0 ? 0 : 2);
	double gap, drop;
	Axes axes;
	int at = 0, i;
	besideMiddle(hand, &outer, &inner);
	gap = between(&outer, &inner);
	axes = (Axes){ (outer.x + inner.x) / 2, (outer.y + inner.y) / 2, (inner.x - outer.x) / gap,
		(inner.y - outer.y) / gap, 0, 0 };
	axes.upX = hand->thumb * axes.sideY;
	axes.upY = -hand->thumb * axes.sideX;
	for (i = 0; i < COUNT(fingerHeights); i++) {
		double toThumb = edgeFrom(hand, &axes, fingerHeights[i] * gap, 1, gap);
		double away = edgeFrom(hand, &axes, fingerHeights[i] * gap, -1, gap);
		put(shape, at++, toThumb < 0 || away < 0 ? -1 : toThumb + away, gap);
	}
	for (i = 0; i < COUNT(thumbSideDepths); i++)
		put(shape, at++, edgeFrom(hand, &axes, -thumbSideDepths[i] * gap, 1, 3 * hand->palm.radius), gap);
	for (i = 0; i < COUNT(farSideDepths); i++)
		put(shape, at++, edgeFrom(hand, &axes, -farSideDepths[i] * gap, -1, 3 * hand->palm.radius), gap);
	drop = last ? gap - ((last->x - axes.x) * axes.upX + (last->y - axes.y) * axes.upY) : -1;
	/* A drop may be negative, and counts as the least then; -1 stands for none. */
	put(shape, at++, last && drop < 0 ? 0 : drop, gap);
	put(shape, at++, last ? between(&outer, last) : -1, gap);
	put(shape, at, hand->palm.radius, gap);
}
