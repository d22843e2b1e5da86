/*
 * 256 KB of the program flash for the store, below the last 64 KB: the page of no meaning that a UF2 for
 * RP2350 carries (erratum E10) wraps into the last sector.
 */
#include "xsmc.h"
#include "xsHost.h"
#include "mc.xs.h"

#include <string.h>
#include "hardware/flash.h"
#include "hardware/regs/addressmap.h"
#include "hardware/sync.h"

#define BYTES (256u * 1024)
#define START (PICO_FLASH_SIZE_BYTES - 64u * 1024 - BYTES)

/* Stands in the image for those who check one. */
const uint32_t storePartition[2] = { START, BYTES };

static uint32_t checked(xsMachine *the, int offsetIndex, xsUnsignedValue length)
{
	xsIntegerValue offset = xsmcToInteger(xsArg(offsetIndex));
	if (offset < 0 || length > BYTES || (uint32_t)offset > BYTES - length)
		xsRangeError("beyond the flash partition");
	return (uint32_t)offset;
}

void xs_flash_partition_length(xsMachine *the)
{
	/* Volatile: the linker would leave out what is only there to be looked at. */
	xsmcSetInteger(xsResult, ((const volatile uint32_t *)storePartition)[1]);
}

void xs_flash_partition_read(xsMachine *the)
{
	void *out;
	xsUnsignedValue length;
	uint32_t offset;
	xsmcGetBufferWritable(xsArg(0), &out, &length);
	offset = checked(the, 1, length);
	memcpy(out, (const void *)(XIP_NOCACHE_NOALLOC_BASE + START + offset), length);
}

void xs_flash_partition_write(xsMachine *the)
{
	void *data;
	xsUnsignedValue length;
	uint32_t offset, done = 0;
	xsmcGetBufferReadable(xsArg(0), &data, &length);
	offset = checked(the, 1, length);
	while (done < length) {
		/* Ones around the bytes leave what stands there: programming only clears bits. */
		uint8_t page[FLASH_PAGE_SIZE];
		uint32_t within = (offset + done) % FLASH_PAGE_SIZE, saved;
		uint32_t step = FLASH_PAGE_SIZE - within;
		if (step > length - done)
			step = length - done;
		memset(page, 0xff, sizeof page);
		memcpy(page + within, (const uint8_t *)data + done, step);
		saved = save_and_disable_interrupts();
		flash_range_program(START + offset + done - within, page, sizeof page);
		restore_interrupts(saved);
		done += step;
	}
}

void xs_flash_partition_erase(xsMachine *the)
{
	xsIntegerValue block = xsmcToInteger(xsArg(0));
	uint32_t saved;
	if ((uint32_t)block >= BYTES / FLASH_SECTOR_SIZE)
		xsRangeError("beyond the flash partition");
	saved = save_and_disable_interrupts();
	flash_range_erase(START + (uint32_t)block * FLASH_SECTOR_SIZE, FLASH_SECTOR_SIZE);
	restore_interrupts(saved);
}
