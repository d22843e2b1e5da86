/* Camera frames lie outside the engine's heap, so that no garbage collection moves or keeps them. */
#include "xsmc.h"
#include "xsHost.h"
#include "mc.xs.h"

#if defined(ESP_PLATFORM)
	#include "esp_heap_caps.h"
	#define allocate(length) heap_caps_calloc(1, length, MALLOC_CAP_SPIRAM | MALLOC_CAP_8BIT)
#else
	#include <stdlib.h>
	#define allocate(length) calloc(1, length)
#endif

void xs_frame_memory(xsMachine *the)
{
	int length = xsmcToInteger(xsArg(0));
	void *memory = length > 0 ? allocate(length) : NULL;
	if (!memory)
		xsUnknownError("no memory for a camera frame");
	xsResult = xsNewHostObject(NULL);
	xsmcSetHostBuffer(xsResult, memory, length);
}
