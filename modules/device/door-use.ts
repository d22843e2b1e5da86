/** What every door keeps about itself: is it open, dead or closed. */
export interface DoorUse {
	readonly isOpen: boolean;
	/** @throws Error after `close` and after a reported failure. */
	assertOpen(): void;
	/** From now on only `close` is legal. */
	die(): void;
	/** @returns false when it was closed already. */
	close(): boolean;
}

/** @param name begins the error that a use after the end throws. */
export function openDoorUse(name: string): DoorUse {
	let state: "open" | "dead" | "closed" = "open";
	return {
		get isOpen() {
			return state === "open";
		},
		assertOpen() {
			if (state !== "open") throw new Error(`${name}: used while ${state}`);
		},
		die() {
			state = "dead";
		},
		close() {
			const wasClosed = state === "closed";
			state = "closed";
			return !wasClosed;
		},
	};
}
