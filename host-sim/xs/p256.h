/*
 * ECDSA on P-256 (FIPS 186-5, 6.4) in plain C, for what crypto.h is for. All numbers are big-endian bytes.
 *
 * What is secret (nonce, pair, private key) decides no branch and no address: sums are corrected under masks,
 * every entry of a table is read, and one formula without exceptions adds all points. The rest may take its
 * time: verification has no secrets.
 */
#ifndef P256_H
#define P256_H

#include <stdint.h>

/*
 * The part of a signature that needs no message: r and 1 / k.
 * @return 0 when k is not in 1..n-1, or r is 0: `pair` is then of no use
 */
int p256PairInto(uint8_t pair[64], const uint8_t k[32]);

/*
 * r || s over a 32-byte digest, s made low. Whoever uses a pair twice gives the key away.
 * @return 0 when s is 0
 */
int p256FinishInto(uint8_t signature[64], const uint8_t pair[64], const uint8_t key[32],
		const uint8_t digest[32]);

/* @return 0 when the private key is not in 1..n-1 */
int p256PublicKeyInto(uint8_t out[65], const uint8_t key[32]);

/* SP 800-56A rev. 3, 5.6.2.3.3, for SEC 1's uncompressed form. */
int p256IsPublicKey(const uint8_t key[65]);

int p256Verify(const uint8_t key[65], const uint8_t digest[32], const uint8_t signature[64]);

#endif
