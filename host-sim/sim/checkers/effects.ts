import { traitsOf } from "../cast.js";
import { isEntry } from "../wire.js";
import type { Checker, Surroundings } from "./checker.js";

/**
 * The order of effects, seen from the doors: the flash moves between the picture and the opening of a
 * reference (the attempt is counted before it is compared), and between the signing of an entry and its
 * first publishing (it is in the outbox before it is on the wire). One attempt covers as many references as
 * the office asks for traits.
 */
export function effectsChecker({ voice, demand }: Surroundings): Checker {
	let exposedAt = 0;
	/** References that the attempt counted last still covers. */
	let covered = 0;
	const signedAt = new Map<string, number>();
	const published = new Set<string>();
	return {
		name: "counted before compared, kept before published",
		see(event) {
			if (event.kind === "exposed") exposedAt = event.operations;
			if (event.kind === "signed")
				signedAt.set(Buffer.from(event.signature).toString("hex"), event.operations);
			if (event.kind === "boot") covered = 0;
			if (event.kind === "reference-opened") {
				covered = event.operations === exposedAt ? covered - 1 : traitsOf(demand).length - 1;
				if (covered < 0) return "a reference was opened, and no attempt counted";
			}
			const said = voice.read(event);
			if (said === undefined || !isEntry(said) || published.has(said.hash)) return undefined;
			published.add(said.hash);
			if (signedAt.get(said.signature) !== event.operations) return undefined;
			return `a ${said.type} was published before it was stored`;
		},
	};
}
