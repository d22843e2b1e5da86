/* Arithmetic modulo the prime and the order of P-256: eight words, least first, in Montgomery's form. */
#ifndef P256_FIELD_H
#define P256_FIELD_H

#include <stdint.h>

#define WORDS 8

typedef uint32_t Number[WORDS];

typedef struct {
	Number modulus;
	Number squared;   /* R^2, R = 2^256 */
	Number one;       /* R */
	uint32_t inverse; /* -1 / modulus mod 2^32 */
} Field;

extern const Field p256Prime, p256Order;

void numberLoad(Number out, const uint8_t bytes[32]);
void numberStore(uint8_t bytes[32], const Number a);
/* All bits set when true, else 0. */
uint32_t numberIsZero(const Number a);
uint32_t numberIsLess(const Number a, const Number b);
/* a where the mask is set, else what `out` holds. */
void numberSelect(Number out, const Number a, uint32_t mask);

/* Of a and b below the modulus; `out` may be either. */
void fieldAdd(Number out, const Number a, const Number b, const Field *field);
void fieldSubtract(Number out, const Number a, const Number b, const Field *field);
/* a b / R; one of the two may be any number of 256 bits. */
void fieldMultiply(Number out, const Number a, const Number b, const Field *field);
/* a to the power of -1, 0 for 0: by Fermat, whose exponent is public. */
void fieldInvert(Number out, const Number a, const Field *field);
/* Into Montgomery's form (any number of 256 bits is reduced) and out of it. */
void fieldEnter(Number out, const Number a, const Field *field);
void fieldLeave(Number out, const Number a, const Field *field);

#endif
