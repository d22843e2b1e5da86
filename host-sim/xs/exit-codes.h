/*
 * How an engine can end. The number is the exit status of the host process and the first byte of the last
 * message on its pipe; host-sim/engines/exit-codes.ts holds the same list with a sentence for each.
 */
#ifndef EXIT_CODES_H
#define EXIT_CODES_H

typedef enum {
	EXIT_DONE = 0,                 /* the host closed the pipe or said quit */
	EXIT_CHUNKS_FULL = 10,         /* no room for a string, buffer, array or big integer, after collection */
	EXIT_SLOTS_FULL = 11,          /* no room for an object, property or closure, after collection */
	EXIT_STACK_OVERFLOW = 12,      /* value stack or C stack exhausted */
	EXIT_COMPUTRON_LIMIT = 13,     /* one event ran longer than allowed */
	EXIT_UNHANDLED_EXCEPTION = 14, /* an exception left the bundle */
	EXIT_UNHANDLED_REJECTION = 15, /* a promise was rejected and nobody listened */
	EXIT_NO_MORE_KEYS = 16,        /* more property names than the key table holds */
	EXIT_PIPE_PROTOCOL = 17,       /* truncated, oversized, unknown or unexpected frame */
	EXIT_IMAGE_REFUSED = 18,       /* the image is damaged or was compiled by an engine built otherwise */
	EXIT_ENGINE_FAULT = 19,        /* the engine failed a check of its own */
	EXIT_READ_ONLY = 20,           /* a write to what was preloaded, which lies in flash on a device */
	EXIT_USAGE = 64                /* bad arguments, unreadable file, no memory for the arena */
} ExitCode;

#endif
