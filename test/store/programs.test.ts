/** How often the store programs a word between two erases: a Nordic nRF52840 is rated for two. */
import { test } from "uvu";
import * as assert from "uvu/assert";
import type { Flash } from "../../hal/hal.js";
import { NorFlash } from "../../host-sim/world/nor-flash.js";
import { NOR_PARTS } from "../../host-sim/world/nor-parts.js";
import { createPrng } from "../../host-sim/world/prng.js";
import { formatStore } from "../../modules/store/format.js";
import { footprintOf } from "../../modules/store/layout.js";
import { openStore } from "../../modules/store/store.js";

const RATED = 2;
const BOOTS = 40;
const COMMITS_OF_A_BOOT = 50;
/** Of a value, bytes. */
const LONGEST = 200;

/** A part that keeps to what it is asked, and counts. */
class CountingFlash implements Flash {
	readonly #inner = new NorFlash({ part: NOR_PARTS.nrf52840, blocks: 8, seed: 1 });
	readonly #word = this.#inner.status().writeLength;
	readonly #programs = new Map<number, number>();
	/** Words that were programmed more often than rated, since it was last asked. */
	#beyond = new Set<number>();
	/** The most that a word saw between two erases. */
	most = 0;
	erases = 0;

	status() {
		return this.#inner.status();
	}

	read(buffer: Uint8Array, byteOffset: number): void {
		this.#inner.read(buffer, byteOffset);
	}

	write(buffer: Uint8Array, byteOffset: number): void {
		this.#inner.write(buffer, byteOffset);
		for (let at = byteOffset; at < byteOffset + buffer.length; at += this.#word) {
			const programs = (this.#programs.get(at) ?? 0) + 1;
			this.#programs.set(at, programs);
			if (programs > RATED) this.#beyond.add(at);
			this.most = Math.max(this.most, programs);
		}
	}

	eraseBlock(block: number): void {
		this.#inner.eraseBlock(block);
		this.erases++;
		const { blockLength } = this.#inner.status();
		for (const at of this.#programs.keys())
			if (Math.floor(at / blockLength) === block) this.#programs.delete(at);
	}

	/** How many words were programmed more often than rated since the last call. */
	beyond(): number {
		const words = this.#beyond.size;
		this.#beyond = new Set();
		return words;
	}

	close(): void {}
}

test("no word is programmed more than twice but in one record a boot, and there three times at most", () => {
	const flash = new CountingFlash();
	const prng = createPrng(7, "programs");
	formatStore(flash);
	assert.is(flash.beyond(), 0, "a fresh store");
	const [atBoots, inUse]: number[][] = [[], []];
	for (let boot = 0; boot < BOOTS; boot++) {
		const opened = openStore(flash);
		if (opened.kind !== "opened") return assert.unreachable(opened.kind);
		atBoots.push(flash.beyond());
		for (let commit = 0; commit < COMMITS_OF_A_BOOT; commit++) {
			const key = new Uint8Array(16).fill(prng.nextBelow(12));
			const length = 1 + prng.nextBelow(LONGEST);
			const value = prng.nextBelow(4) === 0 ? undefined : new Uint8Array(length).fill(commit);
			assert.is(opened.store.commit([{ kind: 1, key, value }]).kind, "stored");
		}
		inUse.push(flash.beyond());
	}
	assert.ok(flash.erases > 100, `${flash.erases} erases: each sector was reused`);
	assert.ok(Math.max(...atBoots) > 0, "the boots program again what was written last");
	const wordsOfARecord =
		footprintOf(LONGEST, NOR_PARTS.nrf52840.writeLength) / NOR_PARTS.nrf52840.writeLength;
	for (const words of [...atBoots, ...inUse]) assert.ok(words <= wordsOfARecord, `${words} words`);
	assert.is(flash.most, RATED + 1);
});

test.run();
