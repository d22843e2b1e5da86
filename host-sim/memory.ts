/** Whether memory grows: `npm run memory -- --help`. */
import {
	type Command,
	EXIT,
	everyTwoSeconds,
	type Report,
	runCommand,
	wholeNumber,
} from "../terminal/command-line.js";
import { bundleUnit } from "./day/boot-unit.js";
import { startXsEngine } from "./engines/xs-engine.js";
import { captureMany, type MemoryAfter, ROUND } from "./memory/captures.js";

interface MemoryOptions {
	readonly captures: number;
}

/** Bytes in all; one byte a capture would be more in the end. */
const SLACK = 256;

const COMMAND: Command<MemoryOptions> = {
	name: "memory",
	usage: `npm run memory -- [options]

Has people come before the firmware in XS with the device's pointers and heap, palms and irises, accepted,
refused, and frames that cannot be used; nothing may be left of them: after all captures as many bytes survive
a collection as after ${ROUND}, but for ${SLACK}: what counts up takes more digits in time.

  --captures N   at least ${2 * ROUND}, rounded up to tens (1000)
  --json         progress and the summary as JSON, one object a line, the summary last
  --help         this text

Exit codes: 0 nothing grew, 1 something did, 2 asked for wrongly or no compiler for XS.
`,
	options: { captures: { type: "string" } },
	understand: (values) => ({ captures: wholeNumber(values, "captures", 1000, [2 * ROUND, 1e6]) }),
	run,
};

process.exitCode = await runCommand(COMMAND, process.argv.slice(2));

async function run({ captures }: MemoryOptions, report: Report): Promise<number> {
	const bundle = await bundleUnit();
	let done = 0;
	const tell = everyTwoSeconds(() => report({ event: "progress", captures: done }, `${done} captures`));
	const last = Math.ceil(captures / ROUND) * ROUND;
	const { memory, outcomes } = await captureMany(
		bundle,
		(host) => startXsEngine({ bundle, bits: 32 }, host),
		[ROUND, last],
		(count) => {
			done = count;
			tell();
		},
	);
	const [early, late] = memory;
	const grown = grownBytes(early, late);
	const summary = { event: "summary", early, late, outcomes, grown };
	report(summary, textOf(memory, outcomes, grown));
	return grown > SLACK ? EXIT.failed : EXIT.passed;
}

/** Bytes of all pools, and of the names, that the later captures left. */
function grownBytes(early: MemoryAfter, late: MemoryAfter): number {
	const names = late.keyCount - early.keyCount;
	return late.liveChunkBytes - early.liveChunkBytes + late.liveSlotBytes - early.liveSlotBytes + names;
}

function textOf(memory: readonly MemoryAfter[], outcomes: object, grown: number): string {
	const lines = memory.map(
		({ captures, liveChunkBytes, liveSlotBytes, peakChunkBytes, peakSlotBytes, peakStackBytes }) =>
			`after ${captures} captures: ${liveChunkBytes} bytes of chunks and ${liveSlotBytes} of slots live; ` +
			`at most ${peakChunkBytes}, ${peakSlotBytes}, stack ${peakStackBytes}`,
	);
	return [...lines, JSON.stringify(outcomes), `grown by ${grown} bytes`].join("\n");
}
