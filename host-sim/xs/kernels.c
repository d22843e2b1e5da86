/* The one list of all loops in machine code. */
#include "kernels.h"

#define KERNELS(KERNEL) \
	KERNEL(accumulateInto, 8) \
	KERNEL(agreementOf, 7) \
	KERNEL(bandInto, 4) \
	KERNEL(blemishFrom, 8) \
	KERNEL(brightnessInto, 7) \
	KERNEL(centreInto, 3) \
	KERNEL(clearBytes, 3) \
	KERNEL(continueOutside, 3) \
	KERNEL(countErrors, 6) \
	KERNEL(darkDiscsInto, 6) \
	KERNEL(decodeSymbols, 7) \
	KERNEL(decodeWords, 7) \
	KERNEL(edgeAlong, 10) \
	KERNEL(fillHoles, 4) \
	KERNEL(filterEven, 8) \
	KERNEL(filterOdd, 8) \
	KERNEL(followRays, 9) \
	KERNEL(foursInto, 5) \
	KERNEL(greatestDistance, 3) \
	KERNEL(histogramInto, 3) \
	KERNEL(keepLargest, 4) \
	KERNEL(layOutInto, 6) \
	KERNEL(layRingsInto, 5) \
	KERNEL(levelsInto, 5) \
	KERNEL(limbusInto, 10) \
	KERNEL(lowestInto, 6) \
	KERNEL(meanOfPlane, 2) \
	KERNEL(meanSize, 4) \
	KERNEL(measuredInto, 2) \
	KERNEL(mixInto, 2) \
	KERNEL(occlusionInto, 3) \
	KERNEL(openInPlace, 3) \
	KERNEL(packCells, 3) \
	KERNEL(padCells, 6) \
	KERNEL(placeCells, 7) \
	KERNEL(pupilInto, 8) \
	KERNEL(raysInto, 13) \
	KERNEL(resampleFrom, 12) \
	KERNEL(ridgeInto, 5) \
	KERNEL(rimInto, 6) \
	KERNEL(secondDifferences, 6) \
	KERNEL(shrinkBlocks, 7) \
	KERNEL(signsInto, 2) \
	KERNEL(softenCells, 5) \
	KERNEL(softenPlane, 7) \
	KERNEL(splitAt, 4) \
	KERNEL(stepsInto, 6) \
	KERNEL(strikeOut, 5) \
	KERNEL(sumPeaksInto, 7) \
	KERNEL(takeAwayGlare, 3) \
	KERNEL(thresholdInto, 4) \
	KERNEL(unpackChoice, 4) \
	KERNEL(unwrapFrom, 9) \
	KERNEL(waveletInto, 6) \
	KERNEL(widenBlemishes, 3) \
	KERNEL(wipeFreed, 0)

#define DECLARE(NAME, COUNT) void xs_##NAME(xsMachine *the);
#define ENTRY(NAME, COUNT) { #NAME, xs_##NAME, COUNT },

KERNELS(DECLARE)

void kernelsInto(xsMachine *the)
{
	static const struct {
		const char *name;
		xsCallback function;
		int parameters;
	} kernels[] = { KERNELS(ENTRY) };
	unsigned i;
	for (i = 0; i < sizeof kernels / sizeof *kernels; i++) {
		xsVar(1) = xsNewHostFunction(kernels[i].function, kernels[i].parameters);
		xsDefine(xsVar(0), xsID(kernels[i].name), xsVar(1), xsDefault);
	}
}
