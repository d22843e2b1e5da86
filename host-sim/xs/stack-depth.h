/* How deep a value stack has been. XS tells only how deep it is. */
#ifndef STACK_DEPTH_H
#define STACK_DEPTH_H

#include <stddef.h>

/* Marks memory that nobody has used yet. */
void stackPaint(void *bottom, void *end);

/* Bytes between `top` and the deepest slot that was ever used, in a stack that grows down and was painted. */
size_t stackDepth(const void *bottom, const void *top, size_t slotBytes);

#endif
