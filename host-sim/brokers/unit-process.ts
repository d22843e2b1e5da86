/** A live unit in a process of its own, as in an office it is a computer of its own. */
import { fork } from "node:child_process";
import { once } from "node:events";
import { type LiveUnit, startLiveUnit } from "./live-unit.js";

/** What a program is started with, a broker's address after it, to be nothing but the unit. */
export const UNIT_ARGUMENT = "--unit";

export interface UnitProcess extends Pick<LiveUnit, "known" | "terminalKey"> {
	close(): Promise<void>;
}

/**
 * Starts the running program once more, as the unit.
 * @throws when the unit is not set up, with what it has said about it on the way.
 */
export async function startUnitProcess(brokerUrl: string): Promise<UnitProcess> {
	const child = fork(process.argv[1], [UNIT_ARGUMENT, brokerUrl], { serialization: "advanced" });
	const gone = once(child, "exit");
	const ready = await Promise.race([
		new Promise<Pick<LiveUnit, "known" | "terminalKey">>((resolve) => child.once("message", resolve)),
		gone,
	]);
	if (Array.isArray(ready)) throw new Error("the unit's process ended before it was set up");
	return {
		...ready,
		async close() {
			if (child.connected) child.disconnect();
			await gone;
		},
	};
}

/** The other side: serves until its parent goes; ends the process when the firmware stops. */
export async function serveUnit(brokerUrl: string): Promise<void> {
	const { known, terminalKey, stopped, close } = await startLiveUnit({ brokerUrl });
	process.on("disconnect", async () => {
		await close();
		process.exit();
	});
	process.send?.({ known, terminalKey });
	await stopped;
}
