/* The twin of reed-solomon.ts, bit for bit; test/native holds them equal. */
#include <string.h>

#include "kernel-arrays.h"

#define ORDER 63

typedef struct {
	const uint8_t *exp, *log;
	int32_t n, parity, size;
	uint8_t syndromes[ORDER], locator[ORDER + 2], previous[ORDER + 2], next[ORDER + 2], evaluator[ORDER];
} Code;

static uint8_t multiply(const Code *code, uint8_t a, uint8_t b)
{
	return a && b ? code->exp[code->log[a] + code->log[b]] : 0;
}

static uint8_t divide(const Code *code, uint8_t a, uint8_t b)
{
	return a ? code->exp[code->log[a] + ORDER - code->log[b]] : 0;
}

static int findSyndromes(Code *code, const uint8_t *word)
{
	int32_t i, j;
	uint8_t any = 0;
	for (i = 0; i < code->parity; i++) {
		uint8_t sum = 0;
		for (j = code->n - 1; j >= 0; j--)
			sum = word[j] ^ (sum ? code->exp[code->log[sum] + i + 1] : 0);
		code->syndromes[i] = sum;
		any |= sum;
	}
	return any != 0;
}

static int32_t findLocator(Code *code, const uint8_t *erased, int32_t erasures)
{
	uint8_t *locator = code->locator, *previous = code->previous, *next = code->next;
	int32_t length = erasures, step, e, j;
	memset(locator, 0, (size_t)code->size);
	locator[0] = 1;
	for (e = 0; e < erasures; e++)
		for (j = e + 1; j > 0; j--)
			locator[j] ^= multiply(code, locator[j - 1], code->exp[erased[e]]);
	memcpy(previous, locator, (size_t)code->size);
	for (step = erasures; step < code->parity; step++) {
		uint8_t discrepancy = 0;
		for (j = 0; j <= length && j <= step; j++)
			discrepancy ^= multiply(code, locator[j], code->syndromes[step - j]);
		memmove(previous + 1, previous, (size_t)code->size - 1);
		previous[0] = 0;
		if (!discrepancy)
			continue;
		for (j = 0; j < code->size; j++)
			next[j] = locator[j] ^ multiply(code, discrepancy, previous[j]);
		if (2 * length <= step + erasures) {
			for (j = 0; j < code->size; j++)
				previous[j] = divide(code, locator[j], discrepancy);
			length = step + 1 + erasures - length;
		}
		memcpy(locator, next, (size_t)code->size);
	}
	return length;
}

static uint8_t evaluate(const Code *code, const uint8_t *p, int32_t count, int32_t e)
{
	int32_t i, power = 0;
	uint8_t sum = 0;
	for (i = 0; i < count; i++) {
		if (p[i])
			sum ^= code->exp[code->log[p[i]] + power];
		power += e;
		if (power >= ORDER)
			power -= ORDER;
	}
	return sum;
}

static uint8_t oddPart(const Code *code, int32_t degree, int32_t e)
{
	const uint8_t *p = code->locator;
	uint8_t sum = 0;
	int32_t i;
	for (i = 1; i <= degree; i += 2)
		if (p[i])
			sum ^= code->exp[(code->log[p[i]] + (i - 1) * e) % ORDER];
	return sum;
}

static int correct(Code *code, uint8_t *word, int32_t degree)
{
	int32_t roots = 0, position, i, j;
	for (i = 0; i < code->parity; i++) {
		uint8_t sum = 0;
		for (j = 0; j <= i && j <= degree; j++)
			sum ^= multiply(code, code->locator[j], code->syndromes[i - j]);
		code->evaluator[i] = sum;
	}
	for (position = 0; position < code->n; position++) {
		int32_t inverse = (ORDER - position) % ORDER;
		uint8_t slope;
		if (evaluate(code, code->locator, degree + 1, inverse))
			continue;
		roots++;
		slope = oddPart(code, degree, inverse);
		if (!slope)
			return 0;
		word[position] ^= divide(code, evaluate(code, code->evaluator, code->parity, inverse), slope);
	}
	return roots == degree;
}

static int decode(Code *code, uint8_t *word, const uint8_t *erased, int32_t erasures)
{
	int32_t degree;
	if (!findSyndromes(code, word))
		return 1;
	degree = findLocator(code, erased, erasures);
	if (2 * degree > code->parity + erasures)
		return 0;
	return correct(code, word, degree) && !findSyndromes(code, word);
}

/* decodeSymbols(word, erased, erasures, n, parity, exp, log): boolean */
void xs_decodeSymbols(xsMachine *the)
{
	Code code = { .n = kernelNumber(the, 3), .parity = kernelNumber(the, 4) };
	int32_t erasures = kernelNumber(the, 2), i;
	uint8_t *word = kernelMemory(the, 0, code.n);
	const uint8_t *erased = kernelMemory(the, 1, erasures);
	uint32_t size;
	code.size = code.parity + 2;
	kernelAssert(the, code.n <= ORDER && code.parity > 0 && code.parity < code.n && erasures <= code.parity);
	code.exp = kernelArray(the, 5, &size);
	kernelAssert(the, size >= 2 * ORDER);
	code.log = kernelMemory(the, 6, ORDER + 1);
	for (i = 0; i < code.n; i++)
		kernelAssert(the, word[i] <= ORDER);
	for (i = 0; i < erasures; i++)
		kernelAssert(the, erased[i] < code.n);
	xsResult = xsBoolean(decode(&code, word, erased, erasures));
	kernelWipe(&code, sizeof code);
}
