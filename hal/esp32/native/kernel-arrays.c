/* How XS hands arrays to the loops of modules/ in machine code, on a board and in the simulator. */
#include "xsAll.h"

#include "kernel-arrays.h"

/*
 * From the machine's own record of a typed array: of those, the SDK's xsmcGetBuffer takes only such whose
 * elements are bytes. Tables in flash are as good as others; which arrays are written is the kernel's affair.
 */
void *kernelArray(xsMachine *the, int index, uint32_t *bytes)
{
	txSlot *argument = mxArgv(index);
	txSlot *array = argument->kind == XS_REFERENCE_KIND ? argument->value.reference->next : NULL;
	txSlot *view, *buffer;
	char *data;
	if (!array || array->kind != XS_TYPED_ARRAY_KIND)
		mxTypeError("a kernel takes typed arrays");
	view = array->next;
	buffer = view->next->value.reference->next;
	*bytes = (uint32_t)view->value.dataView.size;
	data = buffer->kind == XS_HOST_KIND ? (char *)buffer->value.host.data
		: (char *)buffer->value.arrayBuffer.address;
	return data + view->value.dataView.offset;
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
	return fxToInteger(the, mxArgv(index));
}

void kernelWipe(void *memory, size_t bytes)
{
	volatile uint8_t *byte = memory;
	while (bytes--)
		*byte++ = 0;
}

/*
 * A collection moves the chunks in use to the beginning of their block and leaves the rest of it as it was.
 * In a slot or on the stack only a number can stay behind, and no secret is that short.
 */
void kernelWipeFreed(xsMachine *the)
{
	txBlock *block;
	fxCollectGarbage(the);
	for (block = the->firstBlock; block; block = block->nextBlock)
		memset(block->current, 0, (size_t)(block->limit - block->current));
}

void kernelAssert(xsMachine *the, int holds)
{
	if (!holds)
		mxRangeError("a kernel's arrays are too small for it");
}
