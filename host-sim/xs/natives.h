/* Functions of ours that natives.c makes known to JavaScript. */
#ifndef NATIVES_H
#define NATIVES_H

#include "xs.h"

/* natives-bench.c */
void hostCost(xsMachine *the);
void hostBootCost(xsMachine *the);
void hostSha256(xsMachine *the);
void hostHmac(xsMachine *the);
void hostSeal(xsMachine *the);
void hostOpen(xsMachine *the);
void hostP256Pair(xsMachine *the);
void hostP256Finish(xsMachine *the);
void hostP256PublicKey(xsMachine *the);
void hostP256IsPublicKey(xsMachine *the);
void hostP256Verify(xsMachine *the);

#endif
