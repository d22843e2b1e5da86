/*
 * flash-partition.c on a flash part that behaves as RP2350's does, beside a plain array: every read must be
 * the same, nothing outside of the partition may change, and the ROM's routines must be called as they ask.
 */
#include <setjmp.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Of XS, as far as the file uses it. */
typedef int32_t xsIntegerValue;
typedef uint32_t xsUnsignedValue;
typedef struct { int32_t integer; void *data; uint32_t length; } Slot;
typedef struct { Slot arguments[2], result; } xsMachine;
static jmp_buf refused;
#define xsArg(index) (the->arguments[index])
#define xsResult (the->result)
#define xsmcToInteger(slot) ((slot).integer)
#define xsmcSetInteger(slot, value) ((slot).integer = (int32_t)(value))
#define xsmcGetBufferWritable(slot, data_, length_) (*(data_) = (slot).data, *(length_) = (slot).length)
#define xsmcGetBufferReadable xsmcGetBufferWritable
#define xsRangeError(text) longjmp(refused, 1)

/* Of the Pico SDK. */
#define PICO_FLASH_SIZE_BYTES (4u * 1024 * 1024)
#define FLASH_PAGE_SIZE 256u
#define FLASH_SECTOR_SIZE 4096u
#define XIP_NOCACHE_NOALLOC_BASE ((uintptr_t)flash)
static uint8_t flash[PICO_FLASH_SIZE_BYTES];
static int interruptsAreOff;

static void demand(int holds, const char *what)
{
	if (holds)
		return;
	printf("{\"wrong\":\"%s\"}\n", what);
	exit(1);
}

static uint32_t save_and_disable_interrupts(void)
{
	demand(!interruptsAreOff, "interrupts switched off twice");
	interruptsAreOff = 1;
	return 0x1234;
}

static void restore_interrupts(uint32_t saved)
{
	demand(interruptsAreOff && saved == 0x1234, "interrupts restored from something else");
	interruptsAreOff = 0;
}

static void checkRange(uint32_t offset, size_t count, uint32_t unit)
{
	demand(interruptsAreOff, "an interrupt could run code from the flash");
	demand(offset % unit == 0 && count % unit == 0 && count > 0, "not aligned");
	demand(offset + count <= sizeof flash, "beyond the part");
}

static void flash_range_program(uint32_t offset, const uint8_t *data, size_t count)
{
	size_t i;
	checkRange(offset, count, FLASH_PAGE_SIZE);
	demand(data + count <= flash || data >= flash + sizeof flash, "read from the flash while it is written");
	for (i = 0; i < count; i++)
		flash[offset + i] &= data[i];
}

static void flash_range_erase(uint32_t offset, size_t count)
{
	checkRange(offset, count, FLASH_SECTOR_SIZE);
	memset(flash + offset, 0xff, count);
}

#include "../../../hal/pico/native/flash-partition.c"

enum { OPERATIONS = 20000, MOST = 1500, OUTSIDE = 0xa5 };
static uint8_t model[BYTES];

static uint32_t chance(uint32_t below)
{
	static uint32_t state = 1;
	state = state * 1664525u + 1013904223u;
	return (uint32_t)(((uint64_t)state * below) >> 32);
}

/* @return 1 when it was done, 0 when it was refused */
static int call(void (*native)(xsMachine *), Slot first, Slot second)
{
	xsMachine machine = { { first, second }, { 0, NULL, 0 } };
	if (setjmp(refused))
		return 0;
	native(&machine);
	return 1;
}

static Slot number(int32_t value) { return (Slot){ value, NULL, 0 }; }

static void atRandom(int counts[3])
{
	static uint8_t bytes[MOST];
	uint32_t i, length = chance(MOST + 1), offset = chance(BYTES - length + 1);
	uint32_t block = offset / FLASH_SECTOR_SIZE;
	Slot buffer = { 0, bytes, length }, at = number((int32_t)offset);
	switch (chance(8)) {
	case 0:
		demand(call(xs_flash_partition_erase, number((int32_t)block), number(0)), "an erase refused");
		memset(model + block * FLASH_SECTOR_SIZE, 0xff, FLASH_SECTOR_SIZE);
		counts[0]++;
		break;
	case 1: case 2: case 3: case 4:
		for (i = 0; i < length; i++)
			model[offset + i] &= bytes[i] = (uint8_t)chance(256);
		demand(call(xs_flash_partition_write, buffer, at), "a write refused");
		counts[1]++;
		break;
	default:
		demand(call(xs_flash_partition_read, buffer, at), "a read refused");
		demand(memcmp(bytes, model + offset, length) == 0, "read something else than was written");
		counts[2]++;
	}
}

static int refusals(void)
{
	uint8_t byte[2] = { 0, 0 };
	static const int32_t offsets[] = { -1, BYTES - 1, BYTES, INT32_MAX, INT32_MIN };
	size_t i, count = 0;
	for (i = 0; i < sizeof offsets / sizeof *offsets; i++) {
		count += !call(xs_flash_partition_read, (Slot){ 0, byte, 2 }, number(offsets[i]));
		count += !call(xs_flash_partition_write, (Slot){ 0, byte, 2 }, number(offsets[i]));
	}
	count += !call(xs_flash_partition_read, (Slot){ 0, byte, BYTES + 1 }, number(0));
	count += !call(xs_flash_partition_erase, number(-1), number(0));
	count += !call(xs_flash_partition_erase, number(BYTES / FLASH_SECTOR_SIZE), number(0));
	return (int)count;
}

int main(void)
{
	xsMachine machine;
	int i, counts[3] = { 0, 0, 0 }, refusedCalls;
	memset(flash, OUTSIDE, sizeof flash);
	memcpy(model, flash + START, BYTES);
	xs_flash_partition_length(&machine);
	demand(machine.result.integer == BYTES && storePartition[0] == START, "another partition");
	for (i = 0; i < OPERATIONS; i++)
		atRandom(counts);
	refusedCalls = refusals();
	demand(memcmp(flash + START, model, BYTES) == 0, "the partition differs");
	for (i = 0; i < (int)sizeof flash; i++)
		demand(flash[i] == OUTSIDE || (uint32_t)i - START < BYTES, "a byte outside changed");
	printf("{\"erased\":%d,\"written\":%d,\"read\":%d,\"refused\":%d}\n",
		counts[0], counts[1], counts[2], refusedCalls);
	return 0;
}
