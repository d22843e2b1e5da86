/**
 * `npm run bench`: what recognition costs the device. Instructions come from an emulated Cortex-M7 and repeat
 * exactly; computrons and heap come from XS with 32-bit pointers, and host-sim/bench/figures.json keeps those
 * that a test holds the firmware to.
 */
import { writeFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { STAGES } from "./bench/commands.js";
import { benchBundles, FIGURES_FILE, type Figures, figuresInXs } from "./bench/figures.js";
import {
	type AnswerFigures,
	type Measured,
	measure,
	measureAnswer,
	measurePalmAccept,
	measureTwin,
	type TraitFigures,
	type TwinFigures,
} from "./bench/measure.js";
import { startTwin } from "./bench/twin.js";
import { progressLine } from "./engines/build-xs.js";
import { bundleFirmware, stopBundler } from "./engines/bundle.js";
import { type EngineHost, EngineUnavailable } from "./engines/engine.js";
import { buildMcu, type McuFirmware } from "./mcu/build-mcu.js";
import { startMcuEngine } from "./mcu/mcu-engine.js";
import "../terminal/reader-gone.js";

const USAGE = `npm run bench [-- options]

  --json     one line of JSON with the summary as the last line, instead of text
  --write    keep computrons and heap in host-sim/bench/figures.json, which a test compares with
  --help     this text

Exit codes: 0 measured, 1 not measured (no tools for the emulated microcontroller), 2 asked for wrongly.
`;

interface BoardFigures {
	readonly measured: Measured;
	readonly answer: AnswerFigures;
	readonly firmware: McuFirmware;
	/** The same without machine code for any loop, and in C from end to end. */
	readonly typescript: Pick<TraitFigures, "accept" | "stages">;
	readonly twin: TwinFigures;
}

const STEPS_OF_TWIN = ["accept", "refuse", "refuseWorst"] as const;

process.exitCode = await main();

async function main(): Promise<number> {
	const options = parse();
	if (options === undefined) return 2;
	if (options.help === true) {
		process.stdout.write(USAGE);
		return 0;
	}
	try {
		const figures = await figuresInXs();
		if (options.write === true) writeFileSync(FIGURES_FILE, `${JSON.stringify(figures, null, "\t")}\n`);
		const board = await onBoard();
		process.stdout.write(options.json === true ? `${summaryLine(figures, board)}\n` : textOf(figures, board));
		return 0;
	} catch (error) {
		if (!(error instanceof EngineUnavailable)) throw error;
		process.stderr.write(`${error.message}\n`);
		return 1;
	} finally {
		await stopBundler();
	}
}

async function onBoard(): Promise<BoardFigures> {
	const [bundle, answering] = await benchBundles();
	const firmware = await buildMcu(
		await bundleFirmware("host-sim/bridge/device/main.ts"),
		"native",
		progressLine("Compiling the firmware for the Cortex-M7, once"),
	);
	const start = (host: EngineHost) => startMcuEngine(bundle, host);
	return {
		firmware,
		measured: await measure(start),
		answer: await measureAnswer((host) => startMcuEngine(answering, host)),
		twin: await measureTwin(start, startTwin),
		typescript: await measurePalmAccept((host) => startMcuEngine(bundle, host, "twins")),
	};
}

function summaryLine({ native }: Figures, board: BoardFigures): string {
	const { palm, iris } = board.measured.traits;
	const { answer, twin, typescript, firmware } = board;
	return JSON.stringify({
		event: "summary",
		palmDecision: Math.round(palm.accept),
		palmRefusal: Math.round(palm.refuse),
		palmRefusalWorst: Math.round(palm.refuseWorst),
		palmDecisionTs: Math.round(typescript.accept),
		sign: Math.round(answer.sign),
		signUnprepared: Math.round(answer.signUnprepared),
		irisDecision: Math.round(iris.accept),
		irisRefusalWorst: Math.round(iris.refuseWorst),
		cTwinRatio: twinRatio(palm, twin),
		palmDecisionC: Math.round(twin.accept),
		heapBytes: native.heapBytes,
		flashBytes: firmware.sizes.flash,
		boot: Math.round(board.measured.boot),
	});
}

/** The firmware's path over the twin's, at its worst of three. */
function twinRatio(palm: TwinFigures, twin: TwinFigures): number {
	const ratios = STEPS_OF_TWIN.map((step) => palm[step] / twin[step]);
	return Math.round(100 * Math.max(...ratios)) / 100;
}

function textOf({ native, twins }: Figures, board: BoardFigures): string {
	const million = (n: number) => (n / 1e6).toFixed(3).padStart(10);
	const ofTwin = (m7: number, c: number) => `${million(c)}  ${(m7 / c).toFixed(2).padStart(10)}`;
	const { twin, typescript } = board;
	const { palm } = board.measured.traits;
	const lines = ["millions of   M7 instructions  computrons  computrons, no machine code"];
	for (const trait of ["palm", "iris"] as const) {
		const [m7, with_, without] = [board.measured, native, twins].map(({ traits }) => traits[trait]);
		for (const step of ["sample", "commit", "accept", "refuse", "refuseWorst"] as const) {
			const row = [m7, with_, without].map((figures) => million(figures[step]));
			lines.push(`${trait} ${step}`.padEnd(16) + row.join("  "));
		}
		for (const [stage, cost] of Object.entries(m7.stages))
			lines.push(`  ${stage.padEnd(14)}${million(cost)}`);
	}
	lines.push("palm".padEnd(16) + [" in C only", "     ratio", "    no machine code"].join("  "));
	for (const step of STEPS_OF_TWIN) lines.push(`  ${step.padEnd(14)}${ofTwin(palm[step], twin[step])}`);
	for (const stage of STAGES) {
		const [m7, c, js] = [palm, twin, typescript].map(({ stages }) => stages[stage]);
		lines.push(`  ${stage.padEnd(14)}${ofTwin(m7, c)}  ${million(js)}`);
	}
	lines.push(`  in all        ${" ".repeat(24)}${million(typescript.accept)}`);
	lines.push("answer");
	for (const stage of Object.keys(board.answer)) {
		const row = [board.answer, native.answer, twins.answer].map((figures) =>
			million(figureOf(figures, stage)),
		);
		lines.push(`  ${stage.padEnd(14)}${row.join("  ")}`);
	}
	const { flash, code, bytecode, preloaded } = board.firmware.sizes;
	lines.push(`boot ${million(board.measured.boot)}`, `heap, bytes: ${native.heapBytes}`);
	lines.push(`flash, bytes: ${flash} (code ${code}, bytecode ${bytecode}, preloaded ${preloaded})`);
	return `${lines.join("\n")}\n`;
}

function figureOf(figures: object, name: string): number {
	return Number(Object.entries(figures).find(([key]) => key === name)?.[1]);
}

function parse() {
	const flag = { type: "boolean" } as const;
	try {
		return parseArgs({ options: { json: flag, write: flag, help: flag } }).values;
	} catch (error) {
		process.stderr.write(`bench: ${error instanceof Error ? error.message : error}\n\n${USAGE}`);
		return undefined;
	}
}
