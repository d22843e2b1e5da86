/**
 * Nothing of a person may leave the line: secrets are planted where a day uses them, and everything that was
 * published, written to the cable, traced or stored is searched for them.
 */

import { p256 } from "@noble/curves/nist.js";
import { test } from "uvu";
import * as assert from "uvu/assert";
import type { Doors } from "../../hal/hal.js";
import { bootUnit, bundleUnit } from "../../host-sim/day/boot-unit.js";
import type { RunningUnit } from "../../host-sim/day/counter.js";
import { type Operator, runDay } from "../../host-sim/day/day.js";
import type { Person } from "../../host-sim/day/people.js";
import { drawSyntheticPeople } from "../../host-sim/day/synthetic-people.js";
import { openVirtualCounter, operatorsOf } from "../../host-sim/day/virtual-counter.js";
import type { GreyImage } from "../../host-sim/images/grey-image.js";
import { equalConstantTime } from "../../modules/bytes/bytes.js";

interface Canary {
	readonly name: string;
	readonly bytes: Uint8Array;
}

/** Where a canary could turn up. */
interface Place {
	readonly name: string;
	readonly bytes: Buffer;
}

const DEVICE_ROOT = Uint8Array.from({ length: 32 }, (_, i) => 0xa0 ^ (i * 7));
/** Distinctive in every spelling, and long enough that no random bytes look like it. */
const IDS = ["ｶﾅﾘｱ-照合-１２３", "カナリア弐-照合-456", "Canary-Ⅲ-照合"];

/** Names every canary that shows in a place, whole or by any aligned run of eight of its bytes. */
function search(canaries: readonly Canary[], places: readonly Place[]): string[] {
	return canaries.flatMap((canary) => sightings(canary, places));
}

function sightings({ name, bytes }: Canary, places: readonly Place[]): string[] {
	const length = Math.min(bytes.length, 8);
	const runs: Buffer[] = [];
	for (let start = 0; start + length <= bytes.length; start += length) {
		runs.push(Buffer.from(bytes.subarray(start, start + length)));
	}
	return places
		.filter((place) => runs.some((run) => place.bytes.includes(run)))
		.map((place) => `${name} in ${place.name}`);
}

/** UTF-8 and UTF-16 of an ID as typed and in every Unicode normal form. */
function idCanaries(id: string): Canary[] {
	const forms = new Set([id, ...["NFC", "NFD", "NFKC", "NFKD"].map((form) => id.normalize(form))]);
	return [...forms].flatMap((form) => [
		{ name: `UTF-8 of ${form}`, bytes: Buffer.from(form, "utf8") },
		{ name: `UTF-16 of ${form}`, bytes: Buffer.from(form, "utf16le") },
	]);
}

/** Three places of every row of a frame; rows too even to mean anything are passed over. */
function frameCanaries({ data, width }: GreyImage): Canary[] {
	const canaries: Canary[] = [];
	for (let start = 0; start < data.length; start += width) {
		for (const offset of [width >> 4, width >> 1, (width * 3) >> 2]) {
			const bytes = data.slice(start + offset, start + offset + 8);
			if (new Set(bytes).size >= 4) canaries.push({ name: `frame at ${start + offset}`, bytes });
		}
	}
	return canaries;
}

/** Keeps every picture that the camera showed. */
function remembering(person: Person, pictures: Set<GreyImage>): Person {
	return {
		...person,
		see(visit, movement, lamp, asked) {
			const image = person.see(visit, movement, lamp, asked);
			pictures.add(image);
			return image;
		},
	};
}

/** Copies every key and every chance that the unit asks its hardware for. */
function watchCrypto(doors: Doors, deviceKeys: Canary[], entropy: Uint8Array[]): Doors {
	const { crypto } = doors;
	return {
		...doors,
		crypto: {
			...crypto,
			deviceKeyInto(out, label) {
				crypto.deviceKeyInto(out, label);
				deviceKeys.push({ name: `device key ${label}`, bytes: out.slice() });
			},
			entropyInto(out) {
				crypto.entropyInto(out);
				entropy.push(out.slice());
			},
			generateSigningKeyInto(privateKey, publicKey) {
				crypto.generateSigningKeyInto(privateKey, publicKey);
				entropy.push(privateKey.slice());
			},
		},
	};
}

/** The unit makes its private key from entropy: the draw whose public half the unit has announced. */
function privateKeyAmong(entropy: readonly Uint8Array[], publicKey: Uint8Array): Canary {
	const bytes = entropy.find(
		(draw) =>
			draw.length === 32 &&
			p256.utils.isValidSecretKey(draw) &&
			equalConstantTime(p256.getPublicKey(draw, false), publicKey),
	);
	if (bytes === undefined) throw new Error("the unit's private key was not among what it drew");
	return { name: "unit's private key", bytes };
}

/** Keeps what the unit says on its cable. */
function watchCable(doors: Doors, places: Place[]): Doors {
	return {
		...doors,
		openConsole(options) {
			const cable = doors.openConsole(options);
			return {
				write(message) {
					places.push({ name: "cable", bytes: Buffer.from(message) });
					cable.write(message);
				},
				close: () => cable.close(),
			};
		},
	};
}

test("no frame, key or ID turns up in what was published, written, traced or stored", async () => {
	const bundle = await bundleUnit();
	const pictures = new Set<GreyImage>();
	const deviceKeys: Canary[] = [];
	const entropy: Uint8Array[] = [];
	const places: Place[] = [];
	const people = drawSyntheticPeople(3, "hand").persons.map((person) => remembering(person, pictures));
	const [a, b, c] = operatorsOf(people);
	const named = (operator: Operator, id: string) => ({ ...operator, id, idFullWidth: id.normalize("NFKC") });
	const boot = (doors: Doors): Promise<RunningUnit> =>
		bootUnit(bundle, "node", watchCrypto(watchCable(doors, places), deviceKeys, entropy));
	const { counter, driver, keys, flash, events, close } = await openVirtualCounter({
		boot,
		operators: [named(a, IDS[0]), named(b, IDS[1]), named(c, IDS[2])],
		unknownId: "カナリア不明-照合",
		deviceRoot: DEVICE_ROOT,
		onMessage: (topic, payload) => {
			places.push({ name: `message on ${topic}`, bytes: Buffer.from(payload) });
			places.push({ name: "topic", bytes: Buffer.from(topic) });
		},
		trace: (line) => places.push({ name: `trace line ${line}`, bytes: Buffer.from(line) }),
	});
	const tally = await driver.run(() => runDay(counter));
	assert.equal(tally, { expected: 9, met: 9 });
	places.push({ name: "flash", bytes: Buffer.from(flash.image()) });
	places.push({ name: "event log", bytes: Buffer.from(JSON.stringify(events)) });
	await close();

	const canaries: Canary[] = [
		...[...IDS, counter.unknownId].flatMap(idCanaries),
		...[...pictures].flatMap(frameCanaries),
		...deviceKeys,
		privateKeyAmong(entropy, counter.desk.exchange.unit.publicKey),
		{ name: "site key", bytes: keys.site },
		{ name: "terminal's private key", bytes: keys.terminal.privateKey },
		{ name: "authority's private key", bytes: keys.authority.privateKey },
		{ name: "device root", bytes: DEVICE_ROOT },
	];
	assert.ok(pictures.size >= 15, `only ${pictures.size} pictures were shown`);
	assert.ok(deviceKeys.length > 0, "no device key was used");
	assert.ok(places.length > 20, `only ${places.length} places`);
	assert.equal(search(canaries, places), []);
});

test("the search finds a canary that is there", () => {
	const key = Uint8Array.from({ length: 32 }, (_, i) => 200 - i);
	const hidden = new Uint8Array(4096).fill(0xff);
	hidden.set(key.subarray(8, 24), 1001);
	const canaries = [{ name: "key", bytes: key }, ...idCanaries("照合-１")];
	const places = [
		{ name: "flash", bytes: Buffer.from(hidden) },
		{ name: "log", bytes: Buffer.from("typed 照合-1 here") },
		{ name: "clean", bytes: Buffer.alloc(64) },
	];
	assert.equal(search(canaries, places), ["key in flash", "UTF-8 of 照合-1 in log"]);
});

test.run();
