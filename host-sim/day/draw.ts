import { createHash } from "node:crypto";

/** A whole number in 0..bound-1 that `name` decides: the same name, the same number. `bound` <= 2^16. */
function draw(name: string, bound: number): number {
	return createHash("sha256").update(name).digest().readUInt32BE(0) % bound;
}

/** The items in an order that `name` decides (Fisher and Yates). */
export function shuffled<T>(items: readonly T[], name: string): T[] {
	const order = [...items];
	for (let last = order.length - 1; last > 0; last--) {
		const other = draw(`${name} ${last}`, last + 1);
		[order[last], order[other]] = [order[other], order[last]];
	}
	return order;
}
