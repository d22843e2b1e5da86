/**
 * Runs in XS: each loop in machine code beside its twin, on random arguments. Answers a seed with how many
 * values differ, of each loop in turn, and the seed 0 with how many loops took arrays too small for them.
 */
import { type ImageKernels, imageDifferences } from "./image-loops.js";
import { type IrisKernels, irisDifferences } from "./iris-loops.js";
import { type PalmKernels, palmDifferences } from "./palm-loops.js";
import { type ProtectionKernels, protectionDifferences } from "./protection-loops.js";

type Kernels = ImageKernels & IrisKernels & PalmKernels & ProtectionKernels;

declare const nativeKernels: Kernels | undefined;

globalThis.onHostEvent = (event) => {
	const seed = new Uint8Array(event)[0];
	hostPost(Int32Array.from(typeof nativeKernels === "undefined" ? [-1] : answer(nativeKernels, seed)).buffer);
};

function answer(kernels: Kernels, seed: number): readonly number[] {
	if (seed === 0) return [takenTooSmall(kernels)];
	return [
		...imageDifferences(kernels, seed),
		...irisDifferences(kernels, seed),
		...palmDifferences(kernels, seed),
		...protectionDifferences(kernels, seed),
	];
}

/** How many of these loops do not refuse to read or write beyond the end of an array. */
function takenTooSmall(kernels: Kernels): number {
	const bytes = new Uint8Array(15);
	const samples = new Int16Array(15);
	const calls = [
		() => kernels.shrinkBlocks(bytes, bytes, 0, 8, 8, 8, 2),
		() => kernels.resampleFrom(bytes, bytes, bytes, 0, 3, 3, 3, 4, 0, 0, 65536, 0),
		() => kernels.filterEven(samples, 0, 8, 2, 1, 8, samples, 3),
		() => kernels.filterOdd(samples, -1, 8, 1, 1, 8, samples, 3),
		() => kernels.openInPlace(bytes, 4, 4),
		() => kernels.thresholdInto(bytes, bytes, 16, 3),
		() => kernels.softenPlane(new Int8Array(15), samples, bytes, 1, 15, 100, 15),
		() => kernels.clearBytes(bytes, 8, 16),
		() => kernels.splitAt(new Int32Array(3), samples, 4, 100),
		() => kernels.lowestInto(samples, samples, 15, 4, 4, 2),
		() => kernels.edgeAlong(bytes, 4, 4, 0, 0, 0, 0, 0, 1, 1),
	];
	return calls.filter((call) => !refuses(call)).length;
}

function refuses(call: () => unknown): boolean {
	try {
		call();
		return false;
	} catch (error) {
		return error instanceof RangeError;
	}
}
