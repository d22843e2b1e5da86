/** The playground around the counter of `npm start`. */
import type { CounterOptions } from "../day/counter.js";
import type { Operator } from "../day/day.js";
import type { DayOptions } from "../day/options.js";
import type { SwitchableBroker } from "./playground.js";
import { Playground, type PlaygroundOptions } from "./playground.js";
import { picturedSitters, syntheticSitters } from "./sitters.js";
import type { Show } from "./world-screen.js";

export interface CounterPlaygroundOptions {
	readonly day: DayOptions;
	/** The counter without a playground. */
	readonly counter: Omit<CounterOptions, "plugIn">;
	readonly boot: PlaygroundOptions["boot"];
	readonly operators: readonly [Operator, Operator, Operator];
	readonly broker: SwitchableBroker | undefined;
	readonly show: Show;
}

/** @returns the counter inside a playground; `playground.enter` it once it is open. */
export function counterInPlayground(options: CounterPlaygroundOptions): {
	readonly playground: Playground;
	readonly counterOptions: CounterOptions;
} {
	const { day, counter, boot, operators, broker, show } = options;
	const [{ person }] = operators;
	const isSynthetic = day.imagesFolder === undefined;
	const playground = new Playground({
		boot,
		flash: counter.flash,
		clock: counter.clock,
		nowMs: Date.now,
		sitters: isSynthetic
			? syntheticSitters(operators, day.seed, day.view, person.demand)
			: picturedSitters(operators),
		pictures: isSynthetic ? "synthetic" : "withheld",
		bits: day.engine === "xs" || day.engine === "lin" ? 64 : 32,
		broker,
		show,
	});
	return {
		playground,
		counterOptions: {
			...counter,
			plugIn: playground.unit.plugIn,
			clock: (scheduler) => playground.clockIn(scheduler),
			network: (scheduler) => playground.tapped(counter.network(scheduler)),
		},
	};
}
