import type { Crypto, Flash } from "../../hal/hal.js";
import { formatStore } from "../store/format.js";
import { RECORD_KIND } from "../store/record-kinds.js";
import { openStore, type Store } from "../store/store.js";
import { type Identity, loadIdentity, SINGLE } from "./identity.js";

export interface Booted {
	readonly store: Store;
	/** 1 at the first boot; durable, so that (boot count, sequence) never repeats. */
	readonly bootCount: number;
	/** Undefined until the unit has been provisioned. */
	readonly identity: Identity | undefined;
}

/**
 * Opens the store, formats a blank flash, and counts the boot before anything else may happen.
 * @throws Error when the store cannot be used: a unit without its memory must not answer.
 */
export function boot(crypto: Crypto, flash: Flash): Booted {
	const store = openOrFormat(flash);
	return { store, bootCount: countBoot(store), identity: loadIdentity(crypto, store) };
}

function openOrFormat(flash: Flash): Store {
	let opening = openStore(flash);
	if (opening.kind === "unformatted") {
		formatStore(flash);
		opening = openStore(flash);
	}
	if (opening.kind !== "opened") throw new Error(`the store does not open: ${opening.kind}`);
	return opening.store;
}

/** Four bytes, big-endian. */
function countBoot(store: Store): number {
	const bytes = new Uint8Array(4);
	const found = store.readInto(bytes, RECORD_KIND.bootCount, SINGLE);
	if (found.kind === "damaged") throw new Error("the boot counter is damaged");
	const bootCount = 1 + ((bytes[0] << 24) | (bytes[1] << 16) | (bytes[2] << 8) | bytes[3]);
	const counted = Uint8Array.of(bootCount >>> 24, bootCount >>> 16, bootCount >>> 8, bootCount);
	if (store.put(RECORD_KIND.bootCount, SINGLE, counted).kind !== "stored")
		throw new Error("the store is full");
	return bootCount;
}
