/*
 * One JavaScript machine in fixed memory, driven one event at a time.
 *
 *     engineBoot -> enginePreload -> engineStart -> { engineDeliver } *
 *
 * The first two are what a device's build does: what the image defines (functions, classes, tables) is made
 * once and shared, and from then on read-only like flash. The unit lives in a clone of that machine, in
 * fixed memory.
 *
 * There is a single engine in a program. A fatal end never returns here: it goes to boardStopped.
 */
#ifndef ENGINE_H
#define ENGINE_H

#include <stddef.h>
#include <stdint.h>

/*
 * Creation sizes, fixed for the engine's life. The steps let the heap grow: for compiling and preloading,
 * never for running.
 */
typedef struct {
	uint32_t chunkBytes; /* strings, buffers, arrays, big integers */
	uint32_t slotCount;  /* objects, properties, closures */
	uint32_t stackCount; /* value stack, in slots */
	uint32_t keyCount;   /* property names beyond those that XS itself knows */
	uint32_t eventComputrons; /* allowed for the image's start and for each event; 0: no limit */
	uint32_t chunkStep; /* bytes; 0: fixed */
	uint32_t slotStep;
} EngineLimits;

/* Memory for a machine, aligned to 16 bytes. */
typedef struct {
	void *bytes;
	size_t length;
} EngineArena;

typedef struct {
	uint32_t peakChunkBytes; /* includes garbage not yet collected */
	uint32_t peakSlotBytes;
	uint32_t peakStackBytes;
	uint32_t chunkLimitBytes;
	uint32_t slotLimitBytes;
	uint32_t stackLimitBytes;
	uint32_t aliasBytes; /* a pointer for each preloaded object that the unit could still change */
	uint32_t keyCount;
	uint32_t chunkBytes; /* now, garbage included */
	uint32_t slotBytes;
	uint64_t computrons; /* bytecode instructions and the like, since boot; the same on every machine */
} EngineStats;

/* Bytes of arena that `limits` need, beyond which nothing is ever allocated but the key tables. */
size_t engineArenaBytes(const EngineLimits *limits);

/* Builds the machine that defines things, and its globals, inside `flash`; it may grow. */
void engineBoot(const EngineLimits *limits, EngineArena flash);

/*
 * Runs a compiled bundle in place; `image` must stay where it is, unchanged. @return the machine to start
 * units on, from now on never written to
 */
void *enginePreload(const uint8_t *image, size_t length);

/* Bytes of the arena in use, and free only between its low part and its high part. */
size_t engineArenaUsed(void);

/* Builds the unit's machine on top of a preloaded one, with fixed limits inside `ram`. */
void engineStart(void *preloaded, const EngineLimits *limits, EngineArena ram);

/* Hands one event to the bundle's onHostEvent and runs every promise job that follows from it. */
void engineDeliver(const uint8_t *event, uint32_t length);

/* Compiles source text to an image in memory of its own; NULL when the text does not parse. */
uint8_t *engineCompile(const char *source, size_t length, size_t *imageLength);

EngineStats engineStats(void);

/* Collects garbage: what statistics then say is in use is in use. */
void engineCollect(void);

#endif
