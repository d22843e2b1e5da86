/** One file of JavaScript from many: what the device runs, and every engine of the simulator. */
import { createHash } from "node:crypto";
import { build, stop } from "esbuild";
import { projectRoot } from "./paths.js";

export interface Bundle {
	/** A script, not a module, so that every engine can run it as it stands. */
	readonly source: string;
	/** Of `source`, in hexadecimal. */
	readonly sha256: string;
}

/**
 * How the firmware is bundled, for whatever end.
 *
 * Target es2021: at es2022 a class whose static initialiser constructs the class fails in XS 13.
 */
export const FIRMWARE = {
	format: "iife",
	platform: "neutral",
	target: "es2021",
	// Private members as es2021 would have them are an entry in a WeakMap each; XS has them itself.
	supported: {
		"class-field": true,
		"class-private-accessor": true,
		"class-private-field": true,
		"class-private-method": true,
	},
} as const;

/**
 * Bundles `entry` (a path relative to the project, or absolute). The same sources give the same bytes
 * anywhere. White space goes because it would carry the paths of this computer; names stay as
 * written, so that an error names its function.
 */
export async function bundleFirmware(entry: string): Promise<Bundle> {
	const result = await build({
		entryPoints: [entry],
		absWorkingDir: projectRoot,
		bundle: true,
		...FIRMWARE,
		mainFields: ["module", "main"],
		minifyWhitespace: true,
		keepNames: false,
		charset: "utf8",
		legalComments: "none",
		write: false,
		logLevel: "silent",
	});
	return bundleOf(result.outputFiles.map((file) => file.text).join(""));
}

/** A bundle from source text that is one already; tests write theirs by hand. */
export function bundleOf(source: string): Bundle {
	return { source, sha256: createHash("sha256").update(source).digest("hex") };
}

/** Lets the process end: esbuild keeps a service running. */
export async function stopBundler(): Promise<void> {
	await stop();
}
