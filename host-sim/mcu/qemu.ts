/** How the emulated board is started. */

export const QEMU = "qemu-system-arm";

/**
 * One instruction takes 32 ns of the board's time, whatever it is: so counts of instructions repeat exactly,
 * and say nothing of caches and wait states.
 */
export function qemuArguments(elf: string): readonly string[] {
	return [
		...["-M", "mps2-an500", "-icount", "shift=5"],
		...["-display", "none", "-monitor", "none"],
		...["-chardev", "stdio,id=link,signal=off", "-serial", "chardev:link"],
		...["-semihosting-config", "enable=on,target=native"],
		...["-kernel", elf],
	];
}
