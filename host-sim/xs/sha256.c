/* SHA-256 (FIPS 180-4) and HMAC (RFC 2104). */
#include <string.h>

#include "crypto.h"

static const uint32_t K[64] = {
	0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5,
	0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174,
	0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da,
	0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967,
	0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85,
	0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
	0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3,
	0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2,
};

static uint32_t rotate(uint32_t x, int n)
{
	return x >> n | x << (32 - n);
}

static uint32_t load(const uint8_t *p)
{
	return (uint32_t)p[0] << 24 | (uint32_t)p[1] << 16 | (uint32_t)p[2] << 8 | p[3];
}

static void addBlock(uint32_t state[8], const uint8_t *block)
{
	uint32_t w[64], s[8];
	int t;
	for (t = 0; t < 16; t++)
		w[t] = load(block + 4 * t);
	for (; t < 64; t++) {
		uint32_t a = w[t - 15], b = w[t - 2];
		w[t] = w[t - 16] + (rotate(a, 7) ^ rotate(a, 18) ^ a >> 3) + w[t - 7]
			+ (rotate(b, 17) ^ rotate(b, 19) ^ b >> 10);
	}
	memcpy(s, state, sizeof s);
	for (t = 0; t < 64; t++) {
		uint32_t e = s[4], a = s[0];
		uint32_t t1 = s[7] + (rotate(e, 6) ^ rotate(e, 11) ^ rotate(e, 25)) + ((e & s[5]) ^ (~e & s[6]))
			+ K[t] + w[t];
		uint32_t t2 = (rotate(a, 2) ^ rotate(a, 13) ^ rotate(a, 22))
			+ ((a & s[1]) ^ (a & s[2]) ^ (s[1] & s[2]));
		memmove(s + 1, s, 7 * sizeof *s);
		s[4] += t1;
		s[0] = t1 + t2;
	}
	for (t = 0; t < 8; t++)
		state[t] += s[t];
}

void sha256Begin(Sha256 *hash)
{
	static const uint32_t initial[8] = { 0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a,
		0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19 };
	memcpy(hash->state, initial, sizeof initial);
	hash->length = 0;
}

void sha256Add(Sha256 *hash, const uint8_t *bytes, size_t length)
{
	while (length > 0) {
		size_t at = hash->length % 64, n = 64 - at < length ? 64 - at : length;
		memcpy(hash->block + at, bytes, n);
		hash->length += n;
		bytes += n;
		length -= n;
		if (hash->length % 64 == 0)
			addBlock(hash->state, hash->block);
	}
}

void sha256End(Sha256 *hash, uint8_t digest[32])
{
	static const uint8_t padding[64] = { 0x80 };
	uint64_t bits = 8 * hash->length;
	uint8_t length[8];
	int i;
	for (i = 0; i < 8; i++)
		length[i] = (uint8_t)(bits >> (56 - 8 * i));
	sha256Add(hash, padding, 1 + (119 - hash->length % 64) % 64);
	sha256Add(hash, length, 8);
	for (i = 0; i < 32; i++)
		digest[i] = (uint8_t)(hash->state[i / 4] >> (24 - 8 * (i % 4)));
}

void hmacBegin(Hmac *mac, const uint8_t *key, size_t length)
{
	uint8_t inner[64] = { 0 }, outer[64];
	int i;
	if (length > 64) {
		sha256Begin(&mac->inner);
		sha256Add(&mac->inner, key, length);
		sha256End(&mac->inner, inner);
	}
	else
		memcpy(inner, key, length);
	for (i = 0; i < 64; i++) {
		outer[i] = inner[i] ^ 0x5c;
		inner[i] ^= 0x36;
	}
	sha256Begin(&mac->inner);
	sha256Add(&mac->inner, inner, 64);
	sha256Begin(&mac->outer);
	sha256Add(&mac->outer, outer, 64);
}

void hmacAdd(Hmac *mac, const uint8_t *bytes, size_t length)
{
	sha256Add(&mac->inner, bytes, length);
}

void hmacEnd(Hmac *mac, uint8_t tag[32])
{
	sha256End(&mac->inner, tag);
	sha256Add(&mac->outer, tag, 32);
	sha256End(&mac->outer, tag);
}
