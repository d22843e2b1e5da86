/*
 * What the engine core asks of the board it runs on: a process on the host (main.c), or an emulated
 * microcontroller (../mcu/board.c). Both speak with the world over a pipe (serve.c).
 */
#ifndef BOARD_H
#define BOARD_H

#include <stddef.h>
#include <stdint.h>

#include "exit-codes.h"

/* One camera frame, 640x480, one byte a pixel. */
#define FRAME_BYTES 307200u

/* Synchronous request of the unit. The reply stays valid until the next call. */
const uint8_t *boardCall(const uint8_t *request, uint32_t length, uint32_t *replyLength);

/* One-way message of the unit. */
void boardPost(const uint8_t *message, uint32_t length);

/* FRAME_BYTES of memory outside the JavaScript heap, the same every time. */
uint8_t *boardFrame(void);

/* The lowest address to which the C stack may grow. */
char *boardStackLimit(void);

/* Are loops to run in machine code where modules/ has a twin of them in C? */
int boardHasKernels(void);

/* What was spent since boot: instructions where the board counts them, else computrons. */
double boardCost(void);

/* Ends the program, without any more of it. */
void boardExit(ExitCode code) __attribute__((noreturn));

/* The engine is dead and its memory is not to be trusted; `message` is for the developer. Does not return. */
void boardStopped(ExitCode code, const char *message) __attribute__((noreturn));

#endif
