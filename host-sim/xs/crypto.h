/*
 * Cryptography in plain C, for the bench on the emulated microcontroller: there it stands for what a device
 * has in its SDK or its hardware. The simulated unit's Crypto door is the host's, and never this.
 */
#ifndef CRYPTO_H
#define CRYPTO_H

#include <stddef.h>
#include <stdint.h>

typedef struct {
	uint32_t state[8];
	uint64_t length;
	uint8_t block[64];
} Sha256;

/* SHA-256 (FIPS 180-4). */
void sha256Begin(Sha256 *hash);
void sha256Add(Sha256 *hash, const uint8_t *bytes, size_t length);
void sha256End(Sha256 *hash, uint8_t digest[32]);

/* HMAC-SHA-256 (RFC 2104). */
typedef struct {
	Sha256 inner, outer;
} Hmac;

void hmacBegin(Hmac *mac, const uint8_t *key, size_t length);
void hmacAdd(Hmac *mac, const uint8_t *bytes, size_t length);
void hmacEnd(Hmac *mac, uint8_t tag[32]);

/* AES-256-GCM (SP 800-38D), 12-byte nonce, 16-byte tag. In and out may be the same. */
typedef struct {
	const uint8_t *key, *nonce, *aad;
	size_t aadLength;
} GcmInput;

void gcmSeal(const GcmInput *input, uint8_t *out, const uint8_t *plain, size_t length, uint8_t tag[16]);
/* @return 0, and `out` all zero, when the tag does not verify */
int gcmOpen(const GcmInput *input, uint8_t *out, const uint8_t *sealed, size_t length, const uint8_t tag[16]);

#endif
