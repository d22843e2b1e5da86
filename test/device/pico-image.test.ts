import { test } from "uvu";
import * as assert from "uvu/assert";
import { readElf } from "../../host-sim/device/elf.js";
import { imageHash } from "../../host-sim/device/image-hash.js";
import { inspectPicoBuild, picoDemands } from "../../host-sim/device/pico-build.js";
import { inspectPicoImage } from "../../host-sim/device/pico-image.js";
import { treeOnDisk } from "../../host-sim/device/tree.js";
import { readUf2 } from "../../host-sim/device/uf2.js";
import { inProject, projectRoot } from "../../host-sim/engines/paths.js";
import { elfOf, type LinkedProgram, uf2Of } from "./linked-program.js";

const FLASH = 0x10000000;
const ARM_SECURE = 0xe48bff59;
const BLOCK_START = 0xffffded3;
const BLOCK_END = 0xab123579;
/** Two blocks that lead to each other: the first says what the image is. */
const FIRST_BLOCK = [BLOCK_START, 0x10210142, 0x000001ff, 24, BLOCK_END];
const NO_BLOCK = [0, 0x00000ffe];
const SECOND_BLOCK = [BLOCK_START, 0x000001fe, 0x000001ff, -24, BLOCK_END];

const SOUND: LinkedProgram = {
	address: FLASH,
	words: [0x20082000, FLASH + 0x2d, ...FIRST_BLOCK, 0, ...SECOND_BLOCK, 0x3b0000, 0x40000],
	symbols: {
		xs_entropy_into: FLASH + 0x2c,
		storePartition: FLASH + 4 * 13,
		_MODPREF_start: 0x101f8000,
		__end__: 0x20010000,
		__HeapLimit: 0x20080000,
	},
};
const DEMANDS = { natives: ["xs_entropy_into"], heapBytes: 348_160 };

function wrongIn(program: LinkedProgram, uf2 = uf2Of(program, ARM_SECURE), demands = DEMANDS): string[] {
	const facts = inspectPicoImage(readElf(elfOf(program)), readUf2(uf2), demands);
	assert.is(facts.length, 7);
	return facts.filter(({ isRight }) => !isRight).map(({ what, found }) => `${what}: ${found}`);
}

function withWords(changed: Readonly<Record<number, number>>): LinkedProgram {
	return { ...SOUND, words: SOUND.words.map((word, i) => changed[i] ?? word) };
}

function withSymbols(changed: Readonly<Record<string, number>>): LinkedProgram {
	return { ...SOUND, symbols: { ...SOUND.symbols, ...changed } };
}

test("an image in which all is in its place has nothing wrong", () => {
	assert.equal(wrongIn(SOUND), []);
});

test("each thing that would keep an image from starting, or from leaving the store alone, is seen", () => {
	const { storePartition, ...unmarked } = SOUND.symbols;
	assert.type(storePartition, "number");
	const cases: readonly (readonly [LinkedProgram, RegExp])[] = [
		[{ ...SOUND, missing: ["xs_nowhere"] }, /^undefined symbols: 1 xs_nowhere/],
		[withWords({ 0: 0x20082004 }), /^vector table/],
		[withWords({ 0: 0x30000000 }), /^vector table/],
		[withWords({ 1: FLASH + 0x2c }), /^vector table/],
		[withWords({ 1: 0x20000001 }), /^vector table/],
		[withWords({ 2: 0 }), /^boot block: none/],
		[withWords({ 3: 0x11210142 }), /^boot block: .*image type 0x1121/],
		[withWords({ 3: NO_BLOCK[1] }), /^boot block/],
		[withWords({ 4: 0x000002ff }), /^boot block: none/],
		[withWords({ 6: 0 }), /^boot block: none/],
		[withWords({ 11: 0 }), /^boot block: a loop that does not come back/],
		[withWords({ 11: 4 }), /^boot block: none at/],
		[{ ...SOUND, symbols: unmarked }, /^flash: nothing says/],
		[withWords({ 13: 0x3b0001 }), /^flash: .*store/],
		[withWords({ 13: 0x3c0000 }), /^flash: .*store/],
		[withWords({ 13: 0x100000 }), /^flash: .*store/],
		[withSymbols({ _MODPREF_start: FLASH + 8 }), /^flash: image/],
		[withSymbols({ __HeapLimit: 0x20010000 + DEMANDS.heapBytes - 1 }), /^memory/],
	];
	for (const [program, complaint] of cases) {
		const wrong = wrongIn(program);
		assert.is(wrong.length, 1, `${complaint}: ${wrong.join("; ")}`);
		assert.match(wrong[0], complaint);
	}
	const unborn = wrongIn(SOUND, undefined, { ...DEMANDS, natives: ["xs_entropy_into", "xs_otp_root_into"] });
	assert.equal(unborn, ["our functions in C: 1 of 2, without xs_otp_root_into"]);
});

test("a file for the board that is not the linked program, byte for byte, is seen", () => {
	const whole = uf2Of(SOUND, ARM_SECURE);
	const last = 32 + 4 * SOUND.words.length;
	const changed = (offset: number): Uint8Array => whole.map((byte, i) => (i === offset ? byte ^ 1 : byte));
	assert.match(wrongIn(SOUND, changed(last - 1))[0], /^UF2: another byte at 0x1000003b/);
	assert.match(wrongIn(SOUND, changed(last))[0], /^UF2: a byte that is not the program's at 0x1000003c/);
	assert.match(wrongIn(SOUND, uf2Of(SOUND, 0xe48bff56))[0], /^UF2: a block for another chip/);
	const away = uf2Of({ ...SOUND, address: FLASH + 256 }, ARM_SECURE);
	assert.match(wrongIn(SOUND, away)[0], /^UF2: another byte at 0x10000000/);
	const beyond = uf2Of({ ...SOUND, address: FLASH + (4 << 20) }, ARM_SECURE);
	assert.match(wrongIn(SOUND, beyond)[0], /^UF2: a block for 0x10400000/);
	assert.throws(() => readUf2(changed(0)), /none of a UF2/);
	assert.throws(() => readUf2(whole.subarray(1)), /no whole blocks/);
	assert.throws(() => readElf(elfOf(SOUND).subarray(0, 100)), RangeError);
});

test("the firmware's own demands on the image are those of its manifest and its sources", () => {
	const { natives, heapBytes } = picoDemands(treeOnDisk(projectRoot));
	for (const name of [
		"xs_entropy_into",
		"xs_flash_partition_erase",
		"xs_otp_root_into",
		"xs_darkDiscsInto",
	]) {
		assert.ok(natives.includes(name), name);
	}
	assert.not.ok(natives.includes("xs_device_key_into"), "which only the ESP32-S3 has");
	assert.ok(heapBytes > 300_000 && heapBytes < 400_000, String(heapBytes));
});

test("the image in build/pico, where one was built of these sources, is as it should be", () => {
	const [output, tree] = [inProject("build/pico"), treeOnDisk(projectRoot)];
	const stamp = tree.read("build/pico/complete.json");
	if (stamp === undefined || JSON.parse(stamp).hash !== imageHash(tree, "pico/pico_2_w")) {
		console.log("SKIP the linked image: none of these sources in build/pico; npm run build:pico makes one");
		return;
	}
	assert.equal(
		inspectPicoBuild(tree, output)?.facts.filter(({ isRight }) => !isRight),
		[],
	);
});

test.run();
