/*
 * A bundle compiled once into an image that runs in place, from flash on a microcontroller: parsing needs
 * megabytes, running what was parsed needs none.
 *
 *     offset  bytes
 *          0      4  "XSI1"
 *          4      4  fingerprint of the engine, below
 *          8      4  length of the whole image
 *         12      4  offset of the bytecode, a multiple of 4
 *         16      4  count of names
 *         20         names, each: u16 key number, zero-terminated text
 *        ...         bytecode, to the end of the image
 *
 * All numbers are little-endian. Bytecode names properties by the key numbers of the running machine. The
 * image fixes them at compile time, so it runs only on a machine that hands out the same numbers: one with
 * the same built-in names in the same order.
 */
#ifndef BYTECODE_H
#define BYTECODE_H

#define MAGIC "XSI1"
#define HEADER_BYTES 20

extern const txS1 gxCodeSizes[];

/* Of an engine before it has met a bundle: what an image must have been compiled for. */
uint32_t bytecodeFingerprint(txMachine *the);

#endif
