#include "p256.h"

#include <string.h>

#include "p256-base.h"
#include "p256-field.h"

/* x = X / Z, y = Y / Z; Z is 0 at infinity. All in Montgomery's form. */
typedef struct {
	Number x, y, z;
} Point;

#define WINDOW_BITS 4
#define UNCOMPRESSED 4

/* The curve's b. */
static const Number curveB = { 0x29c4bddf, 0xd89cdf62, 0x78843090, 0xacf005cd, 0xf7212ed6, 0xe5a220ab,
	0x04874834, 0xdc30061d };

static void addPoints(Point *out, const Point *p, const Point *q);
static void multiplyBase(Point *out, const Number k);
static void multiplyPoint(Point *out, const Number k, const Point *p);
static void affineX(Number x, const Point *p);
static uint32_t isScalar(const Number a);
static int loadPoint(Point *out, const uint8_t key[65]);
/* Against a compiler that drops a memset before the end of a variable's life. */
static void wipe(void *bytes, size_t length);

int p256PairInto(uint8_t pair[64], const uint8_t k[32])
{
	Number scalar, r, inverse;
	Point point;
	uint32_t isGood;
	numberLoad(scalar, k);
	isGood = isScalar(scalar);
	multiplyBase(&point, scalar);
	affineX(r, &point);
	fieldEnter(r, r, &p256Order); /* the prime is above the order: reduced on the way */
	fieldLeave(r, r, &p256Order);
	isGood &= ~numberIsZero(r);
	fieldEnter(inverse, scalar, &p256Order);
	fieldInvert(inverse, inverse, &p256Order);
	fieldLeave(inverse, inverse, &p256Order);
	numberStore(pair, r);
	numberStore(pair + 32, inverse);
	wipe(scalar, sizeof scalar);
	wipe(inverse, sizeof inverse);
	wipe(&point, sizeof point);
	return isGood & 1;
}

int p256FinishInto(uint8_t signature[64], const uint8_t pair[64], const uint8_t key[32],
		const uint8_t digest[32])
{
	Number r, inverse, d, z, s, negated;
	numberLoad(r, pair);
	numberLoad(inverse, pair + 32);
	numberLoad(d, key);
	numberLoad(z, digest);
	fieldEnter(z, z, &p256Order);
	fieldEnter(d, d, &p256Order);
	fieldEnter(r, r, &p256Order);
	fieldMultiply(s, r, d, &p256Order);
	fieldAdd(s, s, z, &p256Order);
	fieldMultiply(s, s, inverse, &p256Order); /* `inverse` is not entered: leaves Montgomery's form */
	memset(negated, 0, sizeof negated);
	fieldSubtract(negated, negated, s, &p256Order);
	numberSelect(s, negated, numberIsLess(negated, s));
	memcpy(signature, pair, 32);
	numberStore(signature + 32, s);
	wipe(inverse, sizeof inverse);
	wipe(d, sizeof d);
	return ~numberIsZero(s) & 1;
}

int p256PublicKeyInto(uint8_t out[65], const uint8_t key[32])
{
	Number d, inverse;
	Point point;
	uint32_t isGood;
	numberLoad(d, key);
	isGood = isScalar(d);
	multiplyBase(&point, d);
	fieldInvert(inverse, point.z, &p256Prime);
	fieldMultiply(point.x, point.x, inverse, &p256Prime);
	fieldMultiply(point.y, point.y, inverse, &p256Prime);
	fieldLeave(point.x, point.x, &p256Prime);
	fieldLeave(point.y, point.y, &p256Prime);
	out[0] = UNCOMPRESSED;
	numberStore(out + 1, point.x);
	numberStore(out + 33, point.y);
	wipe(d, sizeof d);
	return isGood & 1;
}

int p256IsPublicKey(const uint8_t key[65])
{
	Point point;
	return loadPoint(&point, key);
}

int p256Verify(const uint8_t key[65], const uint8_t digest[32], const uint8_t signature[64])
{
	Number r, s, z, u, v;
	Point q, sum;
	numberLoad(r, signature);
	numberLoad(s, signature + 32);
	if (!loadPoint(&q, key) || !isScalar(r) || !isScalar(s))
		return 0;
	numberLoad(z, digest);
	fieldEnter(s, s, &p256Order);
	fieldInvert(s, s, &p256Order);
	fieldMultiply(u, z, s, &p256Order);
	fieldMultiply(v, r, s, &p256Order);
	multiplyBase(&sum, u);
	multiplyPoint(&q, v, &q);
	addPoints(&sum, &sum, &q);
	if (numberIsZero(sum.z))
		return 0;
	affineX(z, &sum);
	fieldEnter(z, z, &p256Order);
	fieldLeave(z, z, &p256Order);
	return !memcmp(z, r, sizeof r);
}

static uint32_t isScalar(const Number a)
{
	return ~numberIsZero(a) & numberIsLess(a, p256Order.modulus);
}

/* @return 0 for another form, a coordinate beyond the prime, and a point off the curve */
static int loadPoint(Point *out, const uint8_t key[65])
{
	Number left, right, three;
	numberLoad(out->x, key + 1);
	numberLoad(out->y, key + 33);
	if (key[0] != UNCOMPRESSED || !numberIsLess(out->x, p256Prime.modulus)
			|| !numberIsLess(out->y, p256Prime.modulus))
		return 0;
	fieldEnter(out->x, out->x, &p256Prime);
	fieldEnter(out->y, out->y, &p256Prime);
	memcpy(out->z, p256Prime.one, sizeof out->z);
	/* y^2 = (x^2 - 3) x + b */
	fieldAdd(three, out->z, out->z, &p256Prime);
	fieldAdd(three, three, out->z, &p256Prime);
	fieldMultiply(right, out->x, out->x, &p256Prime);
	fieldSubtract(right, right, three, &p256Prime);
	fieldMultiply(right, right, out->x, &p256Prime);
	fieldAdd(right, right, curveB, &p256Prime);
	fieldMultiply(left, out->y, out->y, &p256Prime);
	return !memcmp(left, right, sizeof left);
}

static void affineX(Number x, const Point *p)
{
	Number inverse;
	fieldInvert(inverse, p->z, &p256Prime);
	fieldMultiply(x, p->x, inverse, &p256Prime);
	fieldLeave(x, x, &p256Prime);
	wipe(inverse, sizeof inverse);
}

static void makeInfinity(Point *out)
{
	memset(out, 0, sizeof *out);
	memcpy(out->y, p256Prime.one, sizeof out->y);
}

/* Of all entries, the one that `digit` names; infinity for 0. */
static void selectOfBase(Point *out, uint32_t digit)
{
	uint32_t j;
	makeInfinity(out);
	for (j = 1; j < 1 << COMB_TEETH; j++) {
		uint32_t difference = j ^ digit, mask = ((difference | (0 - difference)) >> 31) - 1;
		numberSelect(out->x, combOfBase[j - 1][0], mask);
		numberSelect(out->y, combOfBase[j - 1][1], mask);
		numberSelect(out->z, p256Prime.one, mask);
	}
}

/* Lim and Lee 1994: COMB_TEETH bits of k at a time, COMB_GAP apart. */
static void multiplyBase(Point *out, const Number k)
{
	Point term;
	int i, tooth;
	makeInfinity(out);
	for (i = COMB_GAP - 1; i >= 0; i--) {
		uint32_t digit = 0;
		for (tooth = 0; tooth < COMB_TEETH; tooth++) {
			int bit = i + tooth * COMB_GAP;
			if (bit < 256)
				digit |= (k[bit / 32] >> bit % 32 & 1) << tooth;
		}
		addPoints(out, out, out);
		selectOfBase(&term, digit);
		addPoints(out, out, &term);
	}
	wipe(&term, sizeof term);
}

/* For verification alone: k and p are public. */
static void multiplyPoint(Point *out, const Number k, const Point *p)
{
	Point multiples[1 << WINDOW_BITS];
	int i, bit;
	makeInfinity(&multiples[0]);
	for (i = 1; i < 1 << WINDOW_BITS; i++)
		addPoints(&multiples[i], &multiples[i - 1], p);
	makeInfinity(out);
	for (bit = 256 - WINDOW_BITS; bit >= 0; bit -= WINDOW_BITS) {
		for (i = 0; i < WINDOW_BITS; i++)
			addPoints(out, out, out);
		addPoints(out, out, &multiples[k[bit / 32] >> bit % 32 & ((1 << WINDOW_BITS) - 1)]);
	}
}

/* a b + c d and so on would hide it: Renes, Costello and Batina 2015, algorithm 4, line by line. */
#define MUL(OUT, A, B) fieldMultiply(OUT, A, B, &p256Prime)
#define ADD(OUT, A, B) fieldAdd(OUT, A, B, &p256Prime)
#define SUB(OUT, A, B) fieldSubtract(OUT, A, B, &p256Prime)

/* Right for all points, p = q and infinity included. */
static void addPoints(Point *out, const Point *p, const Point *q)
{
	Number t0, t1, t2, t3, t4;
	Point r;
	MUL(t0, p->x, q->x), MUL(t1, p->y, q->y), MUL(t2, p->z, q->z);
	ADD(t3, p->x, p->y), ADD(t4, q->x, q->y), MUL(t3, t3, t4);
	ADD(t4, t0, t1), SUB(t3, t3, t4);
	ADD(t4, p->y, p->z), ADD(r.x, q->y, q->z), MUL(t4, t4, r.x);
	ADD(r.x, t1, t2), SUB(t4, t4, r.x);
	ADD(r.x, p->x, p->z), ADD(r.y, q->x, q->z), MUL(r.x, r.x, r.y);
	ADD(r.y, t0, t2), SUB(r.y, r.x, r.y);
	MUL(r.z, curveB, t2), SUB(r.x, r.y, r.z);
	ADD(r.z, r.x, r.x), ADD(r.x, r.x, r.z);
	SUB(r.z, t1, r.x), ADD(r.x, t1, r.x);
	MUL(r.y, curveB, r.y);
	ADD(t1, t2, t2), ADD(t2, t1, t2);
	SUB(r.y, r.y, t2), SUB(r.y, r.y, t0);
	ADD(t1, r.y, r.y), ADD(r.y, t1, r.y);
	ADD(t1, t0, t0), ADD(t0, t1, t0), SUB(t0, t0, t2);
	MUL(t1, t4, r.y), MUL(t2, t0, r.y);
	MUL(r.y, r.x, r.z), ADD(r.y, r.y, t2);
	MUL(r.x, t3, r.x), SUB(r.x, r.x, t1);
	MUL(r.z, t4, r.z), MUL(t1, t3, t0), ADD(r.z, r.z, t1);
	*out = r;
}

static void wipe(void *bytes, size_t length)
{
	volatile uint8_t *p = bytes;
	while (length-- > 0)
		*p++ = 0;
}
