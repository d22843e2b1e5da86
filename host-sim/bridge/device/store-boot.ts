/**
 * Opens the store and nothing else, to measure in an engine what a recovery costs (host-sim/store-wear.ts).
 */
import { openStore } from "../../../modules/store/store.js";
import { bootOnHost } from "./boot-on-host.js";

bootOnHost(({ openFlash, trace }, { softwareVersion }) => {
	const flash = openFlash();
	// What the same number of reads costs by itself, on its way over the bridge.
	const [, reads, length] = /^reads (\d+) of (\d+)$/.exec(softwareVersion) ?? [];
	const bytes = new Uint8Array(Number(length ?? 0));
	for (let i = 0; i < Number(reads ?? 0); i++) flash.read(bytes, 0);
	if (reads === undefined) trace(openStore(flash, { maxRecords: Number(softwareVersion) }).kind);
});
