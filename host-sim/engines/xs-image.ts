/** Bundles compiled by the engine that will run them, cached under build/images. */
import { execFile } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import type { Bundle } from "./bundle.js";
import { inProject } from "./paths.js";

const run = promisify(execFile);
const cacheFolder = inProject("build/images");

/**
 * @returns the image's path.
 * @throws Error when the bundle does not parse.
 */
export async function compileImage(enginePath: string, engineKey: string, bundle: Bundle): Promise<string> {
	const path = join(cacheFolder, `${bundle.sha256.slice(0, 32)}-${engineKey}.xsi`);
	if (existsSync(path)) {
		return path;
	}
	mkdirSync(cacheFolder, { recursive: true });
	const folder = mkdtempSync(join(cacheFolder, "compiling-"));
	try {
		const source = join(folder, "bundle.js");
		const image = join(folder, "bundle.xsi");
		writeFileSync(source, bundle.source);
		await run(enginePath, ["compile", source, image]);
		renameSync(image, path);
		return path;
	} finally {
		rmSync(folder, { recursive: true, force: true });
	}
}
