/** The firmware in this process, on a link to a real broker, provisioned and ready: nobody is enrolled. */

import type { Crypto } from "../../hal/hal.js";
import type { UnitAddress } from "../../modules/messages/topics.js";
import { formatStore } from "../../modules/store/format.js";
import { openStore } from "../../modules/store/store.js";
import { Journal } from "../../modules/unit/journal.js";
import { startUnit } from "../../modules/unit/unit.js";
import type { KnownUnit } from "../../terminal/exchange.js";
import { createSigningKey, type SigningKeyPair } from "../../terminal/keys.js";
import type { TlsFiles } from "../../terminal/mqtt.js";
import { createNativeCrypto } from "../../terminal/native-crypto.js";
import type { Front } from "../day/presenter.js";
import { provision } from "../day/provision.js";
import { powerOn } from "../doors/board.js";
import { SimulatedCamera } from "../doors/camera.js";
import { SimulatedConsole } from "../doors/console.js";
import { systemEntropy } from "../doors/entropy.js";
import { SimulatedIlluminator } from "../doors/illuminator.js";
import { MqttLink } from "../doors/link-mqtt.js";
import { createNodeCrypto } from "../doors/node-crypto.js";
import { SimulatedPresence } from "../doors/presence.js";
import { driveInRealTime } from "../doors/real-time.js";
import { Scheduler } from "../doors/scheduler.js";
import type { SimulatedSlots } from "../doors/slots.js";
import { SimulatedTamper } from "../doors/tamper.js";
import { NorFlash } from "../world/nor-flash.js";
import { NOR_PARTS } from "../world/nor-parts.js";

export interface LiveUnitOptions {
	readonly brokerUrl: string;
	/** How many times faster than the wall's the unit's clock runs. */
	readonly speed?: number;
	readonly reconnectMs?: number;
	readonly reconnectMaxMs?: number;
	/** For mqtts: who signs the broker's certificate, and what the unit shows of itself. */
	readonly tls?: TlsFiles;
	/** Firmware that can be exchanged; without them it cannot. */
	readonly slots?: SimulatedSlots;
}

export interface LiveUnit {
	readonly known: KnownUnit;
	readonly terminalKey: SigningKeyPair;
	readonly authorityKey: SigningKeyPair;
	/** Where somebody may stand before it. */
	readonly front: Front;
	/** What notices that the case is opened. */
	readonly tamper: SimulatedTamper;
	/** Rejects with what stopped the firmware. */
	readonly stopped: Promise<void>;
	/** Power off and on again. */
	restart(): void;
	/** Power off; then what its flash says of the audit chain. */
	close(): Promise<{ readonly sequence: number; readonly head: Uint8Array; readonly waiting: number }>;
}

export const ADDRESS: UnitAddress = { site: "s1", terminal: "t1", unit: "u1" };

const CONFIG = { softwareVersion: "live", bundleHash: new Uint8Array(32) };

export async function startLiveUnit(options: LiveUnitOptions): Promise<LiveUnit> {
	const { brokerUrl, tls, speed = 1, reconnectMs = 250, reconnectMaxMs = 30_000, slots } = options;
	const scheduler = new Scheduler();
	// The unit's own door, with OpenSSL for the signatures: a device has hardware for them.
	const crypto = {
		...createNodeCrypto({ entropy: systemEntropy, deviceRoot: randomRoot() }),
		...createNativeCrypto(),
	};
	const flash = new NorFlash({ part: NOR_PARTS.w25q128jv, blocks: FLASH_BLOCKS, seed: 1 });
	formatStore(flash);
	const reconnect = { reconnectMs, reconnectMaxMs, ...(tls === undefined ? {} : { tls }) };
	const link = new MqttLink({ url: brokerUrl, clientId: "unit", scheduler, ...reconnect });
	const board = {
		scheduler,
		crypto,
		camera: new SimulatedCamera(scheduler),
		illuminator: new SimulatedIlluminator(scheduler),
		presence: new SimulatedPresence(scheduler),
		flash,
		link,
		console: new SimulatedConsole(scheduler),
		tamper: new SimulatedTamper(scheduler),
		trace: () => {},
		// Once the event in hand is done.
		onRestart: () => {
			scheduler.schedule(0, () => {
				powered.powerOff();
				powered = start();
			});
		},
		...(slots === undefined ? {} : { slots: slots.door }),
	};
	const start = () => {
		const firmwareVersion = slots?.boot() ?? 0;
		const on = powerOn(board);
		startUnit(on.doors, { ...CONFIG, firmwareVersion });
		return on;
	};
	let powered = start();
	const driver = driveInRealTime(scheduler, async () => {}, speed);
	const [terminalKey, authorityKey] = [createSigningKey(crypto), createSigningKey(crypto)];
	const provisioned = await Promise.race([
		provision(board.console, {
			address: ADDRESS,
			terminalKey: terminalKey.publicKey,
			authorityKey: authorityKey.publicKey,
		}),
		driver.stopped.then(() => ({ kind: "refused", reason: "the unit has stopped" }) as const),
	]);
	if (provisioned.kind === "refused") throw new Error(`the unit is not set up: ${provisioned.reason}`);
	return {
		known: provisioned.unit,
		terminalKey,
		authorityKey,
		front: board,
		tamper: board.tamper,
		stopped: driver.stopped,
		restart: board.onRestart,
		async close() {
			powered.powerOff();
			await link.ended();
			driver.close();
			await driver.stopped;
			const { sequence, head, waiting } = journalOf(crypto, flash);
			return { sequence, head, waiting: waiting.length };
		},
	};
}

/** Room for the outbox, small enough to be searched quickly. */
const FLASH_BLOCKS = 24;

function randomRoot(): Uint8Array {
	const root = new Uint8Array(32);
	systemEntropy(root);
	return root;
}

/** What the unit would find if its power were cut now. */
function journalOf(crypto: Crypto, flash: NorFlash): Journal {
	const opening = openStore(flash);
	if (opening.kind !== "opened") throw new Error(`the unit's store is ${opening.kind}`);
	return new Journal(crypto, opening.store);
}
