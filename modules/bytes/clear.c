/* The twin of clear.ts, bit for bit; test/native holds them equal. */
#include <string.h>

#include "kernel-arrays.h"

/* clearBytes(elements, from, to) */
void xs_clearBytes(xsMachine *the)
{
	int32_t from = kernelNumber(the, 1), to = kernelNumber(the, 2);
	uint8_t *bytes = kernelMemory(the, 0, to);
	kernelAssert(the, from >= 0 && from <= to);
	memset(bytes + from, 0, (size_t)(to - from));
}
