/** What a build for the Pico 2 W needs beside the SDK: its makefile looks in these places. */
import { examineSdk, type Finding, type Surroundings } from "./doctor.js";

export const PICO_SDK_WANTED = "2.2.0";
const EXTRAS_WANTED = `sdk-${PICO_SDK_WANTED}`;
const COMPILER = "arm-none-eabi-g++";
const GITHUB = "https://github.com/raspberrypi";

/** Everything that is needed, in the order in which it is put in place. */
export function examinePico(surroundings: Surroundings): readonly Finding[] {
	return [
		...examineSdk(surroundings),
		armCompiler(surroundings),
		cmake(surroundings),
		picoSdk(surroundings),
		picoExtras(surroundings),
		picoExamples(surroundings),
		picoTools(surroundings),
	];
}

function armCompiler({ env, run }: Surroundings): Finding {
	const what = "compiler for RP2350";
	const root = env["PICO_GCC_ROOT"];
	const packages = "gcc-arm-none-eabi libnewlib-arm-none-eabi libstdc++-arm-none-eabi-newlib";
	const mend = `sudo apt-get install -y ${packages} && export PICO_GCC_ROOT=/usr`;
	if (root === undefined) return { what, found: "PICO_GCC_ROOT is not set", mend };
	const program = `${root}/bin/${COMPILER}`;
	// Debian has the C++ library, which the linker asks for, in a package of its own.
	const library = run(program, "-print-file-name=libstdc++.a");
	if (library === undefined) return { what, found: `${program} cannot be run`, mend };
	if (!library.includes("/")) return { what, found: `${program} has no libstdc++`, mend };
	return { what, found: run(program, "-dumpversion") ?? program, mend: undefined };
}

function cmake({ run }: Surroundings): Finding {
	const what = "CMake";
	const found = run("cmake", "--version")?.split("\n")[0];
	if (found !== undefined) return { what, found, mend: undefined };
	return { what, found: "cmake is not on PATH", mend: "sudo apt-get install -y cmake" };
}

function picoSdk({ env, run, read }: Surroundings): Finding {
	const what = "Pico SDK";
	const folder = env["PICO_SDK_DIR"];
	const place = "~/pico/pico-sdk";
	const clone = `git clone --depth 1 -b ${PICO_SDK_WANTED} ${GITHUB}/pico-sdk ${place}`;
	const parts = `git -C ${place} submodule update --init --depth 1`;
	const mend = `${clone} && ${parts} && export PICO_SDK_DIR=${place}`;
	if (folder === undefined) return { what, found: "PICO_SDK_DIR is not set", mend };
	const version = run("git", "-C", folder, "describe", "--tags", "--always", "--abbrev=0");
	if (version === undefined) return { what, found: `PICO_SDK_DIR=${folder} holds no Pico SDK`, mend };
	if (version !== PICO_SDK_WANTED) {
		const found = `${version}; the Moddable SDK expects ${PICO_SDK_WANTED}`;
		return {
			what,
			found,
			mend: `git -C ${folder} fetch --tags && git -C ${folder} checkout ${PICO_SDK_WANTED}`,
		};
	}
	const headers = ["cyw43-driver/src/cyw43.h", "lwip/src/include/lwip/tcp.h", "tinyusb/src/tusb.h"];
	const absent = headers.filter((path) => read(`${folder}/lib/${path}`) === undefined);
	if (absent.length === 0) return { what, found: version, mend: undefined };
	const names = absent.map((path) => path.split("/")[0]).join(", ");
	return { what, found: `without ${names}`, mend: `git -C ${folder} submodule update --init` };
}

function picoExtras({ env, read }: Surroundings): Finding {
	const what = "Pico extras";
	const place = env["PICO_EXTRAS_DIR"] ?? `${rootOf(env)}/pico-extras`;
	if (read(`${place}/src/rp2_common/pico_audio_i2s/audio_i2s.pio`) !== undefined) {
		return { what, found: place, mend: undefined };
	}
	const mend = `git clone --depth 1 -b ${EXTRAS_WANTED} ${GITHUB}/pico-extras ${place}`;
	return { what, found: `none in ${place}`, mend };
}

/** The makefile wants the folder and nothing in it. */
function picoExamples({ env, mayUse }: Surroundings): Finding {
	const what = "folder of the Pico examples";
	const place = `${rootOf(env)}/pico-examples`;
	if (mayUse(place) !== "absent") return { what, found: place, mend: undefined };
	return { what, found: `${place} is not there`, mend: `mkdir -p ${place}` };
}

/** Two programs and a file of the linker's that the Pico SDK makes of itself. */
function picoTools({ env, mayUse }: Surroundings): Finding {
	const what = "the Pico SDK's tools";
	const folder = env["PICO_SDK_DIR"] ?? "~/pico/pico-sdk";
	const build = `${folder}/build`;
	const absent = [
		env["PIOASM"] ?? `${build}/pioasm/pioasm`,
		env["UF2CONV"] ?? `${build}/_deps/picotool/picotool`,
		`${build}/pico_flash_region.ld`,
	].filter((path) => mayUse(path) === "absent");
	if (absent.length === 0) return { what, found: build, mend: undefined };
	const mend = `cmake -S ${folder} -B ${build} && make -C ${build} pioasmBuild picotoolBuild`;
	return { what, found: `${absent.join(", ")} not there`, mend };
}

function rootOf(env: Surroundings["env"]): string {
	return env["PICO_ROOT"] ?? `${env["HOME"] ?? "~"}/pico`;
}
