/* How a kernel gets at its arrays, whatever they are: a plain program in C has its own way. */
#ifndef KERNEL_ARRAYS_H
#define KERNEL_ARRAYS_H

#include <stddef.h>
#include <stdint.h>

#include "xs.h"

/*
 * Elements of the typed array in argument `index`; valid until something is allocated.
 * @param bytes their size
 */
void *kernelArray(xsMachine *the, int index, uint32_t *bytes);

/* The same where at least `bytes` are needed; with fewer the kernel ends in a RangeError. */
void *kernelMemory(xsMachine *the, int index, int32_t bytes);

/* The number in argument `index`. */
int32_t kernelNumber(xsMachine *the, int index);

/* Clears what a kernel kept of secrets, which the compiler must not leave out. */
void kernelWipe(void *memory, size_t bytes);

/* Collects garbage and clears what of the chunks, the memory behind buffers and the like, is free then. */
void kernelWipeFreed(xsMachine *the);

/* Ends the kernel in a RangeError unless `holds`: what would reach outside of an array. */
void kernelAssert(xsMachine *the, int holds);

#endif
