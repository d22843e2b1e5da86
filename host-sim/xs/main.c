/*
 * The host's board: an engine in a child process, driven over a pipe.
 *
 *     xs-host compile SOURCE IMAGE
 *     xs-host run IMAGE CHUNK_BYTES SLOTS STACK_SLOTS KEYS EVENT_COMPUTRONS KERNELS
 *
 * KEYS counts the property names that the bundle may make up while it runs; those in its text are in the
 * image. KERNELS is 1 for loops in machine code, else 0.
 */
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "board.h"
#include "engine.h"
#include "serve.h"

/* Parsing is recursive; a device's C stack is smaller, but its bytecode comes ready-made. */
#define C_STACK_BYTES (512 * 1024)

/* For parsing and preloading, which happen on the build's computer, not on the device. */
#define FLASH_BYTES (64u << 20)
static const EngineLimits buildLimits = {
	.chunkBytes = 4 << 20, .slotCount = 64 << 10, .stackCount = 16 << 10, .keyCount = 32 << 10,
	.chunkStep = 1 << 20, .slotStep = 32 << 10,
};

static EngineArena flash;
static char *stackLimit;
static int hasKernels;

static int compile(const char *sourcePath, const char *imagePath);
static int run(char **arguments);
static uint32_t unsignedArgument(const char *text);
static EngineArena allocateArena(size_t bytes);
static void protectFlash(void);
static void catchWritesToFlash(void);
static uint8_t *readFile(const char *path, size_t *length);
static void fail(const char *what, const char *subject) __attribute__((noreturn));

int main(int count, char **arguments)
{
	char here;
	stackLimit = (char *)((uintptr_t)&here - C_STACK_BYTES);
	if (count == 4 && !strcmp(arguments[1], "compile"))
		return compile(arguments[2], arguments[3]);
	if (count == 9 && !strcmp(arguments[1], "run"))
		return run(arguments + 2);
	fprintf(stderr, "usage: xs-host compile SOURCE IMAGE\n"
			"       xs-host run IMAGE CHUNK_BYTES SLOTS STACK_SLOTS KEYS EVENT_COMPUTRONS KERNELS\n");
	return EXIT_USAGE;
}

static int run(char **arguments)
{
	size_t imageLength;
	uint8_t *image = readFile(arguments[0], &imageLength);
	EngineLimits limits = {
		.chunkBytes = unsignedArgument(arguments[1]),
		.slotCount = unsignedArgument(arguments[2]),
		.stackCount = unsignedArgument(arguments[3]),
		.keyCount = unsignedArgument(arguments[4]),
		.eventComputrons = unsignedArgument(arguments[5]),
	};
	void *preloaded;
	EngineArena ram = allocateArena(engineArenaBytes(&limits));
	hasKernels = unsignedArgument(arguments[6]) != 0;
	catchWritesToFlash();
	flash = allocateArena(FLASH_BYTES);
	engineBoot(&buildLimits, flash);
	preloaded = enginePreload(image, imageLength);
	protectFlash();
	engineStart(preloaded, &limits, ram);
	serve();
	return EXIT_DONE;
}

char *boardStackLimit(void)
{
	return stackLimit;
}

int boardHasKernels(void)
{
	return hasKernels;
}

double boardCost(void)
{
	return (double)engineStats().computrons;
}

void boardExit(ExitCode code)
{
	_exit(code);
}

static void protectFlash(void)
{
	if (mprotect(flash.bytes, flash.length, PROT_READ))
		fail("cannot be made read-only", "the preloaded memory");
}

/*
 * A write to what lies in flash does nothing on some devices and stops others; here it always stops the unit.
 */
static void onFault(int signal, siginfo_t *info, void *context)
{
	char *at = info->si_addr, *start = flash.bytes;
	(void)context;
	(void)signal;
	if (at >= start && at < start + flash.length)
		boardStopped(EXIT_READ_ONLY, "");
	boardStopped(EXIT_ENGINE_FAULT, "the engine touched memory that is not its own");
}

static void catchWritesToFlash(void)
{
	static char stack[64 * 1024]; /* the fault may have come from a stack that is full */
	stack_t alternate = { .ss_sp = stack, .ss_size = sizeof stack };
	struct sigaction action = { .sa_sigaction = onFault, .sa_flags = SA_SIGINFO | SA_ONSTACK };
	sigaltstack(&alternate, NULL);
	sigaction(SIGSEGV, &action, NULL);
	sigaction(SIGBUS, &action, NULL);
}

static int compile(const char *sourcePath, const char *imagePath)
{
	size_t sourceLength, imageLength;
	uint8_t *source = readFile(sourcePath, &sourceLength);
	uint8_t *image;
	FILE *file;
	engineBoot(&buildLimits, allocateArena(FLASH_BYTES));
	image = engineCompile((const char *)source, sourceLength, &imageLength);
	if (!image)
		fail("does not parse", sourcePath);
	file = fopen(imagePath, "wb");
	if (!file || fwrite(image, 1, imageLength, file) != imageLength || fclose(file))
		fail("cannot be written", imagePath);
	return EXIT_DONE;
}

/* Whole pages, so that they can be protected. */
static EngineArena allocateArena(size_t bytes)
{
	size_t page = (size_t)sysconf(_SC_PAGESIZE);
	EngineArena arena = { .length = (bytes + page - 1) / page * page };
	arena.bytes = mmap(NULL, arena.length, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	if (arena.bytes == MAP_FAILED)
		fail("cannot be allocated", "the arena");
	return arena;
}

static uint32_t unsignedArgument(const char *text)
{
	char *end;
	unsigned long value = strtoul(text, &end, 10);
	if (*text < '0' || *text > '9' || *end || value > 0x7fffffff)
		fail("is not a number below 2^31", text);
	return (uint32_t)value;
}

/* The whole file with a zero byte after it. */
static uint8_t *readFile(const char *path, size_t *length)
{
	FILE *file = fopen(path, "rb");
	long size = file && !fseek(file, 0, SEEK_END) ? ftell(file) : -1;
	uint8_t *bytes = size >= 0 ? malloc((size_t)size + 1) : NULL;
	if (!bytes || fseek(file, 0, SEEK_SET) || fread(bytes, 1, (size_t)size, file) != (size_t)size)
		fail("cannot be read", path);
	fclose(file);
	bytes[size] = 0;
	*length = (size_t)size;
	return bytes;
}

static void fail(const char *what, const char *subject)
{
	fprintf(stderr, "xs-host: %s %s\n", subject, what);
	exit(EXIT_USAGE);
}
