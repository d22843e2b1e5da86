/*
 * What XS asks of its platform (XSPLATFORM): a single-threaded little-endian machine without console and
 * debugger, whose memory is one arena handed over at boot. Used for the host (64-bit and -m32) and for
 * bare-metal Cortex-M.
 */
#ifndef PLATFORM_H
#define PLATFORM_H

#undef mxLittleEndian
#define mxLittleEndian 1
#define mxExport extern
#define mxImport extern
#define XS_FUNCTION_NORETURN __attribute__((noreturn))

#include <ctype.h>
#include <float.h>
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#if defined(__unix__) || defined(__APPLE__)
#include <arpa/inet.h>
#endif

#define mxUseDefaultBuildKeys 1
#define mxUseDefaultSharedChunks 1
#define mxUseDefaultCStackLimit 0 /* the board knows its C stack */
#define mxUseDefaultParseScript 0 /* bytecode.c parses, in compile mode only */
#define mxCESU8 1                 /* strings as the Moddable SDK stores them */
#define mxNoConsole 1             /* standard output belongs to the pipe */

/* Our part of the machine record: the arena is used from both ends. */
#define mxMachinePlatform \
	char *arenaLow; \
	char *arenaHigh; \
	int promiseJobsQueued;

#endif
