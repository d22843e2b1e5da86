/* The platform half of XS: memory from the arena, ends reported to the board, promise jobs, no modules. */
#include "xsAll.h"

#include "board.h"
#include "machine.h"
#include "stack-depth.h"

static ExitCode exitCodeOf(txMachine *the, int status);
static void describeException(txMachine *the, char *text, size_t size);

/* XS calls this for every condition it cannot survive. */
void fxAbort(txMachine *the, int status)
{
	static int describing = 0;
	static ExitCode code;
	char text[512] = "";
	if (describing)
		boardStopped(code, "(the exception could not be put into words)");
	code = exitCodeOf(the, status);
	if (code == EXIT_UNHANDLED_EXCEPTION || code == EXIT_UNHANDLED_REJECTION) {
		describing = 1;
		describeException(the, text, sizeof text);
	}
	boardStopped(code, text);
}

static ExitCode exitCodeOf(txMachine *the, int status)
{
	switch (status) {
	case XS_NOT_ENOUGH_MEMORY_EXIT:
		/* Both pools report the same status; only the slot pool keeps a list that can be seen to be empty. */
		return the->freeHeap ? EXIT_CHUNKS_FULL : EXIT_SLOTS_FULL;
	case XS_STACK_OVERFLOW_EXIT: return EXIT_STACK_OVERFLOW;
	case XS_TOO_MUCH_COMPUTATION_EXIT: return EXIT_COMPUTRON_LIMIT;
	case XS_UNHANDLED_EXCEPTION_EXIT: return EXIT_UNHANDLED_EXCEPTION;
	case XS_UNHANDLED_REJECTION_EXIT: return EXIT_UNHANDLED_REJECTION;
	case XS_NO_MORE_KEYS_EXIT: return EXIT_NO_MORE_KEYS;
	default: return EXIT_ENGINE_FAULT;
	}
}

/* The exception's `stack` (which begins with its message) when it has one, else the exception as a string. */
static void describeException(txMachine *the, char *text, size_t size)
{
	mxTry(the) {
		mxPush(mxException);
		if (mxIsReference(the->stack)) {
			mxPush(mxException);
			mxGetID(mxID(_stack));
			if (the->stack->kind == XS_STRING_KIND || the->stack->kind == XS_STRING_X_KIND)
				the->stack[1] = the->stack[0];
			mxPop();
		}
		snprintf(text, size, "%s", fxToString(the, the->stack));
		mxPop();
	}
	mxCatch(the) {
		snprintf(text, size, "(the exception could not be put into words)");
	}
}

char *fxCStackLimit(void)
{
	return boardStackLimit();
}

/* Chunks grow from the arena's low end, slots and the value stack from its high end. */

void fxCreateMachinePlatform(txMachine *the)
{
	machineArena(&the->arenaLow, &the->arenaHigh);
}

void fxDeleteMachinePlatform(txMachine *the)
{
	(void)the;
}

void *fxAllocateChunks(txMachine *the, txSize size)
{
	char *chunks = the->arenaLow;
	ptrdiff_t rounded = ((ptrdiff_t)size + 7) & ~(ptrdiff_t)7;
	if (size < 0 || rounded > the->arenaHigh - the->arenaLow)
		return NULL;
	the->arenaLow += rounded;
	return chunks;
}

txSlot *fxAllocateSlots(txMachine *the, txSize count)
{
	ptrdiff_t size = (ptrdiff_t)count * (ptrdiff_t)sizeof(txSlot);
	if (size > the->arenaHigh - the->arenaLow)
		return NULL;
	the->arenaHigh -= size;
	stackPaint(the->arenaHigh, the->arenaHigh + size);
	return (txSlot *)the->arenaHigh;
}

void fxFreeChunks(txMachine *the, void *chunks)
{
	(void)the;
	(void)chunks;
}

void fxFreeSlots(txMachine *the, void *slots)
{
	(void)the;
	(void)slots;
}

void fxQueuePromiseJobs(txMachine *the)
{
	the->promiseJobsQueued = 1;
}

/* A bundle is one script: `import` finds nothing. */

txID fxFindModule(txMachine *the, txSlot *realm, txID moduleID, txSlot *slot)
{
	(void)the;
	(void)realm;
	(void)moduleID;
	(void)slot;
	return XS_NO_ID;
}

void fxLoadModule(txMachine *the, txSlot *module, txID moduleID)
{
	(void)the;
	(void)module;
	(void)moduleID;
}
