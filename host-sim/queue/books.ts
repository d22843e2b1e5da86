/** Three accounts of one chain: the unit's flash, the terminal's file, and what the terminal was told. */
import { toHex } from "../../modules/bytes/bytes.js";

export interface Books {
	/** What the flash says after power off. */
	readonly unit: { readonly sequence: number; readonly head: Uint8Array; readonly waiting: number };
	/** Sequence numbers in the file, in its order, and the head that follows. */
	readonly file: { readonly sequences: readonly number[]; readonly head: Uint8Array };
	/** How often each sequence number was counted. */
	readonly counted: ReadonlyMap<number, number>;
}

export interface Balance {
	/** Entries that the unit has made and the terminal's file lacks, or was never told of. */
	readonly lost: number;
	/** Entries that stand in the file, or were counted, more than once. */
	readonly doubled: number;
	/** Whatever else does not agree. */
	readonly differences: readonly string[];
}

export function balance({ unit, file, counted }: Books): Balance {
	const inFile = new Map<number, number>();
	for (const sequence of file.sequences) inFile.set(sequence, (inFile.get(sequence) ?? 0) + 1);
	let [lost, doubled] = [0, 0];
	for (let sequence = 0; sequence < unit.sequence; sequence++) {
		const [written, told] = [inFile.get(sequence) ?? 0, counted.get(sequence) ?? 0];
		if (written === 0 || told === 0) lost++;
		if (written > 1 || told > 1) doubled++;
	}
	const differences: string[] = [];
	const invented = [...inFile.keys(), ...counted.keys()].filter(
		(sequence) => sequence >= unit.sequence,
	).length;
	if (invented > 0) differences.push(`${invented} entries that the unit never made`);
	if (toHex(unit.head) !== toHex(file.head)) differences.push("the heads of the two chains differ");
	if (unit.waiting > 0) differences.push(`${unit.waiting} entries still wait for their receipts`);
	return { lost, doubled, differences };
}
