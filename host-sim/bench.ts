/**
 * `npm run bench`: what recognition costs the device. Instructions come from an emulated Cortex-M7 and repeat
 * exactly; computrons and heap come from XS with 32-bit pointers, and host-sim/bench/figures.json keeps those
 * that a test holds the firmware to.
 */
import { writeFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { benchBundles, FIGURES_FILE, type Figures, figuresInXs } from "./bench/figures.js";
import { type AnswerFigures, type Measured, measure, measureAnswer } from "./bench/measure.js";
import { progressLine } from "./engines/build-xs.js";
import { bundleFirmware, stopBundler } from "./engines/bundle.js";
import { EngineUnavailable } from "./engines/engine.js";
import type { Loops } from "./engines/xs-engine.js";
import { buildMcu, type McuFirmware } from "./mcu/build-mcu.js";
import { startMcuEngine } from "./mcu/mcu-engine.js";

const USAGE = `npm run bench [-- options]

  --json     one line of JSON with the summary as the last line, instead of text
  --twins    also on the microcontroller without machine code for any loop: takes some minutes more
  --write    keep computrons and heap in host-sim/bench/figures.json, which a test compares with
  --help     this text

Exit codes: 0 measured, 1 not measured (no tools for the emulated microcontroller), 2 asked for wrongly.
`;

interface BoardFigures {
	readonly measured: Measured;
	readonly answer: AnswerFigures;
	readonly firmware: McuFirmware;
	readonly twins: Measured | undefined;
}

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
		const board = await onBoard(options.twins === true ? ["native", "twins"] : ["native"]);
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

async function onBoard(loops: readonly Loops[]): Promise<BoardFigures> {
	const [bundle, answering] = await benchBundles();
	const firmware = await buildMcu(
		await bundleFirmware("host-sim/bridge/device/main.ts"),
		"native",
		progressLine("Compiling the firmware for the Cortex-M7, once"),
	);
	const measured = await measure((host) => startMcuEngine(bundle, host));
	const answer = await measureAnswer((host) => startMcuEngine(answering, host));
	const twins = loops.includes("twins")
		? await measure((host) => startMcuEngine(bundle, host, "twins"))
		: undefined;
	return { measured, answer, firmware, twins };
}

/** `cTwinRatio` is null: no whole path in C runs on the board yet. */
function summaryLine({ native }: Figures, { measured, answer, firmware, twins }: BoardFigures): string {
	const { palm, iris } = measured.traits;
	return JSON.stringify({
		event: "summary",
		palmDecision: palm.accept,
		palmRefusal: palm.refuse,
		palmRefusalWorst: palm.refuseWorst,
		palmDecisionTs: twins?.traits.palm.accept ?? null,
		sign: Math.round(answer.sign),
		signUnprepared: Math.round(answer.signUnprepared),
		irisDecision: iris.accept,
		irisRefusalWorst: iris.refuseWorst,
		cTwinRatio: null,
		heapBytes: native.heapBytes,
		flashBytes: firmware.sizes.flash,
		boot: measured.boot,
	});
}

function textOf({ native, twins }: Figures, board: BoardFigures): string {
	const million = (n: number) => (n / 1e6).toFixed(3).padStart(10);
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
		return parseArgs({ options: { json: flag, twins: flag, write: flag, help: flag } }).values;
	} catch (error) {
		process.stderr.write(`bench: ${error instanceof Error ? error.message : error}\n\n${USAGE}`);
		return undefined;
	}
}
