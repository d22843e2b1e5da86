import type { EngineStats } from "../engines/engine.js";
import { deviceLimits, deviceSlotBytes } from "../engines/limits.js";
import type { HeapGauge, Pool } from "../shared/world-state.js";

/**
 * Peaks since boot: an engine does not tell what is in use now.
 *
 * @param bits of the engine's pointers; a slot of 64 bits is twice the device's
 */
export function heapGauge(stats: EngineStats, bits: 32 | 64): HeapGauge {
	const { engine, computrons } = stats;
	if (stats.heapLimitBytes === 0) return { engine, pools: [], computrons };
	const limits = deviceLimits(bits);
	const slotBytes = (deviceSlotBytes * bits) / 32;
	const pools: readonly Pool[] = [
		{ name: "chunks", peakBytes: stats.peakChunkBytes, limitBytes: limits.chunkBytes },
		{ name: "slots", peakBytes: stats.peakSlotBytes, limitBytes: limits.slotCount * slotBytes },
		{ name: "stack", peakBytes: stats.peakStackBytes, limitBytes: limits.stackCount * slotBytes },
		{ name: "all", peakBytes: stats.heapBytes, limitBytes: stats.heapLimitBytes },
	];
	return { engine, pools, computrons };
}
