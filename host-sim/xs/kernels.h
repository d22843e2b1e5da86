#ifndef KERNELS_H
#define KERNELS_H

#include "xs.h"

/*
 * Makes loops in machine code, each beside its twin in modules/, properties of the object in xsVar(0), as the
 * SDK's `native` would bring them; xsVar(1) is used. A board may do without; the names are made known all the
 * same, as images depend on their numbers.
 */
void kernelsInto(xsMachine *the);

#endif
