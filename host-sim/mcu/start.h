#ifndef START_H
#define START_H

#include <stdint.h>

/* What the board has at address 0. */
#define FLASH_BYTES 0x400000u

/* Where malloc takes from; nothing until the program says so. */
extern uint8_t *heapNext, *heapLimit;

#endif
