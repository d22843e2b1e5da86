import { createHash } from "node:crypto";
import { basename, dirname, relative } from "node:path";
import { IDF_WANTED, SDK_WANTED } from "../device/doctor.js";
import { PICO_SDK_WANTED } from "../device/doctor-pico.js";
import { hashOfFiles, imageFiles, imageHash } from "../device/image-hash.js";
import { IMAGES } from "../device/manifest.js";
import { type Tree, treeOnDisk } from "../device/tree.js";
import type { Bundle } from "../engines/bundle.js";
import { filesIn } from "../engines/compile-c.js";
import { projectRoot } from "../engines/paths.js";
import { deviceSources, xsSources } from "../engines/xs-sources.js";
import { mcuSources } from "../mcu/build-mcu.js";
import { type Component, type Dependency, dependency, type Hash, licences } from "./cyclonedx.js";

export interface FirmwarePart {
	readonly components: readonly Component[];
	readonly dependencies: readonly Dependency[];
}

/** Every image that the sources make, file by file, with the engine and the kits that they are built with. */
export function firmwarePart(version: string, bundle: Bundle): FirmwarePart {
	const tree = treeOnDisk(projectRoot);
	const xs = xsComponent(tree);
	const emulated = emulatedImage(tree, version, bundle);
	const boards = IMAGES.map(({ platform, image }) => ({
		component: boardImage(tree, version, { platform, image }),
		kits: KITS.filter(({ families }) => families.includes(platform.split("/")[0])),
	}));
	return {
		components: [
			...boards.map(({ component }) => component),
			emulated,
			xs,
			...KITS.map(({ component }) => component),
		],
		dependencies: [
			...boards.map(({ component, kits }) =>
				dependency(
					component["bom-ref"],
					kits.map((kit) => kit.component["bom-ref"]),
				),
			),
			dependency(emulated["bom-ref"], [xs["bom-ref"]]),
			dependency(xs["bom-ref"], []),
			...KITS.map(({ component }) => dependency(component["bom-ref"], [])),
		],
	};
}

/** Its hash is the one that the unit prints at its start and carries in its birth message. */
function boardImage(tree: Tree, version: string, { platform, image }: (typeof IMAGES)[number]): Component {
	const ref = `firmware/${platform}/${image}`;
	return {
		type: "firmware",
		"bom-ref": ref,
		name: `${image} for ${platform}`,
		version,
		description: "SHA-256 over its files as host-sim/device/image-hash.ts says; in every birth message",
		scope: "required",
		hashes: [{ alg: "SHA-256", content: imageHash(tree, platform, image) }],
		licenses: licences("Apache-2.0"),
		components: filesOf(tree, ref, imageFiles(tree, platform, image)),
	};
}

/** What runs in QEMU: the bundle and the C around it. `npm run mcu` prints the linked image's own hash. */
function emulatedImage(tree: Tree, version: string, bundle: Bundle): Component {
	const ref = "firmware/mps2-an500";
	const folders = new Set([...deviceSources(), ...mcuSources()].map(dirname));
	const sources = [
		...deviceSources(),
		...mcuSources(),
		...[...folders].flatMap((folder) => filesIn(folder, ".h")),
	];
	const file: Component = {
		type: "file",
		"bom-ref": `${ref}#bundle.js`,
		name: "bundle.js",
		hashes: [{ alg: "SHA-256", content: bundle.sha256 }],
	};
	return {
		type: "firmware",
		"bom-ref": ref,
		name: "unit for QEMU's mps2-an500",
		version,
		scope: "excluded",
		licenses: licences("Apache-2.0"),
		components: [file, ...filesOf(tree, ref, sources.map(inTree).sort())],
	};
}

/** The engine that the simulator and the emulated image compile, out of an npm package. */
function xsComponent(tree: Tree): Component {
	const sources = xsSources([]);
	const folders = sources[0].headers.filter((path) => basename(path) !== "platform.h");
	const headers = folders.flatMap((folder) => filesIn(folder, ".h"));
	const paths = [...sources.map(({ path }) => path), ...headers].map(inTree).sort();
	const version = XS_VERSION.map((name) => {
		const text = headers
			.map(inTree)
			.flatMap((path) => tree.read(path) ?? "")
			.join("\n");
		return new RegExp(`#define XS_${name}_VERSION (\\d+)`).exec(text)?.[1];
	}).join(".");
	return {
		type: "framework",
		"bom-ref": `xs@${version}`,
		name: "XS",
		version,
		description: `of the Moddable SDK; ${paths.length} C files of the npm package @agoric/xsnap, unchanged`,
		scope: "required",
		hashes: [{ alg: "SHA-256", content: hashOfFiles(tree, paths) }],
		licenses: licences("LGPL-3.0-or-later"),
	};
}

const XS_VERSION = ["MAJOR", "MINOR", "PATCH"];

const inTree = (path: string) => relative(projectRoot, path);

function filesOf(tree: Tree, ref: string, paths: readonly string[]): readonly Component[] {
	return paths.map((path) => ({
		type: "file",
		"bom-ref": `${ref}#${path}`,
		name: path,
		hashes: [hashOf(tree.read(path) ?? "")],
	}));
}

function hashOf(text: string): Hash {
	return { alg: "SHA-256", content: createHash("sha256").update(text).digest("hex") };
}

/** What whoever builds an image fetches; `npm run doctor` tells which version is there. */
const KITS: readonly { readonly families: readonly string[]; readonly component: Component }[] = [
	{
		families: ["esp32", "pico", "lin"],
		component: kit("Moddable SDK", SDK_WANTED, "Moddable-OpenSource/moddable", "LGPL-3.0-or-later"),
	},
	{ families: ["esp32"], component: kit("ESP-IDF", IDF_WANTED, "espressif/esp-idf", "Apache-2.0") },
	{ families: ["pico"], component: kit("Pico SDK", PICO_SDK_WANTED, "raspberrypi/pico-sdk", "BSD-3-Clause") },
];

function kit(name: string, version: string, repository: string, licence: string): Component {
	const purl = `pkg:github/${repository.toLowerCase()}@${version}`;
	return {
		type: "framework",
		"bom-ref": purl,
		name,
		version,
		description: "this version or a newer one of the same series, fetched by whoever builds the image",
		scope: "required",
		licenses: licences(licence),
		purl,
	};
}
