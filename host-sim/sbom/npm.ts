import { type Component, type Dependency, dependency, type Hash, licences } from "./cyclonedx.js";

/** package-lock.json, version 3. */
export interface Lockfile {
	readonly packages: Packages;
}

/** By the folder that holds it, from the project; the project itself is "". */
type Packages = Readonly<Record<string, LockedPackage>>;

interface LockedPackage {
	/** Where it is not the folder's: the lockfile puts one package in place of another. */
	readonly name?: string;
	readonly version?: string;
	readonly integrity?: string;
	readonly license?: string;
	/** Only tests and tools need it. */
	readonly dev?: boolean;
	/** Only some systems need it. */
	readonly optional?: boolean;
	readonly dependencies?: Ranges;
	readonly devDependencies?: Ranges;
	readonly optionalDependencies?: Ranges;
	readonly peerDependencies?: Ranges;
}

type Ranges = Readonly<Record<string, string>>;

export interface NpmPart {
	readonly components: readonly Component[];
	readonly dependencies: readonly Dependency[];
	/** Of what the project itself asks for. */
	readonly direct: readonly string[];
}

/**
 * What the lockfile pins: a package once for each version, in however many folders it lies.
 * @throws Error when the lockfile asks for what it does not hold.
 */
export function npmPart({ packages }: Lockfile): NpmPart {
	const folders = new Map<string, string[]>();
	for (const path of Object.keys(packages).filter((path) => path !== "")) {
		const purl = purlOf(packages, path);
		folders.set(purl, [...(folders.get(purl) ?? []), path]);
	}
	const refsFrom = (path: string) => requirementsOf(packages, path).map((found) => purlOf(packages, found));
	const sorted = [...folders].sort(([a], [b]) => (a < b ? -1 : 1));
	return {
		components: sorted.map(([purl, paths]) => component(packages, purl, paths)),
		dependencies: sorted.map(([purl, paths]) => dependency(purl, paths.flatMap(refsFrom))),
		direct: refsFrom(""),
	};
}

function component(packages: Packages, purl: string, paths: readonly string[]): Component {
	const copies = paths.map((path) => packages[path]);
	const [{ version, integrity, license }] = copies;
	const isDelivered = copies.some(({ dev }) => !dev);
	const isRequired = copies.some(({ dev, optional }) => !dev && !optional);
	return {
		type: "library",
		"bom-ref": purl,
		name: nameOf(packages, paths[0]),
		...(version === undefined ? {} : { version }),
		// What only tests and tools need is no part of what is delivered.
		scope: isRequired ? "required" : isDelivered ? "optional" : "excluded",
		...(integrity === undefined ? {} : { hashes: [hashOf(integrity)] }),
		...(license === undefined ? {} : { licenses: licences(license) }),
		purl,
	};
}

/** The folders that Node finds what the package at `path` asks for in; "" is the project. */
function requirementsOf(packages: Packages, path: string): readonly string[] {
	const { dependencies, devDependencies, optionalDependencies, peerDependencies } = packages[path];
	const needed = { ...dependencies, ...(path === "" ? devDependencies : {}) };
	const found = Object.keys(needed)
		.filter((name) => optionalDependencies?.[name] === undefined)
		.map((name) => {
			const folder = resolve(packages, path, name);
			if (folder === undefined)
				throw new Error(`package-lock.json: ${path} asks for ${name}; it is not there`);
			return folder;
		});
	const perhaps = Object.keys({ ...optionalDependencies, ...peerDependencies });
	return [...found, ...perhaps.flatMap((name) => resolve(packages, path, name) ?? [])];
}

/** As Node looks for it: in the package's own node_modules, then in each above. */
function resolve(packages: Packages, from: string, name: string): string | undefined {
	for (let folder = from; ; folder = folder.slice(0, Math.max(0, folder.lastIndexOf("node_modules/") - 1))) {
		const candidate = `${folder === "" ? "" : `${folder}/`}node_modules/${name}`;
		if (packages[candidate] !== undefined) return candidate;
		if (folder === "") return undefined;
	}
}

function nameOf(packages: Packages, path: string): string {
	return packages[path].name ?? path.replace(/^.*node_modules\//, "");
}

/** https://github.com/package-url/purl-spec, type npm. */
function purlOf(packages: Packages, path: string): string {
	const name = nameOf(packages, path).replace("@", "%40");
	return `pkg:npm/${name}@${encodeURIComponent(packages[path].version ?? "")}`;
}

/** npm writes "sha512-" and base64, CycloneDX hexadecimal. */
function hashOf(integrity: string): Hash {
	const [algorithm, base64] = integrity.split(" ")[0].split("-");
	const alg = algorithm.toUpperCase().replace("SHA", "SHA-");
	return { alg, content: Buffer.from(base64, "base64").toString("hex") };
}
