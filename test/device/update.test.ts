import { createHash } from "node:crypto";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { makeImage, SimulatedSlots } from "../../host-sim/doors/slots.js";
import { cutEverywhere } from "../../host-sim/update/cuts.js";
import { NorFlash } from "../../host-sim/world/nor-flash.js";
import { NOR_PARTS } from "../../host-sim/world/nor-parts.js";
import type { UpdateOffer } from "../../modules/messages/messages.generated.js";
import { PIECE_MAX, Update } from "../../modules/unit/update.js";

const BYTES = 3000;

function imageOf(version: number): Uint8Array {
	return makeImage(version, BYTES, (body) => body.fill(version));
}

function offerOf(version: number, image: Uint8Array): UpdateOffer {
	return {
		expiresAt: 1_800_000_060,
		issuedAt: 1_800_000_000,
		nonce: new Uint8Array(16),
		bootNonce: new Uint8Array(16),
		softwareVersion: "0.2.0",
		firmwareVersion: version,
		imageHash: Uint8Array.from(createHash("sha256").update(image).digest()),
		imageLength: image.length,
	};
}

function newUnit() {
	const flash = (seed: number): NorFlash => new NorFlash({ part: NOR_PARTS.w25q128jv, blocks: 2, seed });
	const [first, second, notes] = [flash(1), flash(2), flash(3)];
	const slots = SimulatedSlots.prepare([first, second], notes, imageOf(1));
	assert.is(slots.boot(), 1);
	return { slots, flashes: [first, second, notes] };
}

/** Brings all pieces of `image`. @returns the outcome of the last. */
function bring(update: Update, image: Uint8Array): string {
	let outcome = "not-wanted";
	for (let { wanted } = update; wanted !== undefined; { wanted } = update) {
		const { imageHash, pieceOffset, pieceLength } = wanted;
		assert.ok(pieceLength >= 1 && pieceLength <= PIECE_MAX);
		const pieceBytes = image.subarray(pieceOffset, pieceOffset + pieceLength);
		outcome = update.take({ imageHash, pieceOffset, pieceBytes });
	}
	return outcome;
}

test("a new image starts on trial and stays once it has confirmed itself", () => {
	const { slots } = newUnit();
	const update = new Update(slots.door, 1);
	assert.is(update.judge(offerOf(2, imageOf(2))), "acceptable");
	update.begin(offerOf(2, imageOf(2)));
	assert.is(bring(update, imageOf(2)), "complete");
	assert.is(slots.boot(), 2);
	assert.is(slots.door.status().onTrial, true);
	slots.door.confirm();
	assert.is(slots.boot(), 2);
	assert.is(slots.door.status().onTrial, false);
});

test("an image that does not confirm itself is taken back at the next start, and for good", () => {
	const { slots } = newUnit();
	const update = new Update(slots.door, 1);
	update.begin(offerOf(2, imageOf(2)));
	bring(update, imageOf(2));
	assert.is(slots.boot(), 2);
	assert.is(slots.boot(), 1);
	assert.is(slots.boot(), 1);
});

test("an older version, or an image too long for the slot, is refused and nothing is erased", () => {
	const { slots, flashes } = newUnit();
	const operations = (): number => flashes.reduce((sum, flash) => sum + flash.counters().operations, 0);
	const before = operations();
	const update = new Update(slots.door, 3);
	assert.is(update.judge(offerOf(3, imageOf(3))), "rolled-back");
	assert.is(update.judge(offerOf(2, imageOf(2))), "rolled-back");
	assert.is(update.judge({ ...offerOf(4, imageOf(4)), imageLength: 8193 }), "too-long");
	assert.is(update.wanted, undefined);
	assert.is(operations(), before);
});

test("while an image is on trial no other is accepted: it would overwrite the way back", () => {
	const { slots } = newUnit();
	const update = new Update(slots.door, 1);
	update.begin(offerOf(2, imageOf(2)));
	bring(update, imageOf(2));
	slots.boot();
	assert.is(new Update(slots.door, 2).judge(offerOf(3, imageOf(3))), "on-trial");
});

test("an image with one altered bit never starts, though it would boot", () => {
	const { slots } = newUnit();
	const update = new Update(slots.door, 1);
	update.begin(offerOf(2, imageOf(2)));
	// As whole as the real one to the bootloader: only the signed hash tells.
	assert.is(bring(update, imageOf(7).slice(0, imageOf(2).length)), "another-image");
	assert.is(slots.boot(), 1);
});

test("the same offered again goes on where it is, another begins anew", () => {
	const { slots } = newUnit();
	const update = new Update(slots.door, 1);
	const image = imageOf(2);
	update.begin(offerOf(2, image));
	const { imageHash } = offerOf(2, image);
	update.take({ imageHash, pieceOffset: 0, pieceBytes: image.subarray(0, PIECE_MAX) });
	update.begin(offerOf(2, image));
	assert.is(update.wanted?.pieceOffset, PIECE_MAX);
	update.begin(offerOf(3, imageOf(3)));
	assert.is(update.wanted?.pieceOffset, 0);
	assert.is(bring(update, imageOf(3)), "complete");
	assert.is(slots.boot(), 3);
});

test("what starts next is written no more", () => {
	const { slots } = newUnit();
	const update = new Update(slots.door, 1);
	update.begin(offerOf(2, imageOf(2)));
	bring(update, imageOf(2));
	assert.is(update.judge(offerOf(3, imageOf(3))), "on-trial");
});

test("a piece out of turn, of another image or of another length is left lying", () => {
	const { slots } = newUnit();
	const image = imageOf(2);
	const offer = offerOf(2, image);
	const update = new Update(slots.door, 1);
	update.begin(offer);
	const first = { imageHash: offer.imageHash, pieceOffset: 0, pieceBytes: image.subarray(0, PIECE_MAX) };
	assert.is(update.take({ ...first, pieceOffset: PIECE_MAX }), "not-wanted");
	assert.is(update.take({ ...first, pieceBytes: first.pieceBytes.subarray(1) }), "not-wanted");
	assert.is(update.take({ ...first, imageHash: new Uint8Array(32) }), "not-wanted");
	assert.is(update.take(first), "taken");
	assert.is(update.take(first), "not-wanted", "a repetition");
	assert.is(bring(update, image), "complete");
});

test("a unit whose both slots are gone is seen to be dead", () => {
	const { slots, flashes } = newUnit();
	flashes[0].eraseBlock(0);
	assert.is(slots.boot(), undefined);
});

test("cut at every operation and torn in every way, no unit is bricked and none goes back", () => {
	const { cuts, bricked, downgrades, reverts, linkCuts, begunAnew } = cutEverywhere(1, 3000);
	console.log(`update: ${cuts} cuts, ${bricked} bricked, ${downgrades} downgrades, ${reverts} trials ended`);
	assert.ok(cuts > 60, `${cuts} cuts`);
	assert.ok(reverts > 0, "some cuts fall into the trial");
	assert.is(linkCuts, 3);
	assert.is(begunAnew, 0);
	assert.is(bricked, 0);
	assert.is(downgrades, 0);
});

test.run();
