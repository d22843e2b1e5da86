#include "p256-field.h"

#include <string.h>

/* These few loops are where the time goes. */
#define UNROLLED _Pragma("GCC unroll 8")

/* SP 800-186, 3.2.1.3. */
const Field p256Prime = {
	{ 0xffffffff, 0xffffffff, 0xffffffff, 0x00000000, 0x00000000, 0x00000000, 0x00000001, 0xffffffff },
	{ 0x00000003, 0x00000000, 0xffffffff, 0xfffffffb, 0xfffffffe, 0xffffffff, 0xfffffffd, 0x00000004 },
	{ 0x00000001, 0x00000000, 0x00000000, 0xffffffff, 0xffffffff, 0xffffffff, 0xfffffffe, 0x00000000 },
	0x00000001,
};
const Field p256Order = {
	{ 0xfc632551, 0xf3b9cac2, 0xa7179e84, 0xbce6faad, 0xffffffff, 0xffffffff, 0x00000000, 0xffffffff },
	{ 0xbe79eea2, 0x83244c95, 0x49bd6fa6, 0x4699799c, 0x2b6bec59, 0x2845b239, 0xf3d95620, 0x66e12d94 },
	{ 0x039cdaaf, 0x0c46353d, 0x58e8617b, 0x43190552, 0x00000000, 0x00000000, 0xffffffff, 0x00000000 },
	0xee00bc4f,
};

static const Number plainOne = { 1 };

void numberLoad(Number out, const uint8_t bytes[32])
{
	int i;
	for (i = 0; i < WORDS; i++) {
		const uint8_t *p = bytes + 4 * (WORDS - 1 - i);
		out[i] = (uint32_t)p[0] << 24 | (uint32_t)p[1] << 16 | (uint32_t)p[2] << 8 | p[3];
	}
}

void numberStore(uint8_t bytes[32], const Number a)
{
	int i;
	for (i = 0; i < 32; i++)
		bytes[i] = (uint8_t)(a[WORDS - 1 - i / 4] >> (24 - 8 * (i % 4)));
}

/* @return all bits set when the difference is below 0 */
static uint32_t subtract(Number out, const Number a, const Number b)
{
	uint64_t borrow = 0;
	int i;
	UNROLLED
	for (i = 0; i < WORDS; i++) {
		uint64_t difference = (uint64_t)a[i] - b[i] - borrow;
		out[i] = (uint32_t)difference;
		borrow = difference >> 63;
	}
	return 0 - (uint32_t)borrow;
}

uint32_t numberIsZero(const Number a)
{
	uint32_t any = 0;
	int i;
	for (i = 0; i < WORDS; i++)
		any |= a[i];
	return 0 - (((any | (0 - any)) >> 31) ^ 1);
}

uint32_t numberIsLess(const Number a, const Number b)
{
	Number difference;
	return subtract(difference, a, b);
}

static void addMasked(Number out, const Number a, uint32_t mask)
{
	uint64_t sum = 0;
	int i;
	UNROLLED
	for (i = 0; i < WORDS; i++) {
		sum += (uint64_t)out[i] + (a[i] & mask);
		out[i] = (uint32_t)sum;
		sum >>= 32;
	}
}

void numberSelect(Number out, const Number a, uint32_t mask)
{
	int i;
	UNROLLED
	for (i = 0; i < WORDS; i++)
		out[i] ^= (out[i] ^ a[i]) & mask;
}

/* A sum of one word more, below twice the modulus, into the field. */
static void reduce(Number out, const Number low, uint32_t high, const Field *field)
{
	uint32_t isBelow = subtract(out, low, field->modulus) & (high - 1);
	addMasked(out, field->modulus, isBelow);
}

void fieldAdd(Number out, const Number a, const Number b, const Field *field)
{
	Number low;
	uint64_t sum = 0;
	int i;
	UNROLLED
	for (i = 0; i < WORDS; i++) {
		sum += (uint64_t)a[i] + b[i];
		low[i] = (uint32_t)sum;
		sum >>= 32;
	}
	reduce(out, low, (uint32_t)sum, field);
}

void fieldSubtract(Number out, const Number a, const Number b, const Field *field)
{
	addMasked(out, field->modulus, subtract(out, a, b));
}

/* a b + c + carry: its low word, the high one as the new carry. Never more than two words. */
static inline uint32_t multiplyAdd(uint32_t a, uint32_t b, uint32_t c, uint32_t *carry)
{
#ifdef __ARM_FEATURE_DSP
	__asm__("umaal %0, %1, %2, %3" : "+r"(c), "+r"(*carry) : "r"(a), "r"(b));
	return c;
#else
	uint64_t sum = (uint64_t)a * b + c + *carry;
	*carry = (uint32_t)(sum >> 32);
	return (uint32_t)sum;
#endif
}

/* Montgomery 1985, word by word: what makes the lowest word vanish is added before it is dropped. */
void fieldMultiply(Number out, const Number a, const Number b, const Field *field)
{
	const uint32_t *m = field->modulus;
	uint32_t t[WORDS + 1] = { 0 };
	int i, j;
	for (i = 0; i < WORDS; i++) {
		uint32_t x = 0, y = 0, word = b[i], low = multiplyAdd(a[0], word, t[0], &x);
		uint32_t u = low * field->inverse;
		uint64_t top;
		multiplyAdd(u, m[0], low, &y);
		UNROLLED
		for (j = 1; j < WORDS; j++) {
			low = multiplyAdd(a[j], word, t[j], &x);
			t[j - 1] = multiplyAdd(u, m[j], low, &y);
		}
		top = (uint64_t)t[WORDS] + x + y;
		t[WORDS - 1] = (uint32_t)top;
		t[WORDS] = (uint32_t)(top >> 32);
	}
	reduce(out, t, t[WORDS], field);
}

void fieldInvert(Number out, const Number a, const Field *field)
{
	static const Number two = { 2 };
	Number exponent, power, base;
	int bit;
	subtract(exponent, field->modulus, two);
	memcpy(power, field->one, sizeof power);
	memcpy(base, a, sizeof base);
	for (bit = 255; bit >= 0; bit--) {
		fieldMultiply(power, power, power, field);
		if (exponent[bit / 32] >> bit % 32 & 1)
			fieldMultiply(power, power, base, field);
	}
	memcpy(out, power, sizeof power);
	memset(power, 0, sizeof power);
	memset(base, 0, sizeof base);
}

void fieldEnter(Number out, const Number a, const Field *field)
{
	fieldMultiply(out, a, field->squared, field);
}

void fieldLeave(Number out, const Number a, const Field *field)
{
	fieldMultiply(out, a, plainOne, field);
}
