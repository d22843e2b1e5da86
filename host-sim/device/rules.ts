import { posix } from "node:path";
import type { Image, Problem } from "./manifest.js";
import { factsOf, type SourceFacts } from "./source-facts.js";
import type { Tree } from "./tree.js";

/** All that can be wrong with an image before a compiler for the device sees it. */
export function problemsOf(tree: Tree, image: Image): readonly Problem[] {
	const sources = new Map<string, SourceFacts>();
	for (const file of image.modules.values()) {
		if (file.endsWith(".ts")) sources.set(file, factsOf(file, tree.read(file) ?? ""));
	}
	return [
		...image.problems,
		...misnamedModules(image),
		...foreignModules(image),
		...unresolvedImports(image, sources),
		...languageProblems(image, sources),
		...nativeProblems(tree, image, sources),
		...preloadProblems(image),
		...memoryProblems(image),
		...partitionProblems(tree, image),
	];
}

/** Relative imports are resolved by specifier on the device and by folder elsewhere: both have to agree. */
function misnamedModules({ modules }: Image): Problem[] {
	return [...modules]
		.filter(([specifier, file]) => file.replace(/\.[^./]+$/, "") !== specifier)
		.map(([specifier, file]) => ({
			where: file,
			what: `is "${specifier}", which does not mirror its folder`,
		}));
}

/** On the SDK's Linux target the simulator is behind the doors, so that its half of them is at home. */
function foreignModules({ platform, modules }: Image): Problem[] {
	const home = platform === "lin" ? /^(modules|hal|host-sim\/bridge)\// : /^(modules|hal)\//;
	return [...modules.values()]
		.filter((file) => !home.test(file) || /\.(test|spec)\.|\.json$/.test(file))
		.map((file) => ({ where: file, what: "does not belong in an image" }));
}

function unresolvedImports(image: Image, sources: ReadonlyMap<string, SourceFacts>): Problem[] {
	const problems: Problem[] = [];
	for (const [specifier, file] of image.modules) {
		for (const wanted of sources.get(file)?.imports ?? []) {
			const complaint = complaintAboutImport(image, specifier, wanted);
			if (complaint !== undefined) problems.push({ where: file, what: complaint });
		}
	}
	return problems;
}

function complaintAboutImport(image: Image, importer: string, wanted: string): string | undefined {
	if (wanted.startsWith("node:")) return `imports ${wanted}, which only Node has`;
	if (!wanted.startsWith(".")) {
		return image.sdkModules.has(wanted) ? undefined : `imports ${wanted}, which no included manifest lists`;
	}
	const target = posix.join(posix.dirname(importer), wanted).replace(/\.(js|mjs|ts)$/, "");
	return image.modules.has(target) ? undefined : `imports ${wanted}, but the manifest lists no ${target}`;
}

/** Names that XS does not define on the device, whatever the typings say. */
const ABSENT = [
	...["TextEncoder", "TextDecoder", "crypto", "setTimeout", "setInterval", "queueMicrotask", "console"],
	...["structuredClone", "URL", "fetch", "process", "Buffer", "require", "performance", "Intl"],
];

/** What the SDK's own modules in the image use: its TLS asks for the date. Stripped, it ends the engine. */
const SDK_USES = ["Date"];

function languageProblems(image: Image, sources: ReadonlyMap<string, SourceFacts>): Problem[] {
	const problems: Problem[] = [];
	for (const [file, { unsupported, globals }] of sources) {
		for (const what of unsupported) {
			problems.push({ where: file, what: `${what}: the device's compiler has no such thing` });
		}
		for (const name of ABSENT) {
			if (globals.has(name))
				problems.push({ where: file, what: `uses ${name}, which the device does not have` });
		}
		for (const name of image.strip) {
			if (globals.has(name)) problems.push({ where: file, what: `uses ${name}, which the manifest strips` });
		}
	}
	for (const name of SDK_USES) {
		if (image.strip.includes(name))
			problems.push({ where: "manifest.json", what: `strips ${name}, which the SDK's TLS uses` });
	}
	// With "*" the linker strips what no module names; what only a native calls throws "dead strip!" then.
	if (image.strip.includes("*"))
		problems.push({ where: "manifest.json", what: 'strip "*" kills used built-ins' });
	return problems;
}

/** Offers the loops that lie beside their twins in modules/, which look for them when they are loaded. */
const KERNELS_MODULE = "hal/esp32/kernels/kernels";
const KERNELS = `${KERNELS_MODULE}.ts`;

/**
 * Each `native("xs_name")` needs its C function in the file of the same name, a kernel's one in modules/, and
 * the other way round.
 */
function nativeProblems(tree: Tree, image: Image, sources: ReadonlyMap<string, SourceFacts>): Problem[] {
	const problems: Problem[] = [];
	const called = new Set<string>();
	const hasKernels = sources.has(KERNELS);
	const loops = image.natives.filter((path) => path.startsWith("modules/"));
	for (const [file, { natives }] of sources) {
		const c = file === KERNELS ? loops : image.natives.filter((path) => path === file.replace(/\.ts$/, ".c"));
		const defined = new Set(c.flatMap((path) => definitionsIn(tree.read(path) ?? "")));
		for (const name of natives) {
			called.add(name);
			if (!defined.has(name))
				problems.push({ where: file, what: `calls ${name}, which its C does not define` });
		}
	}
	// Without the list of kernels their twins run; a driver's C has no other use.
	for (const file of image.natives.filter((path) => hasKernels || path.startsWith("hal/"))) {
		for (const name of definitionsIn(tree.read(file) ?? "")) {
			if (!called.has(name)) problems.push({ where: file, what: `defines ${name}, which nobody calls` });
		}
	}
	return problems;
}

function definitionsIn(c: string): string[] {
	return [...c.matchAll(/^void (xs_\w+)\(xsMachine \*the\)/gm)].map(([, name]) => name);
}

/**
 * What is preloaded lies in flash; the entry opens devices, so that it must run on the device. The SDK's
 * mcconfig matches a glob of `preload` with JavaScript only, never with TypeScript: each module is named.
 */
function preloadProblems({ modules, preload, creation, sdkModules }: Image): Problem[] {
	const where = "manifest.json";
	const problems: Problem[] = [];
	const { main } = creation;
	const isCovered = (specifier: string): boolean => preload.includes(specifier);
	for (const name of preload) {
		if (!modules.has(name) && !sdkModules.has(name))
			problems.push({ where, what: `preload ${name} names no module` });
	}
	const firstLoops = preload.findIndex((name) => name.startsWith("modules/"));
	if (modules.has(KERNELS_MODULE) && preload.indexOf(KERNELS_MODULE) > firstLoops) {
		problems.push({ where, what: `${KERNELS_MODULE} is preloaded after modules that look for it` });
	}
	if (typeof main !== "string" || !modules.has(main)) {
		problems.push({ where, what: `creation.main is ${String(main)}, which is no module` });
	} else if (isCovered(main)) {
		problems.push({ where, what: `${main} would run when the image is built` });
	}
	for (const [specifier, file] of modules) {
		// Types leave nothing behind that could be preloaded.
		if (specifier === main || specifier === "hal/hal" || isCovered(specifier)) continue;
		problems.push({ where: file, what: "is not preloaded: it would take room in the heap" });
	}
	return problems;
}

/** The simulator holds the unit to `initial`; on the device only increments of 0 do. */
function memoryProblems({ creation }: Image): Problem[] {
	const wanted: readonly (readonly [string, "zero" | "positive"])[] = [
		["static", "zero"],
		["chunk.initial", "positive"],
		["chunk.incremental", "zero"],
		["heap.initial", "positive"],
		["heap.incremental", "zero"],
		["stack", "positive"],
		["keys.initial", "positive"],
		["keys.incremental", "zero"],
	];
	return wanted.flatMap(([path, kind]) => {
		const value = path
			.split(".")
			.reduce<unknown>(
				(at, name) => (typeof at === "object" && at !== null ? Reflect.get(at, name) : at),
				creation,
			);
		const isRight = kind === "zero" ? value === 0 : typeof value === "number" && value > 0;
		return isRight
			? []
			: [{ where: "manifest.json", what: `creation.${path} is ${String(value)}, not ${kind}` }];
	});
}

interface Partition {
	readonly name: string;
	readonly subtype: string;
	readonly offset: number;
	readonly size: number;
}

/** Partitions begin on erase blocks, app slots on 64 KB (ESP-IDF, "Partition Tables"). */
const BLOCK = 0x1000;
const APP_ALIGNMENT = 0x10000;
const FLASH_BYTES = 8 << 20;

function partitionProblems(tree: Tree, image: Image): Problem[] {
	const file = image.build["PARTITIONS_FILE_FOR_TARGET"]?.replace(/^\.\//, "");
	if (file === undefined) return [];
	const text = tree.read(file);
	if (text === undefined) return [{ where: file, what: "there is no such file" }];
	const partitions = parsePartitions(text);
	const problems: Problem[] = [];
	const complain = (what: string): void => {
		problems.push({ where: file, what });
	};
	let end = tableOffset(tree) + BLOCK;
	for (const { name, subtype, offset, size } of partitions) {
		const alignment = subtype.startsWith("ota_") ? APP_ALIGNMENT : BLOCK;
		if (offset % alignment !== 0 || size % BLOCK !== 0) complain(`${name} is not aligned`);
		if (offset < end) complain(`${name} overlaps what comes before it`);
		end = offset + size;
	}
	if (end > FLASH_BYTES) complain("does not fit in 8 MB");
	const sizeOf = (subtype: string): number | undefined => partitions.find((p) => p.subtype === subtype)?.size;
	if (sizeOf("ota_0") === undefined || sizeOf("ota_0") !== sizeOf("ota_1")) {
		complain("needs two application slots of one size");
	}
	for (const name of ["otadata", "store", "factory_data"]) {
		if (!partitions.some((partition) => partition.name === name)) complain(`has no partition ${name}`);
	}
	return problems;
}

/** Where the partition table lies, behind the bootloader; ESP-IDF's choice where sdkconfig says nothing. */
function tableOffset(tree: Tree): number {
	const said = tree.read("hal/esp32/sdkconfig/sdkconfig.defaults");
	return Number(said?.match(/^CONFIG_PARTITION_TABLE_OFFSET=(.+)$/m)?.[1] ?? 0x8000);
}

function parsePartitions(text: string): Partition[] {
	return text
		.split("\n")
		.filter((line) => line.trim() !== "" && !line.startsWith("#"))
		.map((line) => line.split(",").map((field) => field.trim()))
		.map(([name, , subtype, offset, size]) => ({
			name,
			subtype,
			offset: Number(offset),
			size: Number(size),
		}));
}
