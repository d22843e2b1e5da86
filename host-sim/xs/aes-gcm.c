/*
 * AES-256 (FIPS 197) in Galois/Counter Mode (SP 800-38D). Byte by byte, with the S-box as its only table, and
 * a multiplication in steps of four bits.
 */
#include <string.h>

#include "crypto.h"

#define ROUNDS 14

typedef struct {
	uint8_t keys[ROUNDS + 1][16];
	uint64_t high[16], low[16]; /* H times each four-bit polynomial */
	uint64_t sumHigh, sumLow;
} Gcm;

static const uint8_t S[256] = {
	0x63, 0x7c, 0x77, 0x7b, 0xf2, 0x6b, 0x6f, 0xc5, 0x30, 0x01, 0x67, 0x2b, 0xfe, 0xd7, 0xab, 0x76,
	0xca, 0x82, 0xc9, 0x7d, 0xfa, 0x59, 0x47, 0xf0, 0xad, 0xd4, 0xa2, 0xaf, 0x9c, 0xa4, 0x72, 0xc0,
	0xb7, 0xfd, 0x93, 0x26, 0x36, 0x3f, 0xf7, 0xcc, 0x34, 0xa5, 0xe5, 0xf1, 0x71, 0xd8, 0x31, 0x15,
	0x04, 0xc7, 0x23, 0xc3, 0x18, 0x96, 0x05, 0x9a, 0x07, 0x12, 0x80, 0xe2, 0xeb, 0x27, 0xb2, 0x75,
	0x09, 0x83, 0x2c, 0x1a, 0x1b, 0x6e, 0x5a, 0xa0, 0x52, 0x3b, 0xd6, 0xb3, 0x29, 0xe3, 0x2f, 0x84,
	0x53, 0xd1, 0x00, 0xed, 0x20, 0xfc, 0xb1, 0x5b, 0x6a, 0xcb, 0xbe, 0x39, 0x4a, 0x4c, 0x58, 0xcf,
	0xd0, 0xef, 0xaa, 0xfb, 0x43, 0x4d, 0x33, 0x85, 0x45, 0xf9, 0x02, 0x7f, 0x50, 0x3c, 0x9f, 0xa8,
	0x51, 0xa3, 0x40, 0x8f, 0x92, 0x9d, 0x38, 0xf5, 0xbc, 0xb6, 0xda, 0x21, 0x10, 0xff, 0xf3, 0xd2,
	0xcd, 0x0c, 0x13, 0xec, 0x5f, 0x97, 0x44, 0x17, 0xc4, 0xa7, 0x7e, 0x3d, 0x64, 0x5d, 0x19, 0x73,
	0x60, 0x81, 0x4f, 0xdc, 0x22, 0x2a, 0x90, 0x88, 0x46, 0xee, 0xb8, 0x14, 0xde, 0x5e, 0x0b, 0xdb,
	0xe0, 0x32, 0x3a, 0x0a, 0x49, 0x06, 0x24, 0x5c, 0xc2, 0xd3, 0xac, 0x62, 0x91, 0x95, 0xe4, 0x79,
	0xe7, 0xc8, 0x37, 0x6d, 0x8d, 0xd5, 0x4e, 0xa9, 0x6c, 0x56, 0xf4, 0xea, 0x65, 0x7a, 0xae, 0x08,
	0xba, 0x78, 0x25, 0x2e, 0x1c, 0xa6, 0xb4, 0xc6, 0xe8, 0xdd, 0x74, 0x1f, 0x4b, 0xbd, 0x8b, 0x8a,
	0x70, 0x3e, 0xb5, 0x66, 0x48, 0x03, 0xf6, 0x0e, 0x61, 0x35, 0x57, 0xb9, 0x86, 0xc1, 0x1d, 0x9e,
	0xe1, 0xf8, 0x98, 0x11, 0x69, 0xd9, 0x8e, 0x94, 0x9b, 0x1e, 0x87, 0xe9, 0xce, 0x55, 0x28, 0xdf,
	0x8c, 0xa1, 0x89, 0x0d, 0xbf, 0xe6, 0x42, 0x68, 0x41, 0x99, 0x2d, 0x0f, 0xb0, 0x54, 0xbb, 0x16,
};

static uint8_t twice(uint8_t x)
{
	return (uint8_t)(x << 1 ^ (x >> 7) * 0x1b);
}

static void expandKey(Gcm *gcm, const uint8_t *key)
{
	uint8_t *w = gcm->keys[0], constant = 1;
	int i;
	memcpy(w, key, 32);
	for (i = 32; i < 16 * (ROUNDS + 1); i += 4) {
		uint8_t t[4];
		memcpy(t, w + i - 4, 4);
		if (i % 32 == 0) {
			uint8_t first = t[0];
			t[0] = S[t[1]] ^ constant;
			t[1] = S[t[2]];
			t[2] = S[t[3]];
			t[3] = S[first];
			constant = twice(constant);
		}
		else if (i % 32 == 16) {
			t[0] = S[t[0]];
			t[1] = S[t[1]];
			t[2] = S[t[2]];
			t[3] = S[t[3]];
		}
		w[i] = w[i - 32] ^ t[0];
		w[i + 1] = w[i - 31] ^ t[1];
		w[i + 2] = w[i - 30] ^ t[2];
		w[i + 3] = w[i - 29] ^ t[3];
	}
}

static void encrypt(const Gcm *gcm, uint8_t out[16], const uint8_t in[16])
{
	uint8_t s[16], t[16];
	int round, i;
	for (i = 0; i < 16; i++)
		s[i] = in[i] ^ gcm->keys[0][i];
	for (round = 1; round <= ROUNDS; round++) {
		for (i = 0; i < 16; i++)
			t[i] = S[s[(i + 4 * (i % 4)) % 16]]; /* SubBytes and ShiftRows */
		for (i = 0; i < 16 && round < ROUNDS; i += 4) {
			uint8_t *c = t + i, all = c[0] ^ c[1] ^ c[2] ^ c[3], first = c[0];
			c[0] ^= all ^ twice(c[0] ^ c[1]);
			c[1] ^= all ^ twice(c[1] ^ c[2]);
			c[2] ^= all ^ twice(c[2] ^ c[3]);
			c[3] ^= all ^ twice(c[3] ^ first);
		}
		for (i = 0; i < 16; i++)
			s[i] = t[i] ^ gcm->keys[round][i];
	}
	memcpy(out, s, 16);
}

static uint64_t load(const uint8_t *p)
{
	uint64_t x = 0;
	int i;
	for (i = 0; i < 8; i++)
		x = x << 8 | p[i];
	return x;
}

static void store(uint8_t *p, uint64_t x)
{
	int i;
	for (i = 7; i >= 0; i--, x >>= 8)
		p[i] = (uint8_t)x;
}

/* Times x, in the reflected order of GCM. */
static void timesX(uint64_t *high, uint64_t *low)
{
	uint64_t carry = *low & 1;
	*low = *low >> 1 | *high << 63;
	*high = *high >> 1 ^ carry * 0xe100000000000000u;
}

static void prepareHash(Gcm *gcm)
{
	uint8_t h[16] = { 0 };
	int i, j;
	encrypt(gcm, h, h);
	gcm->high[0] = gcm->low[0] = 0;
	gcm->high[8] = load(h);
	gcm->low[8] = load(h + 8);
	for (i = 4; i > 0; i >>= 1) {
		gcm->high[i] = gcm->high[2 * i];
		gcm->low[i] = gcm->low[2 * i];
		timesX(&gcm->high[i], &gcm->low[i]);
	}
	for (i = 2; i < 16; i <<= 1)
		for (j = 1; j < i; j++) {
			gcm->high[i + j] = gcm->high[i] ^ gcm->high[j];
			gcm->low[i + j] = gcm->low[i] ^ gcm->low[j];
		}
	gcm->sumHigh = gcm->sumLow = 0;
}

static void hashBlock(Gcm *gcm, const uint8_t block[16])
{
	uint64_t x[2] = { gcm->sumHigh ^ load(block), gcm->sumLow ^ load(block + 8) }, high = 0, low = 0;
	int i, step;
	for (i = 31; i >= 0; i--) {
		unsigned nibble = (unsigned)(x[i / 16] >> (60 - 4 * (i % 16))) & 15;
		for (step = 0; step < 4 && i < 31; step++)
			timesX(&high, &low);
		high ^= gcm->high[nibble];
		low ^= gcm->low[nibble];
	}
	gcm->sumHigh = high;
	gcm->sumLow = low;
}

static void hash(Gcm *gcm, const uint8_t *bytes, size_t length)
{
	uint8_t block[16];
	for (; length >= 16; bytes += 16, length -= 16)
		hashBlock(gcm, bytes);
	if (length == 0)
		return;
	memset(block, 0, 16);
	memcpy(block, bytes, length);
	hashBlock(gcm, block);
}

static void count(const Gcm *gcm, const uint8_t *nonce, uint8_t *out, const uint8_t *in, size_t length)
{
	uint8_t counter[16], stream[16];
	uint32_t n = 2;
	size_t i;
	memcpy(counter, nonce, 12);
	for (i = 0; i < length; i++) {
		if (i % 16 == 0) {
			counter[12] = (uint8_t)(n >> 24);
			counter[13] = (uint8_t)(n >> 16);
			counter[14] = (uint8_t)(n >> 8);
			counter[15] = (uint8_t)n++;
			encrypt(gcm, stream, counter);
		}
		out[i] = in[i] ^ stream[i % 16];
	}
}

static void authenticate(Gcm *gcm, const GcmInput *input, const uint8_t *sealed, size_t length,
		uint8_t tag[16])
{
	uint8_t block[16];
	int i;
	hash(gcm, input->aad, input->aadLength);
	hash(gcm, sealed, length);
	store(block, 8 * (uint64_t)input->aadLength);
	store(block + 8, 8 * (uint64_t)length);
	hashBlock(gcm, block);
	memcpy(block, input->nonce, 12);
	memcpy(block + 12, "\0\0\0\1", 4);
	encrypt(gcm, tag, block);
	store(block, gcm->sumHigh);
	store(block + 8, gcm->sumLow);
	for (i = 0; i < 16; i++)
		tag[i] ^= block[i];
}

void gcmSeal(const GcmInput *input, uint8_t *out, const uint8_t *plain, size_t length, uint8_t tag[16])
{
	Gcm gcm;
	expandKey(&gcm, input->key);
	prepareHash(&gcm);
	count(&gcm, input->nonce, out, plain, length);
	authenticate(&gcm, input, out, length, tag);
	memset(&gcm, 0, sizeof gcm);
}

int gcmOpen(const GcmInput *input, uint8_t *out, const uint8_t *sealed, size_t length, const uint8_t tag[16])
{
	Gcm gcm;
	uint8_t own[16], difference = 0;
	int i;
	expandKey(&gcm, input->key);
	prepareHash(&gcm);
	authenticate(&gcm, input, sealed, length, own);
	for (i = 0; i < 16; i++)
		difference |= own[i] ^ tag[i];
	if (difference)
		memset(out, 0, length);
	else
		count(&gcm, input->nonce, out, sealed, length);
	memset(&gcm, 0, sizeof gcm);
	return !difference;
}
