/** What the SDK leaves of a build for the ESP32-S3. */
import { createHash } from "node:crypto";
import { existsSync, readFileSync, rmSync } from "node:fs";
import { readImage } from "./manifest.js";
import type { Tree } from "./tree.js";

const ESP32_PLATFORM = "esp32/esp32s3";

/**
 * Takes away the images of an earlier build in `output`. The SDK's makefile goes on when ESP-IDF's build
 * fails and hands out what lies there, which would then be the earlier one.
 */
export function forgetEsp32Build(tree: Tree, output: string): void {
	const name = readImage(tree, ESP32_PLATFORM).build["NAME"];
	const project = `${output}/tmp/${ESP32_PLATFORM}/release/${name}/xsProj-esp32s3/build`;
	for (const path of [imagePath(tree, output), `${project}/xs_esp32.bin`, `${project}/xs_esp32.elf`]) {
		rmSync(path, { force: true });
	}
}

/** @returns the application's image and its SHA-256; undefined when `output` holds no finished build */
export function readEsp32Build(
	tree: Tree,
	output: string,
): { readonly path: string; readonly hash: string } | undefined {
	const path = imagePath(tree, output);
	if (!existsSync(path)) return undefined;
	return { path, hash: createHash("sha256").update(readFileSync(path)).digest("hex") };
}

function imagePath(tree: Tree, output: string): string {
	const name = readImage(tree, ESP32_PLATFORM).build["NAME"];
	return `${output}/bin/${ESP32_PLATFORM}/release/${name}/xs_esp32.bin`;
}
