/*
 * Frames between the host (Node) and the unit, on standard input and output or a serial line:
 *
 *     u32 little-endian length of the payload | u8 kind | payload
 */
#ifndef PIPE_H
#define PIPE_H

#include <stddef.h>
#include <stdint.h>

/* Longest payload but for a camera frame; a flash block and its envelope fit sixteen times. */
#define PAYLOAD_MAX 65536u

typedef enum {
	TO_UNIT_EVENT = 1,
	TO_UNIT_FRAME = 2, /* pixels for the frame buffer; no answer */
	TO_UNIT_REPLY = 3, /* answer to FROM_UNIT_CALL */
	TO_UNIT_STATS = 4,
	TO_UNIT_QUIT = 5,
	TO_UNIT_COLLECT = 6 /* garbage; answered with statistics */
} ToUnit;

typedef enum {
	FROM_UNIT_POST = 1,
	FROM_UNIT_CALL = 2,
	FROM_UNIT_IDLE = 3,
	FROM_UNIT_STATS = 4,
	FROM_UNIT_FATAL = 5 /* u8 exit code, statistics, UTF-8 text */
} FromUnit;

typedef struct {
	uint8_t kind;
	uint32_t length;
} PipeHeader;

typedef enum { PIPE_OK, PIPE_CLOSED, PIPE_BROKEN } PipeState;

/* PIPE_CLOSED only when the pipe ends between two frames. */
PipeState pipeReadHeader(PipeHeader *header);
PipeState pipeReadPayload(uint8_t *payload, uint32_t length);
/* The payload of a camera frame, on boards that have a quicker way for it. */
PipeState pipeReadPixels(uint8_t *pixels, uint32_t length);
PipeState pipeWrite(FromUnit kind, const uint8_t *payload, uint32_t length);

#endif
