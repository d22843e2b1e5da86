/** The files of a finished build for the Pico 2 W, held against what its manifest and sources ask for. */
import { createHash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { MEGA_HEIGHT, MEGA_WIDTH } from "../../modules/device/arducam-mega.js";
import { deviceLimits, deviceSlotBytes } from "../engines/limits.js";
import { readElf } from "./elf.js";
import { readImage } from "./manifest.js";
import { type ImageFact, inspectPicoImage, type PicoImageDemands } from "./pico-image.js";
import { factsOf } from "./source-facts.js";
import type { Tree } from "./tree.js";
import { readUf2 } from "./uf2.js";

export interface PicoBuild {
	/** What is copied to the board. */
	readonly path: string;
	/** SHA-256 of that file: two builds of the same sources have one. */
	readonly hash: string;
	readonly facts: readonly ImageFact[];
}

const PICO_PLATFORM = "pico/pico_2_w";

/** @returns undefined when `output` holds no finished build */
export function inspectPicoBuild(tree: Tree, output: string): PicoBuild | undefined {
	const { build } = readImage(tree, PICO_PLATFORM);
	const stem = `${output}/bin/${PICO_PLATFORM}/release/${build["NAME"]}/xs_pico`;
	const path = `${stem}.uf2`;
	if (!existsSync(`${stem}.elf`) || !existsSync(path)) return undefined;
	const uf2 = readFileSync(path);
	const facts = inspectPicoImage(readElf(readFileSync(`${stem}.elf`)), readUf2(uf2), picoDemands(tree));
	return { path, hash: createHash("sha256").update(uf2).digest("hex"), facts };
}

/** What the sources of the firmware ask of its image. */
export function picoDemands(tree: Tree): PicoImageDemands {
	const { modules } = readImage(tree, PICO_PLATFORM);
	const natives = [...modules.values()].flatMap((path) => {
		const text = tree.read(path) ?? "";
		return text.includes("native(") ? factsOf(path, text).natives : [];
	});
	const { chunkBytes, slotCount, stackCount } = deviceLimits(32);
	const engineBytes = chunkBytes + deviceSlotBytes * (slotCount + stackCount);
	// One picture and the one that is taken from it, as hal/pico/doors/doors.ts asks for them.
	return { natives, heapBytes: engineBytes + 2 * MEGA_WIDTH * MEGA_HEIGHT };
}
