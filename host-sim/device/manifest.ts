import { posix } from "node:path";
import { SDK_LACKS, SDK_MANIFESTS } from "./sdk-modules.js";
import type { Tree } from "./tree.js";

/** The platforms of manifest.json that an image is built for. */
export const PLATFORMS = ["esp32/esp32s3", "pico/pico_2_w", "lin"] as const;

/** What is built: the firmware, and the image that holds a unit's doors to their contract. */
export const MANIFESTS = {
	unit: "manifest.json",
	selftest: "hal/esp32/selftest/manifest.json",
} as const;
export type ImageName = keyof typeof MANIFESTS;

/** Every image that can be built. */
export const IMAGES: readonly { readonly platform: string; readonly image: ImageName }[] = [
	...PLATFORMS.map((platform) => ({ platform, image: "unit" as const })),
	{ platform: "esp32/esp32s3", image: "selftest" },
];

/** A part of manifest.json, or of a manifest that it includes, as far as the check reads it. */
export interface Manifest {
	readonly include?: string | readonly string[];
	readonly modules?: Readonly<Record<string, string | readonly string[]>>;
	readonly preload?: string | readonly string[];
	readonly strip?: string | readonly string[];
	readonly creation?: unknown;
	readonly config?: unknown;
	readonly build?: Readonly<Record<string, string>>;
	readonly typescript?: {
		readonly tsconfig?: { readonly compilerOptions?: { readonly types?: readonly string[] } };
	};
	readonly platforms?: Readonly<Record<string, Manifest & { readonly error?: string }>>;
}

export interface Problem {
	/** File, or line of the manifest. */
	readonly where: string;
	readonly what: string;
}

/** What the SDK would build for one platform. */
export interface Image {
	readonly platform: string;
	/** The project's own, in the order they were read. */
	readonly manifests: readonly string[];
	/** Specifier -> file, relative to the project. */
	readonly modules: ReadonlyMap<string, string>;
	/** Specifiers that the SDK's own manifests provide. */
	readonly sdkModules: ReadonlySet<string>;
	/** C files. */
	readonly natives: readonly string[];
	readonly preload: readonly string[];
	readonly strip: readonly string[];
	readonly creation: Readonly<Record<string, unknown>>;
	readonly build: Readonly<Record<string, string>>;
	readonly problems: readonly Problem[];
}

/** Reads an image's manifest for `platform` (as "esp32/esp32s3") as the SDK's mcmanifest.js does. */
export function readImage(tree: Tree, platform: string, image: ImageName = "unit"): Image {
	const reader = new Reader(tree, platform);
	reader.include(MANIFESTS[image]);
	return reader.image();
}

class Reader {
	readonly #tree: Tree;
	readonly #platform: string;
	readonly #modules = new Map<string, string>();
	readonly #sdkModules = new Set<string>();
	readonly #natives: string[] = [];
	readonly #preload: string[] = [];
	#strip: readonly string[] = [];
	readonly #creation: Record<string, unknown> = {};
	readonly #build: Record<string, string> = {};
	readonly #problems: Problem[] = [];
	readonly #seen = new Set<string>();
	readonly #manifests: string[] = [];
	/** Files that a manifest's "~" leaves out, without their extensions. */
	readonly #leftOut = new Set<string>();

	constructor(tree: Tree, platform: string) {
		this.#tree = tree;
		this.#platform = platform;
	}

	image(): Image {
		for (const [specifier, file] of this.#modules) {
			if (this.#leftOut.has(file.replace(/\.[^./]+$/, ""))) this.#modules.delete(specifier);
		}
		return {
			platform: this.#platform,
			manifests: this.#manifests,
			modules: this.#modules,
			sdkModules: this.#sdkModules,
			natives: this.#natives,
			preload: this.#preload,
			strip: this.#strip,
			creation: this.#creation,
			build: this.#build,
			problems: this.#problems,
		};
	}

	/** Includes come first, so that a manifest overrides what it includes. */
	include(path: string): void {
		if (this.#seen.has(path)) return;
		this.#seen.add(path);
		if (path.startsWith("$(")) return this.#includeFromSdk(path);
		const manifest = this.#parse(path);
		if (manifest === undefined) return;
		this.#manifests.push(path);
		const platform = matchPlatform(manifest.platforms, this.#platform);
		const folder = posix.dirname(path);
		for (const included of [...listOf(manifest.include), ...listOf(platform?.include)]) {
			this.include(included.startsWith("$(") ? included : posix.join(folder, included));
		}
		if (platform?.error !== undefined) this.#complain(path, platform.error);
		this.#merge(path, manifest);
		if (platform !== undefined) this.#merge(path, platform);
	}

	#includeFromSdk(path: string): void {
		const provided = SDK_MANIFESTS[path];
		if (provided === undefined) this.#complain(path, "included from the SDK, but unknown to sdk-modules.ts");
		const lacking = SDK_LACKS[this.#platform.split("/")[0]] ?? [];
		for (const specifier of provided ?? []) {
			if (!lacking.includes(specifier)) this.#sdkModules.add(specifier);
		}
	}

	/** A module of the SDK's that a manifest names itself. */
	#addFromSdk(specifier: string): void {
		if (specifier !== "~" && !specifier.includes("*")) this.#sdkModules.add(specifier);
	}

	#parse(path: string): Manifest | undefined {
		const text = this.#tree.read(path);
		if (text === undefined) {
			this.#complain(path, "included, but there is no such manifest");
			return undefined;
		}
		try {
			return JSON.parse(text);
		} catch (error) {
			this.#complain(path, `no JSON: ${error instanceof Error ? error.message : error}`);
			return undefined;
		}
	}

	#merge(path: string, manifest: Manifest): void {
		const folder = posix.dirname(path);
		for (const [target, sources] of Object.entries(manifest.modules ?? {})) {
			for (const source of listOf(sources)) {
				if (source.startsWith("$(")) this.#addFromSdk(target);
				else if (target === "~") this.#leftOut.add(posix.join(folder, source));
				else this.#addModules(path, target, posix.join(folder, source));
			}
		}
		this.#preload.push(...listOf(manifest.preload));
		if (manifest.strip !== undefined) this.#strip = listOf(manifest.strip);
		mergeInto(this.#creation, manifest.creation);
		Object.assign(this.#build, manifest.build);
		for (const types of manifest.typescript?.tsconfig?.compilerOptions?.types ?? []) {
			const file = `${posix.join(folder, types)}.d.ts`;
			if (this.#tree.read(file) === undefined)
				this.#complain(path, `types of ${file}: there is no such file`);
		}
	}

	/** Globs are not recursive; the last star stands for a file's name without its extension. */
	#addModules(path: string, target: string, source: string): void {
		const folder = posix.dirname(source);
		const wanted = posix.basename(source);
		const names = this.#tree.list(folder);
		if (names === undefined) return this.#complain(path, `"${target}": there is no folder ${folder}`);
		const prefix = wanted.includes("*") ? wanted.slice(0, wanted.lastIndexOf("*")) : undefined;
		let count = 0;
		for (const name of names) {
			const bare = name.replace(/(\.d)?\.[^.]+$/, "");
			if (prefix === undefined ? bare !== wanted && name !== wanted : !name.startsWith(prefix)) continue;
			const specifier = target.replace("*", bare.slice(prefix?.length ?? 0));
			if (this.#addFile(path, specifier, `${folder}/${name}`)) count++;
		}
		if (count === 0) this.#complain(path, `"${target}": ${source} matches nothing`);
	}

	/** @returns false for a file that the SDK leaves out. */
	#addFile(path: string, specifier: string, file: string): boolean {
		if (file.endsWith(".c")) {
			this.#natives.push(file);
			return true;
		}
		if (!/\.(ts|js|mjs|json)$/.test(file) || file.endsWith(".d.ts")) return file.endsWith(".h");
		const other = this.#modules.get(specifier);
		if (other !== undefined && other !== file) {
			this.#complain(path, `"${specifier}" is both ${other} and ${file}`);
		}
		this.#modules.set(specifier, file);
		return true;
	}

	#complain(where: string, what: string): void {
		this.#problems.push({ where, what });
	}
}

/** The most exact name wins, then "...", as in mcmanifest.js. */
function matchPlatform(
	platforms: Manifest["platforms"],
	platform: string,
): (Manifest & { readonly error?: string }) | undefined {
	const parts = platform.split("/");
	for (let length = parts.length; length > 0; length--) {
		const partial = parts.slice(0, length).join("/");
		for (const [name, found] of Object.entries(platforms ?? {})) {
			if (name === partial || (name.endsWith("/*") && partial.startsWith(name.slice(0, -1)))) return found;
		}
	}
	return platforms?.["..."];
}

function listOf(value: string | readonly string[] | undefined): readonly string[] {
	if (value === undefined) return [];
	return typeof value === "string" ? [value] : value;
}

function mergeInto(target: Record<string, unknown>, source: unknown): void {
	if (typeof source !== "object" || source === null) return;
	for (const [name, value] of Object.entries(source)) {
		const present = target[name];
		if (isRecord(present) && isRecord(value)) mergeInto(present, value);
		else target[name] = isRecord(value) ? { ...value } : value;
	}
}

function isRecord(value: unknown): value is Record<string, unknown> {
	return typeof value === "object" && value !== null && !Array.isArray(value);
}
