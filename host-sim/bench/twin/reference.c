/* The twin of protected-reference.ts, auxiliary-data.ts, fuzzy-commitment.ts and shape-gate.ts. */
#include <string.h>

#include "crypto.h"
#include "loops.h"
#include "twin.h"

#define ORDER 63
#define PARITY (BLOCKS - KEY_SYMBOLS)
#define MAP_BYTES ((TILES + 7) / 8)
#define OFFSET_AT (MAP_BYTES + (BLOCKS * PAIRS + 4) / 5)
#define SHAPE_AT (OFFSET_AT + 4 * BLOCKS)
#define AUXILIARY_BYTES (SHAPE_AT + SHAPE_LENGTHS)
#define SALT_AT 4
#define SALT_BYTES 16
#define PI_AT 20
#define SEALED_AT 52
#define TAG_BYTES 16
#define RECORD_BYTES (SEALED_AT + AUXILIARY_BYTES + TAG_BYTES)
#define ID_BYTES 16
#define FORMAT 1
#define MODALITY 1
#define OUTLIER 2.5

/* The bench's person and unit, see ../device.ts. */
static const uint8_t deviceRoot[32];
static uint8_t record[RECORD_BYTES], recordId[32], subjectToken[32];
static uint32_t recordLength;

static uint8_t auxiliary[AUXILIARY_BYTES], choice[TILES * PAIRS], symbols[BLOCKS];
static uint8_t word[BLOCKS], weakest[BLOCKS];
static uint8_t exponents[2 * ORDER], logarithms[ORDER + 1];
static int32_t offsets[BLOCKS], margins[BLOCKS];

static void hmac(uint8_t *tag, const uint8_t *key, const uint8_t *one, size_t oneLength, const uint8_t *two,
	size_t twoLength)
{
	Hmac mac;
	hmacBegin(&mac, key, 32);
	hmacAdd(&mac, one, oneLength);
	hmacAdd(&mac, two, twoLength);
	hmacEnd(&mac, tag);
}

void knowRecord(const uint8_t *bytes, uint32_t length)
{
	Sha256 hash;
	uint8_t power = 1;
	int i;
	memset(subjectToken, 7, sizeof subjectToken);
	sha256Begin(&hash);
	sha256Add(&hash, (const uint8_t *)"record", 6);
	sha256Add(&hash, subjectToken, sizeof subjectToken);
	sha256End(&hash, recordId);
	recordLength = length < sizeof record ? length : sizeof record;
	memcpy(record, bytes, recordLength);
	for (i = 0; i < 2 * ORDER; i++) {
		exponents[i] = power;
		if (i < ORDER)
			logarithms[power] = (uint8_t)i;
		power = (uint8_t)(power << 1 ^ (power & 32 ? 67 : 0));
	}
}

int openRecord(Reference *reference)
{
	uint8_t root[32], key[32], aad[ID_BYTES + SEALED_AT];
	static const uint8_t nonce[12];
	const uint8_t *bytes = auxiliary + OFFSET_AT;
	int i, isAuthentic;
	if (recordLength != sizeof record || record[0] != FORMAT || record[1] != MODALITY)
		return 0;
	hmac(root, deviceRoot, (const uint8_t *)"reference", 9, NULL, 0);
	hmac(key, root, subjectToken, sizeof subjectToken, record + SALT_AT, SALT_BYTES);
	memcpy(aad, recordId, ID_BYTES);
	memcpy(aad + ID_BYTES, record, SEALED_AT);
	isAuthentic = gcmOpen(&(GcmInput){ key, nonce, aad, sizeof aad }, auxiliary, record + SEALED_AT,
		sizeof auxiliary, record + SEALED_AT + sizeof auxiliary);
	kernelWipe(root, sizeof root);
	kernelWipe(key, sizeof key);
	if (!isAuthentic
			|| RUN(unpackChoice, ARRAY(choice), ARRAY(auxiliary), NUMBER(TILES), NUMBER(PAIRS)) != BLOCKS)
		return 0;
	for (i = 0; i < BLOCKS; i++, bytes += 4)
		offsets[i] = (int32_t)((uint32_t)bytes[0] << 24 | (uint32_t)bytes[1] << 16 | (uint32_t)bytes[2] << 8
			| bytes[3]);
	memcpy(reference->shape, auxiliary + SHAPE_AT, SHAPE_LENGTHS);
	for (i = 0; i < SHAPE_LENGTHS; i++)
		if (reference->shape[i] < 0)
			return 0;
	RUN(placeCells, ARRAY(reference->cells), ARRAY(choice), NUMBER(PLANES), NUMBER(CELLS), NUMBER(CELLS),
		NUMBER(TILE_WIDTH), NUMBER(TILE_HEIGHT));
	RUN(signsInto, ARRAY(reference->signs), ARRAY(offsets));
	return 1;
}

static void rankWeakest(void)
{
	int block, place;
	for (block = 0; block < BLOCKS; block++) {
		for (place = block; place > 0 && margins[weakest[place - 1]] > margins[block]; place--)
			weakest[place] = weakest[place - 1];
		weakest[place] = (uint8_t)block;
	}
}

static int isNear(const Reference *reference, const Search *search, int32_t shift)
{
	int32_t tally[2];
	RUN(countErrors, ARRAY(tally), ARRAY(word), ARRAY(search->cells), ARRAY(search->at),
		ARRAY(reference->signs), NUMBER(shift));
	return 2 * tally[0] >= BITS && tally[1] * 1024 <= tally[0] * BIT_ERROR_MAX;
}

static int isCommittedKey(void)
{
	uint8_t pepper[32], identifier[32], modality = MODALITY, difference = 0;
	Hmac mac;
	int i;
	hmac(pepper, deviceRoot, (const uint8_t *)"identifier", 10, NULL, 0);
	hmacBegin(&mac, pepper, sizeof pepper);
	hmacAdd(&mac, word + PARITY, KEY_SYMBOLS);
	hmacAdd(&mac, recordId, ID_BYTES);
	hmacAdd(&mac, &modality, 1);
	hmacAdd(&mac, record + SALT_AT, SALT_BYTES);
	hmacEnd(&mac, identifier);
	kernelWipe(pepper, sizeof pepper);
	for (i = 0; i < 32; i++)
		difference |= identifier[i] ^ record[PI_AT + i];
	return !difference;
}

int isMatch(const Reference *reference, const Search *search, int32_t shift)
{
	int32_t erasures;
	RUN(decodeWords, ARRAY(symbols), ARRAY(margins), NUMBER(0), ARRAY(search->cells), ARRAY(search->at),
		ARRAY(reference->signs), NUMBER(shift));
	rankWeakest();
	for (erasures = 0; erasures <= PARITY; erasures += 2) {
		memcpy(word, symbols, sizeof word);
		if (!RUN(decodeSymbols, ARRAY(word), ARRAY(weakest), NUMBER(erasures), NUMBER(BLOCKS), NUMBER(PARITY),
				ARRAY(exponents), ARRAY(logarithms)))
			continue;
		return isNear(reference, search, shift) && isCommittedKey();
	}
	return 0;
}

int passesShapeGate(const int8_t *probe, const int8_t *enrolled)
{
	static const int32_t spreads[SHAPE_LENGTHS] = SHAPE_SPREADS;
	double sum = 0;
	int known = 0, i;
	for (i = 0; i < SHAPE_LENGTHS; i++) {
		double difference = (double)(probe[i] - enrolled[i]) / spreads[i];
		if (!probe[i] || !enrolled[i])
			continue;
		sum += 64 * fmin(difference * difference, OUTLIER * OUTLIER);
		known++;
	}
	return known < SHAPE_KNOWN_MIN || rounded(sum / known) <= SHAPE_DISTANCE_MAX;
}

void wipeReference(Reference *reference)
{
	memset(reference, 0, sizeof *reference);
	memset(auxiliary, 0, sizeof auxiliary);
	memset(choice, 0, sizeof choice);
	memset(symbols, 0, sizeof symbols);
	memset(word, 0, sizeof word);
	memset(weakest, 0, sizeof weakest);
	memset(offsets, 0, sizeof offsets);
	memset(margins, 0, sizeof margins);
}
