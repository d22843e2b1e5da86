/*
 * The pipe to the host over UART 0 of the board (CMSDK APB UART, Arm DDI 0479C section 4.3). Pixels would
 * take a minute a frame: the camera's frame store is a file of the host instead, as a parallel port would be.
 */
#include "pipe.h"

#include <stddef.h>

#include "semihosting.h"
#include "uart.h"

typedef struct {
	volatile uint32_t data, state, control, interrupt, baudDivider;
} Uart;

#define UART0 ((Uart *)0x40004000)
#define TX_FULL 1u
#define RX_FULL 2u
#define FRAME_STORE "frame.bin"

void uartStart(void)
{
	UART0->baudDivider = 16;
	UART0->control = 3; /* transmit and receive */
}

static void put(const uint8_t *bytes, uint32_t length)
{
	uint32_t i;
	for (i = 0; i < length; i++) {
		while (UART0->state & TX_FULL) {
		}
		UART0->data = bytes[i];
	}
}

static void get(uint8_t *bytes, uint32_t length)
{
	uint32_t i;
	for (i = 0; i < length; i++) {
		while (!(UART0->state & RX_FULL)) {
		}
		bytes[i] = (uint8_t)UART0->data;
	}
}

PipeState pipeReadHeader(PipeHeader *header)
{
	uint8_t bytes[5];
	get(bytes, sizeof bytes);
	header->length = (uint32_t)bytes[0] | (uint32_t)bytes[1] << 8 | (uint32_t)bytes[2] << 16
		| (uint32_t)bytes[3] << 24;
	header->kind = bytes[4];
	return PIPE_OK;
}

PipeState pipeReadPayload(uint8_t *payload, uint32_t length)
{
	get(payload, length);
	return PIPE_OK;
}

PipeState pipeReadPixels(uint8_t *pixels, uint32_t length)
{
	return semihostingReadFile(FRAME_STORE, pixels, length) ? PIPE_BROKEN : PIPE_OK;
}

PipeState pipeWrite(FromUnit kind, const uint8_t *payload, uint32_t length)
{
	uint8_t header[5] = { (uint8_t)length, (uint8_t)(length >> 8), (uint8_t)(length >> 16),
		(uint8_t)(length >> 24), (uint8_t)kind };
	put(header, sizeof header);
	put(payload, length);
	return PIPE_OK;
}
