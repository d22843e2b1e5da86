import { type Envelope, isEntry, LABEL, numberIn } from "../wire.js";
import type { Checker, Surroundings } from "./checker.js";

/**
 * A number is given once: whatever the unit publishes under a sequence is, byte for byte, the same each
 * time, in every boot; and no boot counts as one before it did.
 */
export function sequenceChecker({ voice }: Surroundings): Checker {
	const hashes = new Map<number, string>();
	const boots = new Map<number, number>();
	let bootsSeen = 0;

	function judge(said: Envelope): string | undefined {
		const { type, body, hash } = said;
		const bootCount = numberIn(body, LABEL.bootCount);
		if (bootCount !== undefined && type === "birth") {
			const boot = boots.get(bootCount) ?? bootsSeen;
			boots.set(bootCount, boot);
			if (boot !== bootsSeen) return `boot count ${bootCount} for two boots`;
		}
		const sequence = numberIn(body, LABEL.sequence);
		if (sequence === undefined || !isEntry(said)) return undefined;
		const known = hashes.get(sequence) ?? hash;
		hashes.set(sequence, known);
		return known === hash ? undefined : `sequence ${sequence} for two different messages`;
	}

	return {
		name: "sequence numbers never repeat",
		see(event) {
			if (event.kind === "boot") bootsSeen++;
			const said = voice.read(event);
			return said === undefined ? undefined : judge(said);
		},
	};
}
