import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { bundleUnit } from "../day/boot-unit.js";
import { imageHash } from "../device/image-hash.js";
import { IMAGES } from "../device/manifest.js";
import { treeOnDisk } from "../device/tree.js";
import { type Bits, buildXs, progressLine } from "../engines/build-xs.js";
import type { Bundle } from "../engines/bundle.js";
import { EngineUnavailable } from "../engines/engine.js";
import { projectRoot } from "../engines/paths.js";
import { compileImage } from "../engines/xs-image.js";
import { buildMcu } from "../mcu/build-mcu.js";

/** Something that runs, or that says what runs; without the tools for it, why it is missing. */
export interface Artifact {
	readonly name: string;
	/** In hexadecimal. */
	readonly sha256?: string;
	readonly missing?: string;
}

/** Builds in this folder whatever its caches lack, one after the other. */
export async function* makeArtifacts(): AsyncGenerator<Artifact> {
	const tree = treeOnDisk(projectRoot);
	for (const { platform, image } of IMAGES) {
		yield { name: `sources of ${platform}, ${image}`, sha256: imageHash(tree, platform, image) };
	}
	const bundle = await bundleUnit();
	yield { name: "bundle", sha256: bundle.sha256 };
	for (const bits of [64, 32] as const) yield* makeXs(bits, bundle);
	yield await orMissing("emulated image", async () => {
		const { sha256 } = await buildMcu(bundle, "native", progressLine("Compiling for the Cortex-M7"));
		return sha256;
	});
}

async function* makeXs(bits: Bits, bundle: Bundle): AsyncGenerator<Artifact> {
	const build = async () => {
		const built = await buildXs(bits, progressLine(`Compiling the XS engine (${bits}-bit)`));
		if (built.kind !== "built") throw new EngineUnavailable(built.message);
		return built;
	};
	yield await orMissing(`XS engine, ${bits} bits`, async () => hashOf((await build()).path));
	yield await orMissing(`bytecode, ${bits} bits`, async () => {
		const { path, key } = await build();
		return hashOf(await compileImage(path, key, bundle));
	});
}

async function orMissing(name: string, make: () => Promise<string>): Promise<Artifact> {
	try {
		return { name, sha256: await make() };
	} catch (error) {
		if (!(error instanceof EngineUnavailable)) throw error;
		return { name, missing: error.message.split("\n")[0] };
	}
}

function hashOf(path: string): string {
	return createHash("sha256").update(readFileSync(path)).digest("hex");
}
