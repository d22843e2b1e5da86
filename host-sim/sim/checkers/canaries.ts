import type { Checker, Surroundings } from "./checker.js";

/** No secret in a message, a trace line or, whenever the power goes, on the flash. */
export function canaryChecker({ canaries, flashImage }: Surroundings): Checker {
	const searched = (place: string, bytes: Uint8Array): string | undefined => {
		const name = canaries.find(bytes);
		return name === undefined ? undefined : `${name} in ${place}`;
	};
	return {
		name: "no canary on the flash, on the link or in the log",
		see(event) {
			if (event.kind === "published") return searched(`a message on ${event.topic}`, event.payload);
			if (event.kind === "traced") return searched("the log", Buffer.from(event.line));
			return event.kind === "power-off" ? searched("the flash", flashImage()) : undefined;
		},
		end: () => searched("the flash", flashImage()),
	};
}
