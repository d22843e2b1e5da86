import { serveUnit } from "../bridge/host/serve-unit.js";
import { powerOn } from "../doors/board.js";
import { SimulatedCamera } from "../doors/camera.js";
import { SimulatedConsole } from "../doors/console.js";
import { systemEntropy } from "../doors/entropy.js";
import { SimulatedIlluminator } from "../doors/illuminator.js";
import { MemoryLink } from "../doors/link-memory.js";
import { createNodeCrypto } from "../doors/node-crypto.js";
import { SimulatedPresence } from "../doors/presence.js";
import { Scheduler } from "../doors/scheduler.js";
import { TopicRouter } from "../doors/topic-router.js";
import { type Bundle, bundleFirmware, stopBundler } from "../engines/bundle.js";
import { startXsEngine } from "../engines/xs-engine.js";
import type { NorFlash } from "../world/nor-flash.js";

export interface RecoveryCost {
	/** Of the recovery alone. */
	readonly computrons: number;
	/** Of carrying its reads over the simulator's bridge, which a device has not. */
	readonly bridgeComputrons: number;
}

/**
 * Opens the store of `flash` in XS, as a boot after a cut does; `reads` of `bytesRead` in all are what
 * that takes.
 */
export async function measureRecovery(
	flash: NorFlash,
	maxRecords: number,
	{ reads, bytesRead }: { readonly reads: number; readonly bytesRead: number },
): Promise<RecoveryCost> {
	try {
		const bundle = await bundleFirmware("host-sim/bridge/device/store-boot.ts");
		const idle = await computronsOf(bundle, flash.clone(1), "reads 0 of 0");
		const carried = await computronsOf(
			bundle,
			flash.clone(1),
			`reads ${reads} of ${Math.round(bytesRead / reads)}`,
		);
		const all = await computronsOf(bundle, flash.clone(1), String(maxRecords));
		return { computrons: all - carried, bridgeComputrons: carried - idle };
	} finally {
		await stopBundler();
	}
}

async function computronsOf(bundle: Bundle, flash: NorFlash, softwareVersion: string): Promise<number> {
	const scheduler = new Scheduler();
	const { doors, powerOff } = powerOn({
		scheduler,
		crypto: createNodeCrypto({ entropy: systemEntropy, deviceRoot: new Uint8Array(32) }),
		camera: new SimulatedCamera(scheduler),
		illuminator: new SimulatedIlluminator(scheduler),
		presence: new SimulatedPresence(scheduler),
		flash,
		link: new MemoryLink(scheduler, new TopicRouter()),
		console: new SimulatedConsole(scheduler),
		trace: () => {},
	});
	const unit = await serveUnit({
		start: (host) => startXsEngine({ bundle, bits: 64, limits: { eventComputrons: 0 } }, host),
		doors,
		softwareVersion,
		bundleHash: new Uint8Array(32),
	});
	const { computrons } = await unit.engine.stats();
	await unit.close();
	powerOff();
	return computrons;
}
