import type { Crypto, Flash, NetworkSettings } from "../../hal/hal.js";
import { formatStore } from "../store/format.js";
import { RECORD_KIND } from "../store/record-kinds.js";
import { openStore, type Store, type StoreOpening } from "../store/store.js";
import { type Identity, loadIdentity } from "./identity.js";
import { loadNetwork } from "./network.js";
import { readUint32, SINGLE, writeUint32 } from "./store-keys.js";

export interface Booted {
	readonly store: Store;
	/** 1 at the first boot; durable, so that (boot count, sequence) never repeats. */
	readonly bootCount: number;
	/** Undefined until the unit has been provisioned. */
	readonly identity: Identity | undefined;
	/** Undefined where the board has its own way to a broker. */
	readonly network: NetworkSettings | undefined;
	/** Bit rot has made something in the store unreadable. */
	readonly isStoreDamaged: boolean;
}

/**
 * Opens the store, formats a blank flash, and counts the boot before anything else may happen.
 * @throws Error when the store cannot be used: a unit without its memory must not answer.
 */
export function boot(crypto: Crypto, flash: Flash): Booted {
	const { store, recovered } = openOrFormat(flash);
	const isStoreDamaged = recovered.damaged > 0;
	const bootCount = countBoot(store);
	const identity = loadIdentity(crypto, store);
	return { store, bootCount, identity, network: loadNetwork(crypto, store), isStoreDamaged };
}

function openOrFormat(flash: Flash): StoreOpening & { kind: "opened" } {
	let opening = openStore(flash);
	if (opening.kind === "unformatted") {
		formatStore(flash);
		opening = openStore(flash);
	}
	if (opening.kind !== "opened") throw new Error(`the store does not open: ${opening.kind}`);
	return opening;
}

/** Four bytes, big-endian. */
function countBoot(store: Store): number {
	const bytes = new Uint8Array(4);
	const found = store.readInto(bytes, RECORD_KIND.bootCount, SINGLE);
	if (found.kind === "damaged") throw new Error("the boot counter is damaged");
	const bootCount = 1 + readUint32(bytes, 0);
	writeUint32(bytes, 0, bootCount);
	if (store.put(RECORD_KIND.bootCount, SINGLE, bytes).kind !== "stored") throw new Error("the store is full");
	return bootCount;
}
