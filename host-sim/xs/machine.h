/* Shared by the files that see the inside of the XS machine (they include xsAll.h first). */
#ifndef MACHINE_H
#define MACHINE_H

#include <stddef.h>
#include <stdint.h>

/* The arena of the machine that is being built. */
void machineArena(char **low, char **high);

/* natives.c: hostCall, hostPost, hostFrame, and away with what the device lacks. */
void nativesInstall(void *machine);
void nativesDeliver(void *machine, const uint8_t *event, uint32_t length);

/* bytecode.c */
void bytecodeRun(txMachine *the, const uint8_t *image, size_t length);
uint8_t *bytecodeCompile(txMachine *the, const char *source, size_t length, size_t *imageLength);

#endif
