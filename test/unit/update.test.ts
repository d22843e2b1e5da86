/** A firmware over the link: offered by the authority, sent in pieces, started when nobody is disturbed. */
import { test } from "uvu";
import * as assert from "uvu/assert";
import { SimulatedSlots } from "../../host-sim/doors/slots.js";
import { imageOf } from "../../host-sim/update/updated-unit.js";
import { NorFlash } from "../../host-sim/world/nor-flash.js";
import { NOR_PARTS } from "../../host-sim/world/nor-parts.js";
import { Action } from "../../modules/messages/messages.generated.js";
import { decodeBody } from "../../modules/messages/messages.js";
import { AUTHORITY, crypto, order, signed, TERMINAL } from "./office.js";
import { Rig } from "./rig.js";
import { ask, onOpenDay } from "./staff.js";

const BYTES = 2500;

function newSlots(): SimulatedSlots {
	const flash = (seed: number) => new NorFlash({ part: NOR_PARTS.w25q128jv, blocks: 1, seed });
	const notes = new NorFlash({ part: NOR_PARTS.w25q128jv, blocks: 2, seed: 3 });
	return SimulatedSlots.prepare([flash(1), flash(2)], notes, imageOf(1, BYTES));
}

function newRig() {
	const slots = newSlots();
	return { rig: new Rig({ slots }).boot().provision(), slots };
}

function offer(version: number, image: Uint8Array, signer = AUTHORITY): Uint8Array {
	const imageHash = new Uint8Array(32);
	crypto.sha256Into(imageHash, image);
	const body = { firmwareVersion: version, imageHash, imageLength: image.length };
	return signed("update-offer", { ...order(), softwareVersion: "next", ...body }, { signer });
}

/** What the unit asks for, as it did last. */
function lastWanted(rig: Rig) {
	const wanted = rig.heard
		.filter(({ topic }) => topic.endsWith("/evt"))
		.map(({ payload }) => decodeBody("image-wanted", payload))
		.flatMap((decoded) => (decoded.kind === "decoded" ? [decoded.body] : []));
	return wanted.at(-1);
}

function piece(rig: Rig, image: Uint8Array, signer = TERMINAL): Uint8Array {
	const wanted = lastWanted(rig);
	if (wanted === undefined) throw new Error("nothing is wanted");
	const { imageHash, pieceOffset, pieceLength } = wanted;
	const pieceBytes = image.slice(pieceOffset, pieceOffset + pieceLength);
	return signed("image-piece", { imageHash, pieceOffset, pieceBytes }, { signer });
}

/** Sends all three pieces. */
function bring(rig: Rig, image: Uint8Array): void {
	for (let count = 0; count < Math.ceil(BYTES / 1024); count++) rig.send(piece(rig, image));
}

const versions = (rig: Rig) => rig.opened("birth").map(({ body }) => body.firmwareVersion);

test("an offered image is asked for piece by piece, started, confirmed, and told in the birth", () => {
	const { rig, slots } = newRig();
	const image = imageOf(2, BYTES);
	rig.send(offer(2, image));
	assert.equal(rig.rulings, ["accepted"]);
	assert.is(lastWanted(rig)?.pieceOffset, 0);
	bring(rig, image);
	assert.is(rig.restarts, 1);
	assert.equal(versions(rig), [1, 2]);
	assert.is(slots.door.status().onTrial, false);
	assert.equal(rig.incidents, []);
});

test("an image on trial that never reaches its broker is taken back", () => {
	const { rig, slots } = newRig();
	const image = imageOf(2, BYTES);
	rig.send(offer(2, image));
	rig.send(piece(rig, image));
	rig.send(piece(rig, image));
	const last = piece(rig, image);
	rig.willRestart = () => rig.link.drop();
	rig.send(last);
	assert.is(slots.door.status().onTrial, true);
	rig.restart();
	rig.link.restore();
	rig.run(1000);
	assert.equal(versions(rig), [1, 1]);
});

test("an older version is refused as rolled back, one too long as unsupported", () => {
	const { rig } = newRig();
	rig.send(offer(1, imageOf(1, BYTES)));
	rig.send(offer(2, imageOf(2, 5000)));
	assert.equal(rig.rulings, ["rolledBack", "unsupported"]);
	assert.is(lastWanted(rig), undefined);
});

test("an offer that the terminal has signed is no offer", () => {
	const { rig } = newRig();
	rig.send(offer(2, imageOf(2, BYTES), TERMINAL));
	assert.equal(rig.rulings, []);
	assert.is(lastWanted(rig), undefined);
});

test("a piece that nobody we trust has signed is not taken", () => {
	const { rig } = newRig();
	const image = imageOf(2, BYTES);
	rig.send(offer(2, image));
	rig.send(piece(rig, image, { ...TERMINAL, privateKey: AUTHORITY.privateKey }));
	rig.send(piece(rig, image, AUTHORITY));
	assert.is(lastWanted(rig)?.pieceOffset, 0);
	rig.send(piece(rig, image));
	assert.is(lastWanted(rig)?.pieceOffset, 1024);
});

test("an image other than the one offered never starts, and is an incident", () => {
	const { rig } = newRig();
	const image = imageOf(2, BYTES);
	rig.send(offer(2, image));
	bring(rig, imageOf(7, BYTES));
	assert.is(rig.restarts, 0);
	assert.equal(rig.incidents, ["badImage"]);
	rig.restart();
	assert.equal(versions(rig), [1, 1]);
});

test("a piece that does not come is asked for again, more and more seldom", () => {
	const { rig } = newRig();
	rig.send(offer(2, imageOf(2, BYTES)));
	const asked = () => rig.heard.filter(({ topic }) => topic.endsWith("/evt")).length;
	assert.is(asked(), 1);
	rig.run(5_000);
	assert.is(asked(), 2);
	rig.run(9_999);
	assert.is(asked(), 2);
	rig.run(1);
	assert.is(asked(), 3);
	rig.run(600_000);
	assert.ok(asked() <= 15, `${asked()} times in ten minutes`);
});

test("the transfer goes on where it was after a loss of the link", () => {
	const { rig } = newRig();
	const image = imageOf(2, BYTES);
	rig.send(offer(2, image));
	rig.send(piece(rig, image));
	rig.link.drop();
	rig.run(60_000);
	rig.link.restore();
	rig.run(1_000);
	assert.is(lastWanted(rig)?.pieceOffset, 1024);
	rig.send(piece(rig, image));
	rig.send(piece(rig, image));
	assert.equal(versions(rig).at(-1), 2);
});

test("while a day is open the new image waits for its end", () => {
	const rig = onOpenDay({ slots: newSlots() });
	const image = imageOf(2, BYTES);
	rig.send(offer(2, image));
	bring(rig, image);
	rig.run(600_000);
	assert.is(rig.restarts, 0);
	assert.is(ask(rig, "a", { action: Action.closeDay }), "accepted");
	rig.run(120_000);
	assert.is(rig.restarts, 1);
	assert.is(versions(rig).at(-1), 2);
});

test.run();
