/*
 * entropy.c as it is compiled for RP2350, on an oscillator that works, one that stands still, one that only
 * goes from rail to rail, and one that never has a reading: what it fills, and that it refuses those three.
 */
#include <setjmp.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Of XS, as far as the file uses it. */
typedef uint32_t xsUnsignedValue;
typedef struct { void *data; uint32_t length; } xsMachine;
static jmp_buf refused;
#define xsArg(index) (*the)
#define xsmcGetBufferWritable(slot, data_, length_) (*(data_) = (slot).data, *(length_) = (slot).length)
#define xsUnknownError(text) longjmp(refused, 1)

/* Of the crypto that the SDK links: no hash, but one that shows what went in. */
#define SHA256_DGSTSIZE 32
struct sha256 { uint64_t sum; uint32_t length; };
static uint32_t hashed;
static void sha256_create(struct sha256 *hash) { memset(hash, 0, sizeof *hash); }

static void sha256_update(struct sha256 *hash, const void *data, uint32_t length)
{
	const uint8_t *byte = data;
	hash->length += length;
	while (length--)
		hash->sum = (hash->sum ^ *byte++) * 0x100000001b3u;
}

static void sha256_fin(struct sha256 *hash, uint8_t *out)
{
	int i;
	for (i = 0; i < SHA256_DGSTSIZE; i++)
		out[i] = (uint8_t)(hash->sum >> (i % 8 * 8)) ^ (uint8_t)i;
	hashed = hash->length;
}

/* Of the Pico SDK. */
typedef struct {
	uint32_t trng_debug_control, rnd_source_enable, sample_cnt1, rng_icr, trng_busy, ehr_data[6];
} Oscillator;
enum { WORKS, STANDS_STILL, RAILS, NEVER_READY };
static int oscillator;
#define trng_hw (look())

static uint64_t get_rand_64(void) { return 7; }

static Oscillator *look(void)
{
	static Oscillator registers;
	static uint32_t state = 1, rail;
	int i;
	rail = ~rail;
	registers.trng_busy = oscillator == NEVER_READY;
	for (i = 0; i < 6; i++) {
		state = state * 1664525u + 1013904223u;
		registers.ehr_data[i] = oscillator == WORKS ? state : oscillator == RAILS ? rail : 5u + (uint32_t)i;
	}
	return &registers;
}

#define PICO_BUILD 1
#include "../../../hal/esp32/native/entropy.c"

static void demand(int holds, const char *what)
{
	if (holds)
		return;
	printf("{\"wrong\":\"%s\"}\n", what);
	exit(1);
}

/* @return 1 when it was filled, 0 when it was refused */
static int ask(uint8_t *out, uint32_t length)
{
	xsMachine machine = { out, length };
	if (setjmp(refused))
		return 0;
	xs_entropy_into(&machine);
	return 1;
}

int main(void)
{
	static const uint32_t lengths[] = { 0, 1, 31, 32, 33, 64, 100 };
	uint8_t out[110], before[32] = { 0 }, untouched[32];
	size_t i;
	uint32_t bytes;
	int refusals = 0;
	memset(untouched, 0xee, sizeof untouched);
	for (i = 0; i < sizeof lengths / sizeof *lengths; i++) {
		memset(out, 0xee, sizeof out);
		demand(ask(out, lengths[i]), "a working oscillator refused");
		demand(out[lengths[i]] == 0xee && out[lengths[i] + 9] == 0xee, "written beyond the buffer");
		if (lengths[i] < 32)
			continue;
		demand(memcmp(out, before, 32) != 0, "the same twice");
		demand(lengths[i] < 64 || memcmp(out, out + 32, 32) != 0, "one block twice");
		demand(lengths[i] < 64 || memcmp(out + 32, untouched, 32) != 0, "the second block left out");
		memcpy(before, out, 32);
	}
	bytes = hashed;
	for (oscillator = STANDS_STILL; oscillator <= NEVER_READY; oscillator++)
		refusals += !ask(out, 32);
	printf("{\"hashed\":%lu,\"refused\":%d}\n", (unsigned long)bytes, refusals);
	return 0;
}
