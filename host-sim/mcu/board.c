/*
 * The engine on a Cortex-M7 without an operating system: QEMU's mps2-an500.
 *
 * The same program starts twice. The first time `.root` is empty: it preloads the bundle there, as the
 * device's build does, writes the section out and ends. With that section linked in it is the firmware:
 * what was preloaded lies in flash, protected, and the unit starts on top of it. Nothing has to be moved,
 * since everything is where it was.
 */
#include <stdio.h>

#include "board.h"
#include "engine.h"
#include "semihosting.h"
#include "serve.h"
#include "start.h"

/* What `.root` begins with. */
typedef struct {
	uint32_t magic;
	void *machine;
} Root;

#define ROOT_MAGIC 0x544f4f52u /* "ROOT" */

extern uint8_t rootStart[], rootEnd[], heapStart[], heapEnd[], imageStart[], imageEnd[];

#define ARENA_BYTES (CHUNK_BYTES + 16 * (SLOT_COUNT + STACK_COUNT + 2))
static uint8_t arena[ARENA_BYTES] __attribute__((aligned(16)));

static const EngineLimits unitLimits = {
	.chunkBytes = CHUNK_BYTES, .slotCount = SLOT_COUNT, .stackCount = STACK_COUNT, .keyCount = KEY_COUNT,
	.eventComputrons = EVENT_COMPUTRONS,
};

static void preload(Root *root);
static void protectFlash(void);

int main(void)
{
	Root *root = (Root *)rootStart;
	if (root->magic != ROOT_MAGIC)
		preload(root);
	protectFlash();
	heapNext = heapStart;
	heapLimit = heapEnd;
	engineStart(root->machine, &unitLimits, (EngineArena){ .bytes = arena, .length = sizeof arena });
	serve();
	return EXIT_DONE;
}

/*
 * Memory from malloc (the machine's record, its tables of keys) comes first in `.root`, then the arena, with
 * the value stack. All are made as big as a first run with room to spare (ROOT_ROOM) found them to be.
 */
static void preload(Root *root)
{
	static const EngineLimits limits = {
		.chunkBytes = 32 << 10, .slotCount = 4096, .stackCount = ROOT_STACK, .keyCount = 1024,
		.chunkStep = 2 << 10, .slotStep = 64,
	};
	uint8_t *arenaStart = rootStart + ROOT_MALLOC_BYTES;
	char report[120];
	int length;
	heapNext = rootStart + sizeof(Root);
	heapLimit = arenaStart;
	engineBoot(&limits, (EngineArena){ .bytes = arenaStart, .length = (size_t)(rootEnd - arenaStart) });
	root->machine = enginePreload(imageStart, (size_t)(imageEnd - imageStart));
	root->magic = ROOT_MAGIC;
	length = snprintf(report, sizeof report, "{\"mallocBytes\":%lu,\"arenaBytes\":%lu,\"stackCount\":%lu}",
		(unsigned long)(heapNext - rootStart), (unsigned long)engineArenaUsed(),
		(unsigned long)engineStats().peakStackBytes / 16);
	if (semihostingWriteFile("root.json", report, (uint32_t)length)
			|| semihostingWriteFile("root.bin", rootStart, (uint32_t)(rootEnd - rootStart)))
		boardExit(EXIT_USAGE);
	boardExit(EXIT_DONE);
}

/* Armv7-M MPU, one region over flash: read and execute only (Armv7-M ARM B3.5). */
static void protectFlash(void)
{
	volatile uint32_t *mpu = (uint32_t *)0xe000ed90;
	mpu[2] = 0;                                                /* region 0 */
	mpu[3] = 0;                                                /* from address 0 */
	mpu[4] = 6u << 24 | 2u << 16 | (22 - 1) << 1 | 1;          /* read-only, normal memory, 4 MB, on */
	mpu[1] = 5;                                                /* on, the rest as by default */
	__asm__ volatile("dsb\n\tisb" ::: "memory");
}

int boardHasKernels(void)
{
	return KERNELS;
}

/* The device has no parser: eval and new Function fail, as a syntax error (see ../xs/compile.c). */
void *fxParseScript(void *the, void *stream, void *getter, unsigned flags)
{
	(void)the, (void)stream, (void)getter, (void)flags;
	return NULL;
}
