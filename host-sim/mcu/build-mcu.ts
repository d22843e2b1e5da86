/**
 * The firmware as a program for a bare Cortex-M7, cached under build/mcu by a hash of everything it is made
 * of. See board.c for why it is started twice.
 */
import { execFile, spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { promisify } from "node:util";
import { buildXs, nameOf, progressLine } from "../engines/build-xs.js";
import type { Bundle } from "../engines/bundle.js";
import {
	type CSource,
	compileObjects,
	compilerOutput,
	filesIn,
	objectsOf,
	type Progress,
	type Toolchain,
} from "../engines/compile-c.js";
import { EngineUnavailable } from "../engines/engine.js";
import { deviceLimits, deviceSlotBytes, type XsLimits } from "../engines/limits.js";
import { inProject } from "../engines/paths.js";
import type { Loops } from "../engines/xs-engine.js";
import { compileImage } from "../engines/xs-image.js";
import { deviceSources, ownSources, xsSources } from "../engines/xs-sources.js";
import { QEMU, qemuProgram } from "./qemu.js";

export interface McuFirmware {
	/** The linked program. */
	readonly path: string;
	/** Of the linked program, in hexadecimal: the same sources and compiler give the same one anywhere. */
	readonly sha256: string;
	readonly sizes: McuSizes;
}

/** Bytes. */
export interface McuSizes {
	/** All that lies in flash: the sum of the next four. */
	readonly flash: number;
	/** Machine code and its constants. */
	readonly code: number;
	/** The bundle's bytecode. */
	readonly bytecode: number;
	/** What was preloaded: objects, tables, names. */
	readonly preloaded: number;
	/** First values of variables. */
	readonly data: number;
	/** Static RAM without the frame buffer and the engine's arena: buffers of the link, variables. */
	readonly staticRam: number;
}

const COMPILER = "arm-none-eabi-gcc";
const mcuFolder = inProject("host-sim/mcu");
const cacheFolder = inProject("build/mcu");
/** For the board's processor. */
export const machineFlags = [
	"-mcpu=cortex-m7",
	"-mthumb",
	"-mfpu=fpv5-d16",
	"-mfloat-abi=hard",
	"-ffunction-sections",
	"-fdata-sections",
	"-DmxMisalignedSettersCrash=1", // doubles are loaded by pairs of words
];
const linkFlags = [
	...machineFlags,
	"-nostartfiles",
	"--specs=nano.specs",
	"-Wl,--gc-sections",
	"-T",
	join(mcuFolder, "mps2.ld"),
];
/** Of malloc and of the arena, with that of the value stack in slots, while preloading for the first time. */
const ROOT_ROOM = { mallocBytes: 256 << 10, arenaBytes: 2 << 20, stackCount: 8192 };
/** Slots beyond the deepest that the value stack was. */
const STACK_SPARE = 64;
const FRAME_BYTES = 307_200;

const run = promisify(execFile);

/** @throws EngineUnavailable, saying what to install, without the tools for it. */
export async function buildMcu(bundle: Bundle, loops: Loops, onProgress: Progress): Promise<McuFirmware> {
	const toolchain = findToolchain();
	const host = await buildXs(32, onProgress);
	if (host.kind !== "built") throw new EngineUnavailable(host.message);
	const image = await compileImage(host.path, host.key, bundle);
	const limits = deviceLimits(32);
	const board = (room: typeof ROOT_ROOM) => boardSources(limits, room, loops);
	const sources = commonSources();
	const key = createHash("sha256")
		.update(nameOf(objectsOf(toolchain, [...sources, ...board(ROOT_ROOM)])))
		.update(readFileSync(image))
		.update(readFileSync(join(mcuFolder, "mps2.ld")))
		.update(readFileSync(join(mcuFolder, "image.S")))
		.digest("hex");
	const path = join(cacheFolder, key.slice(0, 16));
	if (!existsSync(path)) {
		mkdirSync(cacheFolder, { recursive: true });
		const folder = mkdtempSync(join(cacheFolder, "linking-"));
		try {
			await compileObjects(toolchain, [...sources, ...board(ROOT_ROOM)], onProgress);
			const bytecode = await assembleImage(toolchain, image, folder);
			const preload = (room: typeof ROOT_ROOM) =>
				linkAndPreload(toolchain, [...sources, ...board(room)], bytecode, room, folder);
			const room = await preload(ROOT_ROOM);
			await compileObjects(toolchain, board(room), () => undefined);
			await preload(room);
			await run("arm-none-eabi-objcopy", ["--update-section", ".root=root.bin", "firmware.elf"], {
				cwd: folder,
			});
			writeFileSync(join(folder, "sizes.json"), JSON.stringify(await measure(folder, limits)));
			renameSync(folder, path);
		} catch (error) {
			throw new Error(`The firmware could not be linked for the Cortex-M7.\n${compilerOutput(error)}`, {
				cause: error,
			});
		} finally {
			rmSync(folder, { recursive: true, force: true });
		}
	}
	const sizes: McuSizes = JSON.parse(readFileSync(join(path, "sizes.json"), "utf8"));
	const program = join(path, "firmware.elf");
	return { path: program, sha256: createHash("sha256").update(readFileSync(program)).digest("hex"), sizes };
}

/**
 * Compiles what every program for the board shares, so that nobody waits for it later.
 * @throws EngineUnavailable, saying what to install, without the tools for it.
 */
export async function compileForMcu(onProgress: Progress): Promise<void> {
	await compileObjects(findToolchain(), commonSources(), onProgress);
}

/** The engine and our files that know no sizes. */
function commonSources() {
	const xs = xsSources(machineFlags).map((source) =>
		HOT.includes(basename(source.path)) ? source : { ...source, flags: [...source.flags, "-Os"] },
	);
	return [...xs, ...ownSources(machineFlags, deviceSources())];
}

/** What of XS a unit's instructions are spent in; the rest is compiled to be small. */
const HOT = ["xsAPI.c", "xsDataView.c", "xsMemory.c", "xsProperty.c", "xsRun.c", "xsType.c"];

/** What the board has of its own, the linker's script among it. */
export function mcuSources(): readonly string[] {
	return [".c", ".S", ".ld"].flatMap((suffix) => filesIn(mcuFolder, suffix));
}

/** Our files for this board, compiled for memory of these sizes. */
function boardSources(limits: XsLimits, room: typeof ROOT_ROOM, loops: Loops) {
	const defines = {
		CHUNK_BYTES: limits.chunkBytes,
		SLOT_COUNT: limits.slotCount,
		STACK_COUNT: limits.stackCount,
		KEY_COUNT: limits.keyCount,
		EVENT_COMPUTRONS: limits.eventComputrons,
		ROOT_MALLOC_BYTES: room.mallocBytes,
		ROOT_STACK: room.stackCount,
		KERNELS: loops === "native" ? 1 : 0,
	};
	const flags = Object.entries(defines).map(([name, value]) => `-D${name}=${value}`);
	return ownSources([...machineFlags, ...flags], filesIn(mcuFolder, ".c"));
}

/**
 * An object with a name of its own: what the compiler makes on the way to a program is called otherwise each
 * time, and the program would tell how. @returns its path
 */
async function assembleImage({ command }: Toolchain, image: string, folder: string): Promise<string> {
	const path = join(folder, "image.o");
	const [program = ""] = command;
	await run(program, [
		...machineFlags,
		`-DIMAGE="${image}"`,
		"-c",
		join(mcuFolder, "image.S"),
		...["-o", path],
	]);
	return path;
}

/** Links firmware.elf, starts it, and leaves root.bin there. @returns the room that preloading took */
async function linkAndPreload(
	toolchain: Toolchain,
	sources: readonly CSource[],
	bytecode: string,
	room: typeof ROOT_ROOM,
	folder: string,
): Promise<typeof ROOT_ROOM> {
	const rootBytes = room.mallocBytes + room.arenaBytes;
	await link(
		toolchain,
		[`-Wl,--defsym=ROOT_BYTES=${rootBytes}`, bytecode, ...objectsOf(toolchain, sources), "-lm"],
		join(folder, "firmware.elf"),
	);
	const qemu = qemuProgram("firmware.elf");
	await run(qemu.command, qemu.arguments, { cwd: folder, timeout: 60_000 });
	const used: typeof ROOT_ROOM = JSON.parse(readFileSync(join(folder, "root.json"), "utf8"));
	// What the first run had of the stack and did not need is not linked in.
	const stackCount = Math.min(room.stackCount, used.stackCount + STACK_SPARE);
	const arenaBytes = align(used.arenaBytes) - deviceSlotBytes * (room.stackCount - stackCount);
	return { mallocBytes: align(used.mallocBytes), arenaBytes, stackCount };
}

const align = (bytes: number) => Math.ceil(bytes / 16) * 16;

async function measure(folder: string, limits: XsLimits): Promise<McuSizes> {
	const { stdout } = await run("arm-none-eabi-size", ["-A", join(folder, "firmware.elf")]);
	const of = (section: string) => Number(new RegExp(`^\\.${section}\\s+(\\d+)`, "m").exec(stdout)?.[1] ?? 0);
	const code = of("text") + of("ARM.exidx");
	const [bytecode, preloaded, data] = [of("image"), of("root"), of("data")];
	const arena = limits.chunkBytes + 16 * (limits.slotCount + limits.stackCount + 2);
	const staticRam = of("bss") + data - arena - FRAME_BYTES;
	return { flash: code + bytecode + preloaded + data, code, bytecode, preloaded, data, staticRam };
}

/**
 * Links sources into a program of its own for the board, kept by a hash of what it is made of: no engine, no
 * bundle. @returns its path
 * @throws EngineUnavailable, saying what to install, without the tools for it.
 */
export async function buildMcuProgram(name: string, program: readonly CSource[]): Promise<string> {
	const toolchain = findToolchain();
	const start = filesIn(mcuFolder, ".c").filter((path) => basename(path) !== "board.c");
	const sources = [...program, ...ownSources(machineFlags, start)];
	const objects = objectsOf(toolchain, sources);
	const path = join(cacheFolder, `${name}-${nameOf(objects)}.elf`);
	if (existsSync(path)) return path;
	await compileObjects(toolchain, sources, () => undefined);
	mkdirSync(cacheFolder, { recursive: true });
	const unfinished = `${path}.${process.pid}`;
	await link(toolchain, ["-Wl,--defsym=ROOT_BYTES=16", ...objects, "-lm"], unfinished);
	renameSync(unfinished, path);
	return path;
}

async function link({ command }: Toolchain, what: readonly string[], path: string): Promise<void> {
	const [program = ""] = command;
	await run(program, [...linkFlags, ...what, "-o", path]);
}

function findToolchain(): Toolchain {
	const versions = [COMPILER, QEMU].map((program) => spawnSync(program, ["--version"], { encoding: "utf8" }));
	if (versions.some(({ status }) => status !== 0)) throw new EngineUnavailable(noToolsMessage);
	return { command: [COMPILER], version: versions[0].stdout };
}

const noToolsMessage = `The emulated microcontroller needs a compiler for it, its C library and an emulator:
  Debian, Ubuntu   sudo apt install gcc-arm-none-eabi libnewlib-arm-none-eabi qemu-system-arm gcc-multilib
Or go on without: the same firmware runs in XS on this computer with --engine xs.`;

if (process.argv[1] === inProject("host-sim/mcu/build-mcu.ts")) {
	try {
		await compileForMcu(progressLine("Compiling the XS engine (Cortex-M7), once"));
	} catch (error) {
		// Only the tests on the board need it; they say so themselves.
		if (!(error instanceof EngineUnavailable)) throw error;
	}
}
