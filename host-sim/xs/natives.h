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

/* word-peaks.c and pose.c in modules/ */
void xs_sumPeaksInto(xsMachine *the);
void xs_packCells(xsMachine *the);
void xs_layOutInto(xsMachine *the);

#endif
