/** `npm start`: the whole line runs, from a palm or an eye to a verified answer. */
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { setTimeout } from "node:timers/promises";
import type { Doors } from "../hal/hal.js";
import { EndReason } from "../modules/messages/messages.generated.js";
import { actionsOf } from "../terminal/service/actions.js";
import type { TerminalClock } from "../terminal/session.js";
import { alwaysOn } from "./day/always-on.js";
import { bootCode, bundleUnit, makeReady } from "./day/boot-unit.js";
import { Closing } from "./day/closing.js";
import { type CounterOptions, type OpenCounter, openCounter } from "./day/counter.js";
import { type Operator, runDay } from "./day/day.js";
import { byTheWallClock } from "./day/drive.js";
import type { DayEvent, Summary } from "./day/events.js";
import { jsonReporter } from "./day/json-report.js";
import { brokerNetwork, reachBroker } from "./day/network.js";
import { type OfficePage, openOfficePage } from "./day/office-page.js";
import { type DayOptions, HELP, parseDayOptions } from "./day/options.js";
import type { FoundPeople, People } from "./day/people.js";
import { type Keyboard, takePresentations } from "./day/prompt.js";
import { findRealPeople } from "./day/real-people.js";
import { drawPeopleWithBoth, drawSyntheticPeople } from "./day/synthetic-people.js";
import { textReporter } from "./day/text-report.js";
import { systemEntropy } from "./doors/entropy.js";
import { createNodeCrypto } from "./doors/node-crypto.js";
import { worldActs } from "./playground/acts.js";
import { BrokerSwitch } from "./playground/broker-switch.js";
import { counterInPlayground } from "./playground/counter-playground.js";
import { NorFlash } from "./world/nor-flash.js";
import { NOR_PARTS } from "./world/nor-parts.js";
import "../terminal/reader-gone.js";

const INTERRUPT_GRACE_MS = 100;

/** Exit codes: as expected; not as expected, or broken off; asked for wrongly; stopped by Ctrl-C. */
const EXIT = { met: 0, unmet: 1, usage: 2, interrupted: 130 } as const;

async function main(words: readonly string[]): Promise<number> {
	const parsed = parseDayOptions(words);
	if (parsed.kind === "help") {
		process.stdout.write(HELP);
		return EXIT.met;
	}
	if (parsed.kind === "refused") return refuse(`${parsed.reason}; --help explains`);
	const interrupt = new AbortController();
	const onInterrupt = () => interrupt.abort();
	process.on("SIGINT", onInterrupt).on("SIGTERM", onInterrupt);
	// Whoever read our output has gone (`npm start | head`).
	process.stdout.on("error", onInterrupt);
	const closing = new Closing();
	try {
		const interrupted = once(interrupt.signal, "abort").then(() => EXIT.interrupted);
		return await Promise.race([run(parsed.options, closing, interrupt.signal), interrupted]);
	} catch (error) {
		// Ctrl-C reaches the engine's process too, and its end may be heard of before the signal is.
		await setTimeout(INTERRUPT_GRACE_MS);
		if (interrupt.signal.aborted) return EXIT.interrupted;
		return fail(error);
	} finally {
		await closing.close();
		process.off("SIGINT", onInterrupt).off("SIGTERM", onInterrupt);
	}
}

async function run(options: DayOptions, closing: Closing, signal: AbortSignal): Promise<number> {
	const report = reporterFor(options);
	const found = findPeople(options);
	const { leftOut } = found.kind === "people" ? found.people : found;
	for (const reason of leftOut) report({ event: "left-out", reason });
	if (found.kind === "refused") return refuse(found.reason);
	report({ event: "people", source: found.people.source, persons: found.people.persons.length });

	const startedAtMs = performance.now();
	const page = await openPage(options, found.people, report, closing);
	const { counter, driver, unit } = await openRealCounter(options, found.people, report, closing, page);
	const tally = await driver.run(() => runDay(counter));
	const summary: Summary = {
		event: "summary",
		engine: options.engine,
		...tally,
		peakHeapBytes: (await unit.stats()).heapBytes,
		wallMs: Math.round(performance.now() - startedAtMs),
	};
	// For programs the summary is the last line, for people it ends the part they need not type in.
	if (options.output === "text") report(summary);
	if (options.ending === "stay") await stay({ counter, driver }, keyboardFor(options, signal), report, page);
	if (options.output === "json") report(summary);
	return tally.met === tally.expected ? EXIT.met : EXIT.unmet;
}

async function openPage(
	{ ending, page, port, ledgerFolder: folder }: DayOptions,
	people: People,
	report: (event: DayEvent) => void,
	closing: Closing,
): Promise<OfficePage | undefined> {
	if (ending === "once" || page === "none") return undefined;
	const operators = castOf(people);
	const opened = await openOfficePage(
		{
			...{ port, operators, onFault: (error: unknown) => void fail(error) },
			...(folder === undefined ? {} : { folder }),
			onNotice: (detail) => report({ event: "note", detail }),
		},
		closing,
	);
	report({ event: "page", url: opened.url, stage: "starting" });
	return opened;
}

/** Keyboard and page side by side: the keyboard's `quit`, or the end of its lines, ends both. */
async function stay(
	{ counter, driver }: Pick<OpenCounter, "counter" | "driver">,
	keyboard: Keyboard,
	report: (event: DayEvent) => void,
	page: OfficePage | undefined,
): Promise<void> {
	const service = page?.service();
	if (page !== undefined && service !== undefined) {
		// The page begins where the day has ended: nobody at the counter, and what the day staged is no alarm.
		await service.endSession(EndReason.logoff);
		for (const { id } of service.state().alerts) service.acknowledge(id);
		page.offer(actionsOf(service));
		page.open();
		report({ event: "page", url: page.url, stage: "ready" });
	}
	const end = await driver.run(() => takePresentations(counter, keyboard));
	// Nobody is at the keyboard (a service, a container): the page is all there is.
	if (page !== undefined && end === "no-lines" && !process.stdin.isTTY)
		await driver.run(() => once(keyboard.signal, "abort"));
}

async function openRealCounter(
	options: DayOptions,
	people: People,
	report: (event: DayEvent) => void,
	closing: Closing,
	page: OfficePage | undefined,
): Promise<OpenCounter> {
	const broker = options.brokerUrl === undefined ? await startOwnBroker(closing) : undefined;
	const brokerUrl = broker?.url ?? options.brokerUrl ?? "";
	if (options.brokerUrl !== undefined) await reachBroker(options.brokerUrl);
	report({ event: "broker", url: brokerUrl, origin: options.brokerUrl === undefined ? "built-in" : "named" });
	const bundle = await bundleUnit();
	const code = await makeReady(bundle, options.engine);
	const { sha256 } = code;
	report({ event: "unit", engine: options.engine, bundleBytes: bundle.source.length, sha256 });
	const boot = (doors: Doors) => bootCode(code, doors);
	const operators = castOf(people);
	const counterOptions: CounterOptions = {
		plugIn: alwaysOn(boot),
		network: () => brokerNetwork(brokerUrl),
		startDriver: byTheWallClock,
		clock: () => wallClock,
		unitCrypto: createNodeCrypto({ entropy: systemEntropy, deviceRoot: randomBytes(32) }),
		terminalCrypto: createNodeCrypto({ entropy: systemEntropy, deviceRoot: randomBytes(32) }),
		flash: new NorFlash({ part: NOR_PARTS.w25q128jv, seed: options.seed }),
		operators,
		unknownId: "Z9999",
		nowMs: () => performance.now(),
		report,
		...(page && { companion: (desk) => page.companion(desk), identity: page.identity }),
	};
	if (page === undefined) return openCounter(counterOptions, closing);
	const around = { day: options, counter: counterOptions, boot, operators, broker, show: page.show };
	const inside = counterInPlayground(around);
	const opened = await openCounter(inside.counterOptions, closing);
	inside.playground.enter(opened);
	page.offer(worldActs(inside.playground));
	return opened;
}

async function startOwnBroker(closing: Closing): Promise<BrokerSwitch> {
	const broker = await BrokerSwitch.start();
	await closing.add(() => broker.kill());
	return broker;
}

function findPeople({ imagesFolder, trait, view, seed }: DayOptions): FoundPeople {
	if (trait === "both") return { kind: "people", people: drawPeopleWithBoth(seed, view) };
	if (imagesFolder !== undefined) return findRealPeople(imagesFolder, seed, trait);
	return { kind: "people", people: drawSyntheticPeople(seed, view) };
}

function castOf({ persons: [first, second, third] }: People): readonly [Operator, Operator, Operator] {
	return [
		{ alias: { ja: "操作者1", en: "operator 1" }, person: first, id: "A1001", idFullWidth: "Ａ１００１" },
		{ alias: { ja: "操作者2", en: "operator 2" }, person: second, id: "B2002", idFullWidth: "Ｂ２００２" },
		{ alias: { ja: "操作者3", en: "operator 3" }, person: third, id: "C3003", idFullWidth: "Ｃ３００３" },
	];
}

const wallClock: TerminalClock = {
	nowSeconds: () => Math.floor(Date.now() / 1000),
	setTimer(delayMs, onTimer) {
		const timer = globalThis.setTimeout(onTimer, delayMs);
		return { close: () => clearTimeout(timer) };
	},
};

function keyboardFor({ output }: DayOptions, signal: AbortSignal): Keyboard {
	const write = (text: string) => {
		if (output === "text") process.stdout.write(text);
	};
	// A terminal shows what is typed; of a pipe the screen would show nothing.
	const echo = (line: string) => write(process.stdin.isTTY ? "" : `${line}\n`);
	return { input: process.stdin, show: write, echo, signal };
}

function reporterFor({ output }: DayOptions): (event: DayEvent) => void {
	const startedAtMs = performance.now();
	const write = (text: string) => process.stdout.write(text);
	const isTty = process.stdout.isTTY === true;
	const colour = isTty && (process.env["NO_COLOR"] ?? "") === "" ? "colour" : "plain";
	const reporter =
		output === "json" ? jsonReporter(write) : textReporter({ write, kind: isTty ? "tty" : "file", colour });
	return (event) => reporter.report(event, performance.now() - startedAtMs);
}

function refuse(reason: string): number {
	process.stderr.write(`${reason}\n`);
	return EXIT.usage;
}

function fail(error: unknown): number {
	process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
	return EXIT.unmet;
}

process.exitCode = await main(process.argv.slice(2));
