import * as assert from "uvu/assert";
import type { CborValue } from "../../modules/codec/cbor.js";
import { CLAUSES } from "../../modules/selftest/clauses.js";
import { refusalOf } from "./bench.js";

/** What the Link door's contract needs of an implementation and of the network behind it. */
export interface LinkBench {
	run(command: string, ...values: readonly CborValue[]): Promise<CborValue>;
	/** Waits until at least `count` callbacks have come since the last call. @returns them. */
	callbacks(count: number): Promise<readonly string[]>;
	/** Waits long enough for anything that is on its way. @returns the callbacks meanwhile. */
	quiet(): Promise<readonly string[]>;
	/** Another client of the broker. */
	readonly peer: {
		publish(topic: string, payload: Uint8Array, retention: "retained" | "transient"): Promise<void>;
		/**
		 * Waits until at least `count` messages have come since the last call; each as "topic payload-in-hex".
		 */
		heard(count: number): Promise<readonly string[]>;
	};
	/** The broker cannot be reached until `restore`. */
	drop(): Promise<void>;
	restore(): Promise<void>;
	/** The unit vanishes. */
	powerOff(): void;
}

type Clause = (bench: LinkBench) => Promise<void>;

const WILL = Uint8Array.of(0xde, 0xad);
const open = ({ run }: LinkBench): Promise<CborValue> => run("link.open", "unit/cmd", "unit/state", WILL);
const send = ({ run }: LinkBench, payload: Uint8Array): Promise<CborValue> =>
	run("link.publish", "unit/res", payload, 1, false);

/** What a unit can find out without a peer; each in one step. */
const OWN_CLAUSES: readonly (readonly [string, Clause])[] = CLAUSES.flatMap(({ door, name }, index) => {
	if (door !== "link") return [];
	const check: Clause = async ({ run }) => {
		await run("clause.begin", index);
		assert.is(await run("clause.step"), null);
	};
	return [[name, check] as const];
});

/** `peer` listens to unit/# but not to unit/cmd. */
export const LINK_CONTRACT: Readonly<Record<string, Clause>> = {
	...Object.fromEntries(OWN_CLAUSES),

	async "the link opens by itself and says so, not from inside the call"(bench) {
		await open(bench);
		assert.equal(await bench.callbacks(1), ["open"]);
		assert.equal(await bench.quiet(), []);
	},

	async "messages on its topics arrive in order, and no others"(bench) {
		await open(bench);
		await bench.callbacks(1);
		await bench.peer.publish("unit/cmd", Uint8Array.of(1), "transient");
		await bench.peer.publish("unit/other", Uint8Array.of(9), "transient");
		await bench.peer.publish("unit/cmd", new Uint8Array(0), "transient");
		await bench.peer.publish("unit/cmd", Uint8Array.of(2, 3), "transient");
		assert.equal(await bench.callbacks(3), [
			"message unit/cmd 01",
			"message unit/cmd ",
			"message unit/cmd 0203",
		]);
	},

	async "what is published arrives whole and in order"(bench) {
		await open(bench);
		await bench.callbacks(1);
		await send(bench, Uint8Array.of(1));
		await send(bench, new Uint8Array(1400).fill(0x55));
		assert.equal(await bench.peer.heard(2), ["unit/res 01", `unit/res ${"55".repeat(1400)}`]);
		await bench.run("link.publish", "unit/evt", new Uint8Array(0), 0, false);
		assert.equal(await bench.peer.heard(1), ["unit/evt "]);
	},

	async "a payload that the device could not write is refused"(bench) {
		await open(bench);
		await bench.callbacks(1);
		assert.match(await refusalOf(send(bench, new Uint8Array(1401))), "at most 1400 fit");
		await send(bench, Uint8Array.of(7));
		assert.equal(await bench.peer.heard(1), ["unit/res 07"]);
	},

	async "a retained message waits for the unit, and comes after onOpen"(bench) {
		await bench.peer.publish("unit/cmd", Uint8Array.of(5), "retained");
		await open(bench);
		assert.equal(await bench.callbacks(2), ["open", "message unit/cmd 05"]);
		await bench.peer.publish("unit/cmd", new Uint8Array(0), "retained");
	},

	async "when the connection is lost publish throws until the link has opened again by itself"(bench) {
		await open(bench);
		await bench.callbacks(1);
		await bench.drop();
		assert.equal(await bench.callbacks(1), ["close"]);
		assert.match(await refusalOf(send(bench, Uint8Array.of(1))), "link: down");
		await bench.restore();
		assert.equal(await bench.callbacks(1), ["open"]);
		await bench.peer.publish("unit/cmd", Uint8Array.of(6), "transient");
		assert.equal(await bench.callbacks(1), ["message unit/cmd 06"]);
		await send(bench, Uint8Array.of(2));
		assert.equal(await bench.peer.heard(2), ["unit/state dead", "unit/res 02"]);
	},

	async "the broker publishes the will when the unit vanishes, and nobody is called any more"(bench) {
		await open(bench);
		await bench.callbacks(1);
		bench.powerOff();
		assert.equal(await bench.peer.heard(1), ["unit/state dead"]);
		await bench.peer.publish("unit/cmd", Uint8Array.of(1), "transient");
		assert.equal(await bench.quiet(), []);
	},

	async "after close every call but close throws, no will is published and nobody is called"(bench) {
		await open(bench);
		await bench.callbacks(1);
		await send(bench, Uint8Array.of(1));
		assert.equal(await bench.peer.heard(1), ["unit/res 01"]);
		await bench.run("link.close");
		await bench.run("link.close");
		assert.match(await refusalOf(send(bench, Uint8Array.of(1))), "used while closed");
		await bench.peer.publish("unit/cmd", Uint8Array.of(1), "transient");
		await bench.peer.publish("unit/res", Uint8Array.of(8), "transient");
		assert.equal(await bench.quiet(), []);
		assert.equal(await bench.peer.heard(1), ["unit/res 08"]);
	},

	async "a link is not opened twice at once, but again after close"(bench) {
		await open(bench);
		assert.match(await refusalOf(open(bench)), "already open");
		await bench.callbacks(1);
		await bench.run("link.close");
		await open(bench);
		assert.equal(await bench.callbacks(1), ["open"]);
	},
};
