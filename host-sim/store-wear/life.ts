import { formatStore } from "../../modules/store/format.js";
import { footprintOf } from "../../modules/store/layout.js";
import { RECORDS_DEFAULT } from "../../modules/store/limits.js";
import { RECORD_KIND } from "../../modules/store/record-kinds.js";
import { type Change, openStore, type Store } from "../../modules/store/store.js";
import { keyOf } from "../powercut/model.js";
import { isCut, NorFlash, TEAR_MODELS } from "../world/nor-flash.js";
import type { NorPart } from "../world/nor-parts.js";

export interface LifeOptions {
	readonly part: NorPart;
	readonly blocks: number;
	/** "full": as many as leave room for the records of one verification. */
	readonly enrolments: number | "full";
}

/** What a boot takes after a cut. */
export interface Recovery {
	/** The flash as the cut left it. */
	readonly asCut: NorFlash;
	readonly reads: number;
	readonly bytesRead: number;
	readonly programs: number;
	readonly erases: number;
}

/** What an office writes into a store: enrolments once, then verifications, and a boot every day. */
export class Life {
	readonly flash: NorFlash;
	/** What the store is opened with: the unit's own number, or more where more are asked for. */
	readonly maxRecords: number;
	readonly enrolments: number;
	/** The most that one commit has taken. */
	readonly most = { operations: 0, erases: 0 };
	#store: Store;
	#sequence = 0;

	constructor({ part, blocks, enrolments }: LifeOptions) {
		this.flash = new NorFlash({ part, blocks, seed: 1 });
		formatStore(this.flash);
		this.maxRecords = enrolments === "full" ? RECORDS_DEFAULT : 2 * enrolments + 200;
		this.#store = this.#open();
		this.boot(0);
		this.#save([{ kind: RECORD_KIND.identity, key: keyOf(0), value: bytes(400) }]);
		this.enrolments = enrolments === "full" ? this.#enrolMost() : enrolments;
		for (let i = 0; enrolments !== "full" && i < enrolments; i++) this.#enrol(i);
	}

	get store(): Store {
		return this.#store;
	}

	boot(count: number): void {
		this.#store = this.#open();
		this.#save([{ kind: RECORD_KIND.bootCount, key: keyOf(0), value: bytes(4, count) }]);
	}

	/** The attempt; its outcome with the audit chain and the result to send; the receipt. */
	verify(operator: number): void {
		const attempts = { kind: RECORD_KIND.attempts, key: keyOf(operator) };
		const message = { kind: RECORD_KIND.outbox, key: keyOf(++this.#sequence) };
		const sequence = this.#sequence;
		this.#save([{ ...attempts, value: bytes(8, sequence) }]);
		this.#save([
			{ ...attempts, value: bytes(8) },
			{ kind: RECORD_KIND.auditHead, key: keyOf(0), value: bytes(40, sequence) },
			{ kind: RECORD_KIND.auditEntry, key: keyOf(sequence % AUDIT_ENTRIES), value: bytes(64, sequence) },
			{ ...message, value: bytes(MESSAGE, sequence) },
		]);
		this.#receive(sequence);
	}

	/** The terminal has it. */
	#receive(sequence: number): void {
		this.#save([{ kind: RECORD_KIND.outbox, key: keyOf(sequence), value: undefined }]);
	}

	/**
	 * Cuts the power in a verification and boots again, once at each of its operations and then from the first
	 * one again.
	 * @returns the boot that read the most
	 */
	worstRecovery(): Recovery {
		let worst: Recovery | undefined;
		for (let cut = 0, operation = 0; cut < CUTS; cut++) {
			const recovery = this.#recoverFrom(operation);
			operation = recovery === undefined ? 0 : operation + 1;
			if (recovery !== undefined && recovery.reads > (worst?.reads ?? 0)) worst = recovery;
		}
		if (worst === undefined) throw new Error("no verification was cut");
		return worst;
	}

	/** @returns undefined when there is no such operation. */
	#recoverFrom(operation: number): Recovery | undefined {
		const { flash } = this;
		flash.cutAt(operation, TEAR_MODELS[operation % TEAR_MODELS.length]);
		const hasStruck = isCut(() => this.verify(operation % this.enrolments));
		flash.powerOn();
		if (!hasStruck) return undefined;
		const asCut = flash.clone(1);
		const before = flash.counters();
		this.#store = this.#open();
		const after = flash.counters();
		this.#receive(this.#sequence);
		for (let i = 0; i < BETWEEN_CUTS; i++) this.verify(0);
		return {
			asCut,
			reads: after.reads - before.reads,
			bytesRead: after.bytesRead - before.bytesRead,
			programs: after.programs - before.programs,
			erases: after.erases - before.erases,
		};
	}

	#open(): Store {
		const opening = openStore(this.flash, { maxRecords: this.maxRecords });
		if (opening.kind !== "opened") throw new Error(`the store is ${opening.kind}`);
		return opening.store;
	}

	/** @returns how many there are; the audit entries of a verification are there before. */
	#enrolMost(): number {
		for (let i = 0; i < AUDIT_ENTRIES; i++) this.verify(0);
		const { writeLength } = this.flash.status();
		const room =
			footprintOf(MESSAGE, writeLength) + footprintOf(512, writeLength) + footprintOf(8, writeLength);
		const hasRoom = (): boolean =>
			this.#store.liveBytes() + room <= this.#store.capacityBytes() &&
			this.#store.records() + 3 <= this.maxRecords;
		let count = 0;
		while (hasRoom()) this.#enrol(count++);
		return count;
	}

	#enrol(index: number): void {
		const key = keyOf(index);
		this.#save([
			{ kind: RECORD_KIND.enrolment, key, value: bytes(512) },
			{ kind: RECORD_KIND.attempts, key, value: bytes(8) },
		]);
	}

	#save(changes: readonly Change[]): void {
		const before = this.flash.counters();
		if (this.#store.commit(changes).kind !== "stored")
			throw new RangeError("the store is full: fewer enrolments or more blocks");
		const { operations, erases } = this.flash.counters();
		this.most.operations = Math.max(this.most.operations, operations - before.operations);
		this.most.erases = Math.max(this.most.erases, erases - before.erases);
	}
}

const CUTS = 60;
/** Verifications. */
const BETWEEN_CUTS = 5;
const AUDIT_ENTRIES = 64;
/** Bytes of a signed result. */
const MESSAGE = 400;

function bytes(length: number, seed = 0): Uint8Array {
	return new Uint8Array(length).fill(seed);
}
