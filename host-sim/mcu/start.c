/*
 * How a program starts and ends on QEMU's mps2-an500 without an operating system: vectors, memory, faults,
 * the count of instructions, and what newlib asks for. What the program does is its own `main`.
 */
#include "start.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/time.h>

#include "board.h"
#include "semihosting.h"
#include "uart.h"

typedef struct {
	volatile uint32_t control, value, reload;
} Timer;

#define TIMER0 ((Timer *)0x40000000)

extern uint8_t dataStart[], dataEnd[], dataLoad[], bssStart[], bssEnd[], stackBottom[], stackTop[];

uint8_t *heapNext, *heapLimit;

int main(void);

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
