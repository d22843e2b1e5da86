/*
 * The engine of host-sim/xs/engine.h is the SDK's own here: its machine, which is already running the unit's
 * main module, behind the pipe that serves the other engines too (host-sim/xs/serve.c).
 */
#include "xsAll.h"
#include "xsmc.h"
#include "xsHost.h"
#include "mc.xs.h"
#include "screen.h"

#include <unistd.h>

#include "board.h"
#include "engine.h"
#include "serve.h"
#include "stack-depth.h"

static txMachine *machine;

static void onAbort(txScreen *screen, int status);
static ExitCode exitCodeOf(int status);
static uint32_t bytesOfSlots(size_t count);

/* hostCall(request: ArrayBuffer): ArrayBuffer */
void xs_host_call(xsMachine *the)
{
	uint32_t replyLength = 0;
	uint32_t length = (uint32_t)xsmcGetArrayBufferLength(xsArg(0));
	const uint8_t *reply = boardCall(xsmcToArrayBuffer(xsArg(0)), length, &replyLength);
	xsmcSetArrayBuffer(xsResult, (void *)reply, (xsIntegerValue)replyLength);
}

/* hostPost(message: ArrayBuffer): void */
void xs_host_post(xsMachine *the)
{
	uint32_t length = (uint32_t)xsmcGetArrayBufferLength(xsArg(0));
	boardPost(xsmcToArrayBuffer(xsArg(0)), length);
}

/* hostFrame(): a buffer over memory outside the heap, for `new Uint8Array(hostFrame())`. */
void xs_host_frame(xsMachine *the)
{
	xsResult = xsNewHostObject(NULL);
	xsmcSetHostBuffer(xsResult, boardFrame(), FRAME_BYTES);
}

/* serveHost(): void */
void xs_host_serve(xsMachine *the)
{
	xsmcVars(1);
	machine = the;
	((txScreen *)the->host)->abort = onAbort;
	stackPaint(the->stackBottom, the->stack);
	serve();
}

/* Within serve, and so within the call of xs_host_serve: its variable is this one's. */
void engineDeliver(const uint8_t *event, uint32_t length)
{
	xsMachine *the = machine;
	xsTry {
		xsmcSetArrayBuffer(xsVar(0), (void *)event, (xsIntegerValue)length);
		xsCall1(xsGlobal, xsID_onHostEvent, xsVar(0));
	}
	xsCatch {
		boardStopped(EXIT_UNHANDLED_EXCEPTION, xsmcToString(xsException));
	}
}

void engineCollect(void)
{
	fxCollectGarbage(machine);
}

EngineStats engineStats(void)
{
	const txMachine *the = machine;
	EngineStats stats = { 0 };
	stats.peakChunkBytes = (uint32_t)the->peakChunksSize;
	stats.peakSlotBytes = bytesOfSlots((size_t)the->peakHeapCount);
	stats.peakStackBytes = (uint32_t)stackDepth(the->stackBottom, the->stackTop, sizeof(txSlot));
	stats.chunkLimitBytes = (uint32_t)the->maximumChunksSize;
	stats.slotLimitBytes = bytesOfSlots((size_t)the->maximumHeapCount);
	stats.stackLimitBytes = bytesOfSlots((size_t)(the->stackTop - the->stackBottom));
	stats.aliasBytes = (uint32_t)(the->aliasCount * sizeof(txSlot *));
	stats.keyCount = the->keyIndex;
	stats.chunkBytes = (uint32_t)the->currentChunksSize;
	stats.slotBytes = bytesOfSlots((size_t)the->currentHeapCount);
	return stats; /* the SDK's builds count no computrons */
}

static uint32_t bytesOfSlots(size_t count)
{
	return (uint32_t)(count * sizeof(txSlot));
}

/* Nothing else runs here, so that only time is a cost, and that the host can measure. */
double boardCost(void)
{
	return 0;
}

void boardExit(ExitCode code)
{
	_exit(code);
}

/* What the SDK calls when its machine cannot go on; on a device that is a restart. */
static void onAbort(txScreen *screen, int status)
{
	(void)screen;
	boardStopped(exitCodeOf(status), fxAbortString(status));
}

static ExitCode exitCodeOf(int status)
{
	switch (status) {
	case XS_NOT_ENOUGH_MEMORY_EXIT:
		/* Both pools report the same status; only the slot pool keeps a list that can be seen to be empty. */
		return machine->freeHeap ? EXIT_CHUNKS_FULL : EXIT_SLOTS_FULL;
	case XS_JAVASCRIPT_STACK_OVERFLOW_EXIT:
	case XS_NATIVE_STACK_OVERFLOW_EXIT: return EXIT_STACK_OVERFLOW;
	case XS_UNHANDLED_EXCEPTION_EXIT: return EXIT_UNHANDLED_EXCEPTION;
	case XS_UNHANDLED_REJECTION_EXIT: return EXIT_UNHANDLED_REJECTION;
	case XS_NO_MORE_KEYS_EXIT: return EXIT_NO_MORE_KEYS;
	default: return EXIT_ENGINE_FAULT;
	}
}
