import { type Envelope, LABEL, numberIn } from "../wire.js";
import type { Checker, Surroundings } from "./checker.js";

/**
 * A number is given once: whatever the unit publishes under (boot count, sequence) is, byte for byte, the same
 * each time; and no boot counts as one before it did.
 */
export function sequenceChecker({ voice }: Surroundings): Checker {
	const hashes = new Map<string, string>();
	const boots = new Map<number, number>();
	let bootsSeen = 0;

	function judge({ type, body, hash }: Envelope): string | undefined {
		const bootCount = numberIn(body, LABEL.bootCount);
		if (bootCount !== undefined && type === "birth") {
			const boot = boots.get(bootCount) ?? bootsSeen;
			boots.set(bootCount, boot);
			if (boot !== bootsSeen) return `boot count ${bootCount} for two boots`;
		}
		const sequence = numberIn(body, LABEL.sequence);
		if (sequence === undefined || type === "birth") return undefined;
		const name = `${bootCount}/${sequence}`;
		const known = hashes.get(name) ?? hash;
		hashes.set(name, known);
		return known === hash ? undefined : `(boot count/sequence) ${name} for two different messages`;
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
