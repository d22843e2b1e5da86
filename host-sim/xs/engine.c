/* Life of the machine: boot, image, events, statistics. */
#include "engine.h"

#include "xsAll.h"

#include "board.h"
#include "machine.h"

/* How often XS asks whether an event has run too long, in computrons. */
#define METER_STEP 65536u

/*
 * XS's counter starts here, not at 0: it is unsigned, and XS takes 1 from it for a product or sum of BigInts
 * without digits, which at 0 would count as four thousand million.
 */
#define METER_ZERO 1024u

/* Names of our own that natives.c adds to those of XS, rounded up. */
#define NATIVE_KEYS 16

static struct {
	txMachine *machine;
	EngineLimits limits;
	char *arena;
	size_t arenaBytes;
	uint64_t computrons; /* up to the last reset of XS's own 32-bit counter */
	uint64_t eventStart; /* computrons when the current event began */
} engine;

static txBoolean onMeter(txMachine *the, txU4 count);
static void settleMeter(txMachine *the);
static void runPromiseJobs(txMachine *the);
static uint32_t peakStackBytes(const txMachine *the);

size_t engineArenaBytes(const EngineLimits *limits)
{
	size_t slots = (size_t)limits->slotCount + limits->stackCount;
	return limits->chunkBytes + sizeof(txBlock) + slots * sizeof(txSlot) + 16;
}

void engineBoot(const EngineLimits *limits, void *arena, size_t arenaBytes)
{
	txCreation creation = {
		.initialChunkSize = (txSize)limits->chunkBytes,
		.incrementalChunkSize = limits->growing ? 1024 * 1024 : 0,
		.initialHeapCount = (txSize)limits->slotCount,
		.incrementalHeapCount = limits->growing ? 32 * 1024 : 0,
		.stackCount = (txSize)limits->stackCount,
		.initialKeyCount = XS_ID_COUNT + NATIVE_KEYS + (txSize)limits->keyCount,
		.incrementalKeyCount = limits->growing ? 1024 : 0,
		.nameModulo = 127,
		.symbolModulo = 127,
		.parserBufferSize = 64 * 1024,
		.parserTableModulo = 1993,
	};
	engine.limits = *limits;
	engine.arena = arena;
	engine.arenaBytes = arenaBytes;
	engine.machine = fxCreateMachine(&creation, "unit", NULL, XS_NO_ID);
	if (!engine.machine)
		boardStopped(EXIT_ENGINE_FAULT, "XS could not create its machine");
	nativesInstall(engine.machine);
	fxBeginMetering(engine.machine, onMeter, METER_STEP);
	engine.machine->meterIndex = METER_ZERO;
}

void engineRunImage(const uint8_t *image, size_t length)
{
	settleMeter(engine.machine);
	bytecodeRun(engine.machine, image, length);
	runPromiseJobs(engine.machine);
}

void engineDeliver(const uint8_t *event, uint32_t length)
{
	settleMeter(engine.machine);
	nativesDeliver(engine.machine, event, length);
	runPromiseJobs(engine.machine);
}

uint8_t *engineCompile(const char *source, size_t length, size_t *imageLength)
{
	return bytecodeCompile(engine.machine, source, length, imageLength);
}

uint32_t engineImageNames(const uint8_t *image, size_t length)
{
	return bytecodeNames(image, length);
}

void machineArena(char **low, char **high)
{
	*low = engine.arena;
	*high = engine.arena + (engine.arenaBytes & ~(size_t)15);
}

EngineStats engineStats(void)
{
	const txMachine *the = engine.machine;
	EngineStats stats = { 0 };
	if (!the)
		return stats;
	stats.peakChunkBytes = (uint32_t)the->peakChunksSize;
	stats.peakSlotBytes = (uint32_t)the->peakHeapCount * (uint32_t)sizeof(txSlot);
	stats.peakStackBytes = peakStackBytes(the);
	stats.chunkLimitBytes = (uint32_t)the->maximumChunksSize;
	stats.slotLimitBytes = (uint32_t)the->maximumHeapCount * (uint32_t)sizeof(txSlot);
	stats.stackLimitBytes = (uint32_t)(the->stackTop - the->stackBottom) * (uint32_t)sizeof(txSlot);
	stats.keyCount = the->keyIndex;
	stats.computrons = engine.computrons + the->meterIndex - METER_ZERO;
	return stats;
}

/* Moves XS's counter, which would wrap after 2^32, into ours, and starts the allowance of a new event. */
static void settleMeter(txMachine *the)
{
	engine.computrons += the->meterIndex - METER_ZERO;
	the->meterIndex = METER_ZERO;
	the->meterCount = METER_ZERO + METER_STEP;
	engine.eventStart = engine.computrons;
}

static txBoolean onMeter(txMachine *the, txU4 count)
{
	engine.computrons += count - METER_ZERO;
	the->meterIndex = METER_ZERO;
	return engine.limits.eventComputrons == 0
		|| engine.computrons - engine.eventStart <= engine.limits.eventComputrons;
}

static void runPromiseJobs(txMachine *the)
{
	while (the->promiseJobsQueued) {
		the->promiseJobsQueued = 0;
		fxRunPromiseJobs(the);
	}
	fxEndJob(the);
	fxCheckUnhandledRejections(the, 1);
}

/*
 * The depth the value stack has had, from the fill pattern. Number formatting and regular expressions use the
 * far end of the stack as scratch space, so the search goes from the top down and stops at the first run of
 * slots that nobody has touched, instead of looking for the lowest touched byte.
 */
static uint32_t peakStackBytes(const txMachine *the)
{
	enum { RUN = 16 };
	const txSlot *slot = the->stackTop;
	size_t untouched = 0;
	while (slot > the->stackBottom && untouched < RUN) {
		const unsigned char *byte = (const unsigned char *)--slot;
		size_t i = 0;
		while (i < sizeof(txSlot) && byte[i] == PRISTINE)
			i++;
		untouched = i == sizeof(txSlot) ? untouched + 1 : 0;
	}
	return (uint32_t)((size_t)(the->stackTop - slot) - untouched) * (uint32_t)sizeof(txSlot);
}
