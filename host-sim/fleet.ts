/** Many units, one broker, one terminal service: `npm run fleet -- --help`. */
import { setTimeout } from "node:timers/promises";
import { EXIT, everyTwoSeconds, type Report, runCommand, wholeNumber } from "../terminal/command-line.js";
import { createSigningKey } from "../terminal/keys.js";
import { createNativeCrypto } from "../terminal/native-crypto.js";
import { reachBroker } from "./day/network.js";
import { openBrokerRoom, openUnitsRoom, ROOM_ARGUMENT, type Room, serveAsRoom } from "./fleet/rooms.js";
import { openTerminalService, type TerminalService } from "./fleet/terminal-service.js";

interface FleetOptions {
	readonly units: number;
	readonly seconds: number;
	readonly inFlight: number;
	readonly brokerUrl: string | undefined;
}

if (process.argv[2] === ROOM_ARGUMENT) await serveAsRoom(process.argv.slice(3));
else
	process.exitCode = await runCommand<FleetOptions>(
		{
			name: "fleet",
			usage: `npm run fleet -- [options]

Units without cameras, each with its key and its connection, answer one terminal service's challenges through
one broker; every answer is verified, chained and receipted. First as fast as it goes, for what a core can
verify; then at half that pace, for how long an answer takes. Units, broker and service are processes of
their own.

  --units N      (1000)
  --seconds S    for each of the two (10)
  --in-flight N  challenges on their way at once, as fast as it goes (64)
  --broker URL   a broker that lets anybody in (default: our own)
  --json         progress and the summary as JSON, one object a line, the summary last
  --help         this text
`,
			options: {
				units: { type: "string" },
				seconds: { type: "string" },
				"in-flight": { type: "string" },
				broker: { type: "string" },
			},
			understand: (values) => ({
				units: wholeNumber(values, "units", 1000, [1, 100_000]),
				seconds: wholeNumber(values, "seconds", 10, [1, 3600]),
				inFlight: wholeNumber(values, "in-flight", 64, [1, 10_000]),
				brokerUrl: values["broker"] === undefined ? undefined : String(values["broker"]),
			}),
			run,
		},
		process.argv.slice(2),
	);

async function run(options: FleetOptions, report: Report): Promise<number> {
	const crypto = createNativeCrypto({ publicKeysRemembered: options.units + 1 });
	const terminalKey = createSigningKey(crypto);
	const opened: { close(): Promise<void> }[] = [];
	try {
		const broker = options.brokerUrl === undefined ? await openBrokerRoom() : undefined;
		if (broker !== undefined) opened.push(broker);
		const brokerUrl = broker?.url ?? options.brokerUrl ?? "";
		await reachBroker(brokerUrl);
		report({ event: "broker", url: brokerUrl }, `broker: ${brokerUrl}`);
		const units = await openUnitsRoom(brokerUrl, options.units, terminalKey.publicKey);
		opened.push(units);
		report({ event: "units", units: units.units.length }, `${units.units.length} units are connected`);
		const service = await openTerminalService(crypto, brokerUrl, terminalKey, units.units);
		opened.push(service);
		await measure(service, options, { broker, units }, report);
		return EXIT.passed;
	} finally {
		for (const { close } of opened.reverse()) await close();
	}
}

interface Rooms {
	/** Undefined when it is somebody else's. */
	readonly broker: Room | undefined;
	readonly units: Room;
}

async function measure(
	service: TerminalService,
	{ units, seconds, inFlight }: FleetOptions,
	rooms: Rooms,
	report: Report,
): Promise<void> {
	let verified = 0;
	const progress = everyTwoSeconds(() =>
		report({ event: "progress", verified }, `${verified} answers verified`),
	);
	const asking = newAsking(service, units, () => {
		verified++;
		progress();
	});
	// Every unit once: its key is read, its chain begun.
	await asking.asFastAsItGoes(units, Number.POSITIVE_INFINITY, inFlight);

	const clocks = {
		service: process.cpuUsage(),
		broker: rooms.broker?.cpuSeconds(),
		units: rooms.units.cpuSeconds(),
	};
	const startMs = performance.now();
	const fast = await asking.asFastAsItGoes(Number.POSITIVE_INFINITY, startMs + seconds * 1000, inFlight);
	const wallSeconds = (performance.now() - startMs) / 1000;
	const { user, system } = process.cpuUsage(clocks.service);
	const cpuSeconds = {
		service: (user + system) / 1e6,
		broker: sinceThen(rooms.broker?.cpuSeconds(), clocks.broker),
		units: sinceThen(rooms.units.cpuSeconds(), clocks.units),
	};
	const pace = Math.round(fast.length / wallSeconds);
	report(
		{ event: "saturated", results: fast.length, wallSeconds, cpuSeconds },
		`as fast as it goes: ${pace} results a second; of ${wallSeconds.toFixed(1)} s the processor served ` +
			`the service ${shown(cpuSeconds.service)}, the broker ${shown(cpuSeconds.broker)}, ` +
			`the units ${shown(cpuSeconds.units)}`,
	);

	const tookMs = await asking.atPace(fast.length / wallSeconds / 2, seconds);
	const at = (share: number) => Number(tookMs[Math.ceil(share * tookMs.length) - 1].toFixed(3));
	const resultsPerSecond = Math.round(fast.length / cpuSeconds.service);
	const rssBytes = process.memoryUsage.rss();
	report(
		{ event: "summary", units, resultsPerSecond, p50Ms: at(0.5), p99Ms: at(0.99), rssBytes },
		`${resultsPerSecond} results verified per second of one core; at half the pace ${at(0.5)} ms for half ` +
			`of them, ${at(0.99)} ms for 99 %; ${Math.round(rssBytes / 2 ** 20)} MB for ${units} units`,
	);
}

function newAsking(service: TerminalService, units: number, onVerified: () => void) {
	let next = 0;
	async function askNext(): Promise<number> {
		const startMs = performance.now();
		const kind = await service.ask(next++ % units);
		if (kind !== "verified") throw new Error(`a challenge is ${kind}`);
		onVerified();
		return performance.now() - startMs;
	}
	return {
		/** @returns milliseconds that each took. */
		async asFastAsItGoes(countMax: number, untilMs: number, inFlight: number): Promise<number[]> {
			const tookMs: number[] = [];
			let asked = 0;
			const always = async (): Promise<void> => {
				while (asked++ < countMax && performance.now() < untilMs) tookMs.push(await askNext());
			};
			await Promise.all(Array.from({ length: inFlight }, always));
			return tookMs;
		},
		/** Asks at fixed times, whether or not the answers keep up. @returns milliseconds, rising. */
		async atPace(perSecond: number, seconds: number): Promise<number[]> {
			const startMs = performance.now();
			const asked: Promise<number>[] = [];
			for (let i = 0; i < perSecond * seconds; i++) {
				const dueMs = startMs + (1000 * i) / perSecond - performance.now();
				if (dueMs > 0) await setTimeout(dueMs);
				asked.push(askNext());
			}
			return (await Promise.all(asked)).sort((a, b) => a - b);
		},
	};
}

function sinceThen(now: number | undefined, then: number | undefined): number | undefined {
	return now === undefined || then === undefined ? undefined : now - then;
}

function shown(seconds: number | undefined): string {
	return seconds === undefined ? "unknown" : seconds.toFixed(1);
}
