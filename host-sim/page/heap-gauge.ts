import { html, type TemplateResult } from "lit-html";
import type { Sentence } from "../../terminal/shared/contract.js";
import type { HeapGauge } from "../shared/world-state.js";
import { POOL_NAMES, say } from "./words.js";

/** How full each pool of the engine has been, in KiB of what it has. */
export function heapGauge(text: (sentence: Sentence) => string, heap: HeapGauge | undefined): TemplateResult {
	if (heap === undefined || heap.pools.length === 0) return html`<p class="soft">${text(say.noHeap)}</p>`;
	return html`<div class="pools">${heap.pools.map(({ name, peakBytes, limitBytes }) => {
		const words = text(POOL_NAMES[name]);
		return html`<span>${words}</span>
			<meter min="0" max=${limitBytes} high=${0.9 * limitBytes} .value=${peakBytes} 
				aria-label=${words}></meter>
			<span class="mono">${Math.ceil(peakBytes / 1024)} / ${Math.floor(limitBytes / 1024)} KiB</span>`;
	})}</div>`;
}
