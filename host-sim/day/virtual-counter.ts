/** A whole counter in memory: time is virtual, chance comes from a seed, the broker is a router. */
import type { Doors } from "../../hal/hal.js";
import type { TerminalClock } from "../../terminal/session.js";
import { seededEntropy } from "../doors/entropy.js";
import { createNodeCrypto } from "../doors/node-crypto.js";
import type { Scheduler } from "../doors/scheduler.js";
import { TopicRouter } from "../doors/topic-router.js";
import { NorFlash } from "../world/nor-flash.js";
import { NOR_PARTS } from "../world/nor-parts.js";
import { alwaysOn } from "./always-on.js";
import { Closing } from "./closing.js";
import { type CounterOptions, type OpenCounter, openCounter, type RunningUnit } from "./counter.js";
import type { Operator } from "./day.js";
import { asFastAsThingsHappen } from "./drive.js";
import type { DayEvent } from "./events.js";
import { memoryNetwork } from "./network.js";
import type { Person } from "./people.js";

export interface VirtualCounter extends OpenCounter {
	close(): Promise<void>;
	readonly flash: NorFlash;
	readonly router: TopicRouter;
	/** What was reported, in order. */
	readonly events: readonly DayEvent[];
}

export interface VirtualCounterOptions {
	readonly boot: (doors: Doors) => Promise<RunningUnit>;
	readonly operators: readonly [Operator, Operator, Operator];
	readonly unknownId?: string;
	readonly deviceRoot?: Uint8Array;
	/** Hears every message on the broker, whoever publishes it. */
	readonly onMessage?: (topic: string, payload: Uint8Array) => void;
	readonly trace?: (line: string) => void;
	/** The counter as it would be, as it shall be. */
	readonly change?: (options: CounterOptions) => CounterOptions;
}

export async function openVirtualCounter(options: VirtualCounterOptions): Promise<VirtualCounter> {
	const events: DayEvent[] = [];
	const flash = new NorFlash({ part: NOR_PARTS.w25q128jv, seed: 1 });
	const router = new TopicRouter();
	if (options.onMessage !== undefined) router.subscribe(["#"], options.onMessage);
	const closing = new Closing();
	const counterOptions: CounterOptions = {
		plugIn: alwaysOn(options.boot),
		network: (scheduler) => memoryNetwork(router, scheduler),
		startDriver: asFastAsThingsHappen,
		clock: virtualClock,
		unitCrypto: seededCrypto(1, options.deviceRoot ?? new Uint8Array(32).fill(0xd0)),
		terminalCrypto: seededCrypto(2, new Uint8Array(32)),
		flash,
		operators: options.operators,
		unknownId: options.unknownId ?? "Z9999",
		nowMs: (scheduler) => scheduler.nowMs(),
		report: (event) => events.push(event),
		...(options.trace === undefined ? {} : { trace: options.trace }),
	};
	const opened = await openCounter(options.change?.(counterOptions) ?? counterOptions, closing);
	return { ...opened, close: () => closing.close(), flash, router, events };
}

/** Three operators over `persons`. */
export function operatorsOf(persons: readonly Person[]): readonly [Operator, Operator, Operator] {
	const operator = (index: number, letter: string, fullWidth: string): Operator => ({
		alias: { ja: letter, en: letter },
		person: persons[index],
		id: `${letter}${index + 1}001`,
		idFullWidth: `${fullWidth}${"１２３"[index]}００１`,
	});
	return [operator(0, "A", "Ａ"), operator(1, "B", "Ｂ"), operator(2, "C", "Ｃ")];
}

function seededCrypto(seed: number, deviceRoot: Uint8Array) {
	return createNodeCrypto({ entropy: seededEntropy(new Uint8Array(32).fill(seed)), deviceRoot });
}

const DAY_STARTS_AT = 1_800_000_000;

function virtualClock(scheduler: Scheduler): TerminalClock {
	return {
		nowSeconds: () => DAY_STARTS_AT + Math.floor(scheduler.nowMs() / 1000),
		setTimer: (delayMs, onTimer) => scheduler.schedule(delayMs, onTimer),
	};
}
