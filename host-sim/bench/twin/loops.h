/* The loops that palms need, called as RUN(shrinkBlocks, ARRAY(out), ..., NUMBER(2)). */
#ifndef LOOPS_H
#define LOOPS_H

#include "kernel-arrays.h"

#define LOOPS(LOOP) \
	LOOP(blemishFrom) LOOP(brightnessInto) LOOP(centreInto) LOOP(continueOutside) LOOP(countErrors) \
	LOOP(decodeSymbols) LOOP(decodeWords) LOOP(edgeAlong) LOOP(fillHoles) LOOP(filterEven) \
	LOOP(filterOdd) LOOP(followRays) LOOP(foursInto) LOOP(greatestDistance) LOOP(histogramInto) \
	LOOP(keepLargest) LOOP(layOutInto) LOOP(levelsInto) LOOP(lowestInto) LOOP(meanSize) LOOP(mixInto) \
	LOOP(openInPlace) LOOP(packCells) LOOP(padCells) LOOP(placeCells) LOOP(resampleFrom) \
	LOOP(ridgeInto) LOOP(secondDifferences) LOOP(shrinkBlocks) LOOP(signsInto) LOOP(softenPlane) \
	LOOP(splitAt) LOOP(strikeOut) LOOP(sumPeaksInto) LOOP(thresholdInto) LOOP(unpackChoice) \
	LOOP(widenBlemishes)

#define DECLARE(NAME) void xs_##NAME(xsMachine *the);
LOOPS(DECLARE)

#define RUN(NAME, ...) runLoop(xs_##NAME, (const Argument[]){ __VA_ARGS__ })
#define ARRAY(MEMORY) BYTES(MEMORY, sizeof(MEMORY))
#define BYTES(MEMORY, COUNT) { .memory = (void *)(MEMORY), .bytes = (uint32_t)(COUNT) }
#define NUMBER(VALUE) { .number = (VALUE) }

static inline int32_t runLoop(void (*loop)(xsMachine *), const Argument *arguments)
{
	xsMachine machine = { .arguments = arguments };
	loop(&machine);
	return machine.result;
}

#endif
