/* The root of the unit's keys: 16 rows of OTP page 60, with error correction, burnt when the unit is made. */
#include "xsmc.h"
#include "xsHost.h"
#include "mc.xs.h"

#include "hardware/regs/addressmap.h"

#define ROOT_BYTES 32
#define FIRST_ROW (60u * 64)

void xs_otp_root_into(xsMachine *the)
{
	/* One half-word a row (RP2350 data sheet, 13.5.1). */
	const volatile uint16_t *row = (const volatile uint16_t *)OTP_DATA_BASE + FIRST_ROW;
	uint8_t *out, any = 0, all = 0xff;
	void *data;
	xsUnsignedValue length;
	int i;
	xsmcGetBufferWritable(xsArg(0), &data, &length);
	if (length != ROOT_BYTES)
		xsRangeError("a root is 32 bytes");
	out = data;
	for (i = 0; i < ROOT_BYTES / 2; i++) {
		uint16_t half = row[i];
		out[2 * i] = (uint8_t)half;
		out[2 * i + 1] = (uint8_t)(half >> 8);
		any |= out[2 * i] | out[2 * i + 1];
		all &= out[2 * i] & out[2 * i + 1];
	}
	/* A locked page reads as ones: the same root for every unit. */
	if (any == 0 || all == 0xff)
		xsUnknownError("no root key in OTP page 60");
}
