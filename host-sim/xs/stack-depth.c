#include "stack-depth.h"

#include <string.h>

#define PRISTINE 0xA5

/* So many slots in a row that still have their paint: nobody has been below. */
#define RUN 16u

static int isPristine(const unsigned char *slot, size_t slotBytes);

void stackPaint(void *bottom, void *end)
{
	memset(bottom, PRISTINE, (size_t)((char *)end - (char *)bottom));
}

/*
 * Number formatting and regular expressions use the far end of the stack as scratch space, so the search goes
 * from the top down and stops at the first run of slots that nobody has touched, instead of looking for the
 * lowest touched byte.
 */
size_t stackDepth(const void *bottom, const void *top, size_t slotBytes)
{
	const unsigned char *slot = top, *lowest = bottom;
	size_t untouched = 0;
	while (slot > lowest && untouched < RUN) {
		slot -= slotBytes;
		untouched = isPristine(slot, slotBytes) ? untouched + 1 : 0;
	}
	return (size_t)((const unsigned char *)top - slot) - untouched * slotBytes;
}

static int isPristine(const unsigned char *slot, size_t slotBytes)
{
	size_t i = 0;
	while (i < slotBytes && slot[i] == PRISTINE)
		i++;
	return i == slotBytes;
}
