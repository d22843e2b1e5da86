/* Life of the machine: boot, image, events, statistics. */
#include "engine.h"

#include "xsAll.h"

#include "board.h"
#include "machine.h"
#include "stack-depth.h"

/* How often XS asks whether an event has run too long, in computrons. */
#define METER_STEP 65536u

/*
 * XS's counter starts here, not at 0: it is unsigned, and XS takes 1 from it for a product or sum of BigInts
 * without digits, which at 0 would count as four thousand million.
 */
#define METER_ZERO 1024u

/* Names of our own that natives.c adds to those of XS, rounded up. */
#define NATIVE_KEYS 64

static struct {
	txMachine *machine;
	EngineLimits limits;
	EngineArena arena; /* of the machine that is being built */
	uint64_t computrons; /* up to the last reset of XS's own 32-bit counter */
	uint64_t eventStart; /* computrons when the current event began */
} engine;

static txCreation creationOf(const EngineLimits *limits);
static void adopt(txMachine *machine);
static void forgetGlobalCache(txMachine *the);
static void freezeObjects(txMachine *the);
static txBoolean isBuffer(const txSlot *instance);
static void share(txMachine *the);
static void freezeItems(txSlot *item, txIndex count);
static void fixChunks(txMachine *the);
static void fixChunk(txSlot *slot);
static txBoolean onMeter(txMachine *the, txU4 count);
static void settleMeter(txMachine *the);
static void runPromiseJobs(txMachine *the);

size_t engineArenaBytes(const EngineLimits *limits)
{
	size_t slots = (size_t)limits->slotCount + limits->stackCount;
	return limits->chunkBytes + sizeof(txBlock) + slots * sizeof(txSlot) + 16;
}

void engineBoot(const EngineLimits *limits, EngineArena flash)
{
	txCreation creation = creationOf(limits);
	engine.limits = *limits;
	engine.arena = flash;
	creation.initialKeyCount += XS_ID_COUNT + NATIVE_KEYS;
	adopt(fxCreateMachine(&creation, "build", NULL, XS_NO_ID));
	nativesInstall(engine.machine);
}

void *enginePreload(const uint8_t *image, size_t length)
{
	txMachine *build = engine.machine;
	settleMeter(build);
	bytecodeRun(build, image, length);
	runPromiseJobs(build);
	fxEndMetering(build);
	/* While XS shares the machine it must not run out of slots: it has let go of what it then still reads. */
	fxCollectGarbage(build);
	forgetGlobalCache(build);
	freezeObjects(build);
	share(build);
	fixChunks(build);
	return build;
}

void engineStart(void *preloaded, const EngineLimits *limits, EngineArena ram)
{
	txCreation creation = creationOf(limits);
	engine.limits = *limits;
	engine.arena = ram;
	engine.computrons = 0;
	adopt(fxCloneMachine(&creation, preloaded, "unit", NULL));
}

/*
 * XS's global object remembers where its built-ins are, in a table that it fills while they are looked up.
 * Once read-only it cannot: it becomes an ordinary object. (The table is its first, internal property.)
 */
static void forgetGlobalCache(txMachine *the)
{
	txSlot *global = mxGlobal.value.reference;
	if (global->next->kind != XS_GLOBAL_KIND)
		boardStopped(EXIT_ENGINE_FAULT, "the global object is not what XS 13 makes");
	global->flag &= ~XS_EXOTIC_FLAG;
	global->next = global->next->next;
}

/*
 * The unit changes nothing that was preloaded but variables of the bundle. XS's clone keeps a word of RAM for
 * every object that it might, so they are frozen as Object.freeze does it. Not so the global object, which
 * takes new names; prototypes, whose heirs could then have no property of the same name; and buffers, where
 * writing is a fault of its own.
 */
static void freezeObjects(txMachine *the)
{
	txSlot *heap, *slot, *property;
	for (heap = the->firstHeap; heap; heap = heap->next)
		for (slot = heap + 1; slot < heap->value.reference; slot++)
			if (slot->kind == XS_INSTANCE_KIND && slot->value.instance.prototype)
				slot->value.instance.prototype->flag |= XS_MARK_FLAG;
	mxGlobal.value.reference->flag |= XS_MARK_FLAG;
	for (heap = the->firstHeap; heap; heap = heap->next)
		for (slot = heap + 1; slot < heap->value.reference; slot++) {
			txBoolean isOpen = slot->kind != XS_INSTANCE_KIND || slot->flag & XS_MARK_FLAG || isBuffer(slot);
			slot->flag &= ~XS_MARK_FLAG;
			if (isOpen)
				continue;
			slot->flag |= XS_DONT_PATCH_FLAG;
			for (property = slot->next; property; property = property->next) {
				if (property->kind == XS_ARRAY_KIND)
					freezeItems(property->value.array.address, fxGetIndexSize(the, property));
				else
					freezeItems(property, 1);
			}
		}
}

static txBoolean isBuffer(const txSlot *instance)
{
	const txSlot *first = instance->next;
	return first && (first->kind == XS_ARRAY_BUFFER_KIND || first->kind == XS_HOST_KIND);
}

static void freezeItems(txSlot *item, txIndex count)
{
	for (; count; count--, item++)
		item->flag |= XS_DONT_DELETE_FLAG | (item->kind == XS_ACCESSOR_KIND ? 0 : XS_DONT_SET_FLAG);
}

/*
 * XS numbers from 0 on, in the order in which they lie, what a clone has a word of RAM for, and takes the
 * number 0 for none: the clone would write that one where it is. What lies first can be a variable of the
 * bundle; so something does that is nothing. (The SDK's linker numbers from 1 on.)
 */
static void share(txMachine *the)
{
	static txSlot nothing[2];
	txSlot *heap = the->firstHeap;
	nothing[0].next = heap;
	nothing[0].value.reference = nothing + 2;
	nothing[1].kind = XS_INSTANCE_KIND;
	nothing[1].flag = XS_MARK_FLAG; /* for the collection that comes first */
	the->firstHeap = nothing;
	fxShareMachine(the);
	the->firstHeap = heap;
}

/*
 * The unit's collector marks the text and digits of every value it meets, also of values
 * it has from here. Those kept in flash have kinds of their own, which it leaves alone;
 * the SDK's linker sets them in the same way.
 */
static void fixChunks(txMachine *the)
{
	txSlot *heap, *slot;
	for (heap = the->firstHeap; heap; heap = heap->next)
		for (slot = heap + 1; slot < heap->value.reference; slot++) {
			txSlot *item = slot->kind == XS_ARRAY_KIND ? slot->value.array.address : NULL;
			txIndex count = item ? fxGetIndexSize(the, slot) : 0;
			fixChunk(slot);
			for (; count; count--)
				fixChunk(item++);
		}
	for (slot = the->stack; slot < the->stackTop; slot++) /* XS keeps its prototypes and constants at the top */
		fixChunk(slot);
}

static void fixChunk(txSlot *slot)
{
	switch (slot->kind) {
	case XS_STRING_KIND: slot->kind = XS_STRING_X_KIND; break;
	case XS_BIGINT_KIND: slot->kind = XS_BIGINT_X_KIND; break;
	case XS_KEY_KIND: slot->kind = XS_KEY_X_KIND; break;
	default: break;
	}
}

static txCreation creationOf(const EngineLimits *limits)
{
	txCreation creation = {
		.initialChunkSize = (txSize)limits->chunkBytes,
		.incrementalChunkSize = (txSize)limits->chunkStep,
		.initialHeapCount = (txSize)limits->slotCount,
		.incrementalHeapCount = (txSize)limits->slotStep,
		.stackCount = (txSize)limits->stackCount,
		.initialKeyCount = (txSize)limits->keyCount,
		.incrementalKeyCount = limits->chunkStep ? 1024 : 0,
		.nameModulo = 127,
		.symbolModulo = 127,
		.parserBufferSize = 64 * 1024,
		.parserTableModulo = 1993,
	};
	return creation;
}

static void adopt(txMachine *machine)
{
	if (!machine)
		boardStopped(EXIT_ENGINE_FAULT, "XS could not create its machine");
	engine.machine = machine;
	fxBeginMetering(machine, onMeter, METER_STEP);
	machine->meterIndex = METER_ZERO;
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

void machineArena(char **low, char **high)
{
	*low = engine.arena.bytes;
	*high = *low + (engine.arena.length & ~(size_t)15);
}

size_t engineArenaUsed(void)
{
	const txMachine *the = engine.machine;
	return engine.arena.length - (size_t)(the->arenaHigh - the->arenaLow);
}

EngineStats engineStats(void)
{
	const txMachine *the = engine.machine;
	EngineStats stats = { 0 };
	if (!the)
		return stats;
	stats.peakChunkBytes = (uint32_t)the->peakChunksSize;
	stats.peakSlotBytes = (uint32_t)the->peakHeapCount * (uint32_t)sizeof(txSlot);
	stats.peakStackBytes = (uint32_t)stackDepth(the->stackBottom, the->stackTop, sizeof(txSlot));
	stats.chunkLimitBytes = (uint32_t)the->maximumChunksSize;
	stats.slotLimitBytes = (uint32_t)the->maximumHeapCount * (uint32_t)sizeof(txSlot);
	stats.stackLimitBytes = (uint32_t)(the->stackTop - the->stackBottom) * (uint32_t)sizeof(txSlot);
	stats.aliasBytes = (uint32_t)the->aliasCount * (uint32_t)sizeof(txSlot *);
	stats.keyCount = the->keyIndex;
	stats.chunkBytes = (uint32_t)the->currentChunksSize;
	stats.slotBytes = (uint32_t)the->currentHeapCount * (uint32_t)sizeof(txSlot);
	stats.computrons = engine.computrons + the->meterIndex - METER_ZERO;
	return stats;
}

void engineCollect(void)
{
	fxCollectGarbage(engine.machine);
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
