/*
 * The engine on a Cortex-M7 without an operating system: QEMU's mps2-an500.
 *
 * The same program starts twice. The first time `.root` is empty: it preloads the bundle there, as the
 * device's build does, writes the section out and ends. With that section linked in it is the firmware:
 * what was preloaded lies in flash, protected, and the unit starts on top of it. Nothing has to be moved,
 * since everything is where it was.
 */
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/time.h>

#include "board.h"
#include "engine.h"
#include "semihosting.h"
#include "serve.h"
#include "uart.h"

/* What `.root` begins with. */
typedef struct {
	uint32_t magic;
	void *machine;
} Root;

/* What the board has at address 0. */
#define FLASH_BYTES 0x400000u
#define ROOT_MAGIC 0x544f4f52u /* "ROOT" */

typedef struct {
	volatile uint32_t control, value, reload;
} Timer;

#define TIMER0 ((Timer *)0x40000000)

extern uint8_t rootStart[], rootEnd[], dataStart[], dataEnd[], dataLoad[], bssStart[], bssEnd[];
extern uint8_t heapStart[], heapEnd[], stackBottom[], stackTop[], imageStart[], imageEnd[];

#define ARENA_BYTES (CHUNK_BYTES + 16 * (SLOT_COUNT + STACK_COUNT + 2))
static uint8_t arena[ARENA_BYTES] __attribute__((aligned(16)));

static const EngineLimits unitLimits = {
	.chunkBytes = CHUNK_BYTES, .slotCount = SLOT_COUNT, .stackCount = STACK_COUNT, .keyCount = KEY_COUNT,
	.eventComputrons = EVENT_COMPUTRONS,
};

/* Where malloc takes from: `.root` while preloading, else RAM. */
static uint8_t *heapNext, *heapLimit;

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
 * Memory from malloc (the machine's record, its tables of keys) comes first in `.root`, then the arena. Both
 * are made exactly as big as a first run with room to spare (ROOT_ROOM) found them to be.
 */
static void preload(Root *root)
{
	static const EngineLimits limits = {
		.chunkBytes = 32 << 10, .slotCount = 4096, .stackCount = 4096, .keyCount = 1024,
		.chunkStep = 8 << 10, .slotStep = 256,
	};
	uint8_t *arenaStart = rootStart + ROOT_MALLOC_BYTES;
	char report[120];
	int length;
	heapNext = rootStart + sizeof(Root);
	heapLimit = arenaStart;
	engineBoot(&limits, (EngineArena){ .bytes = arenaStart, .length = (size_t)(rootEnd - arenaStart) });
	root->machine = enginePreload(imageStart, (size_t)(imageEnd - imageStart));
	root->magic = ROOT_MAGIC;
	length = snprintf(report, sizeof report, "{\"mallocBytes\":%lu,\"arenaBytes\":%lu}",
		(unsigned long)(heapNext - rootStart), (unsigned long)engineArenaUsed());
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

char *boardStackLimit(void)
{
	return (char *)stackBottom + 2048;
}

/*
 * Timer 0 (CMSDK APB timer) counts down at 25 MHz, and an instruction takes 32 ns of the board's time: 1.25
 * instructions a tick. Right as long as no two calls are 5 thousand million instructions apart.
 */
double boardCost(void)
{
	static uint32_t last = UINT32_MAX;
	static double ticks = 0;
	uint32_t now = TIMER0->value;
	ticks += (double)(uint32_t)(last - now);
	last = now;
	return ticks * 1.25;
}

void boardExit(ExitCode code)
{
	semihostingExit(code);
}

/*
 * A write to flash ends here, and whatever else the processor refuses. `frame` is what it has pushed: r0 to
 * r3, r12, lr, pc, psr.
 */
__attribute__((used)) static void fault(const uint32_t *frame)
{
	uint32_t status = *(volatile uint32_t *)0xe000ed28, address = *(volatile uint32_t *)0xe000ed34;
	char text[64];
	snprintf(text, sizeof text, "fault %lx at %lx, address %lx", (unsigned long)status,
		(unsigned long)frame[6], (unsigned long)address);
	boardStopped(status & 0x80 && address < FLASH_BYTES ? EXIT_READ_ONLY : EXIT_ENGINE_FAULT, text);
}

__attribute__((naked)) static void onFault(void)
{
	__asm__ volatile("mrs r0, msp\n\tb fault");
}

static void reset(void)
{
	*(volatile uint32_t *)0xe000ed88 |= 0xf << 20; /* CPACR: floating point on */
	__asm__ volatile("dsb\n\tisb");
	memcpy(dataStart, dataLoad, (size_t)(dataEnd - dataStart));
	memset(bssStart, 0, (size_t)(bssEnd - bssStart));
	uartStart();
	TIMER0->reload = UINT32_MAX;
	TIMER0->value = UINT32_MAX;
	TIMER0->control = 1;
	boardExit(main());
}

__attribute__((section(".vectors"), used)) static void *const vectors[16] = {
	stackTop, reset, onFault, onFault, onFault, onFault, onFault,
};

/* The device has no parser: eval and new Function fail, as a syntax error (see ../xs/compile.c). */
void *fxParseScript(void *the, void *stream, void *getter, unsigned flags)
{
	(void)the, (void)stream, (void)getter, (void)flags;
	return NULL;
}

/* What newlib asks of its system. */

void *_sbrk(ptrdiff_t bytes)
{
	uint8_t *block = heapNext;
	if (bytes > heapLimit - heapNext) {
		errno = ENOMEM;
		return (void *)-1;
	}
	heapNext += bytes;
	return block;
}

int _gettimeofday(struct timeval *time, void *zone)
{
	(void)zone;
	memset(time, 0, sizeof *time); /* the firmware has no Date */
	return 0;
}

void _exit(int status)
{
	boardExit((ExitCode)status);
}

int _write(int file, const char *bytes, int length) { (void)file, (void)bytes; return length; }
int _read(int file, char *bytes, int length) { (void)file, (void)bytes, (void)length; return 0; }
int _close(int file) { (void)file; return -1; }
int _lseek(int file, int offset, int from) { (void)file, (void)offset, (void)from; return 0; }
int _isatty(int file) { (void)file; return 1; }
int _fstat(int file, struct stat *out) { (void)file; out->st_mode = S_IFCHR; return 0; }
int _kill(int process, int signal) { (void)process, (void)signal; return -1; }
int _getpid(void) { return 1; }
