import { readFileSync } from "node:fs";
import { inProject } from "../engines/paths.js";

export interface FirmwareVersion {
	/** As package.json has it: "1.2.3". */
	readonly softwareVersion: string;
	/** The same as one number that rises with it: 1002003. */
	readonly firmwareVersion: number;
}

/** What an image built now says about itself. @throws Error when package.json's version is no x.y.z */
export function versionNow(): FirmwareVersion {
	const { version }: { readonly version: string } = JSON.parse(
		readFileSync(inProject("package.json"), "utf8"),
	);
	return { softwareVersion: version, firmwareVersion: numberOf(version) };
}

/** @throws Error unless `version` is x.y.z with x, y and z below 1000 */
export function numberOf(version: string): number {
	const parts = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})$/.exec(version);
	if (parts === null) throw new Error(`package.json: version ${version} is not x.y.z, each below 1000`);
	const [, major, minor, patch] = parts.map(Number);
	return (major * 1000 + minor) * 1000 + patch;
}
