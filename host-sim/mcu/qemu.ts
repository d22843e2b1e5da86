/** How the emulated board is started. */
import { spawnSync } from "node:child_process";

export const QEMU = "qemu-system-arm";

/**
 * What starts the board and ends it with this process, however that ends: the board knows no end of file, and
 * a process that is killed closes nothing. Linux has that for the asking (prctl, PR_SET_PDEATHSIG); elsewhere
 * the board ends with whoever closes it.
 */
export function qemuProgram(elf: string): {
	readonly command: string;
	readonly arguments: readonly string[];
} {
	hasSetpriv ??= spawnSync("setpriv", ["--pdeathsig", "KILL", "true"]).status === 0;
	const ownArguments = qemuArguments(elf);
	return hasSetpriv
		? { command: "setpriv", arguments: ["--pdeathsig", "KILL", "--", QEMU, ...ownArguments] }
		: { command: QEMU, arguments: ownArguments };
}

let hasSetpriv: boolean | undefined;

/**
 * One instruction takes 32 ns of the board's time, whatever it is: so counts of instructions repeat exactly,
 * and say nothing of caches and wait states.
 */
function qemuArguments(elf: string): readonly string[] {
	return [
		...["-M", "mps2-an500", "-icount", "shift=5"],
		...["-display", "none", "-monitor", "none"],
		...["-chardev", "stdio,id=link,signal=off", "-serial", "chardev:link"],
		...["-semihosting-config", "enable=on,target=native"],
		...["-kernel", elf],
	];
}
