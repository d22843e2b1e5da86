/* How the SDK's XS hands arrays to the loops of modules/ in machine code; see kernel-arrays.h. */
#include "xsmc.h"
#include "xsHost.h"
#include "mc.xs.h"

#include "kernel-arrays.h"

void *kernelArray(xsMachine *the, int index, uint32_t *bytes)
{
	void *data;
	xsUnsignedValue length;
	/* Also those that are written: which of them are is the kernel's affair, and tables in flash are none. */
	xsmcGetBufferReadable(xsArg(index), &data, &length);
	*bytes = length;
	return data;
}

void *kernelMemory(xsMachine *the, int index, int32_t bytes)
{
	uint32_t size;
	void *memory = kernelArray(the, index, &size);
	kernelAssert(the, bytes >= 0 && size >= (uint32_t)bytes);
	return memory;
}

int32_t kernelNumber(xsMachine *the, int index)
{
	return xsmcToInteger(xsArg(index));
}

void kernelWipe(void *memory, size_t bytes)
{
	volatile uint8_t *byte = memory;
	while (bytes--)
		*byte++ = 0;
}

void kernelAssert(xsMachine *the, int holds)
{
	if (!holds)
		xsRangeError("a kernel's arrays are too small for it");
}
