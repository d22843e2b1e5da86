/** A counter in virtual time with a playground around it, and all that its page would be shown. */
import { bootUnit, bundleUnit } from "../../host-sim/day/boot-unit.js";
import { drawSyntheticPeople } from "../../host-sim/day/synthetic-people.js";
import { openVirtualCounter, operatorsOf, type VirtualCounter } from "../../host-sim/day/virtual-counter.js";
import { worldActs } from "../../host-sim/playground/acts.js";
import { Playground } from "../../host-sim/playground/playground.js";
import { syntheticSitters } from "../../host-sim/playground/sitters.js";
import type { ActionResult } from "../../terminal/shared/contract.js";

export interface VirtualPlayground extends VirtualCounter {
	readonly playground: Playground;
	/** What the page was shown of a channel, oldest first. */
	shown(channel: string): readonly Record<string, unknown>[];
	act(name: string, input?: unknown): Promise<ActionResult>;
	/** Lets this world's time pass. */
	wait(durationMs: number): Promise<void>;
}

export async function openVirtualPlayground(): Promise<VirtualPlayground> {
	const bundle = await bundleUnit();
	const operators = operatorsOf(drawSyntheticPeople(1, "hand").persons);
	const told: { channel: string; data: Record<string, unknown> }[] = [];
	const note = (channel: string, data: unknown) => {
		// As the page gets it.
		told.push({ channel, data: JSON.parse(JSON.stringify(data)) });
	};
	const made: { playground?: Playground } = {};
	const counter = await openVirtualCounter({
		boot: () => Promise.reject(new Error("the playground boots")),
		operators,
		change(options) {
			const playground = new Playground({
				boot: (doors) => bootUnit(bundle, "node", doors),
				flash: options.flash,
				clock: options.clock,
				nowMs: () => 0,
				sitters: syntheticSitters(operators, 1, "hand", 1),
				pictures: "synthetic",
				bits: 64,
				broker: undefined,
				show: { send: note, append: note },
			});
			made.playground = playground;
			return {
				...options,
				plugIn: playground.unit.plugIn,
				clock: (scheduler) => playground.clockIn(scheduler),
				network: (scheduler) => playground.tapped(options.network(scheduler)),
			};
		},
	});
	const { playground } = made;
	if (playground === undefined) throw new Error("no playground was made");
	playground.enter(counter);
	const acts = worldActs(playground);
	const { driver } = counter;
	const { scheduler } = counter.counter.front;
	return {
		...counter,
		playground,
		shown: (channel) => told.flatMap((one) => (one.channel === channel ? [one.data] : [])),
		act: (name, input = {}) => driver.run(() => acts[name](input)),
		wait: (durationMs) =>
			driver.run(() => new Promise((resolve) => scheduler.schedule(durationMs, () => resolve()))),
	};
}
