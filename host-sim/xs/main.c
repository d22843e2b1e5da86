/*
 * The host's board: an engine in a child process, driven over a pipe.
 *
 *     xs-host compile SOURCE IMAGE
 *     xs-host run IMAGE CHUNK_BYTES SLOTS STACK_SLOTS KEYS EVENT_COMPUTRONS
 *
 * KEYS counts the property names that the bundle may make up while it runs; those in its text are in the
 * image.
 */
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "board.h"
#include "engine.h"
#include "pipe.h"

#define STATS_BYTES 40u

/* Parsing is recursive; a device's C stack is smaller, but its bytecode comes ready-made. */
#define C_STACK_BYTES (512 * 1024)

/* For parsing and preloading, which happen on the build's computer, not on the device. */
#define FLASH_BYTES (64u << 20)
static const EngineLimits buildLimits = {
	.chunkBytes = 4 << 20, .slotCount = 64 << 10, .stackCount = 16 << 10, .keyCount = 32 << 10, .growing = 1,
};

static EngineArena flash;
static uint8_t frame[FRAME_BYTES];
static char *stackLimit;

static int compile(const char *sourcePath, const char *imagePath);
static int run(char **arguments);
static uint32_t unsignedArgument(const char *text);
static EngineArena allocateArena(size_t bytes);
static void catchWritesToFlash(void);
static uint8_t *readFile(const char *path, size_t *length);
static void serve(void);
static void acceptFrame(uint32_t length);
static void putStats(uint8_t *out);
static void fail(const char *what, const char *subject) __attribute__((noreturn));

int main(int count, char **arguments)
{
	char here;
	stackLimit = (char *)((uintptr_t)&here - C_STACK_BYTES);
	if (count == 4 && !strcmp(arguments[1], "compile"))
		return compile(arguments[2], arguments[3]);
	if (count == 8 && !strcmp(arguments[1], "run"))
		return run(arguments + 2);
	fprintf(stderr, "usage: xs-host compile SOURCE IMAGE\n"
			"       xs-host run IMAGE CHUNK_BYTES SLOTS STACK_SLOTS KEYS EVENT_COMPUTRONS\n");
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
	EngineArena ram = allocateArena(engineArenaBytes(&limits));
	catchWritesToFlash();
	flash = allocateArena(FLASH_BYTES);
	engineBoot(&buildLimits, flash);
	engineRunImage(image, imageLength, &limits, ram);
	serve();
	return EXIT_DONE;
}

/* Events until the host closes the pipe; "idle" after the start and after each event. */
static void serve(void)
{
	static uint8_t payload[PAYLOAD_MAX];
	PipeHeader header;
	PipeState state;
	uint8_t stats[STATS_BYTES];
	pipeWrite(FROM_UNIT_IDLE, NULL, 0);
	while ((state = pipeReadHeader(&header)) == PIPE_OK) {
		if (header.kind == TO_UNIT_FRAME) {
			acceptFrame(header.length);
			continue;
		}
		if (header.length > sizeof payload || pipeReadPayload(payload, header.length) != PIPE_OK)
			boardStopped(EXIT_PIPE_PROTOCOL, "frame too long or cut short");
		switch (header.kind) {
		case TO_UNIT_EVENT:
			engineDeliver(payload, header.length);
			pipeWrite(FROM_UNIT_IDLE, NULL, 0);
			break;
		case TO_UNIT_STATS:
			putStats(stats);
			pipeWrite(FROM_UNIT_STATS, stats, sizeof stats);
			break;
		case TO_UNIT_QUIT:
			return;
		default:
			boardStopped(EXIT_PIPE_PROTOCOL, "unknown or unexpected frame");
		}
	}
	if (state != PIPE_CLOSED)
		boardStopped(EXIT_PIPE_PROTOCOL, "pipe ended inside a frame");
}

static void acceptFrame(uint32_t length)
{
	if (length > sizeof frame || pipeReadPayload(frame, length) != PIPE_OK)
		boardStopped(EXIT_PIPE_PROTOCOL, "camera frame too long or cut short");
}

const uint8_t *boardCall(const uint8_t *request, uint32_t length, uint32_t *replyLength)
{
	static uint8_t reply[PAYLOAD_MAX];
	PipeHeader header;
	if (pipeWrite(FROM_UNIT_CALL, request, length) != PIPE_OK || pipeReadHeader(&header) != PIPE_OK)
		boardStopped(EXIT_PIPE_PROTOCOL, "the host went away during a call");
	/* The reply to a camera read comes after its pixels. */
	while (header.kind == TO_UNIT_FRAME) {
		acceptFrame(header.length);
		if (pipeReadHeader(&header) != PIPE_OK)
			boardStopped(EXIT_PIPE_PROTOCOL, "the host went away during a call");
	}
	if (header.kind != TO_UNIT_REPLY || header.length > sizeof reply
			|| pipeReadPayload(reply, header.length) != PIPE_OK)
		boardStopped(EXIT_PIPE_PROTOCOL, "no proper reply to a call");
	*replyLength = header.length;
	return reply;
}

void boardPost(const uint8_t *message, uint32_t length)
{
	if (pipeWrite(FROM_UNIT_POST, message, length) != PIPE_OK)
		boardStopped(EXIT_PIPE_PROTOCOL, "the host went away");
}

uint8_t *boardFrame(void)
{
	return frame;
}

char *boardStackLimit(void)
{
	return stackLimit;
}

void boardStopped(ExitCode code, const char *message)
{
	uint8_t payload[1 + STATS_BYTES + 512];
	size_t textLength = strlen(message);
	if (textLength > 512)
		textLength = 512;
	payload[0] = (uint8_t)code;
	putStats(payload + 1);
	memcpy(payload + 1 + STATS_BYTES, message, textLength);
	/* Told over the pipe for the host, and by exit status for whoever runs this by hand. */
	pipeWrite(FROM_UNIT_FATAL, payload, (uint32_t)(1 + STATS_BYTES + textLength));
	_exit(code);
}

static void putStats(uint8_t *out)
{
	EngineStats stats = engineStats();
	uint32_t words[STATS_BYTES / 4] = { stats.peakChunkBytes, stats.peakSlotBytes, stats.peakStackBytes,
		stats.chunkLimitBytes, stats.slotLimitBytes, stats.stackLimitBytes, stats.aliasBytes, stats.keyCount,
		(uint32_t)stats.computrons, (uint32_t)(stats.computrons >> 32) };
	size_t i;
	for (i = 0; i < STATS_BYTES; i++)
		out[i] = (uint8_t)(words[i / 4] >> 8 * (i % 4));
}

void boardProtect(void *memory, size_t bytes)
{
	if (mprotect(memory, bytes, PROT_READ))
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
