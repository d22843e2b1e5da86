/* What QEMU does for a program that asks its debugger (Arm, Semihosting for AArch32 and AArch64). */
#ifndef SEMIHOSTING_H
#define SEMIHOSTING_H

#include <stdint.h>

/* Ends the emulation with this exit status. */
void semihostingExit(int status) __attribute__((noreturn));

/* Fills `bytes` from the start of a file of the host. @return 0 when all of it was there */
int semihostingReadFile(const char *name, void *bytes, uint32_t length);

/* Creates a file of the host. @return 0 when all was written */
int semihostingWriteFile(const char *name, const void *bytes, uint32_t length);

#endif
