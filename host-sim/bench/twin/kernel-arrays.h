/*
 * In place of hal/esp32/native/kernel-arrays.h: the firmware's loops in C, called from C. A loop finds its
 * arguments in a plain table instead of on the stack of XS.
 */
#ifndef KERNEL_ARRAYS_H
#define KERNEL_ARRAYS_H

#include <stddef.h>
#include <stdint.h>

#include "board.h"

typedef struct {
	void *memory;
	uint32_t bytes;
	int32_t number;
} Argument;

typedef struct {
	const Argument *arguments;
	int32_t result;
} xsMachine;

#define xsResult the->result
#define xsInteger(VALUE) (VALUE)
#define xsBoolean(VALUE) (VALUE)

static inline void kernelAssert(xsMachine *the, int holds)
{
	(void)the;
	if (!holds)
		boardStopped(EXIT_ENGINE_FAULT, "a loop's arrays are too small for it");
}

static inline void *kernelArray(xsMachine *the, int index, uint32_t *bytes)
{
	*bytes = the->arguments[index].bytes;
	return the->arguments[index].memory;
}

static inline void *kernelMemory(xsMachine *the, int index, int32_t bytes)
{
	kernelAssert(the, bytes >= 0 && the->arguments[index].bytes >= (uint32_t)bytes);
	return the->arguments[index].memory;
}

static inline int32_t kernelNumber(xsMachine *the, int index)
{
	return the->arguments[index].number;
}

static inline void kernelWipe(void *memory, size_t bytes)
{
	volatile uint8_t *byte = memory;
	while (bytes--)
		*byte++ = 0;
}

/* A program in C has no collector that could leave something behind. */
static inline void kernelWipeFreed(xsMachine *the)
{
	(void)the;
}

#endif
