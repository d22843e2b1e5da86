/* What freed-memory.ts asks of the engine, on the boards and in the simulator alike. */
#include "kernel-arrays.h"

/* wipeFreed() */
void xs_wipeFreed(xsMachine *the)
{
	kernelWipeFreed(the);
}
