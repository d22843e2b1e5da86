#include "semihosting.h"

#include <string.h>

enum { SYS_OPEN = 0x01, SYS_CLOSE = 0x02, SYS_WRITE = 0x05, SYS_READ = 0x06, SYS_EXIT_EXTENDED = 0x20 };
enum { OPEN_RB = 1, OPEN_WB = 5 };
#define APPLICATION_EXIT 0x20026u

static uint32_t call(uint32_t operation, const uint32_t *arguments)
{
	register uint32_t r0 __asm__("r0") = operation;
	register const uint32_t *r1 __asm__("r1") = arguments;
	__asm__ volatile("bkpt 0xab" : "+r"(r0) : "r"(r1) : "memory");
	return r0;
}

void semihostingExit(int status)
{
	uint32_t arguments[2] = { APPLICATION_EXIT, (uint32_t)status };
	for (;;)
		call(SYS_EXIT_EXTENDED, arguments);
}

/* Both answer how many bytes were not moved. */
static int transfer(const char *name, uint32_t mode, uint32_t operation, uint32_t address, uint32_t length)
{
	uint32_t open[3] = { (uint32_t)name, mode, strlen(name) };
	uint32_t file = call(SYS_OPEN, open);
	uint32_t arguments[3] = { file, address, length };
	uint32_t left;
	if (file == UINT32_MAX)
		return -1;
	left = call(operation, arguments);
	call(SYS_CLOSE, &file);
	return left ? -1 : 0;
}

int semihostingReadFile(const char *name, void *bytes, uint32_t length)
{
	return transfer(name, OPEN_RB, SYS_READ, (uint32_t)bytes, length);
}

int semihostingWriteFile(const char *name, const void *bytes, uint32_t length)
{
	return transfer(name, OPEN_WB, SYS_WRITE, (uint32_t)bytes, length);
}
