import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import type { Bundle } from "../engines/bundle.js";
import { type Bill, type Component, dependency, licences } from "./cyclonedx.js";
import { firmwarePart } from "./firmware.js";
import { type Lockfile, npmPart } from "./npm.js";

export interface Project {
	readonly name: string;
	readonly version: string;
	readonly description: string;
	readonly license: string;
}

/**
 * The same sources, and the same compilers on this computer, give the same bill.
 * @param sourceDateEpoch seconds since 1970 that the bill is dated with; undated where undefined
 */
export function billOfMaterials(
	project: Project,
	lockfile: Lockfile,
	bundle: Bundle,
	sourceDateEpoch: number | undefined,
): Bill {
	const { name, version, description, license } = project;
	const npm = npmPart(lockfile);
	const firmware = firmwarePart(version, bundle);
	const ref = `${name}@${version}`;
	const delivered = firmware.components.filter(({ type }) => type === "firmware");
	const compilers = compilersHere();
	const bill: Bill = {
		$schema: "http://cyclonedx.org/schema/bom-1.5.schema.json",
		bomFormat: "CycloneDX",
		specVersion: "1.5",
		version: 1,
		metadata: {
			...(sourceDateEpoch === undefined ? {} : { timestamp: dateOf(sourceDateEpoch) }),
			lifecycles: [{ phase: "pre-build" }],
			tools: { components: [{ type: "application", name: "npm run sbom", version }] },
			component: {
				type: "application",
				"bom-ref": ref,
				name,
				version,
				description,
				licenses: licences(license),
			},
		},
		components: [...firmware.components, ...npm.components],
		dependencies: [
			dependency(ref, [...delivered.map((each) => each["bom-ref"]), ...npm.direct]),
			...firmware.dependencies,
			...npm.dependencies,
		],
		...(compilers.length === 0 ? {} : { formulation: [{ components: compilers }] }),
	};
	return { ...bill, serialNumber: `urn:uuid:${uuidOf(JSON.stringify(bill))}` };
}

/** What would compile the C here; what is missing is left out. */
function compilersHere(): readonly Component[] {
	return COMPILERS.flatMap((name) => {
		const { status, stdout } = spawnSync(name, ["--version"], { encoding: "utf8" });
		const version =
			status === 0 ? /\d+\.\d+(\.\d+)?/.exec(stdout.replaceAll(/\([^)]*\)/g, ""))?.[0] : undefined;
		if (version === undefined) return [];
		const description = stdout.split("\n")[0];
		return [{ type: "application", "bom-ref": `compiler/${name}`, name, version, description } as const];
	});
}

const COMPILERS = ["cc", "arm-none-eabi-gcc", "xtensa-esp32s3-elf-gcc"];

/** https://reproducible-builds.org/specs/source-date-epoch */
function dateOf(seconds: number): string {
	return new Date(seconds * 1000).toISOString();
}

/** RFC 9562, version 8: our own, made of the content, so that another content has another. */
function uuidOf(content: string): string {
	const bytes = createHash("sha256").update(content).digest().subarray(0, 16);
	bytes[6] = (bytes[6] & 0x0f) | 0x80;
	bytes[8] = (bytes[8] & 0x3f) | 0x80;
	const hex = bytes.toString("hex");
	return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join("-");
}
