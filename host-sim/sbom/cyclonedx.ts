/** The parts of CycloneDX 1.5 that the bill uses (https://cyclonedx.org/docs/1.5/json). */

export interface Bill {
	readonly $schema: "http://cyclonedx.org/schema/bom-1.5.schema.json";
	readonly bomFormat: "CycloneDX";
	readonly specVersion: "1.5";
	readonly serialNumber?: string;
	readonly version: 1;
	readonly metadata: object;
	readonly components: readonly Component[];
	readonly dependencies: readonly Dependency[];
	readonly formulation?: readonly object[];
}

export interface Component {
	readonly type: "application" | "firmware" | "framework" | "library" | "file";
	readonly "bom-ref": string;
	readonly name: string;
	readonly version?: string;
	readonly description?: string;
	readonly scope?: "required" | "optional" | "excluded";
	readonly hashes?: readonly Hash[];
	readonly licenses?: Licences;
	readonly purl?: string;
	readonly components?: readonly Component[];
}

export interface Hash {
	readonly alg: string;
	/** In hexadecimal. */
	readonly content: string;
}

type Licences = readonly (
	| { readonly license: { readonly id: string } | { readonly name: string } }
	| { readonly expression: string }
)[];

export interface Dependency {
	readonly ref: string;
	readonly dependsOn?: readonly string[];
}

export function dependency(ref: string, dependsOn: Iterable<string>): Dependency {
	const refs = [...new Set(dependsOn)].sort();
	return refs.length === 0 ? { ref } : { ref, dependsOn: refs };
}

/** Identifiers of the SPDX licence list that occur here; another one is looked at before it comes in. */
const SPDX = [
	...["0BSD", "Apache-2.0", "BSD-2-Clause", "BSD-3-Clause", "BlueOak-1.0.0", "ISC", "LGPL-3.0-or-later"],
	...["MIT", "MPL-2.0"],
];

/** `text` as package.json has it: an SPDX identifier or expression; anything else is only a name. */
export function licences(text: string): Licences {
	if (SPDX.includes(text)) return [{ license: { id: text } }];
	const identifiers = text.split(/[()\s]+|\b(?:AND|OR)\b/).filter((word) => word !== "");
	const isExpression = identifiers.length > 1 && identifiers.every((word) => SPDX.includes(word));
	return isExpression ? [{ expression: text }] : [{ license: { name: text } }];
}
